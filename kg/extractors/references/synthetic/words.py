"""Words and patterns that titles, venues and publishers are made of, in several fields and languages."""

from __future__ import annotations

# Each field has four lists: adjectives, nouns, processes and objects of study.
FIELDS: dict[str, tuple[str, ...]] = {
    "learning": (
        "deep sparse robust efficient scalable self-supervised federated causal bayesian neural "
        "variational contrastive "
        "multimodal low-rank online adversarial equivariant differentiable probabilistic hierarchical unsupervised",
        "networks transformers attention gradients embeddings representations policies priors kernels diffusion-models "
        "language-models bandits autoencoders ensembles graphs rewards prompts tokens agents benchmarks",
        "learning pruning quantization distillation optimization inference generalization segmentation detection "
        "alignment sampling adaptation compression retrieval planning calibration forecasting reconstruction",
        "images videos point-clouds text speech time-series mobile-devices robots "
        "recommender-systems medical-images 3D-scenes "
        "tabular-data knowledge-graphs edge-devices autonomous-driving",
    ),
    "systems": (
        "distributed fault-tolerant real-time secure low-latency energy-aware parallel virtualized serverless wireless "
        "reconfigurable heterogeneous concurrent decentralized trusted cache-efficient",
        "databases file-systems protocols schedulers compilers caches networks processors accelerators transactions "
        "kernels clusters queues smart-contracts memory-systems circuits sensors routers",
        "scheduling replication verification caching routing indexing synchronization debugging tracing logging "
        "partitioning consensus prefetching testing deployment encryption authentication",
        "data-centers multicore-machines the-cloud sensor-networks web-services embedded-systems "
        "GPUs the-internet-of-things "
        "mobile-networks blockchains operating-systems FPGAs",
    ),
    "language": (
        "cross-lingual low-resource neural statistical multilingual discourse-level syntactic semantic abstractive "
        "dependency-based morphological phonological pragmatic typological zero-shot",
        "parsers corpora treebanks lexicons translations dialogues summaries pronouns verbs clauses "
        "tones vowels metaphors "
        "annotations ellipsis grammars questions",
        "parsing translation summarization tagging disambiguation annotation coreference-resolution "
        "word-sense-induction "
        "code-switching acquisition grammaticalization question-answering entity-linking",
        "Swahili Quechua Finnish Arabic Mandarin early-modern-English social-media news "
        "clinical-notes legal-texts tweets "
        "child-speech endangered-languages",
    ),
    "biology": (
        "genomic molecular microbial evolutionary somatic epigenetic mitochondrial transgenic adaptive invasive marine "
        "single-cell cortical hippocampal immune",
        "genes proteins receptors neurons enzymes mutations populations stem-cells transcripts "
        "pathogens plasmids membranes "
        "T-cells mice zebrafish yeast biomarkers microbiota",
        "expression regulation signaling replication migration folding methylation differentiation apoptosis selection "
        "phosphorylation speciation transcription metabolism",
        "Drosophila Arabidopsis the-human-brain breast-cancer type-2-diabetes Escherichia-coli "
        "coral-reefs the-gut the-retina "
        "primates grassland-ecosystems tumours",
    ),
    "medicine": (
        "randomized clinical long-term acute chronic pediatric postoperative double-blind prospective early perinatal "
        "cardiovascular psychiatric metastatic",
        "patients outcomes therapies symptoms adults children survivors nurses risk-factors vaccines trials hospitals "
        "lesions antibodies infections",
        "treatment screening rehabilitation diagnosis prevention resuscitation adherence mortality transplantation "
        "follow-up imaging dosing",
        "heart-failure asthma stroke depression HIV COVID-19 lung-cancer pregnancy primary-care "
        "intensive-care schizophrenia "
        "hypertension older-people obesity",
    ),
    "physics": (
        "quantum relativistic topological nonlinear magnetic superconducting ultracold "
        "supersymmetric cosmological turbulent "
        "anisotropic thermal optical chiral",
        "states fields phases particles bosons galaxies neutrinos black-holes solitons photons lattices plasmas spins "
        "nanowires waveguides vortices planets supernovae",
        "scattering entanglement decay dispersion tunnelling condensation inflation symmetry-breaking diffraction "
        "transport radiation oscillation renormalization",
        "graphene the-early-universe heavy-ion-collisions two-dimensional-systems thin-films "
        "strong-fields the-LHC Mars "
        "gravitational-waves semiconductors the-solar-wind",
    ),
    "chemistry": (
        "catalytic enantioselective organometallic polymeric porous aqueous crystalline photochemical electrochemical "
        "hydrothermal hybrid mesoporous",
        "complexes catalysts ligands nanoparticles polymers crystals membranes alloys composites ceramics electrodes "
        "surfactants zeolites alkenes peptides",
        "synthesis oxidation adsorption polymerization hydrogenation corrosion crystallization characterization "
        "degradation cyclization coupling",
        "lithium-batteries fuel-cells concrete carbon-dioxide ruthenium water solar-cells steel biofuels drug-delivery",
    ),
    "mathematics": (
        "algebraic elliptic stochastic convex finite ergodic random hyperbolic discrete harmonic semilinear abelian "
        "combinatorial asymptotic",
        "groups manifolds equations graphs operators sheaves lattices inequalities polynomials "
        "modules surfaces measures "
        "trees algebras semigroups zeros",
        "convergence regularity existence stability approximation enumeration factorization rigidity homogenization "
        "percolation interpolation",
        "Banach-spaces number-fields random-matrices Riemann-surfaces bounded-domains the-plane finite-fields "
        "Lie-groups Markov-chains partial-differential-equations",
    ),
    "economics": (
        "fiscal monetary informal rural competitive sovereign corporate behavioural agricultural regional optimal "
        "asymmetric endogenous",
        "markets firms wages banks households exports taxes institutions auctions contracts prices migrants start-ups "
        "incentives supply-chains",
        "growth trade inequality regulation employment innovation bargaining insurance investment privatization "
        "outsourcing governance decentralization",
        "India sub-Saharan-Africa the-euro-area the-United-States Latin-America transition-economies China small-firms "
        "health-care higher-education energy-markets",
    ),
    "society": (
        "social political urban gendered postcolonial democratic civic ethnic environmental digital religious populist "
        "transnational domestic",
        "identities movements elections parties families migrants communities policies schools teachers citizens "
        "narratives neighbourhoods bodies media youth",
        "participation exclusion integration memory resistance socialization representation mobility trust violence "
        "solidarity governance",
        "South-Africa the-European-Union postwar-Germany contemporary-Japan Brazil the-Global-South "
        "the-Balkans rural-France "
        "the-welfare-state everyday-life social-media",
    ),
    "humanities": (
        "medieval baroque modernist classical biblical romantic Victorian colonial Ottoman Renaissance sacred lost "
        "imperial late-antique",
        "poems letters manuscripts empires women saints painters monasteries gods merchants kings "
        "novels ruins archives "
        "philosophers ghosts cities translators",
        "reading reform exile translation conversion representation patronage imagination rhetoric performance "
        "pilgrimage authorship",
        "Dante Shakespeare Homer Venice Byzantium the-Enlightenment the-Third-Republic Weimar-Germany ancient-Rome "
        "Kafka the-Spanish-Empire Augustine Plato Joyce the-Cold-War",
    ),
    "education": (
        "inclusive collaborative formative blended early critical reflective vocational inquiry-based digital "
        "multicultural professional",
        "students teachers classrooms curricula learners universities skills textbooks assessments mentors schools "
        "laboratories misconceptions",
        "teaching learning assessment feedback leadership literacy motivation engagement mentoring scaffolding "
        "evaluation counselling",
        "primary-schools higher-education mathematics physics-courses online-courses STEM "
        "kindergarten rural-schools teacher-training "
        "engineering-programs",
    ),
    "earth": (
        "seismic tropical volcanic hydrological sedimentary coastal glacial geochemical isotopic atmospheric arid "
        "tectonic paleozoic",
        "aerosols glaciers faults basins soils aquifers monsoons sediments forests wetlands rivers "
        "earthquakes minerals "
        "fossils clouds",
        "erosion subduction warming deposition runoff evapotranspiration mineralization upwelling weathering "
        "deforestation stratigraphy",
        "the-Andes the-North-Atlantic Greenland the-Amazon eastern-Australia the-Himalaya the-Sahel "
        "the-Mediterranean Iceland "
        "the-Yangtze-basin the-Barents-Sea",
    ),
    "engineering": (
        "structural adaptive predictive aerodynamic finite-element fuzzy optimal autonomous composite hydraulic "
        "renewable piezoelectric",
        "beams controllers turbines bridges vehicles antennas converters actuators pipelines pumps rotors grids "
        "manipulators sensors bearings",
        "control fatigue vibration design monitoring welding cooling modelling estimation damping simulation "
        "fault-diagnosis maintenance",
        "wind-farms electric-vehicles reinforced-concrete smart-grids aircraft-wings railway-tracks "
        "high-rise-buildings satellites "
        "microgrids robotic-arms offshore-platforms",
    ),
}

