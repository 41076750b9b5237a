// Search, legend, display choices, keyboard.
const $ = (id) => document.getElementById(id);

// ---- search: by any printed name or identifier, accents and word order ignored
const searchTexts = label.map((text, i) => {
  const node = data.info[i];
  const printed = (node.n || []).map((row) => data.texts[row[0]]);
  return [...new Set([text, ...(node.a || []), ...printed].map(fold))].concat((node.i || []).map(([, v]) => v.toLowerCase()));
});
const rankOf = new Int32Array(count);
importance.forEach((i, n) => { rankOf[i] = n; });
let found = [], active = -1;

function searchFor(text) {
  const query = fold(text), raw = text.trim().toLowerCase();
  if (!raw) return [];
  const parts = query.split(" ").filter(Boolean);
  const hits = [];
  for (let i = 0; i < count; i++) {
    let best = 0;
    for (const candidate of searchTexts[i]) {
      if (candidate === query || candidate === raw) best = Math.max(best, 4);
      else if (query && candidate.startsWith(query)) best = Math.max(best, 3);
      else if (parts.length && parts.every((p) => (" " + candidate).includes(" " + p))) best = Math.max(best, 2);
      else if ((query.length > 2 && candidate.includes(query)) || (raw.length > 3 && candidate.includes(raw))) best = Math.max(best, 1);
    }
    if (best) hits.push([best, i]);
  }
  return hits.sort((a, b) => b[0] - a[0] || rankOf[a[1]] - rankOf[b[1]]).map((hit) => hit[1]);
}

function showFound() {
  const input = $("query"), list = $("found");
  const all = searchFor(input.value);
  found = all.slice(0, 9);
  active = found.length ? 0 : -1;
  const rows = found.map((i, n) => h("li", { role: "option", id: "hit" + n, "aria-selected": n === active, on: { mousedown: (event) => { event.preventDefault(); choose(i); } } },
    h("span", { class: "dot", style: { "--hue": hueOf(category[i]) } }), h("span", { class: "who", dir: "auto" }, name(shorten(label[i], 90))), h("span", { class: "span" }, [isPeople ? shorten(shortLife(i) || companion(i), 44) : "", plural(data.works_of[i], "work", "works")].filter(Boolean).join(" · "))));
  if (input.value.trim() && !rows.length) rows.push(h("li", { class: "none", role: "option", "aria-disabled": "true" }, data.counts.total > count ? `Nobody of that name among the ${count.toLocaleString("en")} in this file; kg serve searches all ${data.counts.total.toLocaleString("en")}.` : `No ${NOUN[0]} of that name.`));
  if (all.length > found.length) rows.push(h("li", { class: "none", role: "option", "aria-disabled": "true" }, `${all.length - found.length} more; type further.`));
  list.replaceChildren(...rows);
  list.hidden = !rows.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  markActive();
}

// people of one name are told apart by whom they work with
function companion(i) {
  const closest = edgesOf[i].reduce((best, e) => (!best || e.weight > best.weight ? e : best), null);
  return closest ? `with ${label[other(closest, i)]}` : "";
}

function markActive() {
  [...$("found").children].forEach((row, n) => row.setAttribute("aria-selected", String(n === active)));
  if (active >= 0 && !$("found").hidden) $("query").setAttribute("aria-activedescendant", "hit" + active);
  else $("query").removeAttribute("aria-activedescendant");
}

function hideFound() {
  $("found").hidden = true;
  $("query").setAttribute("aria-expanded", "false");
  $("query").removeAttribute("aria-activedescendant");
}

function choose(i) {
  hideFound();
  $("query").value = label[i];
  lastFocus = stage;
  const values = { node: i, edge: -1 };
  if (state.view === "table") values.view = "";
  if (state.ego && !inView[i]) Object.assign(values, { ego: 0, centre: -1 });
  if (category[i] >= 0 && state.off.split(",").includes(String(category[i]))) values.off = state.off.split(",").filter((n) => n !== String(category[i])).join(",");
  change(values);
  moveView(place[i][0], place[i][1], Math.max(network.getScale(), 1.1), true);
  const title = panel.querySelector("h2");
  if (title) title.focus({ preventScroll: true });
}

function startSearch() {
  const input = $("query");
  if (!isPeople) input.placeholder = `Search ${NOUN[1]}`;
  input.addEventListener("input", showFound);
  input.addEventListener("focus", () => { if (input.value) { input.select(); } });
  input.addEventListener("blur", hideFound);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if ($("found").hidden) showFound();
      else if (found.length) { active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length; markActive(); }
    } else if (event.key === "Enter") {
      if ($("found").hidden || active < 0) showFound();
      if (active >= 0) choose(found[active]);
    } else if (event.key === "Escape") { if ($("found").hidden) { input.value = ""; input.blur(); } hideFound(); event.stopPropagation(); }
  });
}

