"""The page in a real browser, cut off from the network."""

import csv
import io
import json
import re

import pytest
import synthetic

from kg.view import ViewOptions, write_html

pytestmark = pytest.mark.browser


def choose(opened, text):
    opened.page.fill("#query", text)
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("#panel:not([hidden])")


def person_with(tables, condition):
    return next(p for p in tables["people"].to_pylist() if condition(p))


def linked_pair(tables):
    """Ids and names of two people with several joint works."""
    best = max(tables["coauthorships"].to_pylist(), key=lambda pair: (pair["weight"], pair["left_id"]))
    names = {p["person_id"]: p["name"] for p in tables["people"].to_pylist()}
    return best, names[best["left_id"]], names[best["right_id"]]


def counted(opened):
    return int(re.match(r"[\d,]+", opened.page.text_content("#counts"))[0].replace(",", ""))


def saved(opened, button):
    opened.page.click("#open-save")
    with opened.page.expect_download() as waiting:
        opened.page.click(f"#save >> text={button}")
    return waiting.value.path().read_bytes()


def test_300_people_are_ready_in_three_seconds_without_a_request_or_an_error(page_path, open_page):
    opened = open_page(page_path)
    assert opened.ready_after < 3000
    assert opened.outside == []
    assert opened.errors == []
    assert counted(opened) == 262
    painted = opened.page.evaluate(
        """() => {
        const c = document.querySelector('#network canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();
        for (let i = 0; i < d.length; i += 400) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]);
        return seen.size; }"""
    )
    assert painted > 30


def test_search_finds_a_name_without_its_accents_and_opens_the_panel(tables, page_path, open_page):
    person = person_with(tables, lambda p: "Ł" in p["name"] and "Love" not in p["name"])
    opened = open_page(page_path)
    opened.page.keyboard.press("/")
    choose(opened, person["name"].replace("Ł", "L").lower())
    assert opened.page.text_content("#panel h2") == person["name"]


def test_search_finds_an_orcid_and_another_spelling(tables, page_path, open_page):
    held = {n["k"] for n in json.loads(re.search(r'id="data">(.*?)</script>', page_path.read_text(), re.S)[1])["info"]}
    person = person_with(tables, lambda p: p["identifiers"] and p["person_id"] in held)
    opened = open_page(page_path)
    choose(opened, person["identifiers"][0]["value"])
    assert opened.page.text_content("#panel h2") == person["name"]
    assert opened.page.get_attribute("#panel a.chip", "href").startswith("https://orcid.org/0000-")
    alias = person_with(tables, lambda p: len(p["alternative_names"]) > 1 and p["person_id"] in held)
    opened.page.fill("#query", next(n for n in alias["alternative_names"] if n != alias["name"]))
    assert opened.page.locator("#found li", has_text=alias["name"]).count() > 0


def test_the_panel_of_a_person_shows_works_with_sources_a_life_and_the_evidence_of_the_merge(
    tables, page_path, open_page
):
    opened = open_page(page_path)
    choose(opened, "Zoe Ivanova")
    page = opened.page
    text = page.text_content("#panel")
    for heading in ("Printed as", "Organisations over time", "Co-authors", "Works", "Why these are one person"):
        assert heading in text
    page.click("#panel .work .sources summary >> nth=0")
    assert re.search(r"cv-\d\d\.md, characters [\d,]+–[\d,]+", page.text_content("#panel .work .sources ul >> nth=0"))
    page.click("#panel .decision.same summary >> nth=0")
    decision = page.text_content("#panel .decision.same[open]")
    assert "Name compatibility" in decision
    assert "Shared coauthor" in decision
    assert "both with Bao Huang" in decision
    assert "cv-" in decision
    assert page.locator("#panel .decision.same[open] .track .step.for").count() >= 2


