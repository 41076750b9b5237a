// What the reader has chosen. It lives in the hash of the address, so that a reload or a copied link shows the same picture.
const DEFAULTS = { node: -1, edge: -1, from: YEAR_FIRST, to: YEAR_LAST, least: 1, off: "", size: "works", colour: "community", ego: 0, centre: -1, all: false, layers: "", theme: "", view: "" };
const state = { ...DEFAULTS };
const listeners = [];
const onChange = (listener) => listeners.push(listener);

function change(values) {
  const changed = Object.keys(values).filter((key) => state[key] !== values[key]);
  if (!changed.length) return;
  Object.assign(state, values);
  writeHash();
  for (const listener of listeners) listener(new Set(changed));
}

function writeHash() {
  const parts = [];
  const put = (key, value) => parts.push(key + "=" + encodeURIComponent(value));
  if (state.node >= 0) put("node", nodeKey(state.node));
  if (state.edge >= 0) put("link", nodeKey(edges[state.edge].a) + "~" + nodeKey(edges[state.edge].b));
  if (state.from !== DEFAULTS.from || state.to !== DEFAULTS.to) put("years", state.from + "-" + state.to);
  if (state.least > 1) put("least", state.least);
  if (state.off) put("off", state.off);
  if (state.size !== DEFAULTS.size) put("size", state.size);
  if (state.colour !== DEFAULTS.colour) put("colour", state.colour);
  if (state.ego && state.centre >= 0) put("ego", state.ego + "~" + nodeKey(state.centre));
  if (state.all) put("all", "1");
  if (state.layers) put("with", state.layers);
  if (state.theme) put("theme", state.theme);
  if (state.view) put("view", state.view);
  const hash = parts.length ? "#" + parts.join("&") : "";
  if (hash === location.hash) return;
  // a page inside a frame without an address of its own may not write one
  try { history.replaceState(null, "", hash || location.pathname + location.search); } catch (error) { void error; }
}

function readHash() {
  const values = { ...DEFAULTS, theme: state.theme };
  const hash = location.hash.slice(1);
  for (const part of hash.split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    let value = "";
    try { value = decodeURIComponent(part.slice(at + 1)); } catch (error) { void error; continue; }
    readPart(values, part.slice(0, at), value);
  }
  return values;
}

function readPart(values, key, value) {
  const oneOf = (...known) => (known.includes(value) ? value : known[0]);
  if (key === "node" && nodeOfKey.has(value)) values.node = nodeOfKey.get(value);
  else if (key === "link") {
    const [a, b] = value.split("~").map((k) => nodeOfKey.get(k));
    const edge = a === undefined || b === undefined ? undefined : edgesOf[a].find((e) => other(e, a) === b);
    if (edge) values.edge = edge.index;
  } else if (key === "years") {
    const years = value.split("-").map(Number);
    if (years.length === 2 && years.every(Number.isInteger)) {
      values.from = Math.min(Math.max(years[0], YEAR_FIRST), YEAR_LAST);
      values.to = Math.max(Math.min(years[1], YEAR_LAST), values.from);
    }
  } else if (key === "least") values.least = Math.max(1, Math.floor(Number(value)) || 1);
  else if (key === "off" && /^[\d,]+$/.test(value)) values.off = value;
  else if (key === "size") values.size = oneOf("works", "links");
  else if (key === "colour") values.colour = oneOf("community", "organisation", "year");
  else if (key === "ego") {
    const at = value.indexOf("~");
    const centre = nodeOfKey.get(value.slice(at + 1));
    if (centre !== undefined) { values.ego = value[0] === "2" ? 2 : 1; values.centre = centre; }
  } else if (key === "all") values.all = value === "1";
  else if (key === "with") values.layers = value.split(",").filter((v) => ["works", "venues", "organisations"].includes(v)).join(",");
  else if (key === "theme") values.theme = oneOf("", "light", "dark");
  else if (key === "view") values.view = oneOf("", "table");
}

window.addEventListener("hashchange", () => change(readHash()));

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (state.theme ? state.theme === "dark" : systemDark.matches);
const palette = () => data.palettes[isDark() ? 1 : 0];
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
