// The canvas: vis-network holds view, zoom and nodes; edges, territories and names are drawn in its hooks.
const FONT = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const stage = document.getElementById("stage");
const importance = label.map((_, i) => i).sort((a, b) => data.works_of[b] + data.degree[b] / 2 - data.works_of[a] - data.degree[a] / 2 || a - b);
const shortLabel = label.map((text) => (Array.from(text).length > 38 ? Array.from(text).slice(0, 36).join("") + "…" : text));
let network = null, nodeSet = null;
let near = null; // nodes next to the selection, or null
let hovered = { node: -1, edge: -1, layer: -1 };
let layerNodes = [];

function startNetwork() {
  nodeSet = new vis.DataSet();
  const options = Object.assign({}, data.vis, { nodes: Object.assign({}, data.vis.nodes, { shape: "custom", ctxRenderer: drawNode, chosen: false }) });
  options.interaction = Object.assign({}, options.interaction, { hover: false, selectable: false, zoomSpeed: 0.8 });
  network = new vis.Network(document.getElementById("network"), { nodes: nodeSet, edges: new vis.DataSet() }, options);
  network.on("beforeDrawing", drawGround);
  network.on("afterDrawing", drawNames);
  network.on("click", (event) => pick(event.pointer.canvas));
  network.on("doubleClick", (event) => { const hit = hitTest(event.pointer.canvas); if (hit.node >= 0) change({ ego: 1, centre: hit.node, node: hit.node, edge: -1 }); });
  network.on("zoom", () => limitZoom());
  stage.addEventListener("pointermove", hover);
  stage.addEventListener("pointerleave", () => setHover({ node: -1, edge: -1, layer: -1 }));
}

function limitZoom() {
  const scale = network.getScale();
  if (scale > 8 || scale < 0.02) network.moveTo({ scale: Math.min(Math.max(scale, 0.02), 8) });
}

function syncNodes() {
  const items = [];
  for (let i = 0; i < count; i++) if (inView[i]) items.push({ id: i, x: place[i][0], y: place[i][1] });
  nodeSet.clear();
  nodeSet.add(items);
}

const redraw = () => network && network.redraw();

// ---- nodes
function drawNode({ ctx, id, x, y }) {
  const r = radius[id];
  return { drawNode() { if (visible[id]) paintNode(ctx, id, x, y, r); }, nodeDimensions: { width: 2 * r, height: 2 * r } };
}

