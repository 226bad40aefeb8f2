/* The list of documents: what matches, in which order, and as which rows. */
const FIELDS = ["status", "year", "agency", "rule", "family", "severity"];
const familyOf = (name) => (Object.hasOwn(page.rules, name) ? page.rules[name].family : "");
const said = (value) => (value === null || value === undefined || value === "" ? "" : String(value));
const totalOf = (row) => Object.values(row.found).reduce((sum, counts) => counts.map((n, i) => n + sum[i]), [0, 0, 0]);

const haystacks = new Map();
function haystack(row, number) {
  if (!haystacks.has(number)) {
    const detail = page.parts.length ? null : detailOf(number);
    const parts = [row.name, row.path, row.title, row.agency, row.year, row.code, row.id, ...Object.keys(row.found).flatMap(
      (name) => [name, page.rules[name]?.zh, page.rules[name]?.en])];
    if (detail) {
      for (const finding of detail.findings) parts.push(finding.zh, finding.en, finding.clause);
      for (const [, text] of detail.text ?? []) parts.push(text);
      if (detail.error) parts.push(...detail.error);
    }
    haystacks.set(number, parts.filter(Boolean).join("\n").normalize("NFKC").toLowerCase());
  }
  return haystacks.get(number);
}

function findingMatches(row) {
  const { rule, family, severity } = state.filters;
  if (!rule && !family && !severity) return true;
  return Object.entries(row.found).some(([name, counts]) => (!rule || name === rule)
    && (!family || familyOf(name) === family) && (!severity || counts[SEVERITIES.indexOf(severity)] > 0));
}

function matching() {
  const filters = state.filters;
  const words = (filters.q ?? "").normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [];
  page.rows.forEach((row, number) => {
    if (filters.status && (filters.status === "review" ? !row.review : row.status !== filters.status)) return;
    if (filters.year && (said(row.year) || "-") !== filters.year) return;
    if (filters.agency && (said(row.agency) || "-") !== filters.agency) return;
    if (!findingMatches(row)) return;
    if (words.length && !words.every((word) => haystack(row, number).includes(word))) return;
    rows.push([row, number]);
  });
  const [key, way] = state.sort;
  const value = SORTS[key];
  if (value) rows.sort((a, b) => {
    const [x, y] = [value(a[0]), value(b[0])];
    return way * (typeof x === "number" ? x - y : inOrder(x, y)) || a[1] - b[1];
  });
  return rows;
}
const SORTS = {
  agency: (row) => said(row.agency || row.title || row.name),
  year: (row) => said(row.year),
  status: (row) => row.status,
  accepted_short: (row) => (row.cells ? (row.cells - row.review) / row.cells : -1),
  review_short: (row) => row.review,
  findings: (row) => totalOf(row).reduce((sum, n) => sum * 1000 + n, 0),
  open_short: (row) => row.open,
  file: (row) => row.name,
};

function linkOf(row) {
  const anchor = `#doc/${encodeURIComponent(row.id)}`;
  return page.parts.length ? `${page.parts[row.part]}${anchor}` : anchor;
}

function chips(counts) {
  return counts.map((number, i) => number > 0 && h("span", { class: `chip ${SEVERITIES[i]}` },
    `${code("severity", SEVERITIES[i])} ${number}`));
}

function rowNode([row]) {
  const accepted = row.cells - row.review;
  return h("tr", {},
    h("th", { scope: "row", class: "what" },
      h("a", { href: linkOf(row) }, h("bdi", {}, row.agency || row.title || row.name)),
      row.agency && row.title ? h("span", { class: "sub" }, h("bdi", {}, row.title)) : null),
    h("td", { class: "num", "data-name": t("year") }, said(row.year) || "–"),
    h("td", { "data-name": t("status") }, h("span", { class: `state ${row.status}` }, code("status", row.status)),
      row.code && h("span", { class: "sub" }, code("error", row.code))),
    h("td", { class: "num", "data-name": t("accepted_short") }, row.cells ? [meter(accepted, row.cells), share(accepted, row.cells)] : "–"),
    h("td", { class: "num", "data-name": t("review_short") }, row.review ? h("strong", { class: "amber" }, count(row.review)) : "0"),
    h("td", { class: "chips", "data-name": t("findings") }, chips(totalOf(row))),
    h("td", { class: "num", "data-name": t("open_short") }, row.open),
    h("td", { class: "file", "data-name": t("file") }, h("bdi", { title: row.path }, row.name)));
}

function meter(part, whole) {
  const width = Math.round((48 * part) / whole);
  return svg("svg", { class: "meter", width: 48, height: 6, viewBox: "0 0 48 6", "aria-hidden": "true" },
    svg("rect", { class: "rest", width: 48, height: 6, rx: 1 }), svg("rect", { class: "full", width, height: 6, rx: 1 }));
}

function documentTable(rows, again) {
  if (!rows.length) return h("p", { class: "empty" }, t("no_documents"));
  const heads = Object.keys(SORTS).map((key) => {
    const way = state.sort[0] === key ? (state.sort[1] > 0 ? "ascending" : "descending") : null;
    return h("th", { scope: "col", "aria-sort": way, class: /short|year/.test(key) ? "num" : null },
      h("button", { type: "button", title: t("sort_by", { name: t(key) }), onclick: () => {
        const down = /short|findings/.test(key) ? -1 : 1;
        state.sort = state.sort[0] === key ? [key, -state.sort[1]] : [key, down];
        again(`th:nth-child(${Object.keys(SORTS).indexOf(key) + 1}) button`);
      } }, t(key)));
  });
  const visible = rows.slice(0, state.shown);
  const rest = rows.length - visible.length;
  return [
    h("div", { class: "scroll" }, h("table", { class: "list" }, h("thead", {}, h("tr", {}, heads)),
      h("tbody", {}, visible.map(rowNode)))),
    rest > 0 && h("button", { type: "button", class: "more", onclick: () => { state.shown += 500; again(".more"); } },
      t("show_more", { count: Math.min(rest, 500) })),
  ];
}
