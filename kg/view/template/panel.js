// The panel beside the picture: one person, work, venue or organisation, one link, or one thing on demand.
// Everything from the data becomes text nodes; nothing is ever parsed as markup.
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || (value === false && !key.startsWith("aria-"))) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key === "style") for (const [name, v] of Object.entries(value)) element.style.setProperty(name, v);
    else element.setAttribute(key, value === true && !key.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  return element;
}
const svgTag = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, String(value));
  for (const child of children.flat(Infinity)) element.append(child);
  return element;
};
// a name from outside may be written right to left: it must not turn the words around it
const name = (text) => h("bdi", null, text);
const link = (url, ...children) => (safeLink(url) ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children) : h("span", null, ...children));
const button = (text, action, extra) => h("button", Object.assign({ type: "button", on: { click: action } }, extra), text);
const nodeButton = (i, extra) => button(name(label[i]), () => change({ node: i, edge: -1 }), Object.assign({ class: "plain", dir: "auto" }, extra));

const panel = document.getElementById("panel");
let panelShows = "";
let lastFocus = null;

function section(title, hint, ...content) {
  return h("section", { class: "part" }, h("h3", null, title, hint ? h("span", { class: "hint" }, hint) : null), ...content);
}

// a long list shows its beginning, and the rest on request
function longList(items, make, first, attributes) {
  const list = h("ul", attributes || { class: "list" });
  const add = (from, to) => items.slice(from, to).forEach((item) => list.append(h("li", null, make(item))));
  add(0, first);
  if (items.length <= first) return list;
  const more = button(`Show all ${items.length.toLocaleString("en")}`, () => { const next = list.children.length; add(next, items.length); more.remove(); if (list.children[next]) { list.children[next].tabIndex = -1; list.children[next].focus(); } }, { class: "more" });
  return [list, more];
}

function placeText(source) {
  const [, start, end, extra] = source;
  if (extra) return /^[a-z]+=/.test(extra) ? extra.replace("=", " ") : extra;
  return start === undefined ? "" : `characters ${start.toLocaleString("en")}–${end.toLocaleString("en")}`;
}
function sourceLine(source) {
  const path = data.documents[source[0]] || "unknown document";
  const where = placeText(source);
  return h("span", { class: "source", title: path }, name(fileName(path)), where ? ", " + where : "");
}

function authorList(work, focus) {
  const shown = work.authors.length > 14 ? work.authors.slice(0, 12) : work.authors;
  const parts = [];
  shown.forEach((a, n) => {
    if (n) parts.push(", ");
    const i = authorNode(a);
    if (focus.includes(a)) parts.push(h("strong", null, name(authorName(a))));
    else parts.push(i >= 0 ? nodeButton(i, { class: "plain author" }) : name(authorName(a)));
  });
  if (shown.length < work.authors.length) parts.push(` and ${work.authors.length - shown.length} more`);
  if (!work.complete) parts.push(" … (list incomplete)");
  return h("div", { class: "authors" }, parts);
}

const STATUS = { submitted: "submitted", to_appear: "to appear", preprint: "preprint" };
function workItem(work, focus) {
  const facts = [venueName(work.venue), work.year || "no year", STATUS[work.status]].filter(Boolean);
  const url = work.identifiers.map(([s, v]) => identifierLink(s, v)).find(Boolean) || work.links.map(safeLink).find(Boolean) || "";
  const title = work.title || "Untitled";
  return h("article", { class: "work" },
    h("div", { class: "title", dir: "auto" }, url ? link(url, title) : title),
    isPeople || focus.length ? authorList(work, focus) : authorList(work, []),
    h("div", { class: "facts" }, h("span", null, facts.join(" · ")), work.sources.length ? h("details", { class: "sources" }, h("summary", null, plural(work.sources.length, "source", "sources")), h("ul", null, work.sources.map((s) => h("li", null, sourceLine(s))))) : null));
}

function panelHead(kind, title, ...rest) {
  return h("header", null,
    h("div", { class: "panel-top" }, h("span", { class: "kind" }, kind), button("×", () => closePanel(), { class: "close", "aria-label": "Close details" })),
    h("h2", { dir: "auto", tabindex: "-1" }, title), ...rest);
}

function identifierChips(node) {
  const chips = (node.i || []).map(([scheme, value]) => {
    const text = [h("span", { class: "scheme" }, SCHEMES[scheme] || scheme), " ", value];
    const url = identifierLink(scheme, value);
    return url ? h("a", { class: "chip", href: url, target: "_blank", rel: "noopener noreferrer" }, text) : h("span", { class: "chip" }, text);
  });
  if (safeLink(node.h || "")) chips.push(h("a", { class: "chip", href: node.h, target: "_blank", rel: "noopener noreferrer" }, "Homepage"));
  return chips.length ? h("div", { class: "chips" }, chips) : null;
}

