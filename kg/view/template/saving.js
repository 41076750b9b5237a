// What can be taken away: PNG, SVG, CSV, BibTeX, the address. All of it is made here; nothing is sent anywhere.
function drawSave() {
  const what = state.node >= 0 ? shorten(label[state.node], 40) : state.edge >= 0 ? "this link" : "what is shown";
  const item = (text, hint, action) => button([h("b", null, text), h("span", { class: "hint" }, hint)], () => { closeMenus(); action(); }, { class: "entry" });
  $("save").replaceChildren(
    item("PNG", "picture, three times screen size", savePNG), item("SVG", "picture for papers", () => save("svg", "image/svg+xml", pictureSVG())),
    item(`CSV of ${NOUN[1]}`, "name, works, links, years", () => save("csv", "text/csv", nodesCSV(), NOUN[1])), item("CSV of links", LINK, () => save("csv", "text/csv", linksCSV(), "links")),
    item("BibTeX", `works of ${what}`, () => save("bib", "application/x-bibtex", bibtex(selectedWorks()))), item("Copy link", "to exactly this view", copyLink));
}

function save(extension, type, content, suffix) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: type + ";charset=utf-8" });
  const base = fold(data.title).replace(/ /g, "-").slice(0, 60) || "graph";
  const anchor = h("a", { href: URL.createObjectURL(blob), download: `${base}${suffix ? "-" + suffix : ""}.${extension}` });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  toast(`Saved ${anchor.download}`);
}

function copyLink() {
  const done = () => toast("Link copied");
  const byHand = () => {
    const field = h("textarea", { "aria-hidden": "true", style: { position: "fixed", opacity: "0" } }, location.href);
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (copied) done(); else toast("Copy the address from the address bar");
  };
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(location.href).then(done, byHand);
  else byHand();
}

