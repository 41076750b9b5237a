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
    "citing",
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
        r"수상\w*|표창\w*|장학\w*|연구비\w*|ödül\w*|burs(?:lar)?|nagrod\w+|stypendi\w+|ocenění|granty|díj(?:ak|ai)|ösztöndíj\w*|"
        r"premii|burse|prijzen|beurzen|utmärkelser|utmerkelser|priser|palkinnot|apurahat|βραβεία|υποτροφίες|"
        r"нагороди|премії|відзнаки|פרסים|מלגות|(?:ال)?جوائز|(?:ال)?منح|giải thưởng|học bổng|penghargaan|表彰|"
        r"награды|премии|гранты|стипендии|获奖\w*|奖励|奖项|荣誉\w*|奖学金|基金\w*|\w*项目资助|受賞\w*|競争的資金|科研費|助成金",
    ),
    (
        "talk",
        r"communications?(?: orales?)?|comunicaciones|congresos|congrès|colloques?|convegni|congressos|kongress\w*|"
        r"(?:(?:papers?|abstracts?|posters?|works?) )?presented|"
        r"talks?|presentations?|lectures|seminars?|posters?|keynotes?|speaking|"
        r"speeches|vorträge?|vortrag\w*|"
        r"présentations?|exposés?|conférences invitées|"
        r"slides|decks|conferencias|trabajos presentados|(?:학회|학술|구두|포스터)\s?발표|\w*강연|세미나|sunumlar|"
        r"konuşmalar|wystąpienia|referaty|"
        r"prezentacje|přednášky|előadás\w*|prezentări|lezingen|presentaties|voordrachten|föredrag|foredrag|"
        r"esitelmät|ομιλίες|παρουσιάσεις|доповіді|виступи|הרצאות|(?:ال)?محاضرات|(?:ال)?مؤتمرات|presentasi|"
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
        r"drafts?|produç(?:ão|ões) bibliográficas?|producción bibliográfica|capítulos(?: de libros?)?|"
        r"\w*논문\w*|\w*저서\w*|\w*업적\w*|\w*특허\w*|출판\w*|yayın\w*|makale\w*|bildiri\w*|publikacj\w+|artykuł\w*|"
        r"publikace|články|publikáci\w+|közlemény\w*|tanulmányai|publicații|lucrări|articole|publicaties|artikelen|"
        r"publikationer|publikasjoner|artiklar|artikler|julkaisu\w*|ritaskrá|δημοσιεύσεις|άρθρα|публікаці\w+|статті|"
        r"наукові праці|монографі\w+|פרסומים|מאמרים|(?:ال)?منشورات|(?:ال)?[أا]بحاث|(?:ال)?بحوث|(?:ال)?مقالات|"
        r"bài báo|công bố|công trình|publikasi|karya ilmiah|"
        r"veröffentlichung\w*|publikation\w*|schriften\w*|aufsätze|patente|brevets?|ouvrages|publicaciones|"
        r"artículos|patentes|publicações|artigos|pubblicazioni|wykaz (?:opublikowanych )?prac|dorobek naukowy|"
        r"publicad[oa]s en actas|published in proceedings|teaching cases?|case studies|"
        r"articoli|brevetti|публикац\w+|статьи|список (?:научных )?трудов|научные труды|论文\w*|发表\w*|著作|专利|"
        r"\w*论文|\w*发表|学术成果|科研成果|論文\w*|\w*論文|著書\w*|訳書|翻訳|書評|研究業績|業績\w*",
    ),
    (
        "teaching",
        r"teaching|courses? taught|courses?|coursework|lecturing|instructor|tutoring|lehre|lehr\w+|"
        r"강의\w*|dersler|dydaktyka|výuka|oktatás\w*|onderwijs|undervisning|opetus|διδασκαλία|викладання|"
        r"(?:учебные )?курсы|הוראה|(?:ال)?تدريس|giảng dạy|pengajaran|担当授業|"
        r"unterricht\w*|enseignements?|docencia|enseñanza|ensino|didattica|docenza|"
        r"insegnamento|教学\w*|课程|\w*课程|преподавание|担当講義|担当科目|教育活動",
    ),
    (
        "student",
        r"(?:dissertations?|thes[ei]s|projects?) (?:directed|supervised|advised|examined|guided)|"
        r"(?:student )?super[- ]?visi\w+|supv\w+|students?|mentor(?:ing|ed|ship)|mentees?|trainees?|advis(?:ees?|ing)|"
        r"advisees|phd students|group members|betreu\w+|encadrements?|"
        r"dirección de tesis|tesistas|doctorandos|orientandos|promovendi|yönetilen (?:yüksek lisans|tezler|doktora)|"
        r"promotorstwo|지도학생|orientações|指导学生|学生",
    ),
    (
        "education",
        r"educations?|educational (?:background|qualifications?|history|attainments?)|"
        r"academic (?:background|qualifications?|training|degrees?)|qualifications?|degrees?|"
        r"studies|schooling|academic history|academic record|"
        r"학력\w*|eğitim\w*|öğrenim\w*|wykształcenie|edukacja|vzdělání|vzdelanie|végzettség\w*|tanulmányok|studii|educație|"
        r"utdanning\w*|uddannelse\w*|koulutus|menntun|εκπαίδευση|σπουδές|освіта|השכלה|(?:ال)?تعليم|"
        r"(?:ال)?مؤهلات(?: العلمية)?|học vấn|quá trình đào tạo|pendidikan|"
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
        r"anstellung\w*|werdegang|berufliche\w*|praktika|"
        r"expériences?(?: professionnelles?)?|parcours(?: professionnel)?|emplois?|postes?|"
        r"experiencia(?: \w+)*|puestos|experiência(?: \w+)*|esperienze?(?: \w+)*|"
        r"situación profesional|cargos(?: y actividades)?(?: desempeñados)?|actividad profesional|atuação profissional|"
        r"actuación profesional|trayectoria(?: profesional| académica)?|경력\w*|근무\w*|deneyim\w*|"
        r"iş deneyimi|görevler\w*|"
        r"zatrudnienie|doświadczenie(?: zawodowe)?|przebieg pracy|zaměstnání|zamestnanie|praxe|pracovní zkušenosti|"
        r"munkahely\w*|munkatapasztalat|szakmai tapasztalat|experiență(?: profesională)?|loopbaan|anställningar|"
        r"antecedentes laborales|antecedentes profesionales|akademik unvanlar|unvanlar|"
        r"percurso (?:profissional|académico)|"
        r"percorso professionale|attivit[àa]'? (?:professional[ei]|lavorativ[ae])|working experience|"
        r"ansettelser|arbeidserfaring|ansættelser|työkokemus|starfsferill|επαγγελματική εμπειρία|προϋπηρεσία|"
        r"досвід роботи|посади|ניסיון|תעסוקה|(?:ال)?خبر(?:ات|ة)(?: العملية| المهنية)?|(?:ال)?وظائف|kinh nghiệm|"
        r"quá trình công tác|pengalaman(?: kerja)?|riwayat pekerjaan|"
        r"carriera|опыт работы|трудовая деятельность|место работы|работа|должности|карьера|경력|工作\w*|任职\w*|"
        r"职业\w*|实习\w*|科研经历|研究经历|職歴|経歴|"
        r""
        r"werkervaring|anställning\w*",
    ),
    (
        "service",
        r"services?|nevenfuncties|review(?:ing|ers?)|(?:paper|manuscript|journal|peer|ad hoc|grant|proposal) reviews?|"
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
        r"외국어|어학\w*|yabancı dil\w*|beceriler|języki|umiejętności|jazyky|dovednosti|nyelv\w*|készségek|"
        r"limbi străine|talen|"
        r"vaardigheden|språk\w*|ferdigheter|kielitaito|γλώσσες|мови|навички|навыки|языки|שפות|(?:ال)?لغات|(?:ال)?مهارات|"
        r"ngoại ngữ|kỹ năng|keahlian|語学|"
        r"sprach\w*|fähigkeiten|compétences?|langues?|habilidades|idiomas|"
        r"competencias|competenze|lingue|技能|语言\w*|专业技能",
    ),
    (
        "contact",
        r"contacts?|contact (?:information|details)|personal (?:information|details|data)|address|personal|"
        r"인적사항|연락처|kişisel bilgiler|iletişim|dane osobowe|osobní údaje|személyes adatok|date personale|"
        r"persoonlijke gegevens|personuppgifter|personalia|henkilötiedot|στοιχεία επικοινωνίας|"
        r"особисті дані|личные данные|"
        r"контакты|פרטים אישיים|(?:ال)?معلومات (?:ال)?شخصية|(?:ال)?بيانات (?:ال)?شخصية|thông tin cá nhân|data pribadi|"
        r"centres d['’]intérêt|aficiones|"
        r"kontakt|persönliche\w*|coordonnées|datos personales|"
        r"dati personali|dados pessoais|联系\w*|个人\w*|references|referees|referenzen|références|hobbies|"
        r"interests?|hobbys|loisirs",
    ),
    (
        "about",
        r"about(?: me)?|bio(?:graphy|sketch)?|profile|summary|objective|overview|research interests?|"
        r"curriculum(?: vit(?:ae|æ))?|lebenslauf|이력서|履歴書|(?:个人)?简历|özgeçmiş|życiorys|životopis|önéletrajz|"
        r"소개|"
        r"(?:연구|관심)\s?분야|hakkında|o mnie|o mně|rólam|over mij|om mig|om meg|про мене|обо мне|о себе|نبذة|"
        r"(?:ال)?اهتمامات(?: البحثية)?|giới thiệu|关于我|自我介绍|個人簡介|自己紹介|研究分野|"
        r"research areas?|research (?:statement|focus|summary)|research|news|über mich|"
        r"profil|à propos|sobre mí|sobre mim|chi sono|简介|个人简介|研究兴趣|研究方向|研究领域|動態|新闻",
    ),
)
_WEAK_PUBLICATION = re.compile(
    r"journals?|conferences?|workshops?|books?|reports?|technical reports?|(?<![\d–-])(?:19|20)\d\d(?!\s*[-–])|"
    r"(?:peer[- ])?reviewed|refereed|magazines?|others?|national|international|selected|"
    r"submitted|accepted|in press|forthcoming|in preparation|monographs?|edited|editorials?|"
    r"abstracts?|reviews?|letters?|demos?|tutorials?|zeitschriften\w*|"
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
    "conference conferences journal journals workshop workshops "
    "durumu bilgileri ve nacionales internacionales nacionais internacionais completos completas o "
    "ou oder ed con por para em os da do das "
    "dos nos nas w z ve ile og och ja és și sau s pro actual actuales previos anteriores academic acadêmica".split()
)
_COMPILED = tuple(
    (kind, re.compile(rf"(?:(?<![\w-])|(?<=[\u3040-\u9fff]))(?:{pattern})(?![\w-])", re.I)) for kind, pattern in _STRONG
)
_NUMBERING = re.compile(r"^\s*(?:[IVX]+[.)]|[A-Z][.)]|\d+(?:\.\d+)*\.?|[#•§■►▪●◆❖★]|\W)\s+")


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
            whole = len(match.group().split()) > 1 and match.group() == cleaned  # "Dissertations directed" is no work
            found.append((match.start(), order - (len(_COMPILED) if whole else 0), kind))
    if not found:
        return "unknown"
    kinds = {kind for _, _, kind in found}
    if kinds == {"talk", "publication"} and _PRINTED.search(cleaned):
        return "publication"
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


