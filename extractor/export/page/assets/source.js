/* The text of the document beside its tables. Places count code points; pieces with rarer characters are split first. */
function cut(text, from, to) {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(from, to).join("") : text.slice(from, to);
}
const lengthOf = (text) => (/[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length);

function marksOf(view) {
  const claims = view.detail.claims.map(([, start, length, agrees], i) => ({ start, end: start + length, look: agrees === true ? "agrees" : agrees === false ? "differs" : "undecided", claim: i }));
  const found = view.detail.findings.filter((finding) => finding.fail && finding.at).map((finding) => (
    { start: finding.at[0], end: finding.at[0] + finding.at[1], look: `found ${finding.severity}` }));
  return [...claims, ...found].filter((mark) => mark.start >= 0 && mark.end > mark.start);
}

/* The piece from `from` to `to` of the document, with marks; where marks overlap, a part has the looks of all. */
function markedText(piece, offset, from, to, marks, onclaim) {
  const inside = marks.filter((mark) => mark.end >= from && mark.start <= to && (mark.end > from || mark.start === mark.end) && (mark.start < to || mark.start === mark.end));
  const bounds = [...new Set([from, to, ...inside.flatMap((mark) => [Math.max(from, mark.start), Math.min(to, mark.end)])])].sort((a, b) => a - b);
  const nodes = [];
  const point = (at) => inside.filter((mark) => mark.start === mark.end && mark.start === at)
    .forEach((mark) => nodes.push(h("mark", { class: `${mark.look} point`, "aria-label": kindWords("blank") }, "␣")));
  bounds.forEach((start, i) => {
    point(start);
    const end = bounds[i + 1];
    if (end === undefined) return;
    const text = cut(piece, start - offset, end - offset);
    const over = inside.filter((mark) => mark.start <= start && mark.end >= end && mark.start < mark.end);
    if (!over.length) { nodes.push(text); return; }
    const look = [...new Set(over.map((mark) => mark.look))].join(" ");
    const claim = over.find((mark) => mark.claim !== undefined)?.claim;
    nodes.push(onclaim && claim !== undefined
      ? h("mark", { class: look }, h("button", { type: "button", "data-claim": claim, title: claimWords(onclaim, claim), onclick: () => onclaim.selectClaim(claim) }, text))
      : h("mark", { class: look }, text));
  });
  return nodes;
}

function sourceText(view, active) {
  const pieces = view.detail.text;
  if (!pieces) return h("p", { class: "empty" }, t("no_text"));
  const marks = [...marksOf(view), ...active.map(([start, length]) => ({ start, end: start + length, look: "active" }))];
  let last = 0;
  const gap = (missing) => missing > 0 && h("span", { class: "gap" }, `⋯ ${t("left_out", { count: count(missing) })} ⋯`);
  const nodes = pieces.map(([start, text]) => {
    const before = gap(start - last);
    last = start + lengthOf(text);
    return [before, markedText(text, start, start, last, marks, null)];
  });
  return h("pre", { class: "text", lang: "zh-CN" }, nodes, gap((view.detail.characters ?? last) - last));
}

const inExcerpts = (view, start) => (view.detail.text ?? []).some(([from, text]) => start >= from && start <= from + lengthOf(text));

function placeWords(start, length, on) {
  return [on && t("page", { page: on }), t("characters", { start, end: start + length })].filter(Boolean).join(", ");
}

/* The parts of the pages that show these cells, each cell in a frame. A part is wider than the panel, which scrolls to the first frame. */
function picturesOf(view, cells) {
  const shown = new Map();
  for (const cell of cells) {
    const frame = view.detail.frames?.[cell];
    if (frame) shown.set(frame[0], [...(shown.get(frame[0]) ?? []), frame]);
  }
  return [...shown].map(([number, frames]) => {
    const [at, x0, y0, x1, y1, data] = view.detail.pictures[number];
    const [width, height] = [x1 - x0, y1 - y0];
    return h("figure", {}, h("figcaption", { class: "sub" }, t("picture", { page: at })),
      svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": t("picture", { page: at }) },
        svg("image", { href: `data:image/webp;base64,${data}`, width, height }),
        frames.map(([, x, y, w, h]) => svg("rect", { x: x - 2, y: y - 2, width: w + 4, height: h + 4, rx: 1 }))));
  });
}

/* Shows places and what there is to say of them; scrolls the panel, never the page. */
function showSource(view, about, places, cells = []) {
  const panel = view.panel;
  const known = places.filter(([start]) => start >= 0);
  panel.classList.add("open");
  panel.querySelector(".about").replaceChildren(h("div", {}, about,
    places.length > 0 && !known.length && h("p", { class: "sub" }, t("nowhere")),
    known.length > 0 && view.detail.text && !inExcerpts(view, known[0][0]) && h("p", { class: "sub" }, t("not_in_excerpt", { start: known[0][0], end: known[0][0] + known[0][1] }))));
  const pictures = panel.querySelector(".pictures");
  pictures.replaceChildren(...picturesOf(view, cells));
  pictures.hidden = !pictures.childElementCount;
  const [frame, around] = [pictures.querySelector("rect")?.getBoundingClientRect(), pictures.getBoundingClientRect()];
  if (frame) pictures.scrollBy(frame.left - around.left - around.width / 2, frame.top - around.top - around.height / 2);
  const box = panel.querySelector(".box");
  box.replaceChildren(sourceText(view, known));
  const mark = box.querySelector("mark.active");
  if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
}

function cellAbout(view, number) {
  const cell = view.detail.cells[number];
  const [kind, review, reasons, decision] = ["kind", "review", "reasons", "decision"].map((name) => cellAt(cell, name));
  const facts = [];
  if (cell) {
    facts.push([t("value"), kind && Object.hasOwn(SIGNS, kind) ? kindWords(kind) : `${cell[0]} ${cellAt(cell, "unit") ?? namesOf(view.detail.shape)[number].unit ?? ""}`]);
    const printed = cellAt(cell, "printed");
    if (printed) facts.push([t("printed"), printed]);
    facts.push([t("proof"), `${cellAt(cell, "tier") || "S0"} · ${review ? t("is_review") : t("is_accepted")}`]);
    if ((cellAt(cell, "start") ?? -1) >= 0) facts.push([t("source"), placeWords(cellAt(cell, "start"), cellAt(cell, "length") ?? 0, cellAt(cell, "page"))]);
  }
  const involved = view.detail.findings.filter((finding) => finding.fail && finding.cells?.includes(number));
  return [
    h("h3", {}, cellName(view.detail.shape, number)),
    h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    reasons && h("p", { class: "why" }, reasonWords(reasons)),
    decision && h("p", {}, t("decided", { by: decision[2], value: decision[0] ?? kindWords(decision[1]), reason: decision[3] })),
    involved.map((finding) => h("p", { class: `inline ${finding.severity}` }, h("strong", {}, finding.code), " ", message(finding))),
  ];
}