function paintNode(ctx, i, x, y, r) {
  const colours = palette(), faded = near && !near.has(i);
  const faint = (colour) => (faded ? mix(colour, colours.ground, 0.18) : colour);
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = data.info[i].q ? colours.ground : faint(hueOf(category[i]));
  ctx.fill();
  ctx.lineWidth = Math.min(1.4, r / 4);
  ctx.strokeStyle = colours.ground;
  ctx.stroke();
  if (data.info[i].q || uncertain[i]) {
    ctx.beginPath();
    ctx.setLineDash([3, 2.4]);
    ctx.lineWidth = 1.5;
    ctx.arc(x, y, data.info[i].q ? r - 0.8 : r + 2.4, 0, 2 * Math.PI);
    ctx.strokeStyle = faint(data.info[i].q ? hueOf(category[i]) : colours.quiet);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (i === state.node || i === hovered.node || (state.ego && i === state.centre)) {
    ctx.beginPath();
    ctx.arc(x, y, r + 3.2, 0, 2 * Math.PI);
    ctx.lineWidth = i === state.node ? 2.6 : 1.6;
    ctx.strokeStyle = i === state.node ? colours.accent : colours.ink;
    ctx.stroke();
  }
}

// ---- ground: territories of communities, then edges, then nodes on demand
function drawGround(ctx) {
  if (near === null) drawTerritories(ctx);
  drawEdges(ctx);
  drawLayers(ctx);
}

function drawTerritories(ctx) {
  if (state.colour !== "community" || state.ego) return;
  const paths = new Map();
  for (let i = 0; i < count; i++) {
    if (!visible[i]) continue;
    if (!paths.has(category[i])) paths.set(category[i], new Path2D());
    const path = paths.get(category[i]), [x, y] = place[i], r = radius[i] + 17;
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
  }
  const bands = new Map();
  for (const e of visibleEdges) {
    if (category[e.a] !== category[e.b]) continue;
    const [ax, ay] = place[e.a], [bx, by] = place[e.b];
    if (Math.hypot(ax - bx, ay - by) > 110) continue;
    if (!bands.has(category[e.a])) bands.set(category[e.a], new Path2D());
    bands.get(category[e.a]).moveTo(ax, ay);
    bands.get(category[e.a]).lineTo(bx, by);
  }
  ctx.lineWidth = 40;
  ctx.lineCap = "round";
  for (const [n, path] of paths) {
    ctx.strokeStyle = ctx.fillStyle = mix(hueOf(n), palette().ground, (isDark() ? 0.13 : 0.1) * (n === GREY ? 0.7 : 1));
    ctx.fill(path);
    if (bands.has(n)) ctx.stroke(bands.get(n));
  }
  ctx.lineCap = "butt";
}

function drawEdges(ctx) {
  const batches = new Map(), bright = [];
  const colours = palette();
  for (const edge of visibleEdges) {
    if (near && (edge.a === state.node || edge.b === state.node || edge.index === state.edge)) { bright.push(edge); continue; }
    if (near && visibleEdges.length > 3000) continue; // thousands of faint lines cost time and show nothing
    const same = category[edge.a] === category[edge.b] && category[edge.a] !== GREY;
    const key = (same ? category[edge.a] : GREY + 1) * 5 + widthStep(edge.now);
    if (!batches.has(key)) batches.set(key, new Path2D());
    const path = batches.get(key), [cx, cy] = bend(edge);
    path.moveTo(place[edge.a][0], place[edge.a][1]);
    path.quadraticCurveTo(cx, cy, place[edge.b][0], place[edge.b][1]);
  }
  const scale = network.getScale();
  const crowd = visibleEdges.length > 4000 ? 0.55 : 1;
  for (const [key, path] of batches) {
    const hue = Math.floor(key / 5), step = key % 5;
    ctx.globalAlpha = (near ? 0.07 : STRENGTHS[step] * (hue > GREY ? 0.62 : 1)) * crowd;
    ctx.lineWidth = Math.max(WIDTHS[step], 0.45 / scale);
    ctx.strokeStyle = hue > GREY ? colours.edge : hueOf(hue);
    ctx.stroke(path);
  }
  if (!near) for (const edge of visibleEdges) if (pathEdges.has(edge.index)) strokeEdge(ctx, edge, colours.accent, 0.9);
  for (const edge of bright) strokeEdge(ctx, edge, edge.index === state.edge ? colours.accent : hueOf(category[other(edge, state.node)] ?? GREY), 0.85);
  if (hovered.edge >= 0) strokeEdge(ctx, edges[hovered.edge], colours.ink, 0.9);
  ctx.globalAlpha = 1;
}

function strokeEdge(ctx, edge, colour, alpha) {
  const [cx, cy] = bend(edge);
  ctx.beginPath();
  ctx.moveTo(place[edge.a][0], place[edge.a][1]);
  ctx.quadraticCurveTo(cx, cy, place[edge.b][0], place[edge.b][1]);
  ctx.globalAlpha = alpha;
  ctx.lineWidth = WIDTHS[widthStep(edge.now)] + 0.8;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

function drawLayers(ctx) {
  const colours = palette();
  for (const item of layerNodes) {
    const lit = !near || item.members.some((i) => i === state.node);
    ctx.globalAlpha = lit ? 0.4 : 0.06;
    ctx.strokeStyle = colours.quiet;
    ctx.lineWidth = 0.7;
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    for (const i of item.members) { ctx.moveTo(item.x, item.y); ctx.lineTo(place[i][0], place[i][1]); }
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = lit ? 1 : 0.2;
    layerShape(ctx, item);
    ctx.fillStyle = colours.ground;
    ctx.fill();
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = colours.ink;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

// works are squares, venues diamonds, organisations hexagons
function layerShape(ctx, item) {
  const sides = item.layer === "organisations" ? 6 : 4, turn = item.layer === "works" ? Math.PI / 4 : 0;
  ctx.beginPath();
  for (let n = 0; n < sides; n++) {
    const angle = turn + (2 * Math.PI * n) / sides;
    ctx[n ? "lineTo" : "moveTo"](item.x + item.r * Math.cos(angle), item.y + item.r * Math.sin(angle));
  }
  ctx.closePath();
}

// ---- names: the important ones first, none on another
const widths = new Map();
let measuring = null;
function textWidth(text, size, bold) {
  const key = (bold ? "b" : "n") + text;
  if (!widths.has(key)) {
    measuring = measuring || document.createElement("canvas").getContext("2d");
    measuring.font = `${bold ? 600 : 400} 100px ${FONT}`;
    widths.set(key, measuring.measureText(text).width / 100);
  }
  return widths.get(key) * size;
}

class Occupied {
  constructor() { this.cells = new Map(); }
  keys(box) {
    const found = [];
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++) for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) found.push(x * 65537 + y);
    return found;
  }
  crossed(box) {
    const hits = new Set();
    for (const key of this.keys(box)) for (const b of this.cells.get(key) || []) if (b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]) hits.add(b);
    return hits.size;
  }
  free(box) {
    for (const key of this.keys(box)) for (const b of this.cells.get(key) || []) if (b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]) return false;
    return true;
  }
  add(box) {
    for (const key of this.keys(box)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push(box); }
  }
}

