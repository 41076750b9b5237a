"""Lines of CVs and homepages that are no entries of a bibliography: everything in them is "other"."""

from __future__ import annotations

from random import Random

from kg.extractors.references.corpus import Example
from kg.extractors.references.synthetic import words as w
from kg.extractors.references.synthetic.curriculum import description, links
from kg.extractors.references.synthetic.facts import institution, invented_title
from kg.extractors.references.synthetic.names import NameStyle, print_name
from kg.extractors.references.synthetic.people import person

_DEGREES = (
    "Ph.D. in {f}|PhD, {f}|M.Sc. {f}|Master of Science in {f}|B.Sc. in {f}|B.A., {f}|"
    "Bachelor of Engineering|Diplom in {f}|Doctorate in {f}|M.Phil|Licence de {f}|Grado en {f}|"
    "Postdoctoral training in {f}"
).split("|")
_ROLES = (
    "Research Assistant|Postdoctoral Researcher|Assistant Professor|Associate Professor of {f}|"
    "Research Scientist|Software Engineer Intern|Visiting Scholar|Teaching Assistant|Lecturer|"
    "Senior Researcher|Data Scientist|PhD Student|Head of Laboratory|Consultant|Research Intern|"
    "Wissenschaftlicher Mitarbeiter|Maître de conférences|Profesor titular|Fellow"
).split("|")
_AWARDS = (
    "Best Teaching Award|Dean's List|National Scholarship|Graduate Research Fellowship|Travel Grant|"
    "Outstanding Reviewer|Fulbright Fellow|First Prize, Olympiad in {f}|Young Investigator Award|"
    "Alumni Scholarship|Grant for {f} (€120,000)|Prix de thèse|Stipendium|Runner-up, Hackathon"
).split("|")
_SERVICE = (
    "Reviewer for {v}|Program Committee: {v}|Reviewer: {v}, {v2}, {v}|Area Chair, {v}|Member of the IEEE|"
    "Session chair at {v}|Editorial board, Journal of {f}|Organizer of the Workshop on {f}|"
    "Senior PC member|Ad hoc reviewer for Journal of {f}, Annals of {f}"
).split("|")
_SKILLS = (
    "Python, C++, Java, MATLAB|Languages: English (fluent), French (native)|Programming: R, SQL, Julia|"
    "PyTorch, TensorFlow, JAX, CUDA|Tools: Git, Docker, LaTeX|Deutsch (Muttersprache), Englisch|"
    "Linux, Bash, AWS|Microsoft Office, SPSS, Stata"
).split("|")
_COURSES = (
    "CS {n}: Introduction to {f}|{f} (undergraduate), Fall {y}|Teaching Assistant, {f} {n}, Spring {y}|"
    "Guest lecture in {f}|{f} I, II (graduate)|Supervised 3 master students|"
    "Introduction to {f}, winter term {y}/{z}|Instructor, MATH {n}"
).split("|")
_CONTACT = (
    "Email: {u}@example.edu|Phone: +1 (555) 123-{n}|{n} Main Street, {c}|Office: Room {n}, Building {k}|"
    "https://github.com/{u}|Homepage: https://{u}.example.org|Curriculum Vitae|Citizenship: {c}|"
    "Born {m} {k}, 19{k} in {c}|ORCID: 0000-0002-1825-0097|Twitter / Google Scholar / LinkedIn|"
    "Last updated: {m} {y}|Page {k} of 7|Adresse: {c}|Date of birth: {m} {k}"
).split("|")
_HEADINGS = (
    "Publications|Selected Publications|Journal Articles|Refereed Conference Papers|"
    "Conference Proceedings|Preprints|Working Papers|Book Chapters|Patents|Education|Employment|"
    "Research Experience|Awards and Honors|Teaching|Professional Service|Invited Talks|Skills|References|"
    "Work in progress|Theses|Technical reports|Veröffentlichungen|Ausbildung|Formation|"
    "Publications récentes|Publicaciones|Experiencia|论文|教育背景|Research Interests|News|PUBLICATIONS|"
    "EDUCATION|Grants|Supervision|Academic Appointments|Books|Peer-reviewed articles|2021|2019|In Press|"
    "Under Review|Workshops and Posters"
).split("|")
_SENTENCES = (
    "I am a {r} at {i}, working on {f}.",
    "My research focuses on {f} and {g}.",
    "Before that, I was a {r} at {i} with {p}.",
    "I received my PhD from {i} in {y}.",
    "I am broadly interested in {f}, especially {g}.",
    "Advisor: {p}",
    "Supervisors: {p} and {q}",
    "Thesis advisor: Prof. {p}",
    "Responsible for {g} in a team of {k}.",
    "Developed tools for {f} used by over {n} users.",
    "We are looking for students interested in {f}!",
    "{m} {y}: Our paper on {f} was accepted to {v}!",
    "[{m} {y}] I will join {i} as a {r}.",
    "In {y} I moved to {c}.",
    "Worked with {p} on {g}.",
    "Led the design of a system for {g}.",
    "Referees: Prof. {p}, {i}; Dr. {q}, {i}.",
    "Please see my Google Scholar page for a full list.",
    "* indicates equal contribution",
    "Organised a reading group on {f}.",
    "My work has been featured in the New York Times.",
    "Students: {p} (PhD), {q} (MSc)",
    "Hobbies: hiking, chess, photography",
    "Co-supervised {p} ({y}-{z}), now at {i}",
    "Invited talk on {f}, {i}, {m} {y}",
    "“{t}”, invited talk, {i}, {m} {y}",
    "Keynote: {t}. {i}, {c}, {y}",
    "Poster presentation at {v}, {c}",
    "Project: {t}",
    "Course project: {t}",
    "Awarded ${n},000 by the National Science Foundation.",
    "Principal investigator: {t}, {y}–{z}, EUR {n},000",
)