function shortLife(i) {
  const lives = (data.info[i].m || []).filter((m) => m[0] >= 0);
  if (!lives.length) return "";
  const end = (m) => (m[4] ? "9999" : m[3] || String(m[5] || "") || m[2] || "");
  const last = lives.reduce((best, m) => (end(m) >= end(best) ? m : best));
  const role = data.texts[last[1]];
  return [role && spaced(role), organisationName(last[0])].filter(Boolean).join(", ");
}
const spaced = (term) => (/^[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+$/.test(term) ? term.replace(/([a-z])([A-Z])/g, "$1 $2") : term);

function showPerson(i) {
  const node = data.info[i], list = worksOf[i].map((w) => works[w]);
  const [first, last] = activeYears[i];
  const stats = [plural(data.works_of[i], "work", "works"), plural(data.degree[i], "co-author", "co-authors"), first ? (first === last ? first : `${first}–${last}`) : ""].filter(Boolean).join(" · ");
  const missing = data.works_of[i] - list.length;
  const friends = edgesOf[i].slice().sort((a, b) => b.now - a.now || label[other(a, i)].localeCompare(label[other(b, i)]));
  return [
    panelHead(node.q ? "People who cannot be told apart" : "Person", label[i], h("p", { class: "life", dir: "auto" }, shortLife(i)), h("p", { class: "stats" }, stats), identifierChips(node), actions(i)),
    node.q ? doubtBox(node) : null,
    spellings(i),
    lifeSection(node),
    friends.length ? section("Co-authors", hiddenFriends(i), longList(friends, (e) => friendItem(e, i), 8, { class: "list friends" })) : section("Co-authors", "", h("p", { class: "none" }, "None in this graph.")),
    section("Works", "", list.length ? longList(list, (w) => workItem(w, [i]), 6) : h("p", { class: "none" }, "None in this file."), missing > 0 ? h("p", { class: "none" }, `${missing.toLocaleString("en")} more are in the graph but not in this file.`) : null),
    ...reasonSections(i),
  ];
}

const hiddenFriends = (i) => { const missing = data.degree[i] - edgesOf[i].length; return missing > 0 ? `${edgesOf[i].length} of ${data.degree[i]}; the others are not in this file` : ""; };

function friendItem(edge, i) {
  const o = other(edge, i);
  const span = edge.first ? (edge.first === edge.last ? edge.first : `${edge.first}–${edge.last}`) : "";
  return h("div", { class: "friend" }, h("span", { class: "dot", style: { "--hue": hueOf(category[o]) } }), nodeButton(o), button(`${edge.now}`, () => change({ edge: edge.index, node: -1 }), { class: "weight", title: `${edge.now} ${LINK}`, "aria-label": `${edge.now} ${LINK} with ${label[o]}` }), h("span", { class: "span" }, span));
}

function doubtBox(node) {
  const who = (node.p || []).map((p) => h("li", null, typeof p === "number" ? nodeButton(p) : name(p)));
  return h("div", { class: "doubt" }, h("p", null, "The sources do not say which person these mentions mean, so they are kept apart from everybody."), who.length ? [h("p", null, "They may be:"), h("ul", { class: "list" }, who)] : null);
}

function spellings(i) {
  const rows = data.info[i].n || [];
  const others = data.info[i].a || [];
  if (rows.length <= 1 && !others.length) return null;
  const byName = new Map();
  for (const [text, document, often] of rows) {
    const key = data.texts[text];
    if (!byName.has(key)) byName.set(key, { often: 0, documents: new Set() });
    byName.get(key).often += often;
    byName.get(key).documents.add(document);
  }
  for (const alias of others) if (!byName.has(alias)) byName.set(alias, { often: 0, documents: new Set() });
  return section("Printed as", "", longList([...byName], ([text, row]) => h("div", { class: "spelling" }, h("span", { dir: "auto" }, name(text)), row.often ? h("span", { class: "span" }, `${row.often} × in ${row.documents.size === 1 ? fileName(data.documents[[...row.documents][0]] || "") : row.documents.size + " documents"}`) : null), 5));
}

function lifeSection(node) {
  const rows = node.m || [];
  if (!rows.length) return null;
  const yearOf = (text) => Number(String(text).slice(0, 4)) || 0;
  const starts = rows.map((m) => yearOf(m[2]) || m[5] || yearOf(m[3])).filter(Boolean), ends = rows.map((m) => (m[4] ? Math.max(YEAR_LAST, yearOf(m[2])) : yearOf(m[3]) || m[5] || yearOf(m[2]))).filter(Boolean);
  const from = Math.min(...starts, ...ends), to = Math.max(...starts, ...ends);
  return section("Organisations over time", starts.length ? `${from}–${to}` : "", longList(rows, (m) => lifeItem(m, yearOf, from, to), 8, { class: "list lives" }));
}

function lifeItem([organisation, role, begin, end, ongoing, year, document, supervisors], yearOf, from, to) {
  const a = yearOf(begin) || year || yearOf(end), b = ongoing ? to : yearOf(end) || year || a;
  const span = begin && begin === end && !ongoing ? begin : begin || end ? `${begin || "?"} – ${ongoing ? "now" : end || "?"}` : year ? `in ${year}` : "no dates";
  const width = Math.max(to - from + 1, 1);
  const bar = a ? h("div", { class: "bar", "aria-hidden": "true" }, h("i", { style: { left: (100 * (a - from)) / width + "%", width: (100 * (Math.max(b, a) - a + 1)) / width + "%" } })) : null;
  return h("div", { class: "lifeline" },
    h("div", null, h("span", { dir: "auto" }, organisation >= 0 ? organisationName(organisation) : "Organisation not said"), data.texts[role] ? h("span", { class: "role" }, ` · ${spaced(data.texts[role])}`) : null),
    bar, h("div", { class: "facts" }, span, document >= 0 ? [" · ", h("span", { class: "source", title: data.documents[document] }, name(fileName(data.documents[document])))] : null),
    supervisors ? h("div", { class: "facts" }, "with ", supervisors.map((s, n) => [n ? ", " : "", typeof s === "number" ? nodeButton(s) : name(s)])) : null);
}

function actions(i) {
  const ego = (depth, text) => button(text, () => change(state.ego === depth && state.centre === i ? { ego: 0, centre: -1 } : { ego: depth, centre: i }), { class: "action", "aria-pressed": state.ego === depth && state.centre === i });
  return h("div", { class: "actions" }, ego(1, "Only direct links"), ego(2, "Two steps"), button("Show in picture", () => moveView(place[i][0], place[i][1], Math.max(network.getScale(), 1.3), true), { class: "action" }));
}

function showOther(i) {
  const node = data.info[i], list = worksOf[i].map((w) => works[w]);
  const kind = NOUN[0][0].toUpperCase() + NOUN[0].slice(1);
  const friends = edgesOf[i].slice().sort((a, b) => b.now - a.now || other(a, i) - other(b, i));
  return [
    panelHead(kind, label[i], data.kind === "works" ? null : h("p", { class: "stats" }, plural(data.works_of[i], "work", "works")), identifierChips(node), actions(i)),
    (node.a || []).length ? section("Also called", "", longList(node.a, (a) => name(a), 5)) : null,
    friends.length ? section("Linked to", LINK, longList(friends, (e) => friendItem(e, i), 8, { class: "list friends" })) : null,
    list.length ? section(data.kind === "works" ? "This work" : "Works", "", longList(list, (w) => workItem(w, []), 8)) : null,
  ];
}

function showEdge(edge) {
  const list = jointWorks(edge);
  const span = edge.first ? (edge.first === edge.last ? ` · ${edge.first}` : ` · ${edge.first}–${edge.last}`) : "";
  const title = h("span", { class: "pair" }, nodeButton(edge.a), h("span", { class: "and" }, "and"), nodeButton(edge.b));
  const head = panelHead("Link", title, h("p", { class: "stats" }, `${edge.weight} ${LINK}${span}`));
  if (!yearsOfEdge) {
    const people = sharedAuthors(edge);
    return [head, section(data.kind === "works" ? "Authors of both" : "People in both", "", longList(people, (a) => name(authorName(a)), 20))];
  }
  const missing = edge.weight - list.length;
  return [head, section("Joint works", "", longList(list, (w) => workItem(w, isPeople ? [edge.a, edge.b] : []), 12), missing > 0 ? h("p", { class: "none" }, `${missing} more are in the graph but not in this file.`) : null)];
}

function showLayer(item) {
  const kind = { works: "Work", venues: "Venue", organisations: "Organisation" }[item.layer];
  const list = item.works.map((w) => works[w]);
  openPanel([panelHead(kind, item.name, h("p", { class: "stats" }, plural(item.members.length, "person", "people") + " in this picture")),
    section("People", "", longList(item.members, (i) => nodeButton(i), 10)),
    list.length ? section(item.layer === "works" ? "This work" : "Works", "", longList(list, (w) => workItem(w, []), 8)) : null], "layer" + item.layer + item.key);
}

function openPanel(content, key) {
  const fresh = panelShows !== key;
  const top = fresh ? 0 : panel.scrollTop;
  panel.replaceChildren(...content.flat().filter(Boolean));
  panel.hidden = false;
  document.body.classList.add("with-panel");
  if (!fresh || panel.scrollTop) panel.scrollTop = top;
  panelShows = key;
}

function closePanel() {
  panel.hidden = true;
  panelShows = "";
  document.body.classList.remove("with-panel");
  change({ node: -1, edge: -1 });
  if (lastFocus && document.contains(lastFocus)) lastFocus.focus();
}

function updatePanel() {
  if (state.node >= 0) openPanel(isPeople ? showPerson(state.node) : showOther(state.node), "node" + state.node);
  else if (state.edge >= 0) openPanel(showEdge(edges[state.edge]), "edge" + state.edge);
  else { panel.hidden = true; panelShows = ""; document.body.classList.remove("with-panel"); }
}
