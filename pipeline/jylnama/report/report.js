"use strict";
const root = document.documentElement;
const setLanguage = (language) => { root.dataset.language = language; root.lang = language; };
if (location.hash === "#en" || !(navigator.languages || []).some((l) => /^(kk|ru)/.test(l))) setLanguage("en");
document.getElementById("language").addEventListener("click", () => setLanguage(root.dataset.language === "kk" ? "en" : "kk"));

const table = document.getElementById("event-table");
const form = document.getElementById("filter");
if (table && form) {
  const bodies = [...table.tBodies];
  const texts = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));
  const number = (text, otherwise) => (text.trim() === "" || isNaN(text) ? otherwise : Number(text));
  const status = document.querySelector("#shown output");
  const filter = () => {
    const field = form.elements;
    const words = field.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const from = number(field.from.value, -Infinity), to = number(field.to.value, Infinity), score = number(field.score.value, -1);
    const dated = from > -Infinity || to < Infinity;
    let count = 0;
    for (const body of bodies) {
      const d = body.dataset;
      const inTime = !dated || (d.from !== "" && Number(d.to) >= from && Number(d.from) <= to);
      const fits = inTime && (!field.type.value || d.type === field.type.value)
        && (!field.document.value || d.document === field.document.value)
        && (!field.findings.checked || d.findings !== "0") && (score < 0 || Number(d.score) >= score)
        && words.every((word) => texts.get(body).includes(word));
      body.hidden = !fits;
      count += fits;
    }
    status.textContent = count;
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());

  const numeric = new Set(["start", "score", "findings"]);
  const order = new Intl.Collator("kk", { numeric: true });
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const heading = button.parentElement, by = button.dataset.by;
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const sign = descending ? -1 : 1;
    const sorted = bodies.slice().sort((a, b) => {
      const x = a.dataset[by], y = b.dataset[by];
      if (x === "" || y === "") return (x === "") - (y === "");
      return sign * (numeric.has(by) ? x - y : order.compare(x, y));
    });
    table.append(...sorted);
  });

  for (const button of document.querySelectorAll("button.only")) {
    button.addEventListener("click", () => {
      form.reset();
      form.elements.document.value = button.dataset.document;
      setTimeout(() => { filter(); document.getElementById("events").scrollIntoView(); form.elements.document.focus(); });
    });
  }
}