def lines(random: Random) -> Example:
    """One to five lines of one kind, all unlabelled."""
    kind = random.choice(
        (
            _education,
            _education,
            _employment,
            _employment,
            _award,
            _service,
            _skill,
            _course,
            _contact,
            _heading,
            _sentence,
            _sentence,
            _sentence,
            _talk,
        )
    )
    count = random.choice((1, 1, 1, 2, 3, 5))
    text = random.choice(("\n", "\n", "\n• ")).join(kind(random) for _ in range(count))
    return Example(text, ())


def _fill(random: Random, pattern: str) -> str:
    style = NameStyle("F S")
    year = random.randint(1985, 2025)
    values = {
        "f": random.choice(w.FIELD_NAMES),
        "g": invented_title(random).lower(),
        "v": random.choice(w.ACRONYMS) + random.choice(("", f" {year}")),
        "v2": random.choice(w.ACRONYMS),
        "n": random.randint(100, 9000),
        "y": year,
        "z": year + random.randint(1, 5),
        "c": random.choice(w.CITIES),
        "k": random.randint(1, 60),
        "m": random.choice(w.MONTHS),
        "u": person(random).family.lower().replace(" ", ""),
        "i": institution(random),
        "r": random.choice(_ROLES).format(f=random.choice(w.FIELD_NAMES)),
        "p": print_name(person(random), style.form),
        "q": print_name(person(random), style.form),
        "t": invented_title(random),
    }
    return pattern.format(**values)


def _range(random: Random) -> str:
    year = random.randint(1985, 2024)
    end = random.choice(
        (str(year + random.randint(1, 6)), "Present", "present", "now", "heute", "", f"{year + 3} (expected)")
    )
    dash = random.choice(("–", "-", " - ", " – ", "—", " to "))
    month = random.choice(w.MONTHS)
    shape = random.randrange(5)
    if shape == 0:
        return (
            f"{month[:3]} {year}{dash}{random.choice(w.MONTHS)[:3]} {end}"
            if end.isdigit()
            else f"{month[:3]} {year}{dash}{end}"
        )
    if shape == 1:
        return f"{random.randint(1, 12):02d}/{year}{dash}{end}"
    return f"{year}{dash}{end}" if shape < 4 else str(year)


def _row(random: Random, parts: list[str]) -> str:
    random.shuffle(parts)
    return random.choice((", ", "\t", "\n", " | ", ", ", " – ", "  ")).join(part for part in parts if part)


def _education(random: Random) -> str:
    parts = [_fill(random, random.choice(_DEGREES)), institution(random), _range(random)]
    if random.random() < 0.3:
        parts.append(random.choice(w.CITIES))
    text = _row(random, parts)
    if random.random() < 0.3:
        text += "\n" + _fill(
            random,
            random.choice(
                (
                    "Advisor: {p}",
                    "Thesis: {t}",
                    "Supervisor: Prof. {p}",
                    "GPA: 3.{k}/4.0",
                    "Dissertation: “{t}”",
                    "Advisors: {p}, {q}",
                    "Thesis title: {t}",
                )
            ),
        )
    return text


def _employment(random: Random) -> str:
    parts = [_fill(random, random.choice(_ROLES)), institution(random), _range(random)]
    if random.random() < 0.4:
        parts.append(random.choice(w.CITIES))
    text = _row(random, parts)
    if random.random() < 0.4:
        text += (
            "\n"
            + random.choice(("- ", "• ", ""))
            + (description(random) if random.random() < 0.5 else _fill(random, random.choice(_SENTENCES[8:10])))
        )
    return text


def _award(random: Random) -> str:
    return _row(
        random,
        [
            _fill(random, random.choice(_AWARDS)),
            random.choice((institution(random), "")),
            str(random.randint(1990, 2025)),
        ],
    )


def _service(random: Random) -> str:
    return _fill(random, random.choice(_SERVICE)) + random.choice(
        ("", f", {random.randint(1999, 2025)}", f" ({_range(random)})")
    )


def _skill(random: Random) -> str:
    return random.choice(_SKILLS)


def _course(random: Random) -> str:
    return _fill(random, random.choice(_COURSES))


def _contact(random: Random) -> str:
    return (
        _fill(random, random.choice(_CONTACT)) if random.random() < 0.8 else links(random, random.choice(("[{}]", "/")))
    )


def _heading(random: Random) -> str:
    return random.choice(_HEADINGS)


def _sentence(random: Random) -> str:
    return " ".join(_fill(random, random.choice(_SENTENCES)) for _ in range(random.choice((1, 1, 2, 3))))


def _talk(random: Random) -> str:
    return _fill(random, random.choice(_SENTENCES[25:29]))
