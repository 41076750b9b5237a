"""What posts and degrees are called in languages beside English, each with its concept in the vocabulary of kg.

Written from common knowledge of academic ranks (the ranks of each country's universities and of its research councils).
Patterns are case-insensitive; those of scripts without spaces stand inside a row of characters. The longest name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# concept, pattern; one line a language
POSTS: tuple[tuple[str, str], ...] = (
    # German
    ("AssistantProfessor", r"juniorprofessor(?:in)?|juniorprofessur|assistenzprofessor(?:in)?|w1-professor(?:in)?"),
    ("VisitingScholar", r"gastprofessor(?:in)?|gastprofessur|gastwissenschaftler(?:in)?|gastdozent(?:in)?|"
     r"forschungsaufenthalt|gastaufenthalt"),
    ("Professor", r"(?:(?:außer)?ordentliche[rs]?\s|außerplanmäßige[rs]?\s|universitäts|stiftungs|vertretungs|"
     r"w[23]-)professor(?:in)?|professorin|(?:stiftungs|vertretungs|lehrstuhlvertretungs)?professur|lehrstuhlinhaber(?:in)?|"
     r"lehrstuhlvertret(?:er|erin|ung)"),
    ("Researcher", r"wissenschaftliche[rn]?\s(?:mitarbeiter(?:in)?|assistent(?:in)?|referent(?:in)?|"
     r"angestellte[r]?)|(?:universitäts|hochschul|ober|forschungs)assistent(?:in)?|"
     r"akademische[rs]?\s(?:ober)?(?:rat|rätin|mitarbeiter(?:in)?)|wissenschaftler(?:in)?"),
    ("Lecturer", r"privatdozent(?:in)?|lehrbeauftragte[r]?|hochschuldozent(?:in)?|dozent(?:in)?|lektor(?:in)?|"
     r"lehrkraft für besondere aufgaben|lehrer(?:in)?"),
    ("Postdoc", r"post-?doktorand(?:in)?|postdoktorandenstelle|postdoc-stelle|habilitand(?:in)?"),
    ("PhDStudent", r"doktorand(?:in)?|promotionsstudent(?:in)?|stipendiat(?:in)?"),
    ("ResearchAssistant", r"(?:studentische|wissenschaftliche) hilfskraft|hiwi"),
    ("Intern", r"praktikant(?:in)?|praktikum|werkstudent(?:in)?"),
    ("Director", r"(?:gruppen|abteilungs|bereichs|arbeitsgruppen|nachwuchsgruppen|projekt|instituts)?leiter(?:in)?|"
     r"direktor(?:in)?|dekan(?:in)?|geschäftsführer(?:in)?"),
    ("Engineer", r"(?:software-?)?entwickler(?:in)?|(?:diplom-?|entwicklungs-?)?ingenieur(?:in)?"),
    ("Other", r"assistenzarzt|assistenzärztin|oberarzt|oberärztin|facharzt|fachärztin|archivar(?:in)?|"
     r"bibliothekar(?:in)?|referendar(?:in)?|rechtsanwalt|rechtsanwältin|volontär(?:in)?"),
    # French
    ("Professor", r"professeure?(?: des universités| ordinaire| titulaire| émérite| agrégée?)?"),
    ("AssociateProfessor", r"professeure? (?:associée?|extraordinaire)"),
    ("AssistantProfessor", r"ma[iî]tre(?:sse)? de conf[ée]rences|professeure? (?:adjointe?|assistante?)|mcf"),
    ("VisitingScholar", r"(?:professeure?|chercheu(?:r|se)) invitée?|séjour de recherche"),
    ("Researcher", r"chargée? de recherches?|chercheu(?:r|se)|enseignante?[- ]chercheu(?:r|se)|chercheure|"
     r"collaborat(?:eur|rice) scientifique|attachée? de recherche"),
    ("Director", r"direct(?:eur|rice)(?: de recherches?| adjointe?| scientifique)?|doyenne?|chef(?:fe)? de projet"),
    ("Postdoc", r"(?:chercheu(?:r|se) )?post-?doctorante?|post-?doctorat|stage post-?doctoral"),
    ("PhDStudent", r"doctorante?|contrat doctoral"),
    ("Lecturer", r"attachée? temporaire d['’]enseignement et de recherche|ater|chargée? (?:de cours|d['’]enseignement)|"
     r"vacataire|monit(?:eur|rice)|enseignante?|lect(?:eur|rice)"),
    ("Intern", r"stagiaire|stage de (?:recherche|master|m[12])"),
    ("Engineer", r"ingénieure?(?: de recherche| d['’]études?| logiciel)?"),
    ("Other", r"chef(?:fe)? de clinique|interne des hôpitaux|conservat(?:eur|rice)|infirmi(?:er|ère)"),
    # Spanish
    ("Professor", r"catedr[áa]tic[oa](?: de universidad)?|profesora?(?: titular)?"),
    ("AssociateProfessor", r"profesora? (?:titular de universidad|asociad[oa]|agregad[oa])"),
    ("AssistantProfessor", r"profesora? (?:ayudante(?: doctora?)?|contratad[oa] doctora?|adjunt[oa]|auxiliar)"),
    ("VisitingScholar", r"profesora? visitante|investigadora? visitante|estancia (?:de investigación|predoctoral|"
     r"postdoctoral|posdoctoral)"),
    ("Researcher", r"investigadora?(?: principal| contratad[oa]| asociad[oa])?"),
    ("Postdoc", r"investigadora? post?doctoral|post?doctorando"),
    ("PhDStudent", r"doctorand[oa]|becari[oa](?: predoctoral| fpu| fpi)?|investigadora? predoctoral"),
    ("Lecturer", r"docente|maestr[oa](?: interin[oa])?|ayudante|profesora? (?:interin[oa]|sustitut[oa])"),
    ("Engineer", r"ingenier[oa]|desarrolladora?|programadora?"),
    ("Other", r"enfermer[oa]|técnic[oa](?: superior| de (?:laboratorio|apoyo))?|médic[oa]|jef[ea] de [^\W\d_]+"),
    # Portuguese
    ("Professor", r"professora|professora? (?:titular|catedr[áa]tic[oa])"),
    ("AssociateProfessor", r"professora? associad[oa]"),
    ("AssistantProfessor", r"professora? (?:adjunt[oa]|auxiliar|assistente)"),
    ("VisitingScholar", r"professora? visitante|pesquisadora? visitante"),
    ("Lecturer", r"professora? (?:substitut[oa]|convidad[oa])"),
    ("Researcher", r"pesquisadora?|investigadora? auxiliar"),
    ("Postdoc", r"pós-?doutorand[oa]|pós-?doc|pesquisadora? de pós-?doutorado|bolseir[oa] de pós-?doutoramento"),
    ("PhDStudent", r"doutorand[oa]|bolsista|bolseir[oa](?: de (?:investigação|doutoramento))?"),
    ("Intern", r"estagi[áa]ri[oa]"),
    ("Engineer", r"engenheir[oa]"),
    # Italian
    ("Professor", r"professor(?:e|essa)(?: ordinari[oa]| straordinari[oa])?"),
    ("AssociateProfessor", r"professor(?:e|essa) associat[oa]"),
    ("Lecturer", r"professor(?:e|essa) a contratto|docente a contratto|cult(?:ore|rice) della materia"),
    ("AssistantProfessor", r"ricercat(?:ore|rice)(?: universitari[oa]| a tempo determinato(?: di tipo [ab])?)|"
     r"rtd-?[ab]"),
    ("Researcher", r"ricercat(?:ore|rice)|tecnolog[oa]"),
    ("Postdoc", r"assegnista(?: di ricerca)?|assegno di ricerca"),
    ("PhDStudent", r"dottorand[oa](?: di ricerca)?|borsista"),
    ("Intern", r"tirocinante|stagista"),
    ("Other", r"funzionari[oa]|infermier[ea]|insegnante|dirigente|impiegat[oa]|ingegnere|restaurat(?:ore|rice)|"
     r"bibliotecari[oa]"),
    # Dutch
    ("AssistantProfessor", r"universitair docent"),
    ("AssociateProfessor", r"universitair hoofddocent"),
    ("Professor", r"(?:bijzonder |gewoon )?hoogleraar"),
    ("PhDStudent", r"promovend(?:us|a)|assistent in opleiding"),
    ("Researcher", r"onderzoek(?:er|ster)|wetenschappelijk medewerker"),
    ("ResearchAssistant", r"student-assistent"),
    # Scandinavian and Finnish
    ("AssociateProfessor", r"førsteamanuensis|universitetslektor|apulaisprofessori|docent"),
    ("AssistantProfessor", r"biträdande (?:universitets)?lektor|adjunkt"),
    ("Lecturer", r"førstelektor|lektor|yliopistonlehtori|universitetsadjunkt"),
    ("Professor", r"professori"),
    ("Researcher", r"forsker|forskare|tutkija"),
    ("Postdoc", r"postdoktor|tutkijatohtori"),
    ("PhDStudent", r"(?:ph\.?d\.?-?)?stipendiat|doktorandtjänst|väitöskirjatutkija|tohtorikoulutettava"),
    # Polish, Czech, Slovak, Hungarian, Romanian
    ("AssistantProfessor", r"adiunkt|odborn[ýá] asistentk?a?|egyetemi adjunktus"),
    ("Professor", r"profesor(?: zwyczajny| uczelni| nadzwyczajny| universitar)?|egyetemi tanár"),
    ("AssociateProfessor", r"egyetemi docens|conferențiar(?: universitar)?"),
    ("Lecturer", r"(?:starszy )?wykładowca|lector universitar"),
    ("Assistant", r"asystent(?:ka)?|egyetemi tanársegéd|asistent(?: universitar)?"),
    ("Researcher", r"pracownik naukowy|(?:vědeck|výzkumn|vedeck|výskumn)[ýá] pracovn(?:ík|ice|íčka)|"
     r"tudományos (?:fő|segéd)?munkatárs|cercetător(?: științific)?"),
    ("PhDStudent", r"doktorant(?:ka)?"),
    # Turkish
    ("AssistantProfessor", r"(?:dr\.?|doktor) öğr(?:etim|\.) üyesi|yardımcı doçent|yrd\. doç\."),
    ("AssociateProfessor", r"doçent|doç\. dr\."),
    ("Professor", r"profesör"),
    ("Lecturer", r"öğretim görevlisi"),
    ("ResearchAssistant", r"araştırma görevlisi"),
    # Russian and Ukrainian
    ("Professor", r"профес(?:с)?ор"),
    ("AssociateProfessor", r"доцент"),
    ("Lecturer", r"(?:старший )?(?:преподаватель|викладач)|учитель"),
    ("Assistant", r"ассистент|асистент"),
    ("Researcher", r"(?:(?:старший|младший|ведущий|главный|молодший|провідний) )?(?:научн(?:ый|ая) сотрудни(?:к|ца)|"
     r"науковий співробітник)|стажёр-исследователь|стажер-исследователь|инженер-исследователь"),
    ("Postdoc", r"постдок"),
    ("PhDStudent", r"аспирант(?:ка)?"),
    ("Intern", r"стаж[её]р|практикант"),
    ("Engineer", r"(?:ведущий )?инженер|программист|разработчик"),
    ("Director", r"заведующ(?:ий|ая) (?:кафедрой|лабораторией|отделом)|директор|декан|ректор|руководитель"),
    ("Other", r"лаборант|методист|врач"),
    # Arabic, with or without the article
    ("Professor", r"(?:ال)?[أا]ستاذة?"),
    ("AssociateProfessor", r"(?:ال)?[أا]ستاذة? (?:ال)?مشاركة?"),
    ("AssistantProfessor", r"(?:ال)?[أا]ستاذة? (?:ال)?مساعدة?"),
    ("Lecturer", r"(?:ال)?محاضرة?(?: متفرغة?)?|(?:ال)?مدرسة?"),
    ("TeachingAssistant", r"(?:ال)?معيدة?|مساعدة? (?:تدريس|بحث)"),
    ("Researcher", r"(?:ال)?باحثة?"),
    ("Engineer", r"(?:ال)?مهندسة?"),
    ("Director", r"(?:ال)?مديرة?|عميدة?|رئيسة? (?:ال)?قسم"),
    ("Other", r"(?:ال)?صيدلانية?|(?:ال)?طبيبة?|(?:ال)?ممرضة?"),
    # Trades, in several languages
    ("Other", r"agronomist|nutritionist|veterinarian|archaeologist|geologist|botanist|ecologist|geographer|historian|"
     r"journalist|translator|interpreter|composer|conductor|organist|photographer|designer|illustrator|auditor|accountant|"
     r"actuary|lawyer|solicitor|barrister|judge|psychotherapist|therapist|dentist|midwife|epidemiologist|meteorologist|"
     r"surveyor|planner|personnel|professional|archivist|conservator|"
     r"nutricionista|advogad[oa]|abogad[oa]|arquitet[oa]|arquitect[oa]|consultora?|s[óo]ci[oa](?: fundadora?)?|"
     r"periodista|jornalista|vet[ei]rin[áa]ri[oa]|agr[óo]nom[oa]|ge[óo]log[oa]|bi[óo]log[oa]|qu[íi]mic[oa]|"
     r"avvocat[oa]|architett[oa]|medico|consulente|giornalista|traduttrice|traduttore|architecte|avocate?|consultante?|"
     r"journaliste|traduct(?:eur|rice)|agronome|architekt(?:in)?|apotheker(?:in)?|berater(?:in)?|redakteur(?:in)?|"
     r"übersetzer(?:in)?|stażyst(?:a|ka)|staż naukowy|nauczyciel(?:ka)?|inżynier|leśnik|öğretmeni?|mühendisi?|uzmanı?|"
     r"avukat|eczacı|doktoru|učitel(?:ka)?|inženýr(?:ka)?|tanár|mérnök|arts|leraar|adviseur|redacteur"),
    # Greek
    ("Professor", r"καθηγητής|καθηγήτρια"),
    ("AssistantProfessor", r"επίκουρ(?:ος|η) καθηγη(?:τής|τρια)|επίκουρη καθηγήτρια"),
    ("AssociateProfessor", r"αναπληρωτής καθηγητής|αναπληρώτρια καθηγήτρια"),
    ("Lecturer", r"λέκτορας"),
    ("Postdoc", r"μεταδιδακτορικ(?:ός|ή) ερευνητ(?:ής|ρια)"),
    ("Researcher", r"ερευνητής|ερευνήτρια"),
)  # fmt: skip
# Names in scripts without spaces between words.
POSTS_CJK: tuple[tuple[str, str], ...] = (
    ("Professor", r"(?:特聘|客座|讲座|荣誉|講座|名誉|名譽|特任|兼职)?教授|장?정?교수|명예교수"),
    ("AssociateProfessor", r"(?:特任)?准教授|副教授|부교수"),
    ("AssistantProfessor", r"助理教授|(?:特任)?助教授?|조교수"),
    ("VisitingScholar", r"客员(?:教授|研究员)|客員(?:准?教授|研究員)|访问学者|訪問學者|방문연구원|초빙교수"),
    ("Lecturer", r"(?:非常勤|特任|高级|専任)?(?:讲师|講師)|助手|시간강사|강사|겸임교수"),
    ("Researcher", r"(?:助理|副|高级|特聘|客座|主任|特任|特別|学術|招聘|協力)?(?:研究员|研究員)"
     r"(?:（(?:PD|DC[12]?|CPD|SPD)）)?|(?:선임|책임|수석|전임)?연구원"),
    ("Postdoc", r"博士后(?:研究员)?|博士研究員|ポスドク|ポストドクター|博士後研究員|박사후\s?연구원|포닥"),
    ("Engineer", r"(?:高级|首席|算法|软件)*工程师|エンジニア|엔지니어"),
    ("Scientist", r"(?:首席|高级)?科学家"),
    ("ResearchAssistant", r"研究助理|リサーチ・?アシスタント|연구조교"),
    ("TeachingAssistant", r"ティーチング・?アシスタント|조교|助教"),
    ("Intern", r"(?:算法|科研|研究型)?实习生|インターン(?:シップ)?|인턴"),
    ("Director", r"(?:副)?(?:主任|院长|院長|所长|所長|系主任|理事长|センター長|部長)|소장|센터장|학과장"),
    ("Student", r"研究生"),
)  # fmt: skip

DEGREES: tuple[tuple[str, str], ...] = (
    ("Doctorate", r"(?:ال)?دكتورا[هة]|doktor nauk [^\W\d_]+|"
     r"dr\.?\s?(?:rer\.?\s?(?:nat|pol|oec|soc|agr|medic|biol\.\s?hum|cur)|techn|sc\.?(?:\s?(?:nat|techn|"
     r"eth|hum|math|pol))?|iur|jur|oec|theol|agr|math|habil|h\.\s?c|vet|med\.\s?dent)\.?|promotion|"
     r"dottorato|perfezionamento|doutor(?:a)?(?:\sem|ado|amento)|doctor(?:a)? en|teknologie doktor|filosofie doktor|"
     r"doktora|doktorat|th[èe]se de doctorat|"
     r"кандидат (?:[\w-]+\s){1,3}наук|доктор (?:[\w-]+\s){1,3}наук|к\.\s?[а-я]{1,3}\.(?:-\s?[а-я]{1,3}\.)?\s?н\.|"
     r"д\.\s?[а-я]{1,3}\.(?:-\s?[а-я]{1,3}\.)?\s?н\.|аспирантура|διδακτορικό|διδάκτωρ|habilitation|habilitación"),
    ("Master", r"(?:ال)?ماجستير|m\.\s?arch\.?|(?-i:MASt)|magister in[żz]ynier(?: [^\W\d_]+)?|"
     r"mag\.?(?:\s?(?:rer\.?\s?(?:nat|soc\.?\s?oec)|phil|theol|iur|art)\.?)+|magister(?: artium)?|"
     r"magist[èe]re|m[áa]ster(?: universitario)? en|mestr(?:e|ado)(?: em)?|laurea (?:magistrale|specialistica)|"
     r"maestr[íi]a|dipl(?:om)?\.?-?\s?(?:ing|inf|math|phys|chem|biol|psych|kfm|kffr|volksw|wirt\w*|geol|geogr|päd)\.?|"
     r"diplom(?:-?(?:ingenieur|physiker|mathematiker|informatiker|chemiker|biologe|psychologe|biologin|chemikerin|"
     r"physikerin|mathematikerin|informatikerin|psychologin))?|dipl[ôo]me d['’]ingénieur|mgr\.? inż\.?|"
     r"staatsexamen|civilingenjör|masterexamen|sivilingeniør|cand\.?\s?(?:scient|polyt|merc|mag|jur|med|psych)\.?|"
     r"doctorandus|drs\.|yüksek lisans|магистр(?:атура)?|специалист|specialist degree|"
     r"μεταπτυχιακό|engineer['’]s degree|(?:master|diploma) (?:degree|thesis)|licentiat|agrégation"),
    ("Bachelor", r"(?:ال)?بكالوريوس|b\.?\s?f\.?a\.?|b\.\s?arch\.?|univ\.?\s?bacc\.?|"
     r"bacharel(?:a|ado)?(?: em)?|graduad[oa] en|graduação(?: em)?|grado en|licenciad[oa](?: en| em)|"
     r"licenciatura|licence|laurea(?: triennale)?(?: in)?|licencjat|kandidatexamen|kandidatuppsats|lisans|"
     r"бакалавр(?:иат)?|πτυχίο|ingenier[íi]a en|ingenier[oa] (?:en|técnic[oa]|superior)"),
)  # fmt: skip
_SUBJECT = r"(?:[工理医法文農农薬药]学|教育学|経済学|经济学|管理学|哲学)?"
_IN_BRACKETS = r"(?:（[\u4e00-\u9fff]{2,6}）)?"
DEGREES_CJK: tuple[tuple[str, str], ...] = (
    ("Doctorate", _SUBJECT + r"博士(?:学位|學位|号|課程(?:修了|後期課程)?|后期课程)?" + _IN_BRACKETS
     + r"|박사(?:과정|학위)?"),
    ("Master", _SUBJECT + r"(?:硕士|碩士|修士)(?:学位|學位|課程(?:修了)?)?" + _IN_BRACKETS + r"|석사(?:과정|학위)?"),
    ("Bachelor", _SUBJECT + r"学士(?:学位)?" + _IN_BRACKETS + r"|學士|本科|학사(?:과정|학위)?"),
)  # fmt: skip


_Table = tuple[tuple[str, str], ...]


class _Names:
    """A table of names, compiled: one pattern that tells most texts to hold none, and one for each row."""

    def __init__(self, words: _Table, characters: _Table) -> None:
        self.any = re.compile(
            rf"(?<![\w.])(?:{'|'.join(pattern for _, pattern in words)})(?!\w)|"
            f"{'|'.join(pattern for _, pattern in characters)}",
            re.I,
        )
        rows = [(concept, rf"(?<![\w.])(?:{pattern})(?!\w)") for concept, pattern in words]
        self.rows = [(concept, re.compile(pattern, re.I)) for concept, pattern in (*rows, *characters)]

    def found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Concept and place of every name in the text; they may overlap."""
        if self.any.search(text):
            for concept, pattern in self.rows:
                for match in pattern.finditer(text):
                    yield concept, match.start(), match.end()

    def concept(self, text: str) -> str | None:
        """The concept of the longest name, the first of equals."""
        found = max(self.found(text), key=lambda one: (one[2] - one[1], -one[1]), default=None)
        return None if found is None else found[0]


_POSTS = _Names(POSTS, POSTS_CJK)
_DEGREES = _Names(DEGREES, DEGREES_CJK)


def post_places(text: str) -> list[tuple[int, int]]:
    """Places of names of posts in languages beside English, in no order; they may overlap."""
    return [(start, end) for _, start, end in _POSTS.found(text)]


def degree_places(text: str) -> list[tuple[int, int]]:
    """Places of names of degrees in languages beside English, in no order; they may overlap."""
    return [(start, end) for _, start, end in _DEGREES.found(text)]


@lru_cache(maxsize=1 << 12)
def post_concept(printed: str) -> str | None:
    """The concept of the longest name of a post in the text, None where it names none.

    >>> post_concept("Profesora Titular de Universidad"), post_concept("Maîtresse de conférences")
    ('AssociateProfessor', 'AssistantProfessor')
    """
    return _POSTS.concept(printed)


@lru_cache(maxsize=1 << 12)
def degree_concept(printed: str) -> str | None:
    """The concept of the longest name of a degree in the text, None where it names none.

    >>> degree_concept("Laurea in Lettere"), degree_concept("к.т.н."), degree_concept("工学博士")
    ('Bachelor', 'Doctorate', 'Doctorate')
    """
    return _DEGREES.concept(printed)
