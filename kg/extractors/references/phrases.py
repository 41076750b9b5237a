"""Names and set phrases of several words that tell a field: publishers, places, kinds of work, translators, editions.

Written for kg from general knowledge. A phrase is found by its words in lower case, whatever mark stands behind them;
"&" and "and" are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

_PHRASES = {
    "publisher": (
        "academic press|accademia della crusca|aisthesis verlag|albin michel|alfred a knopf|allen and unwin|"
        "allen lane|allyn and bacon|alpha science|american chemical society|american mathematical society|"
        "american physical society|american psychological association|american institute of physics|"
        "american society of mechanical engineers|annual reviews|anchor books|applied science publishers|"
        "armand colin|athlone press|atheneum|bantam books|basic books|basil blackwell|beacon press|belin|"
        "belknap press|benjamin cummings|benjamin/cummings|berg publishers|berghahn books|birkhäuser verlag|"
        "blackwell publishers|blackwell publishing|blackwell science|bobbs merrill|brooks cole|brooks/cole|"
        "butterworth heinemann|c h beck|calmann lévy|cambridge univ press|cambridge university press|"
        "cambridge scholars publishing|carl hanser verlag|cengage learning|center for creative leadership|"
        "chapman and hall|chapman and hall/crc|charles c thomas|charles scribner's sons|chatto and windus|"
        "chelsea house|clarendon press|clarendon|collier macmillan|columbia university press|computer science press|"
        "congressional quarterly press|constable|cornell university press|crc press|crown publishers|crowell|"
        "curran associates|d c heath|d reidel|de gruyter|de boeck|de boeck université|delacorte press|"
        "doubleday|dover publications|duke university press|dunod|dutton|edward arnold|edward elgar|eerdmans|"
        "elsevier science|elsevier science publishers|editions de minuit|éditions de minuit|editions du seuil|"
        "éditions du seuil|editions gallimard|éditions gallimard|edition sigma|edizioni scientifiche italiane|"
        "faber and faber|farrar straus and giroux|farrar straus giroux|feltrinelli|ferdinand schöningh|"
        "fischer taschenbuch|flammarion|fondo de cultura económica|franco angeli|francoangeli|franz steiner|"
        "franz steiner verlag|frank cass|free press|friedrich vieweg|gale research|garland|garland publishing|"
        "gauthier villars|georg olms|georg thieme|george allen and unwin|george braziller|gordon and breach|"
        "government printing office|gower|grove press|guilford press|gunter narr|gustav fischer|hachette|"
        "hackett|hackett publishing|halsted press|harcourt brace|harcourt brace and company|"
        "harcourt brace and world|"
        "harcourt brace jovanovich|harcourt|harper and row|harper collins|harpercollins|harper perennial|"
        "harvard business school press|harvard univ press|harvard university press|harvester press|"
        "harvester wheatsheaf|heinemann|heinemann educational|henry holt|her majesty's stationery office|"
        "hermann|hill and wang|hodder and stoughton|holden day|holt rinehart and winston|houghton mifflin|"
        "human kinetics|humana press|humanities press|ieee computer society|ieee computer society press|ieee press|"
        "iff|imperial college press|indiana university press|insel verlag|inter varsity press|intervarsity press|"
        "international press|international universities press|irvington|iop publishing|ivp academic|j wiley|"
        "j wiley and sons|jai press|james currey|jason aronson|jessica kingsley|john benjamins|john murray|"
        "john wiley|john wiley and sons|johns hopkins press|johns hopkins university press|jones and bartlett|"
        "jossey bass|jossey-bass|julius springer|karger|kegan paul|kluwer academic|kluwer academic publishers|"
        "kluwer academic plenum|kogan page|kohlhammer|l'harmattan|l erlbaum|lawrence and wishart|lawrence erlbaum|"
        "lawrence erlbaum associates|leo s olschki|les belles lettres|leuven university press|lexington books|"
        "lippincott|lippincott williams and wilkins|little brown|little brown and company|liverpool university press|"
        "longmans|longmans green|lynne rienner|macmillan press|m e sharpe|manchester university press|"
        "marcel dekker|martinus nijhoff|mcclelland and stewart|mcfarland|mcgill queen's university press|"
        "mcgraw hill|mcgraw-hill book company|mcgraw-hill education|methuen|merriam-webster|metropolitan books|"
        "microsoft press|mit press|morgan and claypool|morgan kaufman|morgan kaufmann|morgan kaufmann publishers|"
        "mouton de gruyter|nathan|national academies press|national academy press|national bureau of standards|"
        "national bureau of economic research|national physical laboratory|nelson hall|new american library|"
        "new york university press|nijhoff|noordhoff|north holland|north-holland|north holland publishing company|"
        "northwestern university press|now publishers|o'reilly|o'reilly media|ohio state university press|"
        "open court|open university press|orbis books|orient longman|oxford univ press|oxford university press|"
        "oxford science publications|pantheon|pantheon books|palgrave macmillan|paul parey|payot|"
        "pearson education|"
        "penguin books|penguin press|perennial|pergamon press|peter lang|philipp reclam|piper verlag|"
        "pitman|plenum press|plenum publishing|polity press|praeger|praeger publishers|prentice hall|prentice-hall|"
        "presses de sciences po|presses universitaires de france|presses universitaires de grenoble|"
        "presses universitaires de lyon|presses universitaires de rennes|presses universitaires du septentrion|"
        "princeton univ press|princeton university press|prometheus books|psychology press|publications of astm|"
        "purdue university press|queen's university press|r r bowker|rand mcnally|random house|raven press|"
        "reidel|research studies press|rinehart|rodopi|routledge and kegan paul|rowman and littlefield|"
        "royal society of chemistry|russell sage foundation|rutgers university press|sage publications|"
        "saint martin's press|schocken books|scholars press|science press|scott foresman|seminar press|"
        "sheed and ward|sheffield academic press|siam publications|sidgwick and jackson|simon and schuster|"
        "sinauer associates|soc for industrial and applied mathematics|society for industrial and applied mathematics|"
        "somogy|southern illinois university press|south end press|spartan books|"
        "springer berlin heidelberg|springer international publishing|springer science|"
        "springer science and business media|springer verlag|springer-verlag|st martin's press|"
        "stanford univ press|stanford university press|state university of new york press|suny press|"
        "syracuse university press|t and t clark|tavistock|tata mcgraw-hill|taylor and francis|"
        "teachers college press|temple university press|thames and hudson|the free press|the guilford press|"
        "the johns hopkins university press|"
        "the macmillan company|the mit press|the stationery office|the university of chicago press|thomson learning|"
        "transaction books|transaction publishers|transcript verlag|twayne|university of california press|"
        "university of chicago press|university of illinois press|university of michigan press|"
        "university of minnesota press|university of nebraska press|university of north carolina press|"
        "university of notre dame press|university of oklahoma press|university of pennsylvania press|"
        "university of texas press|university of toronto press|university of washington press|"
        "university of wisconsin press|university press of america|university press of kentucky|"
        "unwin hyman|us government printing office|u.s government printing office|vandenhoeck and ruprecht|"
        "van nostrand|van nostrand reinhold|vch|viking|viking press|vieweg|vieweg verlag|vintage books|"
        "vittorio klostermann|w b saunders|w h freeman|w h freeman and company|w w norton|w w norton and company|"
        "wadsworth|walter de gruyter|wesleyan university press|westview press|westminster john knox press|"
        "wiedenfeld and nicolson|weidenfeld and nicolson|wiley and sons|wiley blackwell|wiley-blackwell|"
        "wiley interscience|wiley-interscience|wilhelm fink|william morrow|williams and wilkins|"
        "wissenschaftliche buchgesellschaft|world bank|world health organization|world scientific|"
        "world scientific publishing|yale univ press|yale university press|zed books|zondervan"
    ),
    "place": (
        "ann arbor|baton rouge|belo horizonte|boca raton|buenos aires|cambridge mass|cambridge ma|cape town|"
        "chapel hill|college park|college station|den haag|downers grove|east lansing|englewood cliffs|"
        "frankfurt am main|fort worth|garden city|grand rapids|hong kong|iowa city|kansas city|kuala lumpur|"
        "la jolla|la haye|las vegas|long beach|los alamitos|los altos|los angeles|mexico city|menlo park|"
        "milton keynes|mountain view|new brunswick|new delhi|new haven|new jersey|new orleans|new york|"
        "new york city|new york ny|new zealand|north carolina|notre dame|oak ridge|palo alto|park ridge|"
        "providence rhode island|providence ri|rhode island|rio de janeiro|saint paul|saint petersburg|salt lake city|"
        "san antonio|san diego|san francisco|san jose|san juan|san mateo|santa barbara|santa cruz|"
        "santa fe|santa monica|"
        "são paulo|silver spring|sophia antipolis|south africa|south carolina|south korea|st louis|st paul|"
        "st petersburg|tel aviv|the hague|thousand oaks|united kingdom|united states|university park|"
        "upper saddle river|washington dc|washington d.c|west lafayette|west sussex|white plains"
    ),
    "kind": (
        "annual report|audio cd|bachelor thesis|bachelor's thesis|conference paper|diploma thesis|discussion paper|"
        "doctoral dissertation|doctoral thesis|draft paper|draft report|exhibition catalogue|final report|"
        "habilitation thesis|habilitationsschrift|internal memo|internal memorandum|internal report|"
        "internet draft|internet-draft|lecture notes|m.a thesis|ma thesis|m.phil thesis|m.s thesis|m.sc thesis|"
        "magisterarbeit|mémoire de maîtrise|mémoire de master|master thesis|master's thesis|masters thesis|"
        "motion picture|msc thesis|occasional paper|personal communication|ph d thesis|ph.d dissertation|"
        "ph.d thesis|phd dissertation|phd thesis|position paper|poster presentation|private communication|"
        "progress report|project report|rapport de recherche|rapport technique|research memorandum|"
        "research report|research rept|senior thesis|special report|staff report|tech memo|tech note|tech rep|"
        "tech report|tech rept|tech rpt|technical memo|technical memorandum|technical note|technical rep|"
        "technical report|technical summary report|technischer bericht|television program|television programme|"
        "television series|tesi di dottorato|tesi di laurea|tesis de maestría|tesis doctoral|thèse de doctorat|"
        "thèse d'état|undergraduate thesis|unpublished dissertation|unpublished doctoral dissertation|"
        "unpublished manuscript|unpublished paper|unpublished report|unpublished thesis|us patent|u.s patent|"
        "united states patent|white paper|work in progress|working paper"
    ),
    "helper": (
        "a cura di|aus dem englischen|aus dem französischen|curated by|edición de|edited and translated|edited by|"
        "edité par|herausgegeben von|hrsg von|introduced by|introduction by|introduction de|préface de|preface by|"
        "revised by|sous la direction de|texte établi|traducción de|traduction de|traduit de|traduit par|trad de|"
        "trad it|trad par|tradução de|traduzione di|transl by|translated and edited|translated by|"
        "translated from|trans by|übersetzt von|ubersetzt von|übers von|with a foreword|with an introduction"
    ),
    "edition": (
        "critical edition|enlarged edition|expanded edition|first edition|fourth edition|new edition|nouvelle édition|"
        "reprint edition|revised and enlarged|revised and expanded|revised edition|rev ed|second edition|"
        "second revised edition|student edition|third edition|2nd ed|2nd edition|3rd ed|3rd edition|4th ed|4th edition|"
        "5th ed|5th edition|6th ed|2nd edn|3rd edn"
    ),
    "series": (
        "advances in|applied mathematical sciences|cambridge studies in|collected works|comprehensive studies|"
        "grundlehren der|graduate texts in|lecture notes|lecture notes in|lecture notes in artificial|"
        "lecture notes in computer|lecture notes in mathematics|lecture notes in physics|loeb classical library|"
        "mathematical surveys|memoirs of the|monographs in|monographs on|oxford world's classics|penguin classics|"
        "springer series in|studies in|texts in|texts and monographs|world's classics"
    ),
    "waiting": (
        "accepted for publication|conditionally accepted|forthcoming|im druck|im erscheinen|in preparation|in press|"
        "in review|in revision|manuscript in preparation|manuscript submitted|revise and resubmit|sous presse|"
        "submitted for publication|submitted to|to appear|to be published|to be submitted|under review|under revision"
    ),
}


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, text in _PHRASES.items():
        for phrase in text.split("|"):
            words = tuple("&" if word == "and" else word for word in phrase.split())
            if len(words) > 1 or name == "waiting":
                found.setdefault(words[0], []).append((words[1:], name))
    for choices in found.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    return found


_STARTS = _by_first_word()


def find_phrases(words: Sequence[str], closings: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, stop, class) of the longest known phrases, in order; `words` in lower case without marks around them.

    A word that is only a mark ("&") is "". No phrase runs over a full stop behind a long word or another closing mark.

    >>> find_phrases(["the", "mit", "press", "2nd", "ed"], [""] * 5)
    [(0, 3, 'publisher'), (3, 5, 'edition')]
    """
    found = []
    at = 0
    last = len(words)
    while at < last:
        stop = at + 1
        for rest, name in _STARTS.get(words[at], ()):
            end = at + 1 + len(rest)
            if end <= last and _follows(words, closings, at, rest):
                found.append((at, end, name))
                stop = end
                break
        at = stop
    return found


def _follows(words: Sequence[str], closings: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    """Whether the words behind `at` are `rest`, without a break between them."""
    for offset, wanted in enumerate(rest):
        word = words[at + 1 + offset]
        if word != wanted and not (wanted == "&" and word in ("", "and")):
            return False
        closing = closings[at + offset]
        if closing and not (closing == "." and len(words[at + offset]) < 6) and not (closing == "," and wanted != "&"):
            return False
    return True