def test_a_click_on_a_dot_and_on_a_line_opens_what_is_there(page_path, open_page):
    opened = open_page(page_path, size=(1400, 900), reduced_motion="reduce")
    page = opened.page
    spots = [(x, y) for x in range(300, 1250, 7) for y in range(80, 780, 7)]
    tips = {}
    for x, y in spots[::11]:
        page.mouse.move(x, y)
        opened.settle()
        tip = page.text_content("#tip") if page.is_visible("#tip") else ""
        if tip and ("dot" not in tips and "works" in tip and " – " not in tip):
            tips["dot"] = (x, y, tip.split(" · ")[0])
        if tip and ("line" not in tips and "joint works" in tip):
            tips["line"] = (x, y, tip)
        if len(tips) == 2:
            break
    assert set(tips) == {"dot", "line"}
    page.mouse.click(*tips["line"][:2])
    page.wait_for_selector("#panel >> text=Joint works")
    first, second = page.locator("#panel .pair .plain").all_text_contents()
    assert tips["line"][2].startswith(f"{first} – {second}")
    assert page.locator("#panel .work .sources").count() >= 1
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    page.mouse.click(*tips["dot"][:2])
    page.wait_for_selector("#panel >> text=Co-authors")
    assert page.text_content("#panel h2") == tips["dot"][2]


def test_a_link_shows_the_joint_works_and_how_many(tables, page_path, open_page):
    pair, left, right = linked_pair(tables)
    opened = open_page(page_path, hash=f"#link={pair['left_id']}~{pair['right_id']}")
    assert sorted(opened.page.locator("#panel .pair .plain").all_text_contents()) == sorted([left, right])
    assert opened.page.locator("#panel .work").count() == pair["weight"]
    assert f"{pair['weight']} joint works" in opened.page.text_content("#panel .stats")


def test_the_state_survives_a_reload(tables, page_path, open_page):
    opened = open_page(page_path)
    page = opened.page
    choose(opened, "Zoe Ivanova")
    page.fill("#from", "2015")
    page.click("#open-display")
    page.check("#size-links")
    page.check("#with-venues")
    before = page.evaluate("location.hash")
    shown = page.text_content("#counts")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("location.hash") == before
    assert page.text_content("#panel h2") == "Zoe Ivanova"
    assert page.text_content("#counts") == shown
    assert page.input_value("#from") == "2015"


def test_the_years_leave_only_those_who_worked_together_then(tables, page_path, open_page):
    opened = open_page(page_path, hash="#years=2010-2012")
    years = {w["work_id"]: w["year"] for w in tables["works"].to_pylist()}
    together = {}
    for row in tables["authorships"].to_pylist():
        if 2010 <= years[row["work_id"]] <= 2012:
            together.setdefault(row["work_id"], set()).add(row["person_id"])
    expected = set().union(*(people for people in together.values() if len(people) > 1))
    assert counted(opened) == len(expected)
    opened.page.click("#all-years")
    assert counted(opened) == 262


def test_the_years_can_be_played(page_path, open_page):
    opened = open_page(page_path)
    opened.page.click("#play")
    opened.page.locator("#year-range", has_text="–2010").wait_for(timeout=8000)
    opened.page.click("#play")
    assert opened.page.get_attribute("#play", "aria-label") == "Play the years"


def test_the_least_number_of_joint_works_and_the_legend_take_links_and_people_away(page_path, open_page):
    opened = open_page(page_path)
    everybody = counted(opened)
    opened.page.click("#legend .swatch >> nth=0")
    without = counted(opened)
    assert without < everybody
    assert opened.page.get_attribute("#legend .swatch >> nth=0", "aria-pressed") == "false"
    opened.page.click("text=Show all groups")
    opened.page.click("#open-display")
    opened.page.fill("#least", "3")
    assert counted(opened) < without


def test_ego_mode_shows_one_person_and_the_direct_links(tables, page_path, open_page):
    opened = open_page(page_path)
    choose(opened, "Zoe Ivanova")
    person = person_with(tables, lambda p: p["name"] == "Zoe Ivanova")["person_id"]
    direct = sum(person in (p["left_id"], p["right_id"]) for p in tables["coauthorships"].to_pylist())
    opened.page.click("text=Only direct links")
    assert opened.page.text_content("#counts").startswith(f"{direct} people within one step of Zoe Ivanova")
    opened.page.click("text=Two steps")
    assert counted(opened) > direct
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Escape")
    assert counted(opened) == 262


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "محمد بن سلمان الخوارزمي"]
)
def test_a_hostile_name_stays_text_everywhere(name, page_path, open_page):
    opened = open_page(page_path)
    dialogs = []
    opened.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    choose(opened, name)
    assert opened.page.text_content("#panel h2") == name
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("t")
    assert opened.page.locator("#table-view button", has_text=name).count() >= 1
    assert dialogs == []
    assert opened.errors == []
    assert opened.page.locator("img").count() == 0