// names with their places on a surface of width × height; `at` turns picture coordinates into surface coordinates
function placeNames(at, scale, width, height, limit, blocked) {
  const taken = new Occupied(), discs = new Occupied(), placed = [], done = new Set();
  const order = near ? [state.node, hovered.node, ...importance.filter((i) => near.has(i))] : [hovered.node, state.ego ? state.centre : -1, ...data.path, ...importance];
  for (const box of blocked) taken.add(box);
  const grown = Math.min(Math.max(Math.sqrt(scale), 0.9), 1.35);
  let seen = 0, rank = 0;
  for (let i = 0; i < count; i++) {
    if (!visible[i] || (near && !near.has(i))) continue;
    seen++;
    if (radius[i] * scale < 4) continue;
    const [x, y] = at(place[i]), r = radius[i] * scale * 0.8;
    if (x > -40 && x < width + 40 && y > -40 && y < height + 40) discs.add([x - r, y - r, x + r, y + r]);
  }
  for (const title of groupNames(at, scale)) if (taken.free(title.box)) { taken.add(title.box); placed.push(title); }
  for (const item of layerNodes) {
    const [x, y] = at([item.x, item.y]), r = item.r * scale;
    discs.add([x - r, y - r, x + r, y + r]);
    if (item.layer === "works" || (near && !item.members.includes(state.node))) continue;
    const text = shorten(item.name, 32), size = 11, w = textWidth(text, size, false), box = [x - w / 2 - 2, y + r, x + w / 2 + 2, y + r + 14];
    if (!taken.free(box) || x < 0 || x > width || y < 0 || y > height) continue;
    taken.add(box);
    placed.push({ i: -1, text, x: x - w / 2, y: y + r + 7, size, bold: false, slanted: true, colour: palette().quiet });
  }
  const foremost = Math.min(Math.max(seen / 8, 8), 24);
  for (const i of order) {
    if (i < 0 || done.has(i) || !visible[i] || placed.length >= limit) continue;
    done.add(i);
    const [x, y] = at(place[i]);
    if (x < -20 || x > width + 20 || y < -20 || y > height + 20) continue;
    const forced = i === state.node || i === hovered.node || (state.ego > 0 && i === state.centre), strong = forced || (!near && onPath.has(i));
    const size = Math.round((strong ? 14 : 10.5 + Math.min(radius[i] / 24, 1) * 4) * grown * 2) / 2, bold = strong || (radius[i] >= 11 && (scale > 0.55 || rank < foremost));
    const w = textWidth(shortLabel[i], size, bold), h = size * 1.12, r = radius[i] * scale + (uncertain[i] || forced ? 7 : 3);
    // the foremost names may cross one node, the others none
    const allowed = strong ? 99 : rank++ < foremost ? 1 : 0;
    let best = null, least = 100;
    for (const spot of [[x + r, y - h / 2], [x - w / 2, y + r], [x - r - w, y - h / 2], [x - w / 2, y - r - h]]) {
      const box = [spot[0] - 2, spot[1], spot[0] + w + 2, spot[1] + h];
      if (box[0] < 2 || box[2] > width - 2 || !taken.free(box)) continue;
      const hits = discs.crossed(box);
      if (hits < least) { least = hits; best = spot; }
      if (!hits) break;
    }
    if (forced && !best) { best = [x + r, y - h / 2]; least = 0; }
    if (!best || least > allowed) continue;
    taken.add([best[0] - 2, best[1], best[0] + w + 2, best[1] + h]);
    placed.push({ i, text: shortLabel[i], x: best[0], y: best[1] + h / 2, size, bold, colour: palette().ink });
  }
  return placed;
}

