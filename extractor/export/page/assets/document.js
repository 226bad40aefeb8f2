/* The view of one document. */
function claimWords(view, number) {
  const [, , , agrees, cells, reasons] = view.detail.claims[number];
  const key = agrees === true ? "agrees" : agrees === false ? "differs" : "undecided";
  const words = t(key, { cells: listed(cells.map((cell) => cellName(view.detail.shape, cell))) });
  return reasons.length ? `${words} (${reasonWords(reasons)})` : words;
}

/* The lines that hold claims, each once, with every claim marked; neighbours stay together, as page layouts break sentences. */
function prose(view) {
  const claims = view.detail.claims;
  if (!claims.length) return h("p", { class: "empty" }, t("no_claims"));
  const paragraphs = [];
  for (const [offset, text] of view.detail.text ?? []) {
    let start = offset;
    for (const line of text.split("\n")) {
      const end = start + lengthOf(line);
      if (claims.some(([, from, length]) => from < end && from + length > start)) {
        const last = paragraphs.at(-1);
        if (last?.[2] === start - 1) paragraphs[paragraphs.length - 1] = [`${last[0]}\n${line}`, last[1], end];
        else paragraphs.push([line, start, end]);
      }
      start = end + 1;
    }
  }
  const marks = marksOf(view).filter((mark) => mark.claim !== undefined);
  const covered = (start) => paragraphs.some(([, from, to]) => start >= from && start < to);
  const quotes = claims.map((claim, i) => [claim, i]).filter(([[, start]]) => !covered(start));
  return h("div", { class: "prose" },
    h("ul", { class: "legend" }, ["agrees", "differs", "undecided"].filter((look) => marks.some((mark) => mark.look === look)).map((look) =>
      h("li", {}, h("mark", { class: look }, t(`look_${look}`))))),
    paragraphs.map(([line, start, end]) => h("p", { lang: "zh-CN" }, markedText(line, start, start, end, marks, view))),
    quotes.length > 0 && h("ul", {}, quotes.map(([[quote], i]) => h("li", {}, `“${quote}” ${claimWords(view, i)}`))));
}

function metadata(view) {
  const { row, detail } = view;
  const facts = Object.entries(detail.meta).map(([key, cell]) => [code("meta", key), cell[0], cellAt(cell, "review"), cellAt(cell, "reasons")]);
  facts.push([t("file"), row.path], [t("media"), detail.media], [t("hash"), detail.sha256]);
  return h("dl", { class: "facts" }, facts.filter(([, value]) => said(value)).map(([name, value, review, reasons]) => [h("dt", {}, name),
    h("dd", { class: review ? "doubt" : null }, h("bdi", {}, value), review ? h("span", { class: "sub" }, ` ${t("is_review")}${reasons ? `: ${reasonWords(reasons)}` : ""}`) : null)]));
}

function unmapped(view) {
  return h("ul", { class: "lines" }, view.detail.unmapped.map(([, label, fields, start, length]) => h("li", {},
    h("button", { type: "button", class: "ref", onclick: () => showSource(view, h("h3", {}, label || t("unmapped")), [[start, length]]) }, label || t("show_source")), " ", fields.join(" | "))));
}

