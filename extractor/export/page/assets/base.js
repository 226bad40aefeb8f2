const page = JSON.parse(document.getElementById("page").textContent);
const SVG = "http://www.w3.org/2000/svg";
const state = { language: page.language, theme: "auto", filters: {}, sort: ["", 1], shown: 100 };
const SEVERITIES = ["error", "warning", "info"];

/* Every text becomes a text node, never markup. */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child instanceof Node ? child : String(child));
  }
  return node;
}
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

const parsed = new Map();
function detailOf(number) {
  if (!parsed.has(number)) {
    const node = document.getElementById(`document-${number}`);
    parsed.set(number, node ? JSON.parse(node.textContent) : null);
  }
  return parsed.get(number);
}

function keep(name, value) {
  try { localStorage.setItem(`gouji.${name}`, value); } catch { /* a file opened from disk may have no storage */ }
}
function kept(name) {
  try { return localStorage.getItem(`gouji.${name}`); } catch { return null; }
}

function announce(words) {
  document.getElementById("live").textContent = words;
}
const inOrder = new Intl.Collator("zh").compare;
const count = (number) => Number(number).toLocaleString("en-US").replaceAll(",", "\u2009");
const share = (part, whole) => (whole ? `${(Math.floor((part * 1000) / whole) / 10).toFixed(1)} %` : "–");
