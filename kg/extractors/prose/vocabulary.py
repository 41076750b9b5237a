"""Cue words for positions, degrees, organisations and places; shape and layout decide more than they do."""

from __future__ import annotations

import re

ROLE_HEADS = frozenset(
    "scholarship fellowship stipend assistantship lectureship professorship researcher scientist engineer "
    "professor lecturer assistant associate fellow intern internship student postdoc postdoctoral director "
    "manager tutor instructor member developer consultant "
    "analyst scholar investigator president chair chairman chairwoman head lead leader founder cofounder "
    "co-founder visitor officer architect programmer specialist coordinator supervisor dean provost trainee "
    "faculty reader docent demonstrator teacher ta ra ceo cto cso coo vp physician resident curator librarian "
    "editor freelance freelancer technician administrator advisor adviser statistician economist "
    "mathematician physicist chemist biologist psychologist clinician surgeon nurse pharmacist attorney "
    "counsel clerk grader apprentice affiliate collaborator secretary treasurer volunteer captain "
    "ambassador representative principal partner employee contractor sde swe mts staff stagiaire "
    "wissenschaftlicher wissenschaftliche mitarbeiter mitarbeiterin hilfskraft doktorand doktorandin "
    "professorin privatdozent dozent praktikant praktikantin werkstudent juniorprofessor akademischer rat "
    "lehrbeauftragter "
    "chercheur chercheuse doctorant doctorante enseignant enseignante maître professeur professeure ingénieur "
    "ingénieure post-doctorant postdoctorant ater stage chargé chargée directeur directrice assistante "
    "investigador investigadora profesor profesora becario becaria ayudante catedrático ingeniero ingeniera "
    "pesquisador pesquisadora bolsista docente estagiário "
    "ricercatore ricercatrice professore professoressa assegnista dottorando dottoranda ingegnere borsista "
    "tirocinante onderzoeker promovendus hoogleraar forskare".split()
)
ROLE_WORDS = frozenset(
    "research teaching graduate undergraduate visiting adjunct senior junior staff principal software hardware "
    "machine learning data applied postdoctoral assistant associate full distinguished chief deputy "
    "vice technical academic clinical doctoral phd ph.d. master bachelor summer part-time full-time remote "
    "lead ai nlp vision algorithm algorithms computer deep guest honorary emeritus affiliate affiliated "
    "research-assistant co- lab laboratory product project program programme professional development "
    "marketing quantitative security systems system network site reliability cloud web mobile backend frontend "
    "full-stack "
    "founding interim acting executive general regional temporary permanent tenured tenure-track named endowed "
    "exchange intern interim head technology science engineering scientific engineer scientist postdoc "
    "editorial board committee executive managing student privacy privacy-research r&d robotics statistics "
    "biostatistics economics mathematics physics chemistry biology".split()
)
ROLE_CJK = re.compile(
    r"(?:助理|副|特聘|客座|讲座|荣誉|博士后|实习|高级|首席|兼职)*(?:教授|研究员|讲师|工程师|研究助理|助教|博士后|实习生|研究生|导师|科学家|主任|院长)"
)