// ---- the picture as SVG, with the same places, colours and names, and a legend
function pictureSVG() {
  const box = bounds() || [0, 0, 100, 100], colours = palette(), margin = 40;
  const sizes = new Map();
  for (let i = 0; i < count; i++) if (visible[i]) sizes.set(category[i], (sizes.get(category[i]) || 0) + 1);
  const rows = categories.filter((c) => sizes.get(c.hue) && (data.legend.length || state.colour !== "community")), legendHeight = rows.length ? 30 + 20 * Math.ceil(rows.length / 2) : 0;
  const wide = Math.max(box[2] - box[0], 420), high = box[3] - box[1];
  const width = wide + 2 * margin, height = high + 2 * margin + 34 + legendHeight;
  const at = (p) => [p[0] - (box[0] + box[2]) / 2 + width / 2, p[1] - box[1] + margin + 34];
  const n = (v) => Math.round(v * 10) / 10;
  const root = svgTag("svg", { xmlns: "http://www.w3.org/2000/svg", width: n(width), height: n(height), viewBox: `0 0 ${n(width)} ${n(height)}`, "font-family": FONT.replace(/"/g, "'") });
  root.append(svgTag("rect", { width: n(width), height: n(height), fill: colours.ground }));
  root.append(textTag(margin, 30, 17, true, colours.ink, data.title), textTag(margin, 48, 11, false, colours.quiet, countsText()));
  const ground = svgTag("g", { fill: "none" });
  for (const e of visibleEdges) {
    const [ax, ay] = at(place[e.a]), [bx, by] = at(place[e.b]), [cx, cy] = at(bend(e)), same = category[e.a] === category[e.b] && category[e.a] !== GREY;
    ground.append(svgTag("path", { d: `M${n(ax)} ${n(ay)}Q${n(cx)} ${n(cy)} ${n(bx)} ${n(by)}`, stroke: same ? hueOf(category[e.a]) : colours.edge, "stroke-width": WIDTHS[widthStep(e.now)], "stroke-opacity": n(STRENGTHS[widthStep(e.now)]) }));
  }
  const dots = svgTag("g", { stroke: colours.ground, "stroke-width": 1.2 });
  for (let i = 0; i < count; i++) if (visible[i]) { const [x, y] = at(place[i]); dots.append(svgTag("circle", Object.assign({ cx: n(x), cy: n(y), r: n(radius[i]), fill: hueOf(category[i]) }, data.info[i].q || uncertain[i] ? { stroke: colours.ink, "stroke-dasharray": "3 2.4" } : {}), svgTag("title", {}, document.createTextNode(label[i])))); }
  const names = svgTag("g", { "dominant-baseline": "central", stroke: colours.halo, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" });
  const keep = near;
  near = null;
  for (const t of placeNames(at, 1, width, height, 2000, [])) names.append(textTag(t.x, t.y, t.size, t.bold, t.colour, t.text));
  near = keep;
  root.append(ground, dots, names);
  rows.forEach((c, k) => {
    const x = margin + (k % 2) * Math.max(210, wide / 2), y = height - legendHeight + 10 + 20 * Math.floor(k / 2);
    root.append(svgTag("circle", { cx: x + 5, cy: y, r: 5, fill: hueOf(c.hue) }), textTag(x + 16, y + 4, 11, false, colours.ink, `${shorten(c.name, 60)} (${sizes.get(c.hue)})`));
  });
  return new XMLSerializer().serializeToString(root);
}

function textTag(x, y, size, bold, fill, text) {
  // XML 1.0 has no place for most control characters
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return svgTag("text", { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10, "font-size": size, "font-weight": bold ? 600 : 400, fill }, document.createTextNode(clean));
}

function savePNG() {
  const image = new Image();
  image.onload = () => {
    const factor = Math.min(3, 8000 / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = h("canvas", { width: Math.round(image.naturalWidth * factor), height: Math.round(image.naturalHeight * factor) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => (blob ? save("png", "image/png", blob) : toast("The browser could not make a PNG; take the SVG")), "image/png");
  };
  image.onerror = () => toast("The browser could not make a PNG; take the SVG");
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(pictureSVG());
}

// ---- tables
// a cell that a spreadsheet would take for a formula is marked as text
const cell = (value) => { const text = String(value), safe = /^[=+@\t\r-]/.test(text) && typeof value !== "number" ? "'" + text : text; return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe; };
const csv = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");

function nodesCSV() {
  const chosen = importance.filter((i) => visible[i] && (!near || near.has(i)));
  return csv([["id", "name", "works", "links", "first_year", "last_year", "group", "identifiers"], ...chosen.map((i) => [nodeKey(i), label[i], worksNow[i], linksNow[i], activeYears[i][0] || "", activeYears[i][1] || "", categoryName(i), (data.info[i].i || []).map(([s, v]) => s + ":" + v).join(" ")])]);
}
function linksCSV() {
  const chosen = visibleEdges.filter((e) => !near || (near.has(e.a) && near.has(e.b)));
  return csv([["left_id", "left", "right_id", "right", "weight", "first_year", "last_year"], ...chosen.map((e) => [nodeKey(e.a), label[e.a], nodeKey(e.b), label[e.b], e.now, e.first || "", e.last || ""])]);
}

function selectedWorks() {
  if (state.node >= 0) return worksOf[state.node].map((w) => works[w]);
  if (state.edge >= 0) return jointWorks(edges[state.edge]);
  const chosen = new Set();
  for (let i = 0; i < count; i++) if (visible[i]) for (const w of worksOf[i]) chosen.add(w);
  return [...chosen].sort((a, b) => a - b).map((w) => works[w]);
}

const TEX = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", "#": "\\#", $: "\\$", _: "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const tex = (text) => text.replace(/[\\{}%&#$_~^]/g, (c) => TEX[c]).replace(/\s+/g, " ").trim();
const BIBTEX = { article: "article", paper: "inproceedings", chapter: "incollection", book: "book", thesis: "phdthesis", report: "techreport" };

function bibtex(list) {
  const used = new Set();
  return list.map((work) => {
    const type = BIBTEX[work.kind] || "misc";
    const family = fold(authorName(work.authors[0] ?? -1) || "anonymous").split(" ").pop() || "anonymous", word = fold(work.title).split(" ").find((w) => w.length > 3) || "work";
    let key = (family + (work.year || "") + word).replace(/[^a-z0-9]/g, "") || "work", n = 1;
    const stem = key;
    while (used.has(key)) key = stem + "x" + ++n;
    used.add(key);
    const doi = work.identifiers.find(([s]) => s === "doi"), url = work.links.map(safeLink).find(Boolean);
    const authors = work.authors.map((a) => tex(authorName(a))).filter(Boolean).join(" and ") + (work.complete ? "" : " and others");
    const venue = work.venue >= 0 ? tex(data.venues[work.venue][0]) : "";
    const fields = [["title", tex(work.title)], ["author", authors], ["year", work.year ? String(work.year) : ""], [type === "article" ? "journal" : type === "inproceedings" || type === "incollection" ? "booktitle" : "howpublished", venue], ["doi", doi ? tex(doi[1]) : ""], ["url", url ? url.replace(/[{}\\\s]/g, encodeURIComponent) : ""]];
    return `@${type}{${key},\n` + fields.filter(([, v]) => v).map(([k, v]) => `  ${k} = {${v}},\n`).join("") + "}\n";
  }).join("\n");
}
