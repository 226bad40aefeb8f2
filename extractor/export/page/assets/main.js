/* Routes: #list?q=…&year=… is the overview, #doc/ID and #doc/ID/CELL a document. Nothing else holds state. */
function listHash() {
  const query = new URLSearchParams(Object.entries(state.filters).filter(([, value]) => value)).toString();
  return query ? `#list?${query}` : "#list";
}
function setFilter(name, value) {
  state.filters = { ...state.filters, [name]: value };
  history.replaceState(null, "", listHash());
  state.shown = 100;
  drawResults();
  const control = document.getElementById(`filter-${name}`);
  if (control && control.value !== value) control.value = value;
}

function drawResults(focus) {
  const rows = matching();
  const results = document.getElementById("results");
  const active = document.activeElement?.getAttribute?.("aria-label");
  const words = t("documents_of", { shown: count(rows.length), all: count(page.rows.length) });
  document.getElementById("figures").replaceChildren(figures(rows), ...charts(rows));
  results.replaceChildren(...[h("p", { class: "count", id: "count" }, words), documentTable(rows, drawResults)].flat().filter(Boolean));
  announce(words);
  const again = focus ? results.querySelector(focus) : active && [...document.querySelectorAll(".chart button")].find((button) => button.getAttribute("aria-label") === active);
  again?.focus({ preventScroll: true });
}

function options(name, values) {
  return h("div", { class: "field" }, h("label", { for: `filter-${name}` }, t(name)), h("select", { id: `filter-${name}`, onchange: (event) => setFilter(name, event.target.value) },
    h("option", { value: "" }, t("any")), values.map(([value, words]) => h("option", { value, selected: state.filters[name] === value }, words))));
}

function filterForm() {
  const distinct = (key) => [...new Set(page.rows.map((row) => said(row[key]) || "-"))].sort((a, b) => inOrder(a, b)).map((value) => [value, value === "-" ? t("unknown") : value]);
  const rules = [...new Set(page.rows.flatMap((row) => Object.keys(row.found)))].sort();
  const families = [...new Set(rules.map(familyOf))].filter(Boolean).sort();
  let waiting = 0;
  const search = h("input", { id: "filter-q", type: "search", autocomplete: "off", spellcheck: "false", value: state.filters.q ?? "",
    placeholder: t(page.parts.length ? "search_hint_index" : "search_hint"),
    oninput: (event) => { clearTimeout(waiting); const { value } = event.target; waiting = setTimeout(() => setFilter("q", value), 120); } });
  return h("form", { class: "filters", role: "search", onsubmit: (event) => { event.preventDefault(); setFilter("q", search.value); } },
    h("div", { class: "field wide" }, h("label", { for: "filter-q" }, t("search")), search),
    options("status", [["ok", code("status", "ok")], ["partial", code("status", "partial")], ["failed", code("status", "failed")], ["review", t("with_review")]]),
    options("year", distinct("year").reverse()), options("agency", distinct("agency")),
    options("rule", rules.map((name) => [name, `${name} ${ruleTitle(name)}`])),
    options("family", families.map((name) => [name, code("family", name)])),
    options("severity", SEVERITIES.map((name) => [name, code("severity", name)])),
    h("button", { type: "button", onclick: () => { state.filters = {}; history.replaceState(null, "", "#list"); route(); document.getElementById("filter-q").focus(); } }, t("clear")));
}

function overview() {
  const run = page.run;
  const facts = [run.package && t("made", { ...run, finished: run.finished.slice(0, 16).replace("T", " ") + " UTC" }), run.skipped && t("skipped_files", { count: run.skipped }), run.duplicates && t("duplicate_files", { count: run.duplicates })].filter(Boolean);
  return [
    h("h1", { tabindex: -1 }, t("title")), h("p", { class: "lead" }, t("tagline")), h("p", { class: "sub" }, facts.join(" · ")),
    page.part && h("p", { class: "notice" }, t("part", page.part), " ", h("a", { href: page.part.index }, t("to_index"))),
    page.parts.length > 0 && h("p", { class: "notice" }, t("many_parts", { count: page.parts.length })),
    h("section", { "aria-label": t("overview") }, h("div", { id: "figures" })),
    h("section", { class: "documents", "aria-labelledby": "documents-title" }, h("h2", { id: "documents-title" }, t("documents")), filterForm(), h("div", { id: "results" })),
  ];
}

function route(focus) {
  const hash = location.hash.slice(1);
  const main = document.getElementById("main");
  const [kind, id, ...rest] = hash.split("/");
  if (kind === "doc" && id) {
    const decoded = safely(id);
    const number = page.rows.findIndex((row) => row.id === decoded);
    if (number >= 0 && page.parts.length) { location.replace([linkOf(page.rows[number]), ...rest].join("/")); return; }
    const row = page.rows[number];
    main.replaceChildren(row ? documentView(row, number, rest.length ? safely(rest.join("/")) : null) : h("p", { class: "empty" }, t("not_here"), " ", h("a", { href: "#list" }, t("back"))));
    document.title = row ? `${row.agency || row.title || row.name} · ${t("title")}` : t("title");
  } else {
    state.filters = Object.fromEntries([...new URLSearchParams(hash.startsWith("list?") ? hash.slice(5) : "")].filter(([name]) => name === "q" || FIELDS.includes(name)));
    main.replaceChildren(...overview().filter(Boolean));
    drawResults();
    document.title = t("title");
  }
  if (focus) { scrollTo(0, 0); main.querySelector("h1")?.focus({ preventScroll: true }); }
}
function safely(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function frame() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  if (state.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
  document.getElementById("skip").textContent = t("skip");
  const themes = ["auto", "light", "dark"];
  document.getElementById("top").replaceChildren(
    h("a", { class: "brand", href: "#list" }, h("span", { lang: "zh-CN" }, "勾稽"), state.language === "en" && h("span", {}, "Gouji")), h("span", { class: "grow" }),
    h("label", { class: "theme" }, h("span", { class: "unseen" }, t("theme")), h("select", { id: "theme", onchange: (event) => { state.theme = event.target.value; keep("theme", state.theme); frame(); } },
      themes.map((name) => h("option", { value: name, selected: name === state.theme }, `${t("theme")}: ${t(`theme_${name}`)}`)))),
    h("button", { type: "button", id: "language", lang: state.language === "zh" ? "en" : "zh-CN", "aria-label": t("language_label"), onclick: () => {
      state.language = state.language === "zh" ? "en" : "zh"; keep("language", state.language); frame(); route(); document.getElementById("language").focus();
    } }, t("language")),
    h("button", { type: "button", id: "print", onclick: () => print() }, t("print")));
  document.getElementById("foot").replaceChildren(h("p", {}, [page.run.package, t("offline")].filter(Boolean).join(" · ")));
}

if (["auto", "light", "dark"].includes(kept("theme"))) state.theme = kept("theme");
if (["zh", "en"].includes(kept("language"))) state.language = kept("language");
frame();
route();
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
addEventListener("hashchange", () => route(true));
addEventListener("beforeprint", () => {
  if (document.getElementById("results") && state.shown < page.rows.length) { state.shown = page.rows.length; drawResults(); }
});
document.documentElement.dataset.ready = "true";