DEGREE = re.compile(
    r"(?<![\w.])(?:"
    r"(?:joint |dual |combined |integrated )?(?:ph\.?\s?d\.?|d\.?\s?phil\.?|sc\.?d\.?|eng\.?d\.?|"
    r"dr\.?(?:\s?-?\s?ing|\s?rer\.?\s?nat|\s?phil|\s?med)\.?|m\.?d\.?(?=[\s,/(])|ed\.?d\.?|j\.?d\.?(?=[\s,(])|"
    r"psy\.?d\.?|dott(?:ore)?\.?|"
    r"doctor(?:ate|al degree)?(?: of [A-Z][a-z]+(?: [A-Z][a-z]+)*| in)?|doktor(?:at)?|doctorat|doctorado|doctor en|"
    r"doutorado|dottorato(?: di ricerca)?|promotion|habilitation|hdr|"
    r"m\.?\s?sc\.?(?:\s?\(?hons\.?\)?)?|m\.?\s?eng\.?|m\.?\s?phil\.?|m\.?\s?res\.?|m\.?\s?math\.?|"
    r"m\.?\s?phys\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|m\.?a\.?\s?sc\.?|m\.?\s?tech\.?|m\.?ed\.?|m\.?f\.?a\.?|"
    r"m\.?c\.?s\.?|m\.?s\.?c?\.?e?\.?(?=[\s,/(\-–—:|]|$)|m\.?a\.?(?=[\s,/(\-–—:|]|$)|s\.?m\.?(?=[\s,/(]|$)|"
    r"a\.?m\.?(?=\s+in\b)|"
    r"ll\.?[mb]\.?|master(?:['’]?s)?(?: degree)?(?: of (?:[A-Z][a-z]+)(?: [A-Z][a-z]+)*| in)?|mestrado|"
    r"maîtrise|maestría|máster|laurea(?: magistrale| triennale)?|magister|staatsexamen|dipl(?:om|ôme|oma|"
    r"\.)?(?:[- ](?:ing|inf|math|phys|informatiker\w*|mathematiker\w*|psych\w*|kauf\w*)\w*\.?)?(?: d['’]ingénieur)?|"
    r"b\.?\s?sc\.?(?:\s?\(?hons\.?\)?)?|b\.?\s?eng\.?|b\.?\s?tech\.?|b\.?a\.?\s?sc\.?|"
    r"b\.?s\.?c?\.?e?\.?(?=[\s,/(\-–—:|]|$)|b\.?a\.?(?=[\s,/(\-–—:|]|$)|a\.?b\.?(?=[\s,/(]|$)|s\.?b\.?(?=[\s,]|"
    r"$)|b\.?ed\.?|b\.?com\.?|b\.?math\.?|b\.?phil\.?|"
    r"bachelor(?:['’]?s)?(?: degree)?(?: of (?:[A-Z][a-z]+)(?: [A-Z][a-z]+)*| in)?|licence|licenciatura|"
    r"licenciada|doctora en|doctora|licenciado|"
    r"engineer['’]s degree|bakalavr\w*|"
    r"(?:специалист|магистр|бакалавр|аспирантура|кандидат(?: [\w-]+){0,2} наук|доктор(?: [\w-]+){0,2} наук)(?:\w*)|"
    r"perfezionamento|dottore|dr\.? techn|mag\.? rer\.? nat|mag\.? phil|"
    r"ingénieur|DEA|DESS|DEUG|DUT|ingeniero(?= en)|ingegneria|graduação|grado en|abitur|matura|baccalaur[ée]at|"
    r"high school(?: diploma)?|associate(?:['’]s)? degree|certificate|exchange (?:student|semester|"
    r"program(?:me)?)|visiting student|undergraduate(?: studies| student)?|graduate studies|"
    r"phd (?:student|candidate)|doctoral (?:student|candidate|studies|degree))"
    r")(?!\w)|(?:博士|硕士|学士|本科|研究生)(?:学位)?",
    re.I,
)
DOCTOR = re.compile(r"ph\.?\s?d|d\.?\s?phil|doctor|doktor|dottor|doutor|sc\.?d|eng\.?d|dr\.|promotion|博士", re.I)

