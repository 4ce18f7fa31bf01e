"""MediaWiki dumps: pages of the main namespace (mwxml), and the plain text of wikitext (mwparserfromhell)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import regex

from jylnama.run.formats import Item, Text, Unreadable

# ids of the namespaces whose links are no words of the sentence: media, files, categories; English names hold everywhere
_DROPPED_NAMESPACES = {-2, 6, 14}
_ENGLISH = ("Media", "File", "Image", "Category")
_DROPPED_TAGS = frozenset({"ref", "references", "table", "gallery", "math", "timeline", "score", "imagemap", "syntaxhighlight"})


def pages(stream: BinaryIO, doc_id: str, path: str) -> Iterator[Item]:
    """Articles of a dump with their wikitext, one by one; redirects and other namespaces are left out.

    A document's id is the dump's name with the page's number, its path ends with ``#`` and the page's title.
    """
    import mwxml

    dump = mwxml.Dump.from_file(stream)
    local = [n.name for n in dump.site_info.namespaces or () if n.id in _DROPPED_NAMESPACES and n.name]
    markup = ("wikitext", *dict.fromkeys([*local, *_ENGLISH]))
    for page in dump.pages:
        if page.namespace != 0 or page.redirect:
            continue
        text = ""
        for revision in page:  # in a full history the last one is the newest
            text = revision.text or ""
        where = f"{path}#{page.title}"
        name = f"{doc_id}-{page.id}"
        yield Text(name, text, where, "wikitext", markup) if text.strip() else Unreadable(name, where, "empty page")


def plain_text(source: str, dropped_prefixes: tuple[str, ...]) -> str:
    """Wikitext as running text: without templates, tables, notes, files and categories.

    ``dropped_prefixes`` are the names of the namespaces whose links vanish.
    """
    import mwparserfromhell

    code = mwparserfromhell.parse(source)
    prefixes = {name.casefold() for name in dropped_prefixes}
    for tag in code.filter_tags(matches=lambda node: str(node.tag).strip().lower() in _DROPPED_TAGS):
        _remove(code, tag)
    for tag in code.filter_tags(matches=lambda node: str(node.tag).strip().lower() == "br"):
        _replace(code, tag, "\n")
    for link in code.filter_wikilinks():
        title = str(link.title).strip()
        prefix, colon, _ = title.partition(":")
        if colon and (prefix.strip().casefold() in prefixes or (link.text is None and regex.fullmatch(r"[a-z-]{2,12}", prefix))):
            _remove(code, link)
    text = str(code.strip_code(normalize=True, collapse=True, keep_template_params=False))
    lines = (regex.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n"))
    return regex.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _remove(code: Any, node: Any) -> None:
    _replace(code, node, "")


def _replace(code: Any, node: Any, by: str) -> None:
    try:
        code.replace(node, by)
    except ValueError:  # it stood inside a node that is gone already
        return
