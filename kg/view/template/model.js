// The data of the page as the other scripts see it. Nothing here touches the document, save reading the JSON.
const data = JSON.parse(document.getElementById("data").textContent);
const count = data.nodes.length;
const isPeople = data.kind === "people";
const NOUN = { people: ["person", "people"], works: ["work", "works"], venues: ["venue", "venues"], organisations: ["organisation", "organisations"] }[data.kind];
const LINK = { people: "joint works", works: "shared authors", venues: "shared people", organisations: "shared works" }[data.kind];

const label = data.nodes.map((n) => n[0]);
const home = data.nodes.map((n) => [n[1], n[2]]);
const community = data.nodes.map((n) => n[4]);
const uncertain = new Uint8Array(count);
for (const i of data.uncertain) uncertain[i] = 1;

const works = data.works.map((w, index) => ({
  index, title: w[0], year: w[1], venue: w[2], status: w[3], kind: w[4], authors: w[5], complete: w[6] === 1, sources: w[7], identifiers: w[8], links: w[9],
}));

// works of each node, newest first (the order of the file)
const worksOf = Array.from({ length: count }, () => []);
if (isPeople) {
  for (const work of works) for (const a of new Set(work.authors)) if (a < count) worksOf[a].push(work.index);
} else {
  data.info.forEach((node, i) => { worksOf[i] = (node.w || []).slice().sort((a, b) => a - b); });
}

const edges = data.edges.map((e, index) => ({ index, a: e[0], b: e[1], weight: e[2], first: e[3], last: e[4], now: e[2] }));
// a page about a path marks its links
const onPath = new Set(data.path);
const pathEdges = new Set();
data.path.slice(1).forEach((b, n) => { const edge = edges.find((e) => (e.a === b && e.b === data.path[n]) || (e.b === b && e.a === data.path[n])); if (edge) pathEdges.add(edge.index); });
const edgesOf = Array.from({ length: count }, () => []);
for (const edge of edges) {
  edgesOf[edge.a].push(edge);
  edgesOf[edge.b].push(edge);
}
const other = (edge, i) => (edge.a === i ? edge.b : edge.a);

const authorName = (a) => (isPeople && a < count ? label[a] : data.outsiders[a - data.offset] || "");
const authorNode = (a) => (isPeople && a < count ? a : -1);
const nodeKey = (i) => data.info[i].k;
const nodeOfKey = new Map(data.info.map((node, i) => [node.k, i]));

// what two linked nodes share: works (people, organisations), or the works of the people they share
function jointWorks(edge) {
  const mine = new Set(worksOf[edge.a]);
  return worksOf[edge.b].filter((w) => mine.has(w)).map((w) => works[w]);
}
function sharedAuthors(edge) {
  const set = new Set();
  for (const w of worksOf[edge.a]) for (const a of works[w].authors) set.add(a);
  const found = new Set();
  for (const w of worksOf[edge.b]) for (const a of works[w].authors) if (set.has(a)) found.add(a);
  return [...found];
}

// years: a work without one belongs to the whole range only
const years = works.map((w) => w.year).filter((y) => y > 0);
const YEAR_FIRST = years.length ? years.reduce((a, b) => Math.min(a, b)) : 0;
const YEAR_LAST = years.length ? years.reduce((a, b) => Math.max(a, b)) : 0;
const yearsOfEdge = isPeople || data.kind === "organisations" ? edges.map((e) => jointWorks(e).map((w) => w.year)) : null;

const activeYears = worksOf.map((list) => {
  let first = 0, last = 0;
  for (const w of list) {
    const y = works[w].year;
    if (y && (!first || y < first)) first = y;
    if (y > last) last = y;
  }
  return [first, last];
});

// comparable form of a name: no accents, no case, letters that do not decompose spelled out
const SPELLED = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h" };
function fold(text) {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[łøđßæœıðþħ]/g, (c) => SPELLED[c]).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// the whole organisation a unit belongs to
function wholeOrganisation(o) {
  for (let steps = 0; o >= 0 && data.organisations[o][1] >= 0 && steps < 9; steps++) o = data.organisations[o][1];
  return o;
}
const organisationOf = data.info.map((node) => {
  const lives = (node.m || []).filter((m) => m[0] >= 0);
  if (!lives.length) return -1;
  const end = (m) => (m[4] ? "9999" : m[3] || String(m[5] || "") || m[2] || "");
  return wholeOrganisation(lives.reduce((best, m) => (end(m) >= end(best) ? m : best))[0]);
});

// an organisation with the whole it is a part of
function organisationName(o) {
  const whole = wholeOrganisation(o);
  return whole === o ? data.organisations[o][0] : `${data.organisations[o][0]}, ${data.organisations[whole][0]}`;
}

const venueName = (v) => (v < 0 ? "" : data.venues[v][1] || data.venues[v][0]);
const fileName = (path) => path.split(/[\\/]/).pop() || path;
const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const safeLink = (url) => (/^https?:\/\//i.test(url) ? url : "");

const RESOLVERS = {
  doi: (v) => "https://doi.org/" + v, orcid: (v) => "https://orcid.org/" + v, arxiv: (v) => "https://arxiv.org/abs/" + v, openalex: (v) => "https://openalex.org/" + v,
  dblp: (v) => "https://dblp.org/pid/" + v, wikidata: (v) => "https://www.wikidata.org/wiki/" + v, ror: (v) => "https://ror.org/" + v, pmid: (v) => "https://pubmed.ncbi.nlm.nih.gov/" + v,
};
const SCHEMES = { doi: "DOI", orcid: "ORCID", arxiv: "arXiv", openalex: "OpenAlex", dblp: "dblp", wikidata: "Wikidata", ror: "ROR", pmid: "PubMed", issn: "ISSN", isbn: "ISBN" };
function identifierLink(scheme, value) {
  if (safeLink(value)) return value;
  const make = RESOLVERS[scheme];
  return make ? make(value.split("/").map(encodeURIComponent).join("/")) : "";
}