TITLES = (
    "{A} {N} for {O}",
    "{A} {P} of {N}",
    "{A} {P} of {N} in {O}",
    "{P} of {A} {N}",
    "{P} and {P} of {N} in {O}",
    "On the {P} of {N}",
    "On {A} {N}",
    "Towards {A} {P} for {O}",
    "Toward {A} {N}: {P} in {O}",
    "{X}: {A} {P} for {O}",
    "{X}: {A} {N} for {A} {P}",
    "{X}: A {A} Approach to {P}",
    "Learning {A} {N} from {O}",
    "A {A} {P} of {N}",
    "A survey of {A} {N}",
    "A review of {P} in {O}",
    "The role of {N} in {P}",
    "The {P} of {N}: evidence from {O}",
    "{N}, {N} and {N}: {P} in {O}",
    "{N} and {P} in {O}",
    "{N} in {O}",
    "{A} {N}",
    "{P} in {O}: a {A} perspective",
    "Do {N} matter? {P} in {O}",
    "Why {N} fail: {A} {P}",
    "Is {P} enough for {A} {N}?",
    "How {A} {N} shape {P} in {O}",
    "Effects of {P} on {N} in {O}",
    "Effect of {A} {P} on {N}",
    "Revisiting {P} for {A} {N}",
    "Rethinking {A} {P}",
    "Beyond {P}: {A} {N} for {O}",
    "From {N} to {N}: {P} of {O}",
    "An introduction to {A} {N}",
    "Handbook of {A} {P}",
    "{P} without {N}",
    "{P}-based {P} for {O}",
    "Using {N} to improve {P} in {O}",
    "Comparing {A} and {A} {N}",
    "Evidence for {A} {P} in {O}",
    "{A} and {A} {N} of {O}, 19{Y}–19{Y}",
    "Two {A} {N}",
    "The {A} {N}",
    "{N} of {O}",
    "Measuring {P}",
    "{P}",
    "{N} are all you need for {P}",
    "Joint {P} and {P} with {A} {N}",
    "Multi-task {P} via {A} {N}",
    "Fast {P} with {A} {N}",
    "{A} {P} under {A} {N}",
    "What can {N} tell us about {P}?",
    "{P} of {N} (with an appendix on {O})",
    "Reply to comments on “{A} {P}”",
    "{X} 2.{D}: {P} for {O}",
    "A {D}-year study of {A} {N} in {O}",
)
FOREIGN_TITLES = {
    "fr": (
        "La {a} et {b} de {c}|Les {b} dans {c}|Une histoire de {b}|Introduction à {b}|{b} et {c} : une étude de {a}|"
        "De {b} à {c}|Essai sur {b}|Le rôle de {b} dans {c}|{b}, {c} et {a} au XIXe siècle|Pour une sociologie de {b}",
        "mémoire critique politique construction modélisation représentation genèse réforme crise poétique analyse",
        (
            "la ville l'écriture la démocratie l'économie la langue les femmes l'image la justice les "
            "réseaux la santé l'école"
        ),
        "la France contemporaine l'Afrique de l'Ouest la littérature médiévale la Troisième République l'entreprise "
        "l'espace public l'Antiquité tardive la ville de Lyon",
    ),
    "de": (
        "Die {a} der {b}|Zur {a} von {b} in {c}|{b} und {c}: eine {a}|Einführung in die {a}|Grundlagen der {a}|"
        "Untersuchungen zur {a} {c}|{a} im Wandel: {b} und {c}|Beiträge zur {a} der {b}|Über {b} und {c}",
        (
            "Theorie Geschichte Entwicklung Analyse Kritik Struktur Optimierung Modellierung Bewertung "
            "Rezeption Untersuchung"
        ),
        (
            "Sprache Gesellschaft Erziehung Netze Werkstoffe Verwaltung Bildung Familie Regelung Arbeit "
            "Literatur Wissenschaft"
        ),
        "der Bundesrepublik der frühen Neuzeit verteilter Systeme der Schule den Alpen der Spätantike der Grundschule",
    ),
    "es": (
        "La {a} de {b} en {c}|{b} y {c}: una {a}|Estudios sobre {b}|Hacia una {a} de {b}|El papel de {b} en {c}|"
        "Introducción a {b}|{a} y {a} de {b}|Historia de {b} en {c}",
        "construcción evaluación historia crítica política gestión enseñanza representación reforma dinámica",
        (
            "la identidad los medios la memoria el trabajo las mujeres la economía el agua la literatura "
            "los partidos la salud"
        ),
        (
            "América Latina la España contemporánea el siglo XIX México la educación superior la novela "
            "argentina los Andes"
        ),
    ),
    "it": (
        "La {a} di {b}|{b} e {c}: una {a}|Storia di {b} in {c}|Per una {a} di {b}|Studi su {b}|Il ruolo di {b} in {c}",
        "storia critica politica teoria fortuna poetica riforma percezione analisi",
        "Dante l'arte la lingua il lavoro la città i giovani l'impresa il paesaggio la memoria",
        "Italia meridionale Toscana età moderna Europa Novecento Venezia",
    ),
    "pt": (
        "A {a} de {b} em {c}|{b} e {c}: uma {a}|Estudos sobre {b}|O papel de {b} em {c}",
        "construção avaliação história análise política gestão formação",
        "a saúde os professores a cidade o trabalho as mulheres a escola a leitura a floresta",
        "o Brasil São Paulo Portugal o ensino superior a Amazônia o século XX",
    ),
}
HAN_TITLE_PARTS = (
    "基于 面向 关于 一种 论".split(),
    (
        "深度学习 知识图谱 神经网络 遗传算法 大数据 云计算 社会网络 农村经济 "
        "中药 图像 语言模型 城市化 高等教育 气候变化 复合材料"
    ).split(),
    "的研究 的应用 分析 的影响 方法研究 模型 综述 的优化 的评价 与实践 的进展 算法".split(),
)
JOURNALS = (
    "Journal of {F}",
    "Journal of {F} and {F}",
    "International Journal of {F}",
    "{F} Letters",
    "Annals of {F}",
    "Advances in {F}",
    "{F} Review",
    "{F}",
    "{F} Today",
    "European Journal of {F}",
    "American Journal of {F}",
    "Archives of {F}",
    "Transactions on {F}",
    "IEEE Transactions on {F}",
    "ACM Transactions on {F}",
    "{F} Research",
    "Frontiers in {F}",
    "Acta {L}",
    "Quarterly Journal of {F}",
    "Studies in {F}",
    "Review of {F}",
    "{F} Quarterly",
    "Applied {F}",
    "The {F} Journal",
    "Nature {F}",
    "Current Opinion in {F}",
    "Trends in {F}",
    "{F} & {F}",
    "Bulletin of {F}",
    "Computers & {F}",
    "British Journal of {F}",
    "Chinese Journal of {F}",
    "{F} Magazine",
    "IEEE {F} Letters",
    "Journal of the {S} Society",
    "Proceedings of the {S} Society",
    "Nordic {F} Studies",
    "{F} Science",
)
FOREIGN_JOURNALS = {
    "fr": (
        "Revue de {x}|Annales de {x}|Cahiers de {x}|Revue française de {x}|Études {y}|Le Monde|"
        "Actes de la recherche en {x}"
    ),
    "de": "Zeitschrift für {x}|Jahrbuch für {x}|Archiv für {x}|Beiträge zur {x}|Deutsche {x}|Neue {x}",
    "es": "Revista de {x}|Revista española de {x}|Anales de {x}|Cuadernos de {x}|Boletín de {x}|Estudios {y}",
    "it": "Rivista di {x}|Rivista italiana di {x}|Quaderni di {x}|Studi {y}",
    "pt": "Revista brasileira de {x}|Cadernos de {x}|Revista de {x}|Estudos {y}",
}
FOREIGN_FIELDS = {
    "fr": "sociologie histoire littérature géographie linguistique philosophie droit économie musicologie".split(),
    "de": (
        "Pädagogik Soziologie Geschichte Germanistik Philosophie Psychologie Volkskunde Informatik Rechtsgeschichte"
    ).split(),
    "es": "historia filología educación economía sociología pedagogía derecho antropología".split(),
    "it": "storia filosofia economia linguistica psicologia archeologia".split(),
    "pt": "saúde pública educação história ciências sociais enfermagem".split(),
}
HAN_JOURNALS = (
    "计算机学报 软件学报 中国科学 物理学报 自动化学报 中国农业科学 "
    "经济研究 社会学研究 电子与信息学报 北京大学学报 中华医学杂志 机械工程学报"
).split()
FIELD_NAMES = (
    "Machine Learning|Vision|Computational Linguistics|Pattern Recognition|Applied Physics|Chemical Physics|Economics|"
    "Social Policy|Marine Biology|Cell Biology|Genetics|Clinical Oncology|Public Health|Nursing|"
    "Psychiatry|Neuroscience|"
    "Algebra|Number Theory|Statistics|Operations Research|Management|Accounting|Finance|Political Science|Sociology|"
    "Anthropology|Archaeology|Medieval Studies|Modern History|Philosophy|Linguistics|Phonetics|"
    "Education|Teacher Education|"
    "Geophysics|Hydrology|Climate|Remote Sensing|Soil Science|Forest Ecology|Structural Engineering|Robotics|Control|"
    "Signal Processing|Communications|Software Engineering|Databases|Information Systems|Security|"
    "Human-Computer Interaction|"
    "Graphics|Bioinformatics|Systems Biology|Pharmacology|Materials|Nanotechnology|Catalysis|"
    "Polymer Science|Optics|Astronomy|"
    "Cosmology|Fluid Mechanics|Acoustics|Energy|Transport|Tourism|Urban Studies|Law|Ethics|"
    "Musicology|Art History|Theology|"
    "Comparative Literature|Media Studies|Gender Studies|African Studies|Asian Studies|Sport Science|"
    "Nutrition|Toxicology|"
    "Veterinary Science|Entomology|Plant Pathology|Paleontology|Demography|Criminology|Librarianship|"
    "Cognition|Psychology"
).split("|")
CONFERENCES = (
    ("International Conference on {F}", "IC{I}"),
    ("Conference on {F}", "C{I}"),
    ("European Conference on {F}", "EC{I}"),
    ("ACM Symposium on {F}", "S{I}"),
    ("IEEE International Symposium on {F}", "IS{I}"),
    ("Workshop on {F}", "W{I}"),
    ("IEEE/CVF Conference on {F}", "{I}"),
    ("ACM SIG{I} Conference on {F}", "SIG{I}"),
    ("USENIX Symposium on {F}", "US{I}"),
    ("Advances in {F}", "Adv{I}"),
    ("Annual Meeting of the {S} Society", "AM{I}"),
    ("World Congress on {F}", "WC{I}"),
    ("International Workshop on {F} and {F}", "IW{I}"),
    ("Asian Conference on {F}", "AC{I}"),
    ("Joint Conference on {F}", "JC{I}"),
    ("Pacific Rim Conference on {F}", "PR{I}"),
    ("Winter Conference on {F}", "W{I}"),
    ("International Colloquium on {F}", "{I}"),
)
ACRONYMS = (
    "CVPR ICCV ECCV NeurIPS NIPS ICML ICLR AAAI IJCAI ACL EMNLP NAACL EACL COLING KDD WWW SIGIR CHI "
    "UIST ICRA IROS CoRL RSS "
    "SIGMOD VLDB ICDE SOSP OSDI NSDI USENIX Security CCS NDSS S&P INFOCOM SIGCOMM MobiCom ISCA MICRO "
    "ASPLOS HPCA DAC ICASSP "
    "Interspeech MICCAI ISBI AISTATS UAI COLT STOC FOCS SODA PODC WACV BMVC 3DV SIGGRAPH ICIP RecSys "
    "WSDM CIKM ECIR AAMAS ICAPS "
    "ICSE FSE ASE PLDI POPL OOPSLA CAV TACAS ICWSM CSCW FAccT AIES IMC PETS EuroSys ATC FAST HotNets "
    "RTSS RTAS LREC TACL"
).split()
WORKSHOPS = (
    "Workshop on {F}",
    "Workshop",
    "{F} Workshop",
    "Tutorial on {F}",
    "Demo Track",
    "Datasets and Benchmarks Track",
    "Findings",
)
PUBLISHERS = (
    "Springer|Springer-Verlag|Elsevier|Wiley|John Wiley & Sons|Cambridge University Press|"
    "Oxford University Press|MIT Press|"
    "Academic Press|ACM|IEEE|ACM Press|IEEE Computer Society Press|Kluwer Academic Publishers|"
    "Routledge|Sage|SAGE Publications|"
    "Palgrave Macmillan|De Gruyter|Mouton de Gruyter|Brill|John Benjamins|CRC Press|Morgan Kaufmann|"
    "Addison-Wesley|Prentice Hall|"
    "McGraw-Hill|Harvard University Press|University of Chicago Press|Princeton University Press|"
    "Stanford University Press|"
    "Yale University Press|University of California Press|Basic Books|Penguin|Knopf|W. W. Norton|"
    "Norton|Vintage|HarperCollins|"
    "Random House|Macmillan|Blackwell|Polity Press|Verso|Ashgate|Edward Elgar|World Scientific|"
    "Birkhäuser|Dover|SIAM|AMS|Gallimard|"
    "Seuil|Presses universitaires de France|PUF|L'Harmattan|La Découverte|Armand Colin|Suhrkamp|"
    "C. H. Beck|Mohr Siebeck|Beltz|"
    "Campus|Klett-Cotta|Vandenhoeck & Ruprecht|Harrassowitz|Il Mulino|Laterza|Einaudi|Alianza|"
    "Cátedra|Tecnos|Siglo XXI|Paidós|"
    "Fondo de Cultura Económica|Peter Lang|Lawrence Erlbaum|Guilford Press|American Psychological Association|Pearson|"
    "Morgan & Claypool|Curran Associates|PMLR|OpenReview.net|CEUR-WS|"
    "Association for Computational Linguistics|USENIX Association|"
    "科学出版社|北京大学出版社|高等教育出版社|Nauka|Duke University Press|Indiana University Press|"
    "Manchester University Press"
).split("|")
CITIES = (
    "New York|London|Cambridge, MA|Cambridge|Oxford|Berlin|Paris|Amsterdam|Dordrecht|Chicago|Boston|San Francisco, CA|"
    "New York, NY|Berlin, Heidelberg|Heidelberg|München|Frankfurt am Main|Stuttgart|Wien|Zürich|"
    "Leiden|Madrid|Barcelona|"
    "México, D.F.|Buenos Aires|Roma|Milano|Bologna|Lisboa|São Paulo|Toronto|Vancouver, Canada|"
    "Montréal|Tokyo|Beijing|北京|Shanghai|"
    "Singapore|Sydney|Melbourne, Australia|Stanford, CA|Englewood Cliffs, NJ|Hillsdale, NJ|"
    "Thousand Oaks, CA|Washington, DC|"
    "Philadelphia|Princeton|New Haven|Ithaca|Durham|Edinburgh|Dublin|Copenhagen|Stockholm|Oslo|"
    "Helsinki|Moscow|Warsaw|Prague|"
    "Vienna, Austria|Long Beach, CA, USA|Honolulu, Hawaii|Salt Lake City, USA|Seoul, Korea|"
    "Virtual Event|Online|Las Vegas, NV|"
    "Florence, Italy|Punta Cana, Dominican Republic|Kigali, Rwanda|Addis Ababa, Ethiopia|Dubai, UAE|"
    "New Orleans, LA|Seattle, WA"
).split("|")
INSTITUTIONS = (
    "University of {C}|{C} University|{C} Institute of Technology|Technical University of {C}|"
    "Universität {C}|Université de {C}|"
    "Universidad de {C}|Università di {C}|University College {C}|{C} State University|"
    "Department of {F}, University of {C}|"
    "School of {F}, {C} University|{C} Business School|Institute for {F}|National Institute of {F}|"
    "{F} Laboratory|{C} School of Economics"
).split("|")
PLACES = (
    "Aldermoor Brightwater Carlsfeld Dunmore Eastvale Fallbrook Glenwick Harrowgate Ilmenau Jena "
    "Konstanz Lakewood Marburg "
    "Northfield Oakdale Porto Queensland Rivermont Salzburg Trento Uppsala Vermont Westbridge "
    "Yorkshire Zagreb Granada Turku "
    "Michigan Illinois Toronto Edinburgh Auckland Kyoto Tsinghua Fudan Zhejiang Bombay Delhi Lagos "
    "Nairobi Cairo Tehran Ankara"
).split()
LATIN = (
    "Mathematica Physica Biologica Linguistica Geologica Orientalia Sociologica Informatica Chirurgica Botanica".split()
)
SOCIETIES = (
    "Royal Statistical|American Mathematical|Geological|Royal|Linguistic|European Physical|Acoustical|"
    "Chemical|Ecological"
).split("|")
MONTHS = "January February March April May June July August September October November December".split()
FOREIGN_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
