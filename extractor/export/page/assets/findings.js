/* Findings with the equation laid out, and what could not be checked. */
const MOST_CELLS = 12;

function cellButton(view, reference, words) {
  if (typeof reference !== "number") return h("span", { class: "ref" }, words);
  return h("button", { type: "button", class: "ref", onclick: () => view.select(reference, true) }, words);
}

/* Paths of the expression become short names with their figures; everything else stays as it is. */
function equation(view, finding) {
  if (!finding.expression || !finding.cells) return null;
  const shape = page.shapes[view.detail.shape];
  const names = shortNames(view.detail.shape, finding.cells);
  const parts = finding.expression.split(/ ([+=]) /);
  if (parts.length > 2 * MOST_CELLS) return null;
  return h("p", { class: "equation" }, parts.map((part, i) => {
    if (i % 2) return h("span", { class: "sign" }, ` ${part} `);
    const reference = finding.cells.findIndex((cell) => (typeof cell === "number" ? shape.paths[cell] : cell) === part);
    if (reference < 0) return h("span", { class: "term" }, part);
    const cell = typeof finding.cells[reference] === "number" ? view.detail.cells[finding.cells[reference]] : null;
    return h("span", { class: "term" }, cellButton(view, finding.cells[reference], names[reference]), cell && h("b", {}, cellShown(cell)));
  }), finding.left !== undefined && h("span", { class: "result" }, `${finding.left} ≠ ${finding.right}`,
    finding.delta !== undefined && h("span", { class: "sub" }, ` ${t("difference", { delta: finding.delta })}`)));
}

function proposals(view, finding) {
  if (!finding.proposals) return null;
  return [h("p", { class: "sub" }, t("would_reconcile")), h("ul", { class: "proposals" }, finding.proposals.map(([changes, why]) =>
    h("li", {}, changes.slice(0, MOST_CELLS).map(([reference, from, to], i) => [i ? "; " : "", cellButton(view, reference, shortNames(view.detail.shape, [...(finding.cells ?? [])])[finding.cells?.indexOf(reference)] ?? cellName(view.detail.shape, reference)), ` ${from ?? "–"} → ${to ?? "–"}`]),
      h("span", { class: "sub" }, ` ${code("why", why)}`))))];
}

function findingCard(view, finding) {
  const cells = (finding.cells ?? []).filter((cell) => typeof cell === "number");
  const laidOut = equation(view, finding);
  return h("li", { class: `card finding ${finding.severity}${finding.waived ? " waived" : ""}` },
    h("p", { class: "headline" }, h("span", { class: `chip ${finding.severity}` }, code("severity", finding.severity)), " ",
      h("strong", {}, finding.code), " ", h("span", { class: "said" }, message(finding)), finding.waived && h("span", { class: "chip" }, t("waived"))),
    finding.quote && h("blockquote", { lang: "zh-CN" }, finding.quote),
    laidOut,
    proposals(view, finding),
    h("p", { class: "sub" }, [finding.who && t("cause", { who: code("attribution", finding.who) }), t("basis", { clause: finding.clause }),
      !laidOut && cells.length > 0 && t("involved", { count: cells.length })].filter(Boolean).join(" · ")),
    h("p", { class: "actions" },
      cells.length > 0 && h("button", { type: "button", onclick: () => view.selectMany(cells, finding) }, t("show_cells")),
      finding.at && h("button", { type: "button", onclick: () => showSource(view, [h("h3", {}, finding.code), h("p", {}, message(finding))], [finding.at]) }, t("show_source"))));
}

function findings(view) {
  const failed = view.detail.findings.filter((finding) => finding.fail);
  const order = (finding) => SEVERITIES.indexOf(finding.severity) + (finding.waived ? 3 : 0);
  failed.sort((a, b) => order(a) - order(b));
  return failed.length ? h("ul", { class: "plain" }, failed.map((finding) => findingCard(view, finding))) : h("p", { class: "empty" }, t("no_findings"));
}

function notCheckable(view) {
  const open = view.detail.findings.filter((finding) => !finding.fail);
  const coverage = view.detail.coverage;
  return [
    coverage && h("p", { class: "sub" }, t("coverage", { ...coverage, open: coverage.not_assessable }),
      coverage.check_power !== null && `. ${t("power", { share: share(coverage.check_power, 1) })}.`),
    open.length ? h("ul", { class: "lines" }, open.map((finding) => h("li", {}, h("strong", {}, finding.code), " ", message(finding),
      h("span", { class: "sub" }, ` ${t("basis", { clause: finding.clause })}`)))) : h("p", { class: "empty" }, t("all_checkable")),
  ];
}

/* Doubtful cells: one line for neighbours of a row with the same reasons. */
function doubts(view) {
  const names = namesOf(view.detail.shape);
  const groups = [];
  view.detail.cells.forEach((cell, number) => {
    if (!cellAt(cell, "review")) return;
    const key = JSON.stringify([names[number].rowId, cellAt(cell, "tier"), cellAt(cell, "reasons")]);
    const last = groups.at(-1);
    if (last?.key === key) last.cells.push(number);
    else groups.push({ key, cells: [number] });
  });
  if (!groups.length) return h("p", { class: "empty" }, t("no_doubts"));
  return h("ul", { class: "doubts" }, groups.map(({ cells }) => {
    const cell = view.detail.cells[cells[0]];
    const name = cells.length > 1 ? `${names[cells[0]].row} / ${t("whole_row", { count: cells.length })}` : cellName(view.detail.shape, cells[0]);
    return h("li", {}, h("span", { class: "tier" }, cellAt(cell, "tier") || "S0"), " ",
      h("button", { type: "button", class: "ref", onclick: () => view.selectMany(cells) }, name), " ",
      h("b", {}, cells.map((number) => cellShown(view.detail.cells[number])).join(" | ")), " ",
      h("span", { class: "sub" }, reasonWords(cellAt(cell, "reasons") ?? [])));
  }));
}
