"""Small closed lists of words that tell a field: months, publishers, places, words of venues.

Each word may have several classes; the tagger gets them as features and learns what they are worth.
"""

from __future__ import annotations

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
    "roman": "ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi",
    "given": (
        "john david michael robert james william richard thomas mark peter paul daniel andrew steven george charles "
        "christopher kevin brian stephen edward joseph eric scott jonathan martin alan jason anthony matthew "
        "alexander benjamin samuel adam simon frank henry philip nicholas patrick gregory ryan aaron jeffrey mary anna "
        "maria elizabeth jennifer susan sarah laura karen lisa michelle emily rachel jessica amy emma julia sophie "
        "alice helen jane catherine margaret barbara patricia nancy carol ruth anne christine caroline claire jean "
        "pierre françois michel philippe jacques alain bernard laurent olivier nicolas thierry marie isabelle hans "
        "jürgen klaus wolfgang karl heinz dieter stefan andreas michael markus matthias tobias sebastian florian ute "
        "ulrich manfred werner günter giovanni giuseppe marco andrea luca francesco alessandro paolo roberto carlo "
        "antonio josé juan carlos luis manuel miguel javier fernando pablo pedro jorge rafael diego sergio joão ana "
        "carmen elena lars erik anders sven nils johan magnus bjørn ole jan piet kees hendrik willem ivan sergey "
        "dmitry vladimir alexey mikhail nikolai yuri andrei olga natalia tatiana wei ming jun lei yang jing li xin hao "
        "yu bo tao feng yan ying hui fang hong jian peng qi chen rui zhen kai hiroshi takashi kenji yuki akira satoshi "
        "makoto jin-woo min-jun sung hyun ji-hoon soo young raj anil sanjay amit rahul priya deepak suresh ravi vijay "
        "mohammad mohamed ahmed ali hassan hussein omar mehdi reza fatima yusuf mehmet mustafa ayşe"
    ),
    "surname": (
        "smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson taylor thomas moore "
        "martin jackson thompson white lopez lee gonzalez harris clark lewis robinson walker perez hall young allen "
        "sanchez wright king scott green baker adams nelson hill campbell mitchell roberts carter "
        "phillips evans turner "
        "parker collins edwards stewart morris murphy cook rogers morgan cooper peterson reed bailey bell müller "
        "schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf schröder "
        "neumann schwarz zimmermann braun krüger hofmann lange werner lehmann dubois durand moreau laurent simon "
        "lefebvre leroy roux bertrand fournier girard bonnet rossi russo ferrari esposito bianchi romano colombo "
        "ricci marino greco conti silva santos oliveira souza costa pereira ferreira hernández gómez fernández díaz "
        "torres ramírez vargas jansen vries berg bakker visser smit nielsen jensen hansen pedersen andersen larsen "
        "johansson karlsson nilsson eriksson olsson ivanov petrov smirnov kuznetsov popov novak nowak kowalski nagy "
        "kovács szabó wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang "
        "xie tang xu han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding shen "
        "ren yao zhong tan wong chan lam cheung ng kim park choi jung kang cho yoon jang lim tanaka suzuki sato "
        "takahashi watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki nguyen tran pham hoang kumar "
        "singh sharma gupta patel reddy rao das khan ahmed ali hassan hussein ibrahim yılmaz kaya demir cohen levy"
    ),
}


def _classes() -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in _LISTS.items():
        for word in words.split():
            if name not in classes.get(word, ()):
                classes[word] = (*classes.get(word, ()), name)
    return classes


WORD_CLASSES: dict[str, tuple[str, ...]] = _classes()
