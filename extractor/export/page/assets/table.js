/* The tables as the form prints them: header tree, groups as spanning heads, a sign for each kind of absence. */
const SIGNS = { blank: "␣", dash: "—", slash: "/", none_word: "无", not_applicable: "n/a", illegible: "▨", missing: "∅", unread: "?" };
const cellAt = (cell, name) => cell?.[["value", "start", "length", "kind", "tier", "review", "printed", "unit", "reasons", "page", "decision"].indexOf(name)];

function cellShown(cell) {
  if (!cell) return SIGNS.unread;
  const decision = cellAt(cell, "decision");
  const [value, kind] = decision ? [decision[0], decision[1]] : [cell[0], cellAt(cell, "kind")];
  if (kind && Object.hasOwn(SIGNS, kind)) return SIGNS[kind];
  return value === null || value === undefined ? SIGNS.unread : String(value);
}
const kindWords = (kind) => t(`kind_${kind}`);

/* Names of cells by their number in the shape; a path without a number names itself. */
const named = new Map();
function namesOf(shape) {
  if (named.has(shape)) return named.get(shape);
  const names = [];
  page.shapes[shape].tables.forEach((table) => table.blocks.forEach((block) => block.rows.forEach((row) => {
    block.columns.forEach((column) => names.push({ row: row.label, column: column.label, unit: column.unit, rowId: `${names.length - block.columns.indexOf(column)}`, table }));
  })));
  named.set(shape, names);
  return names;
}
function cellName(shape, reference) {
  if (typeof reference !== "number") return String(reference);
  const name = namesOf(shape)[reference];
  return name.column ? `${name.row} / ${name.column}` : name.row;
}
/* Within one row the column is enough, within one column the row. */
function shortNames(shape, references) {
  const all = references.map((reference) => (typeof reference === "number" ? namesOf(shape)[reference] : null));
  if (all.length > 1 && all.every(Boolean)) {
    const one = (key) => all.every((name) => name[key] === all[0][key] && name.table === all[0].table);
    if (one("row")) return all.map((name) => name.column);
    if (one("column")) return all.map((name) => name.row);
  }
  return references.map((reference) => cellName(shape, reference));
}

const depthOf = (nodes) => Math.max(1, ...nodes.map((node) => (Array.isArray(node) ? 1 + depthOf(node[1]) : 1)));
const leavesOf = (node) => (Array.isArray(node) ? node[1].reduce((sum, child) => sum + leavesOf(child), 0) : 1);

function headRows(nodes, depth) {
  const rows = Array.from({ length: depth }, () => []);
  const place = (node, level) => {
    const group = Array.isArray(node);
    rows[level].push(h("th", { scope: group ? "colgroup" : "col", colspan: leavesOf(node), rowspan: group ? null : depth - level },
      group ? node[0] : node));
    if (group) node[1].forEach((child) => place(child, level + 1));
  };
  nodes.forEach((node) => place(node, 0));
  return rows;
}

function rowHeads(rows, number, width) {
  const row = rows[number];
  const same = (other, depth) => other && row.groups.slice(0, depth + 1).every((group, i) => other.groups[i] === group);
  const heads = row.groups.map((group, depth) => {
    if (same(rows[number - 1], depth)) return null;
    let span = 1;
    while (same(rows[number + span], depth)) span += 1;
    return h("th", { scope: "rowgroup", rowspan: span, class: "group" }, group);
  });
  const label = row.code ? `${row.code} ${row.label}` : row.label;
  return [...heads, h("th", { scope: "row", colspan: width - row.groups.length }, label)];
}

function valueCell(view, number) {
  const cell = view.detail.cells[number];
  const [kind, review] = [cellAt(cell, "kind"), cellAt(cell, "review")];
  const bad = view.failed.has(number);
  const flags = [review && t("is_review"), bad && t("in_finding")].filter(Boolean);
  const absent = !cell || (kind && Object.hasOwn(SIGNS, kind));
  const name = `${cellName(view.detail.shape, number)}: ${absent ? kindWords(kind || "unread") : cellShown(cell)}`;
  return h("td", { class: [review && "doubt", bad && "bad", absent && "absent"].filter(Boolean).join(" ") || null },
    h("button", { type: "button", "data-cell": number, tabindex: -1, "aria-label": [name, ...flags].join(", "), onclick: () => view.select(number) },
      cellShown(cell), review ? h("sup", { "aria-hidden": "true" }, "!") : null, bad ? h("sup", { "aria-hidden": "true" }, "≠") : null));
}