def test_dangerous_links_are_not_links(page_path, open_page):
    opened = open_page(page_path, hash="#view=table")
    choose(opened, "Zoe Ivanova")
    hrefs = opened.page.eval_on_selector_all("a", "links => links.map(a => a.getAttribute('href'))")
    assert all(re.match(r"https?://|#", href) for href in hrefs)


def test_the_picture_can_be_saved_as_png_and_svg(page_path, open_page):
    opened = open_page(page_path)
    png = saved(opened, "PNG")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(png) > 100_000
    drawn = saved(opened, "SVG").decode()
    assert drawn.count("<circle") >= 262
    assert "&lt;img src=x" in drawn
    assert opened.errors == []


def test_csv_and_bibtex_of_the_selection(tables, page_path, open_page):
    opened = open_page(page_path)
    rows = list(csv.DictReader(io.StringIO(saved(opened, "CSV of people").decode("utf-8-sig"))))
    assert len(rows) == 262
    assert {"id", "name", "works", "links"} <= set(rows[0])
    choose(opened, "Zoe Ivanova")
    entries = saved(opened, "BibTeX").decode()
    person = person_with(tables, lambda p: p["name"] == "Zoe Ivanova")["person_id"]
    works = {a["work_id"] for a in tables["authorships"].to_pylist() if a["person_id"] == person}
    keys = re.findall(r"^@inproceedings\{(\w+),$", entries, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(works)
    assert "Zoe Ivanova" in entries
    assert "javascript:" not in entries


def test_dark_and_light_follow_the_system_and_the_button(page_path, open_page):
    dark = open_page(page_path, color_scheme="dark").page
    light = open_page(page_path, color_scheme="light").page
    assert dark.evaluate("document.documentElement.dataset.theme") == "dark"
    assert light.evaluate("document.documentElement.dataset.theme") == "light"
    light.click("#theme")
    assert light.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 29)"


def test_the_table_says_the_same_and_can_be_sorted(page_path, open_page):
    opened = open_page(page_path, hash="#view=table")
    page = opened.page
    works = [int(t) for t in page.locator("#table-view tbody tr td:nth-child(2)").all_text_contents()]
    assert works == sorted(works, reverse=True)
    page.click("#table-view thead button >> text=Name")
    assert page.get_attribute("#table-view thead th >> nth=0", "aria-sort") == "ascending"
    page.click("#table-view tbody button >> nth=3")
    page.wait_for_selector("#panel:not([hidden])")
    page.click("#table-view .tabs >> text=Links")
    assert page.locator("#table-view tbody tr").count() == 200


