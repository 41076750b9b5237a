"""Small closed lists of words that tell a field: months, publishers, places, words of venues.

Each word may have several classes; the tagger gets them as features and learns what they are worth.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

_LISTS = {
    "month": (
        "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
        "october november december januar februar märz mai juni juli oktober dezember janvier février mars avril juin "
        "juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre "
        "octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro "
        "fevereiro março maio junho julho setembro outubro novembro dezembro spring summer autumn fall winter"
    ),
    "publisher": (
        "press publishers publisher publishing verlag éditions editions editorial edizioni elsevier springer wiley "
        "kluwer routledge sage birkhäuser pergamon blackwell macmillan palgrave mcgraw-hill prentice addison-wesley "
        "pearson harper penguin oxford cambridge gruyter brill peeters mouton benjamins erlbaum norton knopf vintage "
        "gallimard seuil fayard puf presses cnrs armand larousse suhrkamp fischer beck mohr reclam steiner niemeyer "
        "vandenhoeck ruprecht campus beltz dover freeman academic plenum dekker ios usenix acm ieee acl aaai siam "
        "ams mit stanford harvard yale princeton laterza einaudi mulino mondadori alianza ariel cátedra siglo "
        "tecnos plaza losada fce emerald inderscience hindawi mdpi frontiers curran omnipress pmlr openreview "
        "lncs ceur nauka science-press longman hodder faber bloomsbury continuum zed verso polity ashgate"
    ),
    "place": (
        "london york boston paris berlin münchen munich wien vienna zürich zurich amsterdam leiden dordrecht rotterdam "
        "den haag hague brussels bruxelles leuven louvain gent geneva genève basel bern heidelberg tübingen göttingen "
        "stuttgart frankfurt hamburg köln leipzig dresden bonn mainz freiburg darmstadt weinheim opladen wiesbaden "
        "roma rome milano milan torino turin bologna firenze florence padova napoli venezia madrid barcelona "
        "valencia sevilla salamanca lisboa lisbon porto coimbra méxico mexico bogotá lima santiago "
        "aires buenos caracas "
        "paulo rio montréal montreal toronto ottawa vancouver québec chicago philadelphia washington "
        "baltimore berkeley "
        "princeton stanford cambridge oxford edinburgh glasgow dublin manchester bristol leeds sydney melbourne "
        "canberra auckland tokyo osaka kyoto beijing shanghai hangzhou nanjing wuhan guangzhou shenzhen hong kong "
        "singapore taipei seoul delhi mumbai bangalore calcutta cairo jerusalem istanbul ankara moscow moskva "
        "petersburg kiev warszawa warsaw kraków praha prague budapest bucharest sofia athens stockholm uppsala lund "
        "copenhagen københavn aarhus oslo bergen helsinki reykjavik usa uk england france germany italy spain canada "
        "australia japan china korea india brazil netherlands switzerland austria sweden norway denmark finland "
        "portugal greece turkey israel russia poland ca ny ma tx wa pa il mi nj md va nc ga co fl englewood cliffs "
        "hillsdale mahwah amherst ithaca urbana bloomington honolulu seattle atlanta austin dallas denver diego "
        "francisco angeles miami orleans pittsburgh vegas scottsdale edmonton malta crete hawaii"
    ),
    "venue": (
        "journal transactions proceedings proc conference conf symposium symp workshop workshops "
        "letters review reviews "
        "annals annual bulletin magazine quarterly archives archive acta advances international trans j int lett rev "
        "ann bull revue revista rivista zeitschrift jahrbuch zeitung annales cahiers actes cuadernos boletín archiv "
        "studies lecture notes comm communications congress meeting colloquium forum record reports records series "
        "nature science cell lancet jama plos pnas arxiv corr preprint biorxiv medrxiv ssrn neurips nips icml iclr "
        "cvpr iccv eccv acl emnlp naacl coling eacl aaai ijcai kdd www chi sigir sigmod vldb icde icra iros rss corl "
        "interspeech icassp miccai siggraph sosp osdi nsdi usenix ccs ndss crypto stoc focs soda podc uai aistats colt "
        "lrec conll tacl tpami jmlr tmlr wacv bmvc asplos isca micro hpca dac date iccad wsdm cikm recsys icip ismb "
        "recomb phys chem biol math med appl sci res soc am eng mech astron astrophys opt mat theor exp clin nucl "
        "springerplus transactions ieee acm eurosys sigcomm infocom imc pets soups uist cscw icwsm websci"
    ),
    "organisation": (
        "university université universität universidad università universidade univ institute institut instituto "
        "department dept school college faculty laboratory laboratories lab labs center centre academy hospital "
        "ministry council foundation corporation company inc gmbh agency association society bureau organization"
    ),
    "report": (
        "thesis dissertation ph.d phd master's masters msc diss diploma diplomarbeit masterarbeit bachelorarbeit "
        "habilitation thèse tesis tesi doctoral unpublished technical report tech rep memo manuscript working paper "
        "patent preprint submitted press appear forthcoming review accepted preparation"
    ),
    "award": (
        "award best oral spotlight poster outstanding honorable mention nominee finalist runner-up candidate invited "
        "acceptance rate impact factor citations distinguished highlight awarded"
    ),
    "link": (
        "pdf code slides video bibtex bib project website link poster talk dataset data github demo arxiv html abs doi"
    ),
    "abbreviation": (
        "abh abstr acad acc accel acoust act adm adv aeronaut aerosp afr agric agron akad allerg am amer anaesth "
        "anal anat anesth angew anim ann annu anthropol antimicrob antiq apl appl aquac aquat arch archaeol "
        "arthritis artif asoc asp assoc asthma astron astrophys astrophysical atmos aust autom avian bact bacteriol "
        "behav ber bibl bioanal biochem biochim bioeng bioinform biol biomech biomed bioorg biophys bioresour biosci "
        "biosens biotech biotechnol blut br brit bull canad carcinog cardiol catal cem ceram chem chim chir "
        "chromatogr civ clim clin cogn coll colloid combust commun comp comput comun constr contemp contr coron "
        "corros cosmet cosmol cryst crystallogr curr cybern cytol dermatol deut dev diab dis discret disord doc dokl "
        "dyn ecol econ ecotoxicol educ electr electrochem electron embo embryol endocrinol eng engl entomol environ "
        "enzym enzymol epidemiol ergon ernahr eur evol exp explor expt fac fert fis fiz folia fund fut gastroenterol "
        "genet geochem geochim geogr geol geom geomorphol geophys geosci geotech gerontol ges ginecol gynecol "
        "haematol handb hebd hematol hepatol heterocycl hist histochem hosp hydr hydrobiol hydrogeol hydrol imag "
        "immun immunol inf infect ing inorg inst instit instrum int intell interact intern interv invertebr invest "
        "isr issled ital izv jahrb jap jpn justus khim klin laryngol lett leuk libr lih limnol linguist lipid liq "
        "lit lond mach macromol magn mamm manag mater math meas mech med mem metab metabol metall meteorol microb "
        "microbiol microchem microelectron microsc mikrobiol min mineral mitt mol monatsh monogr morphol nachr "
        "nanotechnol nat natl nauk naut neth neuro neurobiol neurochem neurol neurophysiol neuropsychol "
        "neuropsychopharmacol neurosci neurosurg nouv nucl numer nutr obes obstet occup oceanogr oncol onkol "
        "ophthalmol opin opt org organomet ornithol orthod orthop osteoporos otolaryngol paediatr palaeontol "
        "paleontol parasitol pathog pathol pediatr percept perinatol perspect pestic petrol pharm pharmacokinet "
        "pharmacol phil philos photobiol photochem photogramm phys physico physiol phytochem phytopathol plast "
        "pneumol pol polit pollut polym popul posch powder prensa prev prikl probab probl proc prog progr propag "
        "prosthet prot psych psychiatr psychoanal psychol psychopathol psychosom psychother publ qual quant quart "
        "quim rad radiat radioact radiobiol radiol rec recent rech reg regul rehabil relat relig remote rend rep "
        "reprod res resour resp respir resusc rev rheum rheumatol rhinol roc rom roum russ sanit sb scand sch sched "
        "schizophr sci scient secur sediment seismol semicond semigr semin separ serv sist sitzungsber skelet soc "
        "sociol softw sol sov spectrom spectrosc stat stati statist stereotact steril strateg struct stud supercond "
        "superf suppl surg swed symp synth syst tech techn technol tecton telecommun teor terap theor ther therm "
        "thorac thromb thromboembol tidsskr tierphysiol topol toxicol trab trans transf transfus transp transpl trav "
        "treat trudy tsch tuberc uch ultrason univ urol usp vac vaccin vasc veg ver verh vest vestn vet vib virol "
        "vitam vopr vysok wash wet wiss xenobiot yearb zbl zeitschr zentralbl zh zool"
    ),
    "roman": "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi",
}


def _classes() -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    lists = [(name, words.split()) for name, words in _LISTS.items()]
    for line in Path(__file__).with_name("name_list.txt").read_text(encoding="ascii").splitlines():
        name, *names = line.split()
        if name != "#":
            lists.append((name, names))
    for name, words in lists:
        for word in words:
            if name not in classes.get(word, ()):
                classes[word] = (*classes.get(word, ()), name)
    return classes


_CLASSES: dict[str, tuple[str, ...]] = _classes()
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "ß": "ss"})


def word_classes(word: str) -> tuple[str, ...]:
    """The classes of a word in lower case; a word with accents has those of the word without them, too.

    >>> word_classes("verlag"), word_classes("jürgen")
    (('publisher',), ('given',))
    """
    found = _CLASSES.get(word, ())
    if not found and not word.isascii():
        letters = unicodedata.normalize("NFKD", word.translate(_PLAIN))
        found = _CLASSES.get("".join(c for c in letters if not unicodedata.combining(c)), ())
    return found
