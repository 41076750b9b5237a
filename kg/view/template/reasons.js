// Why mentions were taken for one person, held apart, or left open: a waterfall of evidence for each decision.
const OUTCOME = ["same", "different", "unsure"];
const words = (term) => spaced(term).replace(/^./, (c) => c.toUpperCase()).replace(/ [A-Z](?=[a-z])/g, (c) => c.toLowerCase());

function reasonSections(i) {
  const mine = (data.info[i].d || []).map((n) => data.decisions[n]);
  const totals = data.info[i].e || [0, 0, 0];
  const of = (outcome) => mine.filter((d) => d[0] === outcome);
  const parts = [];
  const show = (outcome, title, hint, none) => {
    const rows = of(outcome);
    if (!rows.length && !none) return;
    const more = totals[outcome] - rows.length;
    parts.push(section(title, hint, rows.length ? longList(rows, (d) => decisionItem(d, i), outcome === 0 ? 3 : 4, { class: "list decisions" }) : h("p", { class: "none" }, none), more > 0 && rows.length ? h("p", { class: "none" }, `${rows.length} of ${totals[outcome].toLocaleString("en")} decisions; \u201ckg explain\u201d lists them all.`) : null));
  };
  show(2, "Could not be decided", "a reader may know", "");
  const mentions = (data.info[i].n || []).reduce((sum, row) => sum + row[2], 0);
  show(0, "Why these are one person", "weakest link first", data.info[i].q ? "" : mentions === 1 ? "There is a single mention: nothing had to be merged." : "No merge needed an explanation.");
  show(1, "Kept apart from", "", "");
  return parts;
}

function mentionText(number) {
  const mention = data.mentions[number];
  if (!mention) return h("span", null, "a mention");
  return h("span", null, h("q", { dir: "auto" }, name(data.texts[mention[0]])), " ", mention.length > 1 && mention[1] >= 0 ? sourceLine(mention.slice(1)) : null);
}

function decisionItem(decision, i) {
  const [outcome, score, threshold, left, right, leftNode, rightNode, agent, ruled, evidence] = decision;
  const otherNode = leftNode === i ? rightNode : leftNode;
  const percent = score < 0 ? "" : `${score > 0.995 && score < 1 ? "> 99" : score < 0.005 && score > 0 ? "< 1" : Math.round(100 * score)} %`;
  const verdict = ["Same person", "Two people", "Open"][outcome];
  return h("details", { class: "decision " + OUTCOME[outcome] },
    h("summary", null, h("span", { class: "verdict" }, verdict, percent ? h("b", null, " " + percent) : null, ruled ? " · ruled by a person" : ""), h("span", { class: "pairing" }, mentionText(left), h("span", { class: "versus" }, outcome === 0 ? "and" : "or"), mentionText(right))),
    outcome !== 0 && otherNode >= 0 && otherNode !== i ? h("p", { class: "facts" }, "The other: ", nodeButton(otherNode)) : null,
    evidence.length ? waterfall(evidence, score, threshold) : h("p", { class: "none" }, ruled ? "A ruling; it needs no evidence." : "No evidence is recorded."),
    h("p", { class: "facts" }, data.texts[agent] ? `Decided by ${data.texts[agent]}` : "", threshold >= 0 ? ` · threshold ${Math.round(100 * threshold)} %` : ""));
}

// each reason starts where the one before ended; right speaks for one person, left for two
function waterfall(evidence, score, threshold) {
  let sum = 0;
  const steps = evidence.map(([feature, weight, value]) => { const from = sum; sum += weight; return { feature: data.texts[feature], value: data.texts[value], weight, from, to: sum }; });
  const low = Math.min(0, ...steps.map((s) => s.to)), high = Math.max(0, ...steps.map((s) => s.to)), width = Math.max(high - low, 0.1);
  const x = (value) => (100 * (value - low)) / width;
  const line = (a, b, kind) => h("span", { class: "track", "aria-hidden": "true" }, h("i", { class: "zero", style: { left: x(0) + "%" } }), h("i", { class: "step " + kind, style: { left: x(Math.min(a, b)) + "%", width: Math.max(Math.abs(x(b) - x(a)), 0.8) + "%" } }));
  const rows = steps.map((s) => h("li", null, h("span", { class: "reason" }, h("b", null, words(s.feature)), s.value ? h("span", { dir: "auto" }, s.value) : null), h("span", { class: "amount" }, (s.weight > 0 ? "+" : s.weight < 0 ? "−" : "") + Math.abs(s.weight).toFixed(1)), line(s.from, s.to, s.weight < 0 ? "against" : "for")));
  const total = h("li", { class: "total" }, h("span", { class: "reason" }, h("b", null, "Together"), threshold >= 0 && score >= 0 ? h("span", null, score >= threshold ? "speaks for one person" : "not enough for one person") : null), h("span", { class: "amount" }, (sum < 0 ? "−" : "+") + Math.abs(sum).toFixed(1)), line(0, sum, sum < 0 ? "against sum" : "for sum"));
  return h("ol", { class: "waterfall", "aria-label": "Evidence in log-odds" }, rows, total);
}
