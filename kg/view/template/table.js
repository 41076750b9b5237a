// The same network as tables: for screen readers, for sorting, for those who like tables.
let tableKind = "nodes";
let tableSort = { key: 1, down: true };
const TABLE_STEP = 200;

const categoryName = (i) => { const c = categories.find((entry) => entry.hue === category[i]); return c ? c.name : ""; };
const span = (first, last) => (first ? (first === last ? String(first) : `${first}–${last}`) : "");

function tableRows() {
  if (tableKind === "links") {
    const heads = [[NOUN[0][0].toUpperCase() + NOUN[0].slice(1), "text"], ["and", "text"], [LINK[0].toUpperCase() + LINK.slice(1), "number"], ["Years", "text"]];
    return { heads, rows: visibleEdges.map((e) => ({ cells: [label[e.a], label[e.b], e.now, span(e.first, e.last)], open: [() => change({ node: e.a, edge: -1 }), () => change({ node: e.b, edge: -1 }), () => change({ edge: e.index, node: -1 })] })) };
  }
  const heads = [["Name", "text"], ["Works", "number"], [isPeople ? "Co-authors" : "Links", "number"], ["Active", "text"], [{ community: isPeople ? "Community" : "Group", organisation: "Organisation", year: "Last active" }[state.colour], "text"]];
  const rows = [];
  for (const i of importance) if (visible[i]) rows.push({ cells: [label[i], worksNow[i], linksNow[i], span(...activeYears[i]), categoryName(i)], open: [() => change({ node: i, edge: -1 })] });
  return { heads, rows };
}

function drawTable() {
  const box = $("table-view");
  box.hidden = state.view !== "table";
  $("open-table").setAttribute("aria-pressed", String(state.view === "table"));
  stage.inert = state.view === "table";
  document.body.classList.toggle("with-table", state.view === "table");
  if (box.hidden) return;
  const { heads, rows } = tableRows();
  const key = Math.min(tableSort.key, heads.length - 1), sign = tableSort.down ? -1 : 1;
  const compare = heads[key][1] === "number" ? (a, b) => a.cells[key] - b.cells[key] : (a, b) => String(a.cells[key]).localeCompare(String(b.cells[key]));
  rows.sort((a, b) => sign * compare(a, b));
  const head = h("tr", null, heads.map(([text], k) => h("th", { scope: "col", "aria-sort": k === key ? (tableSort.down ? "descending" : "ascending") : "none" }, button(text, () => { tableSort = { key: k, down: k === key ? !tableSort.down : heads[k][1] === "number" }; drawTable(); }, { class: "sort" }))));
  const body = h("tbody");
  const add = (from) => rows.slice(from, from + TABLE_STEP).forEach((row) => body.append(h("tr", null, row.cells.map((cell, k) => { const inner = row.open[k] ? button(typeof cell === "number" ? cell.toLocaleString("en") : name(cell), () => { lastFocus = document.activeElement; row.open[k](); }, { class: "plain", dir: "auto" }) : typeof cell === "number" ? cell.toLocaleString("en") : cell; return k === 0 ? h("th", { scope: "row" }, inner) : h("td", { class: typeof cell === "number" ? "number" : "" }, inner); }))));
  add(0);
  const more = rows.length > TABLE_STEP ? button(`Show more (${rows.length.toLocaleString("en")} rows)`, () => { add(body.children.length); if (body.children.length >= rows.length) more.remove(); }, { class: "more" }) : null;
  const tabs = h("div", { class: "tabs", role: "group", "aria-label": "Table of" }, [["nodes", NOUN[1][0].toUpperCase() + NOUN[1].slice(1)], ["links", "Links"]].map(([kind, text]) => button(text, () => { tableKind = kind; tableSort = { key: kind === "links" ? 2 : 1, down: true }; drawTable(); }, { "aria-pressed": tableKind === kind })));
  box.replaceChildren(tabs, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null, h("caption", null, countsText()), h("thead", null, head), body), more || ""));
}
