// The search: sections that hold all the words, those with one in a heading first. The index is
// loaded when the field is first used. Without scripts everything but the search works.
const field = document.getElementById("search");
const list = document.getElementById("found");
const root = document.body.dataset.root;
let loading = null;

if (matchMedia("(min-width: 56rem)").matches) document.getElementById("menu").open = true;

function load() {
  loading ??= new Promise((done) => {
    const script = document.createElement("script");
    script.src = root + "search.js";
    script.onload = done;
    document.head.append(script);
  });
  return loading;
}

function find(words) {
  const scored = SECTIONS.map(([page, heading, to, text]) => {
    const head = (page + " " + heading).toLowerCase();
    const all = head + " " + text.toLowerCase();
    if (!words.every((word) => all.includes(word))) return null;
    const score = words.filter((word) => heading.toLowerCase().includes(word)).length * 2
      + words.filter((word) => head.includes(word)).length;
    return { page, heading, to, score };
  });
  return scored.filter(Boolean).sort((a, b) => b.score - a.score).slice(0, 12);
}

async function show() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) await load();
  const rows = words.length ? find(words) : [];
  list.replaceChildren(...rows.map(({ page, heading, to }) => {
    const link = document.createElement("a");
    link.href = root + to;
    link.textContent = page === heading ? page : `${page} › ${heading}`;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  if (words.length && !rows.length) list.textContent = "Nothing has all these words.";
  list.hidden = !words.length;
}

field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") list.querySelector("a")?.click();
  if (event.key === "Escape") { field.value = ""; show(); }
});
