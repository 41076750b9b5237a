"""Which words name which part of a CV, in the languages of most CVs."""

from __future__ import annotations

import re
from typing import Literal

SectionKind = Literal[
    "publication",
    "education",
    "employment",
    "teaching",
    "talk",
    "award",
    "service",
    "skill",
    "project",
    "student",
    "membership",
    "contact",
    "about",
    "other",
    "unknown",
]

# Order matters among kinds named at one place: "Teaching awards" is about awards.
_STRONG: tuple[tuple[SectionKind, str], ...] = (
    (
        "award",
        r"awards?|honou?rs?|prizes?|fellowships?|scholarships?|grants?|funding|distinctions?|achievements?|"
        r"recognitions?|accomplishments?|"
        r"auszeichnung\w*|preise|stipendi\w*|drittmittel\w*|förderung\w*|bourses?|prix|subventions?|premios?|"
        r"becas?|prêmios?|bolsas?|premi|borse|"
        r"награды|премии|гранты|стипендии|获奖\w*|奖励|奖项|荣誉\w*|奖学金|基金\w*|\w*项目资助|受賞\w*|競争的資金|科研費|助成金",
    ),
    (
        "talk",
        r"communications?(?: orales?)?|comunicaciones|congresos|congrès|colloques?|convegni|congressos|kongress\w*|"
        r"(?:(?:papers?|abstracts?|posters?|works?) )?presented|"
        r"talks?|presentations?|lectures|seminars?|posters?|keynotes?|speaking|"
        r"speeches|vorträge?|vortrag\w*|"
        r"présentations?|exposés?|conférences invitées|"
        r"ponencias?|charlas?|palestras?|apresentações|relazioni|presentazioni|доклады|выступления|"
        r"конференции|конференциях|报告|演讲|讲座|\w*発表|"
        r"\w*講演|\w*报告|\w*學術報告",
    ),
    (
        "publication",
        r"publications?|papers?|publi\w+|bibliography|writings?|articles?|manuscripts?|preprints?|pre-prints?|"
        r"patents?|(?:research|scholarly) (?:output|works?)|"
        r"books? chapters?|chapters?|proceedings|works? in progress|working papers|work under review|"
        r"under review|forthcoming|in press|theses|dissertations?|products|contributions? to science|"
        r"productions? scientifiques?|travaux|scientific production|producción científica|produzione scientifica|"
        r"produção científica|research output|scholarship and publications|trabajos publicados|"
        r"book reviews?|reviews? of books|rezensionen|buchbesprechungen|comptes[- ]rendus|reseñas|recensioni|"
        r"herausgeberschaft\w*|monographien?|monografías?|sammelband|sammelbänden?|"
        r"veröffentlichung\w*|publikation\w*|schriften\w*|aufsätze|patente|brevets?|ouvrages|publicaciones|"
        r"artículos|patentes|publicações|artigos|pubblicazioni|"
        r"articoli|brevetti|публикац\w+|статьи|список (?:научных )?трудов|научные труды|论文\w*|发表\w*|著作|专利|"
        r"\w*论文|\w*发表|学术成果|科研成果|論文\w*|\w*論文|著書\w*|研究業績|業績\w*",
    ),
    (
        "teaching",
        r"teaching|courses? taught|courses?|coursework|lecturing|instructor|tutoring|lehre|lehr\w+|"
        r"unterricht\w*|enseignements?|docencia|enseñanza|ensino|didattica|docenza|"
        r"insegnamento|教学\w*|课程|\w*课程|преподавание|担当講義|担当科目|教育活動",
    ),
    (
        "student",
        r"(?:dissertations?|thes[ei]s|projects?) (?:directed|supervised|advised|examined|guided)|"
        r"(?:student )?super[- ]?visi\w+|supv\w+|students?|mentor(?:ing|ed|ship)|mentees?|trainees?|advis(?:ees?|ing)|"
        r"advisees|phd students|group members|betreu\w+|encadrements?|"
        r"dirección de tesis|orientações|指导学生|学生",
    ),
    (
        "education",
        r"educations?|academic (?:background|qualifications?|training|degrees?)|qualifications?|degrees?|"
        r"studies|schooling|academic history|academic record|"
        r"ausbildung|bildung\w*|studium|akademischer werdegang|formations?|études|diplômes|cursus|"
        r"formación(?: académica)?|educación|estudios|formação(?: acadêmica)?|educação|"
        r"istruzione|formazione|titoli di studio|образование|학력|教育\w*|学历|学習歴|学歴|略歴|学位|"
        r"opleiding(?:en)?|utbildning|professional preparation",
    ),
    (
        "employment",
        r"employment\w*|(?:work|professional|research|industry|industrial|academic|career|job|relevant|other|"
        r"clinical|administrative|postdoctoral|internship)\s+"
        r"(?:experiences?|appointments?|positions?|history|career|posts?|employment)|experiences?|"
        r"(?:postdoctoral|postgraduate|clinical|residency|fellowship|medical|internship) training|residenc(?:y|ies)|"
        r"clerkships?|(?:legal|clinical|private) practice|esperienza lavorativa|"
        r"appointments?|positions?(?: held)?|internships?|career(?: history)?|"
        r"work history|work|visiting positions?|affiliations?|berufserfahrung|beruflicher werdegang|"
        r"anstellung\w*|werdegang|berufliche\w*|praktika|lebenslauf|"
        r"expériences?(?: professionnelles?)?|parcours(?: professionnel)?|emplois?|postes?|"
        r"experiencia(?: \w+)*|puestos|experiência(?: \w+)*|esperienze?(?: \w+)*|"
        r"carriera|опыт работы|трудовая деятельность|место работы|работа|должности|карьера|경력|工作\w*|任职\w*|"
        r"职业\w*|实习\w*|科研经历|研究经历|職歴|経歴|"
        r""
        r"werkervaring|anställning\w*",
    ),
    (
        "service",
        r"services?|review(?:ing|ers?)|(?:paper|manuscript|journal|peer|ad hoc|grant|proposal) reviews?|"
        r"referees?|refereeing|committees?|editorial\w*|(?:professional|"
        r"academic|scientific|community|extracurricular)\s+(?:activit\w+|engagement|"
        r"leadership)|activit(?:y|ies)|outreach|leadership|volunteer\w*|duties|organi[sz]ation of \w+|"
        r"(?:workshops?|conferences?|sessions?|panels?|events?|symposi(?:a|ums?)) (?:co-?)?(?:organi[sz]ed|chaired)|"
        r"organi[sz]ing|gutachter\w*|ehrenamt\w*|gremien\w*|responsabilités|"
        r"relectures?|servicios?|serviços|servizi\w*|attività|学术服务|社会\w*|审稿\w*|学会|学会活動|社会活動|委員\w*",
    ),
    ("membership", r"memberships?|societies|mitgliedschaft\w*|associations?|affiliations? professionnelles"),
    (
        "project",
        r"projects?|research projects?|software|open[- ]source|code|tools|projekte?|projets?|proyectos|"
        r"projetos|progetti|项目\w*|科研项目",
    ),
    (
        "skill",
        r"skills?|languages?|technical \w+|programming|computer skills|competenc\w+|certificat\w+|kenntnisse|"
        r"sprach\w*|fähigkeiten|compétences?|langues?|habilidades|idiomas|"
        r"competencias|competenze|lingue|技能|语言\w*|专业技能",
    ),
    (
        "contact",
        r"contacts?|contact (?:information|details)|personal (?:information|details|data)|address|personal|"
        r"kontakt|persönliche\w*|coordonnées|datos personales|"
        r"dati personali|dados pessoais|联系\w*|个人\w*|references|referees|referenzen|références|hobbies|"
        r"interests?|hobbys|loisirs",
    ),
    (
        "about",
        r"about(?: me)?|bio(?:graphy|sketch)?|profile|summary|objective|overview|research interests?|"
        r"research areas?|research (?:statement|focus|summary)|research|news|über mich|"
        r"profil|à propos|sobre mí|sobre mim|chi sono|简介|个人简介|研究兴趣|研究方向|研究领域|動態|新闻",
    ),
)
_WEAK_PUBLICATION = re.compile(
    r"journals?|conferences?|workshops?|books?|reports?|technical reports?|(?<![\d–-])(?:19|20)\d\d(?!\s*[-–])|"
    r"(?:peer[- ])?reviewed|refereed|magazines?|others?|national|international|selected|"
    r"monographs?|edited|editorials?|abstracts?|reviews?|letters?|demos?|tutorials?|zeitschriften\w*|"
    r"konferenz\w*|bücher|revues?|livres|ouvrages|revistas|libros|libri|riviste|atti|期刊\w*|会议\w*",
    re.I,
)
_FILLERS = frozenset(
    "and & of the in a an for my selected recent other additional peer reviewed peer-reviewed refereed "
    "non-refereed scientific academic professional full list international national major key "
    "relevant general technical research by with to on as current past previous invited contributed submitted "
    "accepted published under review preparation press und der die das et des de la "
    "les y e en dei delle del i le main early representative latest top invitations external internal "
    "на по и в из о "
    "conference conferences journal journals workshop workshops".split()
)
_COMPILED = tuple(
    (kind, re.compile(rf"(?:(?<![\w-])|(?<=[\u3040-\u9fff]))(?:{pattern})(?![\w-])", re.I)) for kind, pattern in _STRONG
)
_NUMBERING = re.compile(r"^\s*(?:[IVX]+\.|[A-Z]\.|\d+(?:\.\d+)*\.?|[#•§■►▪●◆❖★]|\W)\s+")


