// Works per year, the range of years that counts, and a film of it.
let playing = 0;

function startTime() {
  const box = $("time");
  if (!YEAR_LAST || YEAR_FIRST === YEAR_LAST) { box.hidden = true; return; }
  const span = YEAR_LAST - YEAR_FIRST + 1, counts = new Array(span).fill(0);
  for (const y of years) counts[y - YEAR_FIRST]++;
  const most = counts.reduce((a, b) => Math.max(a, b));
  const bars = h("div", { class: "bars", "aria-hidden": "true" }, counts.map((n, k) => h("i", { style: { height: n ? Math.max(5, (100 * n) / most) + "%" : "0" }, title: `${YEAR_FIRST + k}: ${plural(n, "work", "works")}` })));
  const range = (id, text, value) => {
    const input = h("input", { type: "range", id, min: YEAR_FIRST, max: YEAR_LAST, step: 1, "aria-label": text });
    input.value = String(value);
    return input;
  };
  const low = range("from", "From year", state.from), high = range("to", "To year", state.to);
  const read = (moved) => {
    stopPlaying();
    let from = Number(low.value), to = Number(high.value);
    if (from > to) { if (moved === low) from = to; else to = from; }
    change({ from, to });
  };
  low.addEventListener("input", () => read(low));
  high.addEventListener("input", () => read(high));
  const without = works.length - years.length;
  box.replaceChildren(
    button("▶", () => (playing ? stopPlaying() : play()), { id: "play", "aria-label": "Play the years", title: "Play the years" }),
    h("div", { class: "years" }, bars, h("div", { class: "ranges" }, h("span", { class: "rail", "aria-hidden": "true" }), low, high)),
    h("div", { class: "reading" }, h("output", { id: "year-range" }), button("All years", () => { stopPlaying(); change({ from: YEAR_FIRST, to: YEAR_LAST }); }, { id: "all-years", class: "more" }), without ? h("span", { class: "hint", title: "They count only while the whole range is chosen" }, `${without.toLocaleString("en")} without a year`) : null));
}

function updateTime() {
  if (!$("from")) return;
  $("from").value = String(state.from);
  $("to").value = String(state.to);
  const span = Math.max(YEAR_LAST - YEAR_FIRST, 1);
  $("time").style.setProperty("--low", (state.from - YEAR_FIRST) / span);
  $("time").style.setProperty("--high", (state.to - YEAR_FIRST) / span);
  $("year-range").textContent = state.from === state.to ? state.from : `${state.from}–${state.to}`;
  $("all-years").hidden = state.from === YEAR_FIRST && state.to === YEAR_LAST;
  [...document.querySelectorAll("#time .bars i")].forEach((bar, k) => bar.classList.toggle("out", YEAR_FIRST + k < state.from || YEAR_FIRST + k > state.to));
}

function play() {
  if (state.to >= YEAR_LAST) change({ from: YEAR_FIRST, to: YEAR_FIRST });
  $("play").textContent = "❚❚";
  $("play").setAttribute("aria-label", "Stop");
  playing = setInterval(() => {
    if (state.to >= YEAR_LAST) return stopPlaying();
    change({ to: state.to + 1 });
  }, calm.matches ? 1600 : 750);
}

function stopPlaying() {
  if (!playing) return;
  clearInterval(playing);
  playing = 0;
  $("play").textContent = "▶";
  $("play").setAttribute("aria-label", "Play the years");
}