SMALL_UNITS = (
    r"лаборатория|group|team|lab|labs|laboratory|laboratories|laboratoire|laboratorio|chair|lehrstuhl|"
    r"arbeitsgruppe|équipe|"
    r"grupo|gruppo|实验室|课题组"
)
MIDDLE_UNITS = (
    r"факультет|кафедра|department|dept\.?|division|section|unit|programme?|fachbereich|département|"
    r"departamento|dipartimento|"
    r"fakultät|faculty|faculté|facultad|faculdade|facoltà|school|college|faculdade|学院|系|部门"
)
CENTRES = (
    r"observatoire|institute?|institut[eo]?|istituto|center|centre|centro|zentrum|observatory|hospital|clinic|"
    r"klinikum|centrum|研究院|研究所|中心"
)
WHOLES = (
    r"court|opificio|scuola normale|университет|академия|university|universit[éàyä]t?|universiteit|"
    r"universidad|universidade|universität|"
    r"universitet|univ\.?|"
    r"politecnico|polytechnic|polytechnique|école|ecole|hochschule|eth|epfl|academy|académie|academia|akademie|"
    r"inc|ltd|llc|lcc|gmbh|ag|corp|corporation|company|limited|foundation|agency|ministry|society|association|"
    r"council|museum|bank|technologies|technology|software|systems|industries|research|institution|"
    r"consulting|ventures|capital|partners|solutions|services|studios?|networks|pharmaceuticals?|therapeutics|"
    r"press|organi[sz]ation|holdings?|大学|公司|集团|科学院"
)
_FLAGS = re.I
SMALL = re.compile(rf"(?<!\w)(?:{SMALL_UNITS})(?!\w)|实验室|课题组", _FLAGS)
MIDDLE = re.compile(rf"(?<!\w)(?:{MIDDLE_UNITS})(?!\w)|学院|系$", _FLAGS)
CENTRE = re.compile(rf"(?<!\w)(?:{CENTRES})(?!\w)|研究院|研究所|中心", _FLAGS)
WHOLE = re.compile(rf"(?<!\w)(?:{WHOLES})(?!\w)|大学|公司|集团|科学院", _FLAGS)
ORGANISATION_CUE = re.compile(
    rf"(?<!\w)(?:{SMALL_UNITS}|{MIDDLE_UNITS}|{CENTRES}|{WHOLES})(?!\w)|大学|学院|研究院|研究所|公司|实验室|中心",
    _FLAGS,
)

KNOWN_ORGANISATIONS = frozenset(
    "google|deepmind|google deepmind|google brain|google research|microsoft|microsoft research|meta|facebook|"
    "facebook ai research|meta ai|fair|amazon|amazon web services|aws|apple|ibm|ibm research|intel|nvidia|"
    "openai|anthropic|adobe|adobe research|netflix|"
    "uber|twitter|linkedin|salesforce|samsung|huawei|tencent|alibaba|alibaba group|baidu|bytedance|sony|toyota|"
    "bosch|siemens|bell labs|nokia bell labs|at&t labs|yahoo|spotify|airbnb|tesla|waymo|cruise|qualcomm|oracle|"
    "sap|disney research|"
    "mit|caltech|stanford|harvard|princeton|yale|cornell|columbia|berkeley|uc berkeley|ucla|ucsd|uc san diego|"
    "ucsb|usc|cmu|nyu|upenn|gatech|georgia tech|virginia tech|texas a&m|eth zurich|eth zürich|epfl|inria|cnrs|"
    "kaist|postech|tu munich|tum|tu berlin|"
    "tu delft|ku leuven|kth|ucl|lse|imperial|imperial college london|oxford|cambridge|mila|max planck|mpi|"
    "csail|mit csail|nasa|nih|nist|noaa|cern|fraunhofer|dfki|riken|naver|kakao|line|cuhk|hkust|ntu|nus|a*star|"
    "iit|iisc|unc|umass|suny|cuny|rand|darpa|nsf|"
    "world bank|imf|oecd|who|unesco|european commission|brave|mozilla|github|hugging face|"
    "allen institute for ai|ai2|toyota research institute|far ai|redwood research|eleutherai|cohere|"
    "stability ai|inserm|cea|ens|insead|hec|fda|cdc".split("|")
)

