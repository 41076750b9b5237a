// What is visible, where, how large and in which colour: plain arrays that the canvas, the SVG and the table read.
const place = home.map((p) => p.slice());
const visible = new Uint8Array(count);
const inView = new Uint8Array(count);
const radius = new Float64Array(count);
const category = new Int16Array(count);
const worksNow = new Int32Array(count);
const linksNow = new Int32Array(count);
let visibleEdges = [];
let categories = [];
const GREY = 8;
// last active year, old to new: dark to light in one hue family, readable with any colour vision
const YEAR_HUES = [["#3b3f7a", "#2f6b8f", "#2a9187", "#63b35f", "#c9b22d"], ["#8a8fe0", "#5aa9d6", "#43c2b3", "#8fd47f", "#f0d95a"]];

// which nodes belong to the picture at all, before any filter: the ego network, the best connected, or everything
function chooseNodes() {
  inView.fill(0);
  if (state.ego && state.centre >= 0) {
    for (const i of surroundings(state.centre, state.ego)) inView[i] = 1;
    placeAround(state.centre, state.ego);
    return;
  }
  const some = data.shown.length && !state.all;
  const stands = portrait();
  for (let i = 0; i < count; i++) { inView[i] = some ? 0 : 1; place[i] = stands ? [-home[i][1], home[i][0]] : home[i]; }
  if (some) data.shown.forEach((i, n) => { inView[i] = 1; const p = data.shown_at[n]; place[i] = stands ? [-p[1], p[0]] : p; });
  for (const i of [state.node, state.edge >= 0 ? edges[state.edge].a : -1, state.edge >= 0 ? edges[state.edge].b : -1]) {
    if (i >= 0 && !inView[i]) { inView[i] = 1; place[i] = besideFriends(i); }
  }
}

// layouts are wider than high: on a screen that stands upright the picture is turned a quarter
const portrait = () => window.innerHeight > 1.2 * window.innerWidth;

// a node that was searched for but is not among those shown lies in the middle of those it is linked to
function besideFriends(i) {
  const friends = edgesOf[i].map((e) => other(e, i)).filter((o) => inView[o]);
  if (!friends.length) return home[i];
  const x = friends.reduce((sum, o) => sum + place[o][0], 0) / friends.length;
  const y = friends.reduce((sum, o) => sum + place[o][1], 0) / friends.length;
  return freeSpot(x, y, 9);
}

function freeSpot(x, y, room, taken) {
  for (let turn = 0; turn < 400; turn++) {
    const angle = turn * 2.39996, far = 6 * Math.sqrt(turn);
    const px = x + far * Math.cos(angle), py = y + far * Math.sin(angle);
    let free = true;
    for (let i = 0; i < count && free; i++) if (inView[i]) free = Math.hypot(place[i][0] - px, place[i][1] - py) > room + (radius[i] || 8);
    for (let i = 0; taken && i < taken.length && free; i++) free = Math.hypot(taken[i].x - px, taken[i].y - py) > room + taken[i].r;
    if (free) return [px, py];
  }
  return [x, y];
}

function surroundings(centre, depth) {
  const distance = new Map([[centre, 0]]);
  let rim = [centre];
  for (let step = 1; step <= depth; step++) {
    const next = [];
    for (const i of rim) for (const e of edgesOf[i]) {
      const o = other(e, i);
      if (!distance.has(o)) { distance.set(o, step); next.push(o); }
    }
    rim = next;
  }
  return distance.keys();
}

// rings around a centre: direct links inside, their links outside, kept near those who connect them
function placeAround(centre, depth) {
  place[centre] = [0, 0];
  const first = edgesOf[centre].map((e) => other(e, centre));
  const known = new Set([centre, ...first]);
  const bySide = (a, b) => community[a] - community[b] || data.degree[b] - data.degree[a] || a - b;
  const angle = new Map();
  let reach = ring(first.slice().sort(bySide), 95, angle, null);
  if (depth < 2) return;
  const second = new Map();
  for (const i of first) for (const e of edgesOf[i]) {
    const o = other(e, i);
    if (!known.has(o)) second.set(o, (second.get(o) || []).concat(angle.get(i)));
  }
  const wish = new Map([...second].map(([o, list]) => [o, Math.atan2(list.reduce((s, a) => s + Math.sin(a), 0), list.reduce((s, a) => s + Math.cos(a), 0))]));
  ring([...second.keys()].sort((a, b) => wish.get(a) - wish.get(b) || a - b), reach + 70, angle, wish);
}

function ring(nodes, start, angle, wish) {
  const step = 44;
  let rows = 1;
  const room = (n) => { let sum = 0; for (let k = 0; k < n; k++) sum += Math.floor((2 * Math.PI * (start + k * step)) / 46); return sum; };
  while (room(rows) < nodes.length) rows++;
  nodes.forEach((i, n) => {
    const turn = -Math.PI / 2 + (wish ? Math.PI / 2 - Math.PI : 0) + (2 * Math.PI * n) / nodes.length;
    const far = start + (n % rows) * step;
    angle.set(i, turn);
    place[i] = [far * Math.cos(turn), far * Math.sin(turn)];
  });
  return start + (rows - 1) * step;
}