_PRINTED = re.compile(
    r"(?<!no )(?<!without )\b(?:abstracts?|workshop papers?|proceedings|actas|atti|actes|published|publicad[oa]s)\b",
    re.I,
)


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


_SORTS = frozenset(
    "articles books chapters volumes collections issues editions monographs reviews essays reports "
    "pieces contributions "
    "papers proceedings translations theses notes letters editorials commentaries entries items works media software "
    "datasets patents preprints abstracts edited co-edited special technical practitioner popular public outreach "
    "creative juried editor encyclopedia encyclopaedia encyclopaedic dictionary handbook reference short long "
    "non-peer-reviewed non-peer reviewed unpublished research policy trade online articles/chapters "
    "boeken hoofdstukken bundels edities recensies vertalingen livres chapitres numéros directions traductions "
    "libros capítulos reseñas ediciones traducciones libri capitoli curatele recensioni saggi traduzioni "
    "bücher buchbeiträge kapitel beiträge rezensionen übersetzungen herausgaben sammelbände "
    "książki rozdziały recenzje knihy kapitoly kitaplar bölümler böcker kapitel bøger kirjat "
    "книги главы монографии статьи тезисы учебники рецензии переводы "
    "著書 論文 翻訳 书籍 专著 期刊 会议 저서 논문".split()
)


def names_sort(text: str) -> bool:
    """Whether every word names a sort of work: "Refereed Journal Articles", "Boeken", "Reviews and Essays".

    >>> names_sort("Technical Reports and Practitioner Pieces"), names_sort("Reports on the Weather")
    (True, False)
    """
    cleaned = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*:?$", "", without_numbering(text)).strip(" :.-–—_|*")
    words = re.findall(r"[\w'&/-]+", cleaned.lower())
    strong = dict(_COMPILED)["publication"]
    known = {word for match in strong.finditer(cleaned) for word in match.group().lower().split()}
    known |= {match.group().lower() for match in _WEAK_PUBLICATION.finditer(cleaned)}
    named = [word in known or word in _SORTS for word in words]
    return any(named) and all(one or word in _FILLERS for one, word in zip(named, words, strict=True))
