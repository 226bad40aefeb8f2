/* Bars stacked by level; each line is a button that filters, so the chart is also a table and a menu. */
const MOST_BARS = 8;

function tally(rows, keysOf) {
  const found = new Map();
  for (const [row] of rows) {
    for (const [name, counts] of Object.entries(row.found)) {
      const { rule, family } = state.filters;
      if ((rule && name !== rule) || (family && familyOf(name) !== family)) continue;
      for (const key of keysOf(row, name)) {
        const sum = found.get(key) ?? [0, 0, 0];
        found.set(key, sum.map((n, i) => n + counts[i]));
      }
    }
  }
  return [...found];
}
const weight = ([, [errors, warnings, notes]]) => errors * 1e8 + warnings * 1e4 + notes;

function bar(counts, most) {
  let x = 0;
  const pieces = counts.map((number, i) => {
    const width = (100 * number) / most;
    const piece = svg("rect", { class: SEVERITIES[i], x, width: Math.max(0, width - (number ? 0.4 : 0)), height: 8 });
    x += width;
    return piece;
  });
  return svg("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, pieces);
}

function chart(title, field, entries, nameOf) {
  const shown = entries.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map(([, counts]) => counts[0] + counts[1] + counts[2]));
  const lines = shown.map(([key, counts]) => {
    const [errors, warnings, notes] = counts;
    const name = nameOf(key);
    const chosen = state.filters[field] === key;
    return h("li", {}, h("button", {
      type: "button", "aria-pressed": String(chosen), "aria-label": t("chart_line", { name, errors, warnings, notes }),
      onclick: () => setFilter(field, chosen ? "" : key),
    }, h("span", { class: "name", title: name }, h("bdi", {}, name)), h("span", { class: "total" }, errors + warnings + notes),
    bar(counts, most)));
  });
  const more = entries.length - shown.length;
  return h("section", { class: "card chart" }, h("h3", {}, title),
    lines.length ? h("ul", {}, lines) : h("p", { class: "empty" }, t("chart_none")),
    more > 0 && h("p", { class: "sub" }, t("chart_more", { count: more })));
}

function charts(rows) {
  const heaviest = (entries) => entries.sort((a, b) => weight(b) - weight(a));
  const key = SEVERITIES.map((name) => h("span", { class: "key" },
    svg("svg", { width: 9, height: 9, "aria-hidden": "true" }, svg("rect", { class: name, width: 9, height: 9, rx: 1 })), code("severity", name)));
  return [
    h("p", { class: "keys" }, key, h("span", { class: "sub" }, t("chart_hint"))),
    h("div", { class: "charts" },
      chart(t("by_rule"), "rule", heaviest(tally(rows, (row, name) => [name])), (name) => `${name} ${ruleTitle(name)}`),
      chart(t("by_family"), "family", heaviest(tally(rows, (row, name) => [familyOf(name)])), (name) => code("family", name)),
      chart(t("by_agency"), "agency", heaviest(tally(rows, (row) => [said(row.agency) || "-"])), (name) => (name === "-" ? t("unknown") : name)),
      chart(t("by_year"), "year", tally(rows, (row) => [said(row.year) || "-"]).sort((a, b) => b[0].localeCompare(a[0])),
        (name) => (name === "-" ? t("unknown") : name))),
  ];
}

function figures(rows) {
  let [cells, review, doubtful, open, waived] = [0, 0, 0, 0, 0];
  const states = { ok: 0, partial: 0, failed: 0 };
  const found = [0, 0, 0];
  for (const [row] of rows) {
    cells += row.cells; review += row.review; doubtful += row.review > 0; open += row.open; waived += row.waived;
    states[row.status] += 1;
    totalOf(row).forEach((number, i) => { found[i] += number; });
  }
  const figure = (title, number, ...rest) => h("div", { class: "card figure" }, h("dt", {}, title),
    h("dd", { class: "big" }, number), h("dd", { class: "sub" }, rest));
  return h("dl", { class: "figures" },
    figure(t("documents"), count(rows.length), ["ok", "partial", "failed"].filter((name) => states[name]).map(
      (name, i) => [i ? " · " : "", h("span", { class: `state ${name}` }, `${code("status", name)} ${count(states[name])}`)])),
    figure(t("accepted"), share(cells - review, cells), t("of_cells", { accepted: count(cells - review), cells: count(cells) })),
    figure(t("review"), count(review), t("in_documents", { count: count(doubtful) })),
    figure(t("findings"), count(found[0] + found[1] + found[2]), h("span", { class: "chips" }, chips(found)),
      waived > 0 && [" ", t("findings_waived", { count: count(waived) })]),
    figure(t("open_checks"), count(open), t("in_documents", { count: count(rows.filter(([row]) => row.open).length) })));
}