// years, joint works and the legend decide what of it is seen
function applyFilters() {
  const whole = state.from === YEAR_FIRST && state.to === YEAR_LAST;
  const inRange = (y) => (y ? y >= state.from && y <= state.to : whole);
  const off = new Set(state.off ? state.off.split(",").map(Number) : []);
  for (let i = 0; i < count; i++) {
    let number = whole ? data.works_of[i] : 0;
    if (!whole) for (const w of worksOf[i]) if (inRange(works[w].year)) number++;
    worksNow[i] = number;
    visible[i] = inView[i] && !off.has(category[i]) && (whole || number > 0) ? 1 : 0;
    linksNow[i] = 0;
  }
  visibleEdges = [];
  for (const edge of edges) {
    if (!whole && yearsOfEdge) { edge.now = 0; for (const y of yearsOfEdge[edge.index]) if (inRange(y)) edge.now++; }
    else edge.now = edge.weight;
    if (edge.now >= state.least && visible[edge.a] && visible[edge.b]) {
      visibleEdges.push(edge);
      linksNow[edge.a]++;
      linksNow[edge.b]++;
    }
  }
  const centre = state.ego ? state.centre : -1;
  if (state.least > 1 || !whole) {
    for (let i = 0; i < count; i++) if (!linksNow[i] && edgesOf[i].length && i !== state.node && i !== centre) visible[i] = 0;
  }
}

function applySizes() {
  for (let i = 0; i < count; i++) {
    if (state.size === "works" && !(state.ego && state.centre >= 0)) { radius[i] = data.nodes[i][3]; continue; }
    const amount = state.size === "works" ? data.works_of[i] : data.degree[i];
    radius[i] = Math.min(3.6 + (state.size === "works" ? 2.1 : 1.5) * Math.sqrt(Math.max(amount, 1)), 24);
  }
  limitSizes();
}

// another measure must not put people on top of each other: no disc reaches further than half-way to its neighbour
function limitSizes() {
  const cell = 50, grid = new Map();
  const at = (x, y) => Math.floor(x / cell) * 100003 + Math.floor(y / cell);
  for (let i = 0; i < count; i++) if (inView[i]) { const k = at(...place[i]); if (!grid.has(k)) grid.set(k, []); grid.get(k).push(i); }
  const wanted = radius.slice();
  for (let i = 0; i < count; i++) {
    if (!inView[i]) continue;
    const [x, y] = place[i];
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) for (const o of grid.get(at(x + dx * cell, y + dy * cell)) || []) {
      if (o === i) continue;
      const far = Math.hypot(place[o][0] - x, place[o][1] - y) - 2;
      if (wanted[i] + wanted[o] > far) radius[i] = Math.min(radius[i], Math.max(2.5, (far * wanted[i]) / (wanted[i] + wanted[o])));
    }
  }
}

function applyColours() {
  if (state.colour === "organisation") return colourByOrganisation();
  if (state.colour === "year") return colourByYear();
  categories = data.legend.map(([name, hint, size], n) => ({ name, hint, size, hue: n }));
  let rest = 0;
  for (let i = 0; i < count; i++) { category[i] = community[i]; if (community[i] === GREY) rest++; }
  if (rest) categories.push({ name: "Other", hint: "smaller groups, too many for colours of their own", size: rest, hue: GREY });
}

function colourByOrganisation() {
  const sizes = new Map();
  for (const o of organisationOf) if (o >= 0) sizes.set(o, (sizes.get(o) || 0) + 1);
  const top = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, GREY);
  const hue = new Map(top.map(([o], n) => [o, n]));
  categories = top.map(([o, size], n) => ({ name: data.organisations[o][0], hint: "", size, hue: n }));
  let rest = 0;
  for (let i = 0; i < count; i++) { category[i] = hue.has(organisationOf[i]) ? hue.get(organisationOf[i]) : GREY; if (category[i] === GREY) rest++; }
  if (rest) categories.push({ name: "Other or not said", hint: "", size: rest, hue: GREY });
}

function colourByYear() {
  const span = Math.max(YEAR_LAST - YEAR_FIRST + 1, 1), bins = Math.min(5, span);
  const bin = (y) => Math.min(bins - 1, Math.floor(((y - YEAR_FIRST) * bins) / span));
  categories = Array.from({ length: bins }, (_, n) => {
    const from = Math.ceil(YEAR_FIRST + (n * span) / bins), to = Math.ceil(YEAR_FIRST + ((n + 1) * span) / bins) - 1;
    return { name: from === to ? `Last active ${from}` : `Last active ${from}–${to}`, hint: "", size: 0, hue: n };
  });
  let rest = 0;
  for (let i = 0; i < count; i++) {
    const last = activeYears[i][1];
    category[i] = last ? bin(last) : GREY;
    if (last) categories[category[i]].size++; else rest++;
  }
  if (rest) categories.push({ name: "Year not said", hint: "", size: rest, hue: GREY });
}

function hueOf(n) {
  if (state.colour === "year" && n < 5) return YEAR_HUES[isDark() ? 1 : 0][n];
  return palette().hues[n];
}

function mix(colour, ground, share) {
  const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
  return "#" + [0, 1, 2].map((k) => Math.round(part(colour, k) * share + part(ground, k) * (1 - share)).toString(16).padStart(2, "0")).join("");
}

function bounds() {
  let box = null;
  for (let i = 0; i < count; i++) {
    if (!visible[i]) continue;
    const [x, y] = place[i], r = radius[i];
    if (!box) box = [x - r, y - r, x + r, y + r];
    else box = [Math.min(box[0], x - r), Math.min(box[1], y - r), Math.max(box[2], x + r), Math.max(box[3], y + r)];
  }
  return box;
}

// an edge bends a little, so that a bundle of them reads as threads, not as a grid
function bend(edge) {
  const [ax, ay] = place[edge.a], [bx, by] = place[edge.b];
  return [(ax + bx) / 2 - (by - ay) * 0.07, (ay + by) / 2 + (bx - ax) * 0.07];
}
const widthStep = (weight) => (weight < 2 ? 0 : weight < 3 ? 1 : weight < 5 ? 2 : weight < 9 ? 3 : 4);
const WIDTHS = [0.7, 1.2, 1.9, 2.8, 4];
const STRENGTHS = [0.3, 0.42, 0.5, 0.58, 0.66];