def without_numbering(text: str) -> str:
    """The heading without what counts it: "IV. ", "B. ", "3.2 "."""
    return _NUMBERING.sub("", text)


def classify(text: str) -> SectionKind:
    """The kind that a heading of these words names; "unknown" if none.

    Of several kinds named ("Publications and Talks") the first one named wins, but a publication list is never lost to
    another: "Awards" stays apart only where no publication is named before it.
    """
    cleaned = without_numbering(text).strip(" :.-–—_|*")
    found: list[tuple[int, int, SectionKind]] = []
    for order, (kind, pattern) in enumerate(_COMPILED):
        match = pattern.search(cleaned)
        if match:
            found.append((match.start(), order, kind))
    if not found:
        return "unknown"
    kinds = {kind for _, _, kind in found}
    if re.search(
        r"(?:invited|conference|contributed|selected)?\s*(?:talks|presentations|posters|lectures)\b", cleaned, re.I
    ) and kinds <= {"talk", "publication"}:
        named = [kind for _, _, kind in sorted(found)]
        return named[0]
    if kinds >= {"education", "employment"}:
        return "employment" if "experience" in cleaned.lower() and "education" not in cleaned.lower() else "education"
    if "teaching" in kinds and kinds & {"employment", "award"}:
        return "award" if "award" in kinds else "teaching"
    if kinds == {"about", "publication"} or kinds == {"skill", "publication"}:
        return "publication"
    return min(found, key=lambda row: (_general(row[2]), row[0], row[1]))[2]