DISCIPLINES = frozenset(
    "informatik praktische theoretische mathematik physik computer science sciences engineering electrical "
    "electronic electronics mechanical civil chemical "
    "biomedical biological biology chemistry physics mathematics mathematical statistics statistical applied "
    "automation computational "
    "medicine bioinformatics informatics information technology systems economics economic psychology "
    "psychological sociology political philosophy history linguistics language languages literature english "
    "geophysics geosciences planetary neuroscience neurosciences cognitive brain behavioral social public "
    "health policy management business administration accounting finance marketing law art arts music "
    "education communication communications media geography geology "
    "earth environmental ecology evolution evolutionary genetics genomics biochemistry biophysics pharmacology "
    "physiology pathology immunology microbiology epidemiology biostatistics nursing surgery pediatrics "
    "radiology psychiatry "
    "neurology oncology astronomy astrophysics aerospace aeronautics astronautics nuclear materials industrial "
    "operations research data artificial intelligence machine learning robotics software networks human anthropology "
    "archaeology classics architecture urban planning agriculture agricultural food nutrition veterinary "
    "forestry marine ocean oceanography atmospheric energy water resources decision quantitative developmental "
    "molecular cellular cell structural theoretical experimental international relations studies and & of "
    "computing interaction design digital religion theology gender film theatre kinesiology exercise sport pharmacy "
    "pharmaceutical dentistry dental optometry optics optoelectronics microelectronics telecommunications "
    "control instrumentation metallurgy mining petroleum polymer textile transportation".split()
)