// the name of a community above its territory, while the picture is seen from afar
function groupNames(at, scale) {
  if (state.colour !== "community" || state.ego || near || scale > 2.2) return [];
  const boxes = new Map();
  for (let i = 0; i < count; i++) {
    if (!visible[i] || category[i] === GREY) continue;
    const [x, y] = at(place[i]), r = radius[i] * scale, b = boxes.get(category[i]);
    if (!b) boxes.set(category[i], [x, y - r, x, x, 1]);
    else { b[0] += x; b[1] = Math.min(b[1], y - r); b[2] = Math.min(b[2], x); b[3] = Math.max(b[3], x); b[4]++; }
  }
  const titles = [];
  for (const [n, [sum, top, left, right, members]] of boxes) {
    const text = shorten(categories[n] ? categories[n].name : "", 30).toUpperCase(), size = 10.5;
    if (members < 3 || right - left < 60) continue;
    const w = textWidth(text, size, true) + text.length * 0.8, x = sum / members - w / 2, y = top - 20 * Math.min(scale, 1) - 8;
    titles.push({ i: -1, text, x, y, size, bold: true, spaced: 0.8, colour: mix(hueOf(n), palette().ink, isDark() ? 0.8 : 0.6), box: [x - 4, y - 8, x + w + 4, y + 8] });
  }
  return titles;
}
const shorten = (text, most) => (Array.from(text).length > most ? Array.from(text).slice(0, most - 1).join("") + "…" : text);

// what lies over the picture: names under it could not be read
function coveredBoxes() {
  const origin = stage.getBoundingClientRect();
  return ["legend", "time", "zoom"].map((id) => document.getElementById(id)).filter((element) => element.offsetParent !== null).map((element) => {
    const box = element.getBoundingClientRect();
    return [box.left - origin.left, box.top - origin.top, box.right - origin.left, box.bottom - origin.top];
  });
}

let lastNames = [];
function drawNames(ctx) {
  const scale = network.getScale(), centre = network.getViewPosition();
  const width = stage.clientWidth, height = stage.clientHeight;
  const at = (p) => [(p[0] - centre.x) * scale + width / 2, (p[1] - centre.y) * scale + height / 2];
  lastNames = placeNames(at, scale, width, height, width < 600 ? 50 : visibleEdges.length > 4000 ? 110 : 170, coveredBoxes());
  ctx.save();
  const ratio = ctx.canvas.width / Math.max(width, 1);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  ctx.direction = "ltr";
  for (const name of lastNames) {
    ctx.font = `${name.slanted ? "italic " : ""}${name.bold ? 600 : 400} ${name.size}px ${FONT}`;
    if ("letterSpacing" in ctx) ctx.letterSpacing = (name.spaced || 0) + "px";
    ctx.lineWidth = 3.4;
    ctx.strokeStyle = palette().halo;
    ctx.globalAlpha = 0.88;
    ctx.strokeText(name.text, name.x, name.y);
    ctx.globalAlpha = 1;
    ctx.fillStyle = name.colour;
    ctx.fillText(name.text, name.x, name.y);
  }
  ctx.restore();
}

// ---- what lies under the pointer
function hitTest(point) {
  const scale = network.getScale(), slack = 4 / scale;
  let node = -1, best = Infinity;
  for (let i = 0; i < count; i++) {
    if (!visible[i]) continue;
    const far = Math.hypot(place[i][0] - point.x, place[i][1] - point.y) - radius[i];
    if (far < slack && far < best) { best = far; node = i; }
  }
  if (node >= 0) return { node, edge: -1, layer: -1 };
  const layer = layerNodes.findIndex((item) => Math.hypot(item.x - point.x, item.y - point.y) < item.r + slack);
  if (layer >= 0) return { node: -1, edge: -1, layer };
  let edge = -1;
  best = 5 / scale;
  for (const e of visibleEdges) {
    if (near && e.a !== state.node && e.b !== state.node && e.index !== state.edge) continue;
    const far = edgeDistance(e, point, best);
    if (far < best) { best = far; edge = e.index; }
  }
  return { node: -1, edge, layer: -1 };
}