function unitsOf(blocks) {
  const units = [...new Set(blocks.flatMap((block) => block.columns.map((column) => column.unit)).filter(Boolean))];
  return units.length > 0 && h("span", { class: "sub" }, ` · ${t("unit")} ${listed(units)}`);
}

function blockTable(view, table, block, first) {
  const depth = depthOf(block.head);
  const labels = block.across ? 0 : 1 + Math.max(0, ...block.rows.map((row) => row.groups.length));
  const heads = headRows(block.head, depth);
  if (labels) heads[0].unshift(h("th", { scope: "col", colspan: labels, rowspan: depth, class: "stub" }, block.stub ?? t("row")));
  const width = block.columns.length;
  const cells = (row) => block.columns.map((column, i) => valueCell(view, first + row * width + i));
  const body = block.across
    ? h("tr", {}, block.rows.map((row, i) => cells(i)))
    : block.rows.map((row, i) => h("tr", {}, rowHeads(block.rows, i, labels), cells(i)));
  const title = block.caption ?? both(table.title);
  const node = h("table", { class: `form${block.across ? " across" : ""}`, lang: "zh-CN", onkeydown: moveInTable },
    h("caption", { class: block.caption ? null : "unseen" }, title, block.caption && unitsOf([block])),
    h("thead", {}, heads.map((row) => h("tr", {}, row))), h("tbody", {}, body));
  node.querySelector("button")?.setAttribute("tabindex", "0");
  return h("div", { class: "scroll", role: "group", "aria-label": title || t("tables") }, node);
}

/* One stop of the tab key for each table; arrows move inside. */
function moveInTable(event) {
  const here = event.target.closest("td");
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!here || !step) return;
  const rows = [...here.closest("tbody").rows].map((row) => [...row.querySelectorAll("td")]);
  const row = rows.findIndex((cells) => cells.includes(here));
  const target = rows[row + step[0]]?.[rows[row].indexOf(here) + step[1]]?.querySelector("button");
  if (!target) return;
  event.preventDefault();
  for (const button of here.closest("table").querySelectorAll("[tabindex='0']")) button.setAttribute("tabindex", "-1");
  target.setAttribute("tabindex", "0");
  target.focus();
}

function tables(view) {
  const shape = page.shapes[view.detail.shape];
  if (!view.detail.cells.length) return h("p", { class: "empty" }, t("no_tables"));
  let first = 0;
  const drawn = shape.tables.map((table) => [
    both(table.title) && h("h3", {}, both(table.title), " ", h("span", { class: "sub" }, t("edition", { edition: table.edition })),
      !table.blocks.some((block) => block.caption) && unitsOf(table.blocks)),
    table.blocks.map((block) => {
      const node = blockTable(view, table, block, first);
      first += block.rows.length * block.columns.length;
      return node;
    }),
  ]);
  return [legend(view), drawn];
}

function legend(view) {
  const kinds = new Set(view.detail.cells.map((cell) => cellAt(cell, "kind") || (cell ? "" : "unread")));
  const entries = Object.keys(SIGNS).filter((kind) => kinds.has(kind)).map((kind) => [SIGNS[kind], kindWords(kind), "absent"]);
  if (view.detail.cells.some((cell) => cellAt(cell, "review"))) entries.push(["!", t("is_review"), "doubt"]);
  if (view.failed.size) entries.push(["≠", t("in_finding"), "bad"]);
  return entries.length > 0 && h("ul", { class: "legend", "aria-label": t("legend") },
    entries.map(([sign, words, look]) => h("li", {}, h("span", { class: `sign ${look}` }, sign), words)));
}