function documentView(row, number, chosen) {
  const detail = detailOf(number);
  if (!detail) return h("p", { class: "empty" }, t("not_here"));
  const view = { row, number, detail, failed: new Set(), panel: null };
  for (const finding of detail.findings) {
    if (finding.fail && !finding.waived && finding.expression) finding.cells?.forEach((cell) => view.failed.add(cell));
  }
  const places = (cells) => cells.map((cell) => detail.cells[cell]).map((cell) => [cellAt(cell, "start") ?? -1, cellAt(cell, "length") ?? 0]);
  const light = (cells, scroll) => {
    for (const node of document.querySelectorAll("td.hot")) node.classList.remove("hot");
    const buttons = cells.map((cell) => document.querySelector(`[data-cell="${cell}"]`)).filter(Boolean);
    buttons.forEach((button) => button.closest("td").classList.add("hot"));
    if (scroll && buttons.length) buttons[0].scrollIntoView({ block: "center", inline: "center" });
    return buttons;
  };
  view.select = (cell, scroll) => {
    const buttons = light([cell], scroll);
    if (scroll) buttons[0]?.focus({ preventScroll: true });
    showSource(view, cellAbout(view, cell), places([cell]), [cell]);
    history.replaceState(null, "", `#doc/${encodeURIComponent(row.id)}/${encodeURIComponent(page.shapes[detail.shape].paths[cell])}`);
  };
  view.selectMany = (cells, finding) => {
    if (cells.length === 1) { view.select(cells[0], true); return; }
    const buttons = light(cells, true);
    buttons[0]?.focus({ preventScroll: true });
    const about = finding ? [h("h3", {}, finding.code), h("p", {}, message(finding))] : cellAbout(view, cells[0]);
    showSource(view, about, places(cells), cells);
  };
  view.selectClaim = (claim) => {
    const [, start, length, , cells] = detail.claims[claim];
    light(cells, false);
    showSource(view, [h("h3", {}, t("prose")), h("p", {}, claimWords(view, claim)),
      h("p", { class: "actions" }, cells.filter((cell) => typeof cell === "number").map((cell) => cellButton(view, cell, cellName(detail.shape, cell))))], [[start, length]]);
  };
  view.panel = h("aside", { class: "source", "aria-label": t("source") },
    h("div", { class: "head" }, h("h2", {}, t("source")), h("button", { type: "button", class: "close", onclick: () => view.panel.classList.remove("open") }, t("close"))),
    h("div", { class: "about" }, h("p", { class: "sub" }, t("source_hint"))),
    h("div", { class: "pictures", tabindex: 0, role: "region", "aria-label": t("pictures"), hidden: true }),
    h("div", { class: "box", tabindex: 0, role: "region", "aria-label": t("source") }, sourceText(view, [])));
  const node = h("article", { class: "document" }, documentHead(view), h("div", { class: "columns" }, h("div", { class: "body" }, sections(view)), view.panel));
  if (chosen) queueMicrotask(() => {
    const cell = page.shapes[detail.shape].paths.indexOf(chosen);
    if (cell >= 0) view.select(cell, true);
  });
  return node;
}

function documentHead({ row, number, detail }) {
  const around = matching().map(([, other]) => other);
  const at = around.indexOf(number);
  const step = (by, words) => {
    const other = at < 0 ? undefined : around[at + by];
    return other === undefined ? h("span", { class: "step off" }, words) : h("a", { class: "step", href: linkOf(page.rows[other]) }, words);
  };
  const accepted = row.cells - row.review;
  return h("header", { class: "docHead" },
    h("nav", { class: "steps", "aria-label": t("documents") }, h("a", { href: listHash() }, `← ${t("back")}`),
      h("span", { class: "grow" }), at >= 0 && h("span", { class: "sub" }, t("position", { number: at + 1, count: around.length })), step(-1, t("previous")), step(1, t("next"))),
    h("h1", { tabindex: -1 }, h("bdi", {}, row.title || row.agency || row.name)),
    h("p", { class: "facts line" }, h("span", { class: `state ${row.status}` }, code("status", row.status)),
      row.agency && h("span", {}, h("bdi", {}, row.agency)), said(row.year) && h("span", {}, row.year),
      row.cells > 0 && h("span", {}, `${t("accepted_short")} ${share(accepted, row.cells)} (${accepted}/${row.cells})`),
      row.review > 0 && h("span", { class: "amber" }, `${t("review_short")} ${row.review}`), h("span", { class: "chips" }, chips(totalOf(row))),
      h("span", { class: "sub" }, h("bdi", {}, row.name))),
    detail.error && h("p", { class: "notice" }, h("strong", {}, code("error", detail.error[0])), " ", detail.error.filter(Boolean).slice(1).join("; ")));
}

function sections(view) {
  const list = [
    ["findings", t("findings"), findings(view), view.detail.findings.filter((finding) => finding.fail).length],
    ["tables", t("tables"), tables(view)],
    ["doubts", t("doubtful"), doubts(view), view.row.review],
    ["prose", t("prose"), prose(view), view.detail.claims.length],
    ["open", t("not_checkable"), notCheckable(view), view.row.open],
    view.detail.unmapped.length > 0 && ["unmapped", t("unmapped"), unmapped(view), view.detail.unmapped.length],
    ["about", t("metadata"), metadata(view)],
  ].filter(Boolean);
  const go = (id) => () => { const target = document.getElementById(id); target.scrollIntoView(); target.focus({ preventScroll: true }); };
  return [
    h("nav", { class: "contents", "aria-label": t("overview") }, list.map(([id, title, , number]) => h("button", { type: "button", onclick: go(`section-${id}`) }, title, number !== undefined && h("span", { class: "sub" }, ` ${number}`)))),
    list.map(([id, title, content]) => h("section", { class: `part-${id}`, "aria-labelledby": `section-${id}` }, h("h2", { id: `section-${id}`, tabindex: -1 }, title), content)),
  ];
}
