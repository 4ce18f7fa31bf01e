"""The error browser: what it holds, that it escapes, and (where Chromium is) that its filters and keys work."""

from __future__ import annotations

import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import html as lxml_html

from jylnama.document import DateMention, Document, Sentence, text_sha256
from jylnama.evaluation import evaluate
from jylnama.evaluation.html import error_browser
from jylnama.exchange.jsonl import read

ROOT = Path(__file__).parent.parent.parent
GOLD = [d for d in read(ROOT / "annotations" / "corpus") if d.doc_id in ("alash", "kenesary", "partiya_sezderi", "shoqan")]
TEXTS = {d.doc_id: (ROOT / "corpus" / "texts" / f"{d.doc_id}.txt").read_bytes().decode() for d in GOLD}


def worse() -> list[Document]:
    """The gold with a wrong date, a person less, a sentence less, an event more."""
    documents = deepcopy(GOLD)
    first = documents[0]
    first.dates[0].end = "1999-12-31"
    first.persons.pop()
    del first.sentences[2]
    documents[1].events.append(deepcopy(documents[1].events[0]))
    documents[1].events[-1].type = "other"
    return documents


def page(gold: list[Document], predicted: list[Document], texts: dict[str, str]) -> str:
    return error_browser("system", evaluate(gold, predicted, samples=0), gold, predicted, texts)


def test_every_difference_is_there_in_its_sentence() -> None:
    documents = worse()
    result = evaluate(GOLD, documents, samples=0)
    tree = lxml_html.fromstring(page(GOLD, documents, TEXTS))
    assert len(tree.xpath("//tbody/tr")) == len(result.differences) > 4
    for side in (1, 2):
        for article in tree.xpath("//article"):
            shown = "".join(article.xpath(f".//div[@class='sides']/div[{side}]/p")[0].itertext()).replace("‖", "")
            start, end = article.xpath("string(h2)").split(" · ")[1].split("–")
            # HTML takes \r\n for \n
            assert shown == TEXTS[article.get("data-document")][int(start) : int(end)].replace("\r\n", "\n")
    date = next(d for d in GOLD[0].dates)
    marks = [m.text for m in tree.xpath("//mark[@class='miss']")]
    assert any(m and m in date.text for m in marks)
    assert GOLD[0].persons[-1].text in marks


def test_no_differences() -> None:
    text = page(GOLD, GOLD, TEXTS)
    assert "<article" not in text
    assert "No difference." in text


def test_nothing_in_a_text_becomes_markup() -> None:
    text = '<script>alert(1)</script> & "1917" <b>жылы</b> {{ 7 * 7 }}'
    gold = Document('"><img src=x>', text_sha256(text), sentences=[Sentence(0, len(text))])
    gold.dates = [DateMention("d0", 28, 34, '"1917"', "1917-01-01", "1917-12-31")]
    out = page([gold], [], {gold.doc_id: text})
    tree = lxml_html.fromstring(out)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //b")
    assert tree.xpath("//article")[0].get("data-document") == '"><img src=x>'
    assert "{{ 7 * 7 }}" in out


def test_works_offline() -> None:
    tree = lxml_html.fromstring(page(GOLD, worse(), TEXTS))
    assert not tree.xpath("//@src | //link | //a[@href]")
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_without_texts_mentions_are_shown() -> None:
    tree = lxml_html.fromstring(page(GOLD, worse(), {}))
    assert GOLD[0].persons[-1].text in [cell.text for cell in tree.xpath("//tbody/tr/td[3]")]


def test_differences_outside_sentences_are_shown() -> None:
    text = "А. " * 100 + "1917 жылы."
    gold = Document("x", text_sha256(text), sentences=[Sentence(0, 2)])
    gold.dates = [DateMention("d0", 300, 309, "1917 жылы", "1917-01-01", "1917-12-31")]
    tree = lxml_html.fromstring(page([gold], [], {"x": text}))
    assert "1917 жылы" in [m.text for m in tree.xpath("//mark[@class='miss']")]


def test_in_a_browser(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium here")
    playwright = pytest.importorskip("playwright.sync_api")
    documents = worse()
    total = len(evaluate(GOLD, documents, samples=0).differences)
    (tmp_path / "errors.html").write_text(page(GOLD, documents, TEXTS), encoding="utf-8")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        problems: list[str] = []
        tab.on("console", lambda message: problems.append(message.text))
        tab.on("pageerror", lambda error: problems.append(str(error)))
        tab.goto((tmp_path / "errors.html").as_uri())
        shown = tab.locator("#shown")
        assert shown.inner_text() == f"{total} differences"
        tab.select_option("#label", "persons")
        assert shown.inner_text() == "1 differences"
        assert tab.locator("article:visible").count() == 1
        tab.select_option("#kind", "extra")
        assert tab.locator("#none").is_visible()
        tab.click("button[type=reset]")
        tab.wait_for_function(f"document.getElementById('shown').textContent === '{total} differences'")
        tab.select_option("#document", GOLD[1].doc_id)
        assert tab.locator("article:visible").count() == 1
        tab.select_option("#document", "")
        tab.fill("#text", GOLD[0].persons[-1].text.upper())
        assert 0 < tab.locator("article:visible").count() < tab.locator("article").count()
        tab.fill("#text", "")
        tab.locator("h1").click()
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        labels = tab.locator("article").evaluate_all("cards => cards.map(card => card.getAttribute('aria-label'))")
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == labels[1]
        tab.keyboard.press("k")
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == labels[0]
        tab.keyboard.press("/")
        assert tab.evaluate("document.activeElement.id") == "text"
        assert not problems
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        checked = browser.new_page(bypass_csp=True)
        checked.goto((tmp_path / "errors.html").as_uri())
        assert axe.Axe().run(checked).violations_count == 0
        browser.close()