def test_the_keyboard_reaches_everything(page_path, open_page):
    opened = open_page(page_path)
    page = opened.page
    page.keyboard.press("]")
    page.wait_for_selector("#panel:not([hidden])")
    first = page.text_content("#panel h2")
    page.keyboard.press("]")
    assert page.text_content("#panel h2") != first
    page.keyboard.press("Escape")
    assert page.is_hidden("#panel")
    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    assert "kg test" in page.text_content("#help")
    page.keyboard.press("Escape")
    page.wait_for_selector("#help:not([open])", state="attached")
    before = page.evaluate("document.querySelector('#network canvas').toDataURL().length")
    for key in ("+", "+", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#network canvas').toDataURL().length") != before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"


@pytest.mark.parametrize("view", ["", "#view=table", "#panel"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(view, scheme, page_path, open_page, axe_source):
    opened = open_page(page_path, hash="" if view == "#panel" else view, color_scheme=scheme)
    if view == "#panel":
        choose(opened, "Zoe Ivanova")
        opened.page.click("#panel .decision summary >> nth=0")
        opened.page.click("#open-display")
    opened.page.evaluate(axe_source)
    found = opened.page.evaluate("axe.run()")
    assert len(found["passes"]) > 15
    serious = [
        f"{v['id']}: {[n['html'][:120] for n in v['nodes']][:3]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_empty_and_tiny_graphs_look_deliberate(count, tmp_path, open_page):
    path = tmp_path / "tiny.html"
    write_html(synthetic.make(count) if count else {}, path)
    opened = open_page(path)
    assert opened.errors == []
    assert "kg build" in opened.page.text_content("#empty")
    assert opened.page.is_hidden("#legend")


def test_choices_that_leave_nothing_say_how_to_get_back(page_path, open_page):
    opened = open_page(page_path, hash="#least=19&years=2008-2008")
    assert "Nothing matches" in opened.page.text_content("#empty")
    opened.page.click("text=Show everything")
    assert counted(opened) == 262


def test_a_phone_shows_picture_and_panel_without_scrolling_sideways(page_path, open_page):
    opened = open_page(page_path, size=(390, 844), has_touch=True, is_mobile=True)
    choose(opened, "Zoe Ivanova")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened.page.locator("#panel").bounding_box()["height"] < 844 * 0.6


def test_a_damaged_hash_is_ignored(page_path, open_page):
    opened = open_page(page_path, hash="#node=nobody&years=x-y&least=-3&off=a,b&colour=%E0%A4%A&ego=9~&size=&with=cats")
    assert opened.errors == []
    assert counted(opened) == 262


def test_the_page_works_inside_a_frame_without_an_address(page_path, chromium):
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content("<iframe width=1000 height=600></iframe>")
    page.evaluate("text => { document.querySelector('iframe').srcdoc = text; }", page_path.read_text(encoding="utf-8"))
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for(state="attached", timeout=15000)
    frame.locator("#query").fill("Zoe Ivanova")
    frame.locator("#query").press("Enter")
    frame.locator("#panel h2").wait_for()
    assert errors == []
    page.close()


@pytest.mark.parametrize("kind", ["works", "venues", "organisations"])
def test_other_kinds_open_on_the_same_page(kind, tables, tmp_path, open_page):
    path = tmp_path / f"{kind}.html"
    write_html(tables, path, ViewOptions(kind=kind))
    opened = open_page(path)
    opened.page.keyboard.press("]")
    opened.page.wait_for_selector("#panel:not([hidden])")
    assert opened.page.locator("#panel .work").count() >= 1
    assert opened.errors == []


def test_a_page_about_one_person_opens_with_that_person(tables, tmp_path, open_page):
    person = person_with(tables, lambda p: p["name"] == "Zoe Ivanova")["person_id"]
    direct = sum(person in (p["left_id"], p["right_id"]) for p in tables["coauthorships"].to_pylist())
    path = tmp_path / "focus.html"
    write_html(tables, path, ViewOptions(focus=person, depth=1))
    opened = open_page(path)
    assert opened.page.text_content("#panel h2") == "Zoe Ivanova"
    assert opened.page.text_content("#counts").startswith(f"{direct} people within one step of Zoe Ivanova, ")
    assert opened.errors == []


def test_a_path_is_drawn_with_its_steps(tables, tmp_path, open_page):
    pairs = tables["coauthorships"].to_pylist()
    first = pairs[0]
    third = next(
        p
        for p in pairs
        if first["right_id"] in (p["left_id"], p["right_id"]) and first["left_id"] not in (p["left_id"], p["right_id"])
    )
    last = third["right_id"] if third["left_id"] == first["right_id"] else third["left_id"]
    path = tmp_path / "path.html"
    write_html(tables, path, ViewOptions(path=(first["left_id"], first["right_id"], last)))
    opened = open_page(path)
    assert opened.page.text_content("#counts").startswith("2 steps from ")
    assert opened.errors == []


@pytest.mark.slow
def test_3000_people_are_quick_enough(tmp_path, open_page):
    tables = synthetic.make(3300, 1.5, seed=11)
    path = tmp_path / "large.html"
    report = write_html(tables, path, ViewOptions(top=3000))
    assert report.nodes > 2800
    assert report.edges > 14_000
    assert report.bytes < 4_000_000
    opened = open_page(path)
    assert opened.ready_after < 6000  # the aim is 3 s on an idle machine
    searched = opened.page.evaluate(
        """() => {
        const q = document.querySelector('#query'), start = performance.now();
        q.value = 'Zoe';
        q.dispatchEvent(new Event('input'));
        q.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
        return [performance.now() - start, document.querySelector('#panel').hidden]; }"""
    )
    assert searched[0] < 1000
    assert searched[1] is False
    filtered = opened.page.evaluate(
        """() => new Promise(done => {
        const f = document.querySelector('#from'), start = performance.now();
        f.value = '2015';
        f.dispatchEvent(new Event('input'));
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start))); })"""
    )
    assert filtered < 1500