_COUNTRIES = (
    "usa|u.s.a.|us|u.s.|united states|united states of america|uk|u.k.|united kingdom|england|scotland|wales|"
    "northern ireland|ireland|canada|mexico|brazil|brasil|argentina|chile|colombia|peru|germany|deutschland|"
    "france|italy|italia|spain|españa|portugal|"
    "switzerland|schweiz|suisse|austria|österreich|netherlands|the netherlands|belgium|belgique|luxembourg|"
    "denmark|sweden|norway|finland|iceland|poland|czech republic|czechia|slovakia|hungary|romania|bulgaria|"
    "greece|turkey|türkiye|russia|ukraine|estonia|latvia|"
    "lithuania|slovenia|croatia|serbia|israel|palestine|lebanon|jordan|iran|iraq|saudi arabia|qatar|uae|"
    "united arab emirates|egypt|morocco|tunisia|algeria|nigeria|kenya|ghana|ethiopia|south africa|india|"
    "pakistan|bangladesh|sri lanka|nepal|china|p.r. china|"
    "p. r. china|pr china|hong kong|hong kong sar|macau|taiwan|japan|south korea|korea|republic of korea|"
    "singapore|malaysia|indonesia|thailand|vietnam|philippines|australia|new zealand|cyprus|malta|uruguay|"
    "ecuador|venezuela|bolivia|costa rica|cuba|remote|online|"
    "中国|美国|日本|北京|上海|香港|深圳|广州|杭州|南京|武汉|成都|西安|台湾"
)
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|"
    "illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|"
    "mississippi|missouri|montana|nebraska|nevada|"
    "new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|"
    "pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    "west virginia|wisconsin|wyoming|d.c.|dc|washington dc|"
    "ontario|quebec|québec|british columbia|alberta|nova scotia|manitoba|saskatchewan|new south wales|nsw|"
    "victoria|queensland|bavaria|bayern|catalonia|guangdong|zhejiang|jiangsu|hubei|sichuan"
)
_CITIES = (
    "beijing|shanghai|shenzhen|guangzhou|hangzhou|nanjing|wuhan|chengdu|xi'an|tianjin|hefei|taipei|hsinchu|"
    "tokyo|kyoto|osaka|seoul|daejeon|singapore|bangalore|bengaluru|mumbai|delhi|new delhi|hyderabad|chennai|"
    "kolkata|pune|kanpur|london|oxford|cambridge|"
    "manchester|edinburgh|glasgow|bristol|birmingham|leeds|sheffield|nottingham|southampton|york|durham|dublin|"
    "belfast|paris|lyon|grenoble|toulouse|marseille|nice|rennes|nantes|bordeaux|lille|strasbourg|saint-étienne|"
    "caen|berlin|munich|münchen|hamburg|"
    "cologne|köln|frankfurt|stuttgart|bonn|heidelberg|tübingen|freiburg|karlsruhe|darmstadt|aachen|dresden|"
    "leipzig|göttingen|saarbrücken|vienna|wien|graz|linz|salzburg|zurich|zürich|basel|bern|geneva|genève|"
    "lausanne|lugano|rome|roma|milan|milano|turin|"
    "torino|florence|firenze|pisa|bologna|padova|padua|trento|naples|napoli|modena|madrid|barcelona|valencia|"
    "seville|sevilla|granada|lisbon|lisboa|porto|coimbra|amsterdam|rotterdam|utrecht|delft|leiden|eindhoven|"
    "groningen|nijmegen|brussels|bruxelles|leuven|"
    "ghent|gent|antwerp|copenhagen|aarhus|stockholm|gothenburg|göteborg|uppsala|lund|oslo|bergen|trondheim|"
    "helsinki|espoo|tampere|warsaw|krakow|kraków|prague|praha|brno|budapest|bucharest|sofia|athens|"
    "thessaloniki|istanbul|ankara|moscow|st. petersburg|"
    "kyiv|tallinn|tartu|riga|vilnius|ljubljana|zagreb|belgrade|tel aviv|jerusalem|haifa|rehovot|cairo|nairobi|"
    "cape town|johannesburg|sydney|melbourne|brisbane|canberra|adelaide|perth|auckland|wellington|toronto|"
    "montreal|montréal|vancouver|ottawa|waterloo|"
    "calgary|edmonton|new york city|nyc|boston|chicago|los angeles|san francisco|san diego|san jose|seattle|"
    "redmond|bellevue|kirkland|austin|houston|dallas|atlanta|philadelphia|pittsburgh|baltimore|miami|denver|"
    "boulder|phoenix|tucson|tempe|portland|"
    "minneapolis|madison|milwaukee|detroit|ann arbor|east lansing|cleveland|columbus|cincinnati|indianapolis|"
    "bloomington|west lafayette|urbana|champaign|urbana-champaign|st. louis|saint louis|kansas city|nashville|"
    "new orleans|raleigh|chapel hill|"
    "charlottesville|blacksburg|richmond|princeton|new brunswick|new haven|providence|hanover|ithaca|rochester|"
    "buffalo|albany|syracuse|stony brook|amherst|palo alto|mountain view|menlo park|sunnyvale|cupertino|"
    "santa clara|stanford|berkeley|oakland|"
    "davis|irvine|riverside|santa barbara|santa cruz|pasadena|salt lake city|mexico city|são paulo|sao paulo|"
    "rio de janeiro|buenos aires|santiago|bogotá|lima|long beach|college station|iowa city|ames|lincoln|"
    "gainesville|tallahassee|college park|state college"
).replace("\n", "")
PLACES = frozenset(f"{_COUNTRIES}|{_STATES}|{_CITIES}".split("|"))
_STATE_CODE = re.compile(
    r"^(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|"
    r"V[AT]|W[AIVY]|ON|QC|BC|AB|NSW|VIC)(?:\s+\d{5}(?:-\d{4})?)?$"
)
_POSTAL = re.compile(r"^(?:.*\s)?\d{4,6}(?:-\d{4})?$|^\d{4,6}\s+\S+$|^[A-Z]{1,2}\d\w?\s*\d[A-Z]{2}$")


def is_place(text: str) -> bool:
    """Whether the text names a city, state or country, perhaps with a postal code."""
    bare = text.strip(" .,;()").lower()
    if bare in PLACES or _STATE_CODE.match(text.strip(" .,;()")):
        return True
    without = re.sub(r"\s*\b\d{4,6}(?:-\d{4})?\b\s*", " ", bare).strip()
    if without != bare and (without in PLACES or re.fullmatch(r"\d{5,6}", bare)):
        return True
    words = bare.split()
    return (
        len(words) <= 4
        and len(words) > 1
        and (words[-1] in PLACES or " ".join(words[-2:]) in PLACES)
        and (" ".join(words[:-1]) in PLACES or " ".join(words[:-2]) in PLACES)
    )


def is_state(text: str, start: int, end: int) -> bool:
    """Whether two letters are a state after a city: "MA" in "Cambridge, MA"."""
    before = re.search(r"([^,\t\n|;()]+),\s+$", text[:start])
    return before is not None and end - start == 2 and is_place(before.group(1))