// ---- legend
function drawLegend() {
  const box = $("legend"), off = new Set(state.off ? state.off.split(",").map(Number) : []);
  const titles = { community: isPeople ? "Communities" : "Groups", organisation: "Organisations", year: "Last active" };
  const toggle = (n) => { const next = new Set(off); if (next.has(n)) next.delete(n); else next.add(n); change({ off: [...next].sort((a, b) => a - b).join(",") }); };
  const sizes = new Map();
  for (let i = 0; i < count; i++) if (inView[i]) sizes.set(category[i], (sizes.get(category[i]) || 0) + 1);
  const rows = categories.filter((c) => sizes.get(c.hue) && data.legend.length + (state.colour === "community" ? 0 : 1)).map((c) => h("li", null, h("button", { type: "button", class: "swatch", "aria-pressed": !off.has(c.hue), title: [c.name, c.hint].filter(Boolean).join(" – "), on: { click: () => toggle(c.hue), dblclick: () => change({ off: categories.map((o) => o.hue).filter((n) => n !== c.hue).join(",") }) } },
    h("span", { class: "dot", style: { "--hue": hueOf(c.hue) } }), h("span", { class: "who" }, name(c.name), c.hint ? h("span", { class: "hint" }, c.hint) : null), h("span", { class: "number" }, sizes.get(c.hue).toLocaleString("en")))));
  const doubt = data.uncertain.length ? h("p", { class: "key" }, h("span", { class: "dot dashed" }), "not told apart for certain") : null;
  box.hidden = !rows.length;
  const open = box.querySelector("details") ? box.querySelector("details").open : window.innerWidth > 760;
  box.replaceChildren(h("details", { open }, h("summary", null, titles[state.colour]), h("ul", null, rows), doubt, off.size ? button("Show all groups", () => change({ off: "" }), { class: "more" }) : null));
}

// ---- display and save menus
function choice(title, key, options) {
  const set = h("fieldset", null, h("legend", null, title));
  for (const [value, text] of options) {
    const id = `${key}-${value || "none"}`;
    const input = h("input", { type: "radio", name: key, id, value, on: { change: () => change(key === "colour" ? { colour: value, off: "" } : { [key]: value }) } });
    input.checked = state[key] === value;
    set.append(h("label", { for: id }, input, text));
  }
  return set;
}

function drawDisplay() {
  const most = edges.reduce((max, e) => Math.max(max, e.weight), 1);
  const out = h("output", null, String(state.least));
  const slider = h("input", { type: "range", min: 1, max: Math.min(most, 20), step: 1, id: "least", "aria-label": `Least ${LINK}`, on: { input: (event) => { out.textContent = event.target.value; change({ least: Number(event.target.value) }); } } });
  slider.value = String(state.least);
  const parts = [choice("Size", "size", [["works", "Works"], ["links", isPeople ? "Co-authors" : "Links"]])];
  const colours = [["community", isPeople ? "Community" : "Group"]];
  if (isPeople && organisationOf.some((o) => o >= 0)) colours.push(["organisation", "Organisation"]);
  if (YEAR_LAST > 0) colours.push(["year", "Last active year"]);
  if (colours.length > 1) parts.push(choice("Colour", "colour", colours));
  if (most > 1) parts.push(h("fieldset", null, h("legend", null, `At least … ${LINK}`), h("label", { class: "slide" }, slider, out)));
  if (isPeople) parts.push(layerChoices());
  if (data.shown.length) parts.push(h("fieldset", null, h("legend", null, "How many"), ...[[false, `${data.shown.length.toLocaleString("en")} best connected`], [true, `All ${count.toLocaleString("en")} in this file`]].map(([value, text]) => {
    const input = h("input", { type: "radio", name: "all", id: "all-" + value, on: { change: () => change({ all: value, ego: 0, centre: -1 }) } });
    input.checked = state.all === value;
    return h("label", { for: "all-" + value }, input, text);
  })));
  $("display").replaceChildren(...parts);
}

function layerChoices() {
  const on = new Set(state.layers ? state.layers.split(",") : []);
  const set = h("fieldset", null, h("legend", null, "Also show"));
  for (const [key, text] of [["works", "Works with several of them"], ["venues", "Venues"], ["organisations", "Organisations"]]) {
    const input = h("input", { type: "checkbox", id: "with-" + key, on: { change: (event) => { if (event.target.checked) on.add(key); else on.delete(key); change({ layers: [...on].sort().join(",") }); } } });
    input.checked = on.has(key);
    set.append(h("label", { for: "with-" + key }, input, text));
  }
  return set;
}