def _general(kind: SectionKind) -> int:
    """Kinds whose words turn up in other headings come last ("Research", "Activities", "Projects")."""
    return {"about": 3, "contact": 2, "skill": 2, "project": 1, "service": 0}.get(kind, 0)


def is_weak_publication(text: str) -> bool:
    """Whether a heading names a sort of publication, but only inside a publication list ("Conference", "2023")."""
    words = re.findall(r"[\w-]+", _NUMBERING.sub("", text))
    return bool(words) and len(words) <= 8 and bool(_WEAK_PUBLICATION.search(text))


_VAGUE = re.compile(r"\W*(?:others?|national|international|selected|magazines?|abstracts?|demos?|letters?|\W)+", re.I)


def is_vague(text: str) -> bool:
    """Whether a heading has only words that mean nothing without the heading above ("Other", "International")."""
    return _VAGUE.fullmatch(_NUMBERING.sub("", text)) is not None


def coverage(text: str) -> float:
    """Share of the words that are heading words, 0..1."""
    cleaned = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*:?$", "", _NUMBERING.sub("", text)).strip(" :.-–—_|*")
    words = re.findall(r"[\w'&-]+", cleaned)
    if not words:
        return 0.0
    known = set()
    for _, pattern in _COMPILED:
        for match in pattern.finditer(cleaned):
            known.update(match.group().lower().split())
    count = sum(word.lower() in known or word.lower() in _FILLERS for word in words)
    return count / len(words)