function edgeDistance(edge, p, limit) {
  const [ax, ay] = place[edge.a], [bx, by] = place[edge.b], [cx, cy] = bend(edge);
  if (p.x < Math.min(ax, bx, cx) - limit || p.x > Math.max(ax, bx, cx) + limit || p.y < Math.min(ay, by, cy) - limit || p.y > Math.max(ay, by, cy) + limit) return Infinity;
  let best = Infinity, px = ax, py = ay;
  for (let n = 1; n <= 10; n++) {
    const t = n / 10, x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx, y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by;
    const dx = x - px, dy = y - py, s = Math.max(0, Math.min(1, ((p.x - px) * dx + (p.y - py) * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(px + s * dx - p.x, py + s * dy - p.y));
    px = x; py = y;
  }
  return best;
}

function pick(point) {
  const hit = hitTest(point);
  if (hit.node >= 0) change({ node: hit.node, edge: -1 });
  else if (hit.layer >= 0) showLayer(layerNodes[hit.layer]);
  else if (hit.edge >= 0) change({ edge: hit.edge, node: -1 });
  else change({ node: -1, edge: -1 });
}

let hoverWaits = false;
function hover(event) {
  if (hoverWaits || event.buttons) return;
  const box = stage.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
  hoverWaits = true;
  requestAnimationFrame(() => {
    hoverWaits = false;
    setHover(hitTest(network.DOMtoCanvas({ x, y })), x, y);
  });
}

function setHover(hit, x, y) {
  const tip = document.getElementById("tip");
  const text = hit.node >= 0 ? `${shorten(label[hit.node], 80)} · ${plural(worksNow[hit.node], "work", "works")}` : hit.edge >= 0 ? edgeTip(edges[hit.edge]) : hit.layer >= 0 ? shorten(layerNodes[hit.layer].name, 90) : "";
  tip.hidden = !text;
  if (text) {
    tip.textContent = text;
    tip.style.left = Math.max(8, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.max(8, y - 34) + "px";
  }
  stage.classList.toggle("pointing", Boolean(text));
  if (hit.node === hovered.node && hit.edge === hovered.edge && hit.layer === hovered.layer) return;
  hovered = hit;
  redraw();
}
const edgeTip = (e) => `${shorten(label[e.a], 40)} – ${shorten(label[e.b], 40)} · ${e.now} ${LINK}`;

// ---- view
function freeArea() {
  const width = stage.clientWidth, height = stage.clientHeight;
  const wide = width > 760, panel = !document.getElementById("panel").hidden;
  const legend = document.getElementById("legend");
  const left = wide && !legend.hidden ? legend.offsetWidth + 28 : 12, right = wide && panel ? 428 : 16;
  const bottom = document.getElementById("time").offsetHeight + 16 + (!wide && panel ? height * 0.5 : 0);
  return { left, right, top: 26, bottom, width, height };
}

function fit(animate) {
  const box = bounds();
  if (!box) return;
  const area = freeArea();
  const names = area.width > 760 ? 70 : 24;
  const w = Math.max(area.width - area.left - area.right - names, 60), h = Math.max(area.height - area.top - area.bottom, 60);
  const scale = Math.min(w / (box[2] - box[0] + 30), h / (box[3] - box[1] + 30), 2.2);
  moveView((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, scale, animate);
}

// brings a point to the middle of what panels leave free
function moveView(x, y, scale, animate) {
  const area = freeArea();
  const position = { x: x - (area.left - area.right) / 2 / scale, y: y - (area.top - area.bottom) / 2 / scale };
  network.moveTo({ position, scale, animation: animate && !calm.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
}

function updateNear() {
  near = null;
  if (state.node >= 0) near = new Set([state.node, ...edgesOf[state.node].filter((e) => e.now >= state.least).map((e) => other(e, state.node))]);
  else if (state.edge >= 0) near = new Set([edges[state.edge].a, edges[state.edge].b]);
}