function startMenus() {
  for (const id of ["display", "save"]) {
    const opener = $("open-" + id), sheet = $(id);
    opener.addEventListener("click", () => { const open = sheet.hidden; closeMenus(); if (open) { if (id === "display") drawDisplay(); else drawSave(); } sheet.hidden = !open; opener.setAttribute("aria-expanded", String(open)); });
  }
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".menu")) closeMenus(); });
  $("theme").addEventListener("click", () => change({ theme: isDark() ? "light" : "dark" }));
  $("zoom-in").addEventListener("click", () => zoomBy(1.35));
  $("zoom-out").addEventListener("click", () => zoomBy(1 / 1.35));
  $("fit").addEventListener("click", () => fit(true));
  $("open-table").addEventListener("click", () => change({ view: state.view === "table" ? "" : "table" }));
  $("skip").addEventListener("click", (event) => { event.preventDefault(); change({ view: "table" }); $("table-view").focus(); });
  $("help-open").addEventListener("click", openHelp);
}

function closeMenus() {
  let open = false;
  for (const id of ["display", "save"]) {
    if (!$(id).hidden) open = true;
    $(id).hidden = true;
    $("open-" + id).setAttribute("aria-expanded", "false");
  }
  return open;
}

const zoomBy = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 8), animation: calm.matches ? false : { duration: 140, easingFunction: "easeOutQuad" } });
function panBy(dx, dy) {
  const p = network.getViewPosition(), scale = network.getScale();
  network.moveTo({ position: { x: p.x + dx / scale, y: p.y + dy / scale } });
}

// ---- keyboard
const KEYS = [["/", "search"], ["← ↑ → ↓", "move the picture"], ["+ −", "zoom"], ["f", "fit everything"], ["[ ]", "previous, next by importance"], ["e", "only the selected one’s network"], ["t", "table"], ["d", "light or dark"], ["Esc", "close, step by step"], ["?", "this list"]];

function openHelp() {
  const dialog = $("help");
  dialog.replaceChildren(h("h2", { id: "help-title" }, "Keyboard and reading help"),
    h("dl", null, KEYS.map(([key, text]) => [h("dt", null, h("kbd", null, key)), h("dd", null, text)])),
    h("p", null, `Each dot is ${isPeople ? "a person" : NOUN[0] === "organisation" ? "an organisation" : "a " + NOUN[0]}; a line joins two with ${LINK}, thicker for more. Click a dot for sources and reasons, a line for what is shared; double-click for the network of one. A dashed ring marks people who could not be told apart for certain.`),
    h("p", { class: "stamp" }, [data.build, "This file asks nothing of any server."].filter(Boolean).join(" · ")),
    h("p", { class: "stamp" }, "Drawn with vis-network 9.1.2 (Apache 2.0 or MIT licence), as shipped with pyvis."),
    button("Close", () => dialog.close(), { class: "action", autofocus: true }));
  dialog.showModal();
}

function closeStep() {
  if (closeMenus()) return;
  if (state.view === "table") change({ view: "" });
  else if (!panel.hidden) closePanel();
  else if (state.ego) change({ ego: 0, centre: -1 });
}

function stepNode(by) {
  const order = importance.filter((i) => visible[i]);
  if (!order.length) return;
  const at = order.indexOf(state.node);
  const i = order[(at + by + order.length) % order.length];
  change({ node: i, edge: -1 });
  moveView(place[i][0], place[i][1], network.getScale(), true);
}

function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && !$("help").open) return closeStep();
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open || typing) return;
    const onStage = event.target === stage || event.target === document.body;
    const arrows = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
    if (arrows[event.key]) { if (onStage && state.view !== "table") { event.preventDefault(); panBy(...arrows[event.key]); } return; }
    const actions = {
      "/": () => $("query").focus(), "?": openHelp, f: () => fit(true), "+": () => zoomBy(1.35), "=": () => zoomBy(1.35), "-": () => zoomBy(1 / 1.35), "−": () => zoomBy(1 / 1.35),
      t: () => change({ view: state.view === "table" ? "" : "table" }), d: () => change({ theme: isDark() ? "light" : "dark" }), "]": () => stepNode(1), "[": () => stepNode(-1),
      e: () => { if (state.node >= 0) change(state.ego ? { ego: 0, centre: -1 } : { ego: 1, centre: state.node }); },
    };
    if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
  });
}

function toast(text) {
  const box = $("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { box.hidden = true; }, 2600);
}
