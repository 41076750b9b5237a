// Puts everything together: what a change of the state means for picture, panel, legend, years and table.
function countsText() {
  let shown = 0;
  for (let i = 0; i < count; i++) shown += visible[i];
  const total = data.counts.total, one = NOUN[0], many = NOUN[1];
  if (!total) return `No ${many} yet`;
  const links = plural(visibleEdges.length, "link", "links");
  const since = data.since ? `, since ${data.since}` : "";
  if (state.ego && state.centre >= 0) return `${plural(shown - visible[state.centre], one, many)} within ${state.ego === 1 ? "one step" : "two steps"} of ${shorten(label[state.centre], 40)}, ${links}`;
  if (data.focus >= 0) {
    const outside = count > shown ? ` (${count.toLocaleString("en")} in this file)` : "";
    return `${plural(Math.max(shown - visible[data.focus], 0), one, many)} within ${data.depth === 1 ? "one step" : "two steps"} of ${shorten(label[data.focus], 40)}${outside}, ${links}${since}`;
  }
  if (data.path.length > 1) return `${plural(data.path.length - 1, "step", "steps")} from ${shorten(label[data.path[0]], 40)} to ${shorten(label[data.path[data.path.length - 1]], 40)}`;
  if (shown === total) return `${plural(total, one, many)}, ${links}${since}`;
  const inFile = count < total - data.counts.alone ? `; ${count.toLocaleString("en")} in this file, kg serve finds all` : "";
  const alone = count < total && data.counts.alone ? `; ${data.counts.alone.toLocaleString("en")} without links left out` : "";
  return `${shown.toLocaleString("en")} of ${plural(total, one, many)}, ${links}${since}${inFile}${alone}`;
}

// works, venues, organisations beside the people: each in the middle of those it belongs to
function placeLayers() {
  layerNodes = [];
  const wanted = state.layers ? state.layers.split(",") : [];
  if (!wanted.length) return;
  const groups = new Map();
  const put = (layer, key, name, i, w) => {
    const id = layer + key;
    if (!groups.has(id)) groups.set(id, { layer, key, name, members: new Set(), works: new Set() });
    groups.get(id).members.add(i);
    if (w >= 0) groups.get(id).works.add(w);
  };
  for (let i = 0; i < count; i++) {
    if (!visible[i]) continue;
    for (const w of worksOf[i]) {
      if (wanted.includes("works")) put("works", w, works[w].title, i, w);
      if (wanted.includes("venues") && works[w].venue >= 0) put("venues", works[w].venue, venueName(works[w].venue), i, w);
    }
    if (wanted.includes("organisations")) for (const m of data.info[i].m || []) if (m[0] >= 0) put("organisations", m[0], data.organisations[m[0]][0], i, -1);
  }
  const least = { works: 2, venues: 2, organisations: 1 }, most = { works: 300, venues: 60, organisations: 120 };
  for (const layer of wanted) {
    const list = [...groups.values()].filter((g) => g.layer === layer && g.members.size >= least[layer]).sort((a, b) => b.members.size - a.members.size || a.key - b.key).slice(0, most[layer]);
    for (const g of list) {
      const members = [...g.members], r = layer === "works" ? 4.5 : Math.min(7 + Math.sqrt(members.length), 15);
      const [x, y] = freeSpot(members.reduce((s, i) => s + place[i][0], 0) / members.length, members.reduce((s, i) => s + place[i][1], 0) / members.length, r + 2, layerNodes);
      layerNodes.push({ layer, key: g.key, name: g.name, members, works: [...g.works].sort((a, b) => a - b), x, y, r });
    }
  }
}

function showEmpty() {
  const box = $("empty");
  let shown = 0;
  for (let i = 0; i < count; i++) shown += visible[i];
  box.hidden = shown > 0 && count > 2;
  if (!count) box.replaceChildren(h("h2", null, `No ${NOUN[1]} to draw yet`), h("p", null, "The documents that were read name nobody with a work. Build from a CV, a publication list or a BibTeX file:"), h("pre", null, "kg build cv.pdf refs.bib --out my-graph"), h("p", null, "kg formats lists what can be read; report.json says what was found in each document."));
  else if (!shown) box.replaceChildren(h("h2", null, "Nothing matches these choices"), h("p", null, "Widen the years, lower the number of joint works, or switch groups on again."), button("Show everything", () => change({ from: YEAR_FIRST, to: YEAR_LAST, least: 1, off: "" }), { class: "action" }));
  else if (count <= 2) box.replaceChildren(h("p", null, `${plural(count, NOUN[0], NOUN[1])} so far. Add more documents to see who works with whom:`), h("pre", null, "kg build MORE FILES --out my-graph"));
  box.classList.toggle("small", shown > 0);
}

function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  data.palettes[isDark() ? 1 : 0].hues.forEach((hue, n) => document.documentElement.style.setProperty("--hue" + n, hue));
}

function update(changed) {
  const any = (...keys) => keys.some((key) => changed.has(key));
  const first = changed.has("*");
  if (first || any("theme")) applyTheme();
  const moved = first || any("ego", "centre", "all") || (any("node", "edge") && [state.node, ...(state.edge >= 0 ? [edges[state.edge].a, edges[state.edge].b] : [])].some((i) => i >= 0 && !inView[i]));
  if (first || any("colour")) applyColours();
  if (moved) chooseNodes();
  if (moved || any("size")) applySizes();
  if (moved || any("from", "to", "least", "off", "colour", "node")) applyFilters();
  if (moved || any("layers", "from", "to", "least", "off")) placeLayers();
  updateNear();
  if (moved) syncNodes();
  if (first || any("node", "edge", "ego", "from", "to", "least", "theme", "colour")) updatePanel();
  if (moved || any("colour", "off", "theme")) drawLegend();
  updateTime();
  showEmpty();
  drawTable();
  $("counts").textContent = countsText();
  if (!$("display").hidden && any("colour", "all", "layers")) drawDisplay();
  if (first || any("ego", "centre", "all")) fit(!first);
  redraw();
}

function start() {
  Object.assign(state, readHash());
  startNetwork();
  startSearch();
  startMenus();
  startTime();
  startKeyboard();
  onChange(update);
  if (data.focus >= 0 && state.node < 0 && state.edge < 0 && !location.hash) state.node = data.focus;
  update(new Set(["*"]));
  systemDark.addEventListener("change", () => update(new Set(["theme"])));
  let width = stage.clientWidth, upright = portrait();
  window.addEventListener("resize", () => {
    if (portrait() !== upright) { upright = portrait(); update(new Set(["all"])); }
    else if (Math.abs(stage.clientWidth - width) > 40) fit(false);
    width = stage.clientWidth;
  });
  network.once("afterDrawing", () => requestAnimationFrame(() => { document.documentElement.dataset.ready = String(Math.round(performance.now())); }));
  network.redraw();
}

// vis-network comes compressed; its source is checked by the browser against the hash in the policy of this page
async function unpack() {
  const packed = atob(document.getElementById("vis-network").textContent.trim());
  const bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  if (!window.vis) throw new Error("vis-network did not start");
}

unpack().then(start, (error) => {
  $("empty").hidden = false;
  $("empty").replaceChildren(h("h2", null, "The picture cannot start here"), h("p", null, `It needs a browser of 2023 or later (${error.message}). A still picture for any browser: kg view --to graph.svg`));
});
