function wordsOf(key) {
  const entry = Object.hasOwn(page.words, key) ? page.words[key] : null;
  return entry ? entry[state.language] ?? null : null;
}
function t(key, values) {
  const words = wordsOf(`page.${key}`) ?? key;
  return values ? words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : words;
}
/* A code without words stands for itself: records may be newer than the words. */
const code = (section, name) => wordsOf(`${section}.${name}`) ?? name;
const both = (words) => words[state.language];
const reasonWords = (reasons) => reasons.map((reason) => code("reason", reason)).join(state.language === "zh" ? "；" : "; ");
function ruleTitle(name) {
  return Object.hasOwn(page.rules, name) ? both(page.rules[name]) : "";
}
const listed = (names) => names.join(state.language === "zh" ? "、" : ", ");
const message = (finding) => (state.language === "zh" ? finding.zh : finding.en);
