"""Words of titles and journals that are no names of people, for telling "Remedial Federalism" from "Jocelyn Abara".

Written by hand over the fields of study; words that are surnames too ("young", "field", "price") are left out.
"""

from __future__ import annotations

TITLE_WORDS = frozenset(
    """
ability absence abuse academic acceleration access accountability accuracy acid acoustic acquisition action
active activity acute adaptation adaptive adaptively addiction additive adhesion administration adolescent
adoption adsorption adult advanced adversarial advocacy aerosol aesthetic affairs affect agency agenda agent
agents aggregation aging agreement agricultural agriculture airborne alcohol algebra algebraic algorithmic
alignment alliance allocation alloy allylic alternative ambiguity amendment amination amorphous amplification
anaesthesia analog analogue analyses analytic analytical anatomy ancient animal animals annotation annotations
anomalous anomaly antenna anthropology antibiotic antibodies antibody antigen anxiety applied arbitration
archaeological archaeology archaic architecture architectures archival archive archives arithmetic array
arterial artery artificial artistic asset assets assimilation assisted associated association associations
assurance asymmetric asymmetry asymptotic atlas atmosphere atmospheric atomic attacks attitudes auction auctions
audio audit authoritarian authority autonomous autonomy availability average awareness axioms axis bacteria
bacterial balance bandit bandits banking barrier barriers baseline battery behavior behavioral behaviour
behavioural belief beliefs benchmark benchmarking benchmarks benefits bias biased bifurcation bilateral
bilingual billing binary binding biochemical biochemistry biodiversity bioinformatics biological biology
biomarker biomarkers biomass biomedical biophysical biosynthesis biotechnology birth bleaching blockchain bodies
bonding border borders boundaries boundary brain breast broadband budget budgets buffer building buildings
bureaucracy bureaucratic business cache calcium calculus calibrated calibration calorimetry cancer capacity
capital capitalism carbon cardiac cardiovascular care careers cascade cash catalysis catalyst catalysts
catalytic categorical categories causal causality cavity cellular central century ceramic certainty
certification chain chains challenge challenges change changes channel channels chaos chaotic character
characterization charge chemical chemicals chemistry childhood children chiral chlorine choice choices chromatin
chromatography chronic chronicle circuit circuits circulation cities citizen citizens citizenship civic civil
civilization claims class classes classical classification classifier classifiers classroom clientelism climates
clinics cloning closed closure cluster clustering clusters coastal cobalt code codes coding coefficient coffee
cognition cognitive coherence coherent cohort collaboration collaborative collapse collateral collection
collections collective collision colonial colonialism color combinatorial combustion commentary commerce
commercial commitment commodity commons communication communications communities community compact company
comparative comparing comparison compensation competence competition competitive compilation compiler compilers
complement complexity compliance component components composite composites composition compounds comprehension
comprehensive compression computation computational compute computers computing concentration concept concepts
conceptual condition conditional conditioning conditions conduction conductivity confidence configuration
conflict conflicts congruence conjecture connectivity consciousness consensus consent consequences conservation
consistency consistent constant constitution constitutional constrained constraint constraints construction
constructions consumer consumers consumption contact contemporary content context contexts contextual
continental continuity continuous contract contracts contrast contrastive contribution controlled controller
controlling controversy convergence conversation conversion convex convolutional cooperation cooperative
coordination copper corporate correction correlation correlations correspondence corrosion corruption cortex
cortical cosmic cosmological cosmology cost costs counting coupled coupling coverage creation creative
creativity credit crime criminal crises crisis criteria criterion critical criticism critique crops cross
crystal crystalline crystallization crystals cultural culture cultures currency current currents curriculum
curvature customary cybersecurity cycle cycles cyclic damage damping danger database databases dataset datasets
death debate debates debt decay decentralized deception decision decisions decoding decomposition deduction
defaults defect defects defence defense deference deficits deformable deformation degradation degree degrees
delay delays deletion deliberation delirium delivery demand dementia democracies democracy democratic
demographic demography denoising dense density dependence dependencies dependency dependent deployment
deposition depression depth derivative derivatives description descriptive desert detector detectors detention
deterministic development developmental developments device devices diabetes diagnosis diagnostic diagnostics
dialect dialects dialogue diary diaspora dictionary differences differential differentiation diffraction
diffusion digital dimension dimensional dimensions diplomacy diplomatic directed directions disability
disagreement disaster discipline disclosure discontinuities discourse discourses discovery discrete
discrimination disease diseases disk dislocation disorder disorders dispersal dispersion displacement display
dissipation dissolution distance distances distillation distortion distribution distributional distributions
district disturbance diverse diversity division doctors doctrine document documentary documents domain domains
domestic dominance dosing doubling doubt doubts downstream drainage driven driver driving droplet droplets
drought drug drugs dual duality durability duration dust duties dynamical early earnings earthquake eating
ecological ecologies ecology econometric econometrics economies economy ecosystem ecosystems edges editing
editorial educational efficacy efficiency effort elastic elasticity elderly election elections elective
electoral electric electrical electricity electrochemical electrode electrolyte electromagnetic electron
electronic electronics electrons elements elicitation elite elites embedded embedding embeddings embodied
embodiment embryo embryonic emergence emergency emergent emerging emission emissions emotion emotional emotions
empathy emperor empire empires empirical employee employees employment enantioselective encoder encoders
encoding encounter encounters endangered endogenous endurance energetic enforcement engagement engine engines
enhanced enhancement enhancing enlightenment ensemble ensembles enterprise entities entity entropy environments
enzymatic enzyme enzymes epidemic epidemics epidemiological epidemiology epilepsy epistemic epistemology
equation equations equilibria equilibrium equity equivalence era erosion error errors essay essays essential
estimates estimating estimator estimators ethical ethics ethnic ethnicity ethnographic ethnography etiology
evaluating evaluative event events everyday evidence evolution evolutionary evolving exact examination examining
excess exchange excitation exclusion execution executive exemption exercise exile existence expansion
expectation expectations expenditure experiment experimental experiments expert expertise experts explainable
explaining explanation explanations explicit exploitation exploration exploratory exploring exponential
exponents export exports exposure expression expressions extended extension extensions external extinction
extraction extreme extremes fabrication facial factor factorization factors failure failures fairness faith
false families farmers farming fatigue features federal federalism federated feedback feeding fermentation
fertility fibers fiction fidelity fields figures film films filter filtering filters finance financial financing
finding findings finite fiscal fisheries fission fixed flat flexibility flexible flight flood flooding flow
flows fluctuation fluctuations fluid fluids fluorescence folding food foods forecasting forecasts foreign
forensic forest forestry forests form formal formalism format formation forms formula foundation foundational
foundations fraction fractional fracture fragment fragments frameworks frequency frequent friction frontier
frontiers frozen fuel fuels functional functionals fundamental funding fungal fusion future futures fuzzy gains
galaxies galaxy gambling games gaming garbage gaussian gender generalization generalized generating generation
generations generic genetic genetics genocide genomes genomic genomics genre geographic geographical geographies
geography geological geometric geometries geometry glacial glacier glass globalization glucose goal goals gold
governance governing government governments gradient gradients grain grains grammar grammars grammatical
granular graphical grasslands gravitational gravity grievance grounded groundwater grouping groups growing
growth guarantees guidance guide guideline guidelines guilds habitat habitats handbook handling haptic
harassment hardware harmonic harmonics harvesting hatred hazards heading healthcare hearing heart heat heavy
helium heritage heterogeneity heterogeneous heuristic heuristics hidden hierarchical hierarchies hierarchy
highlands highway historical histories historiography hominin homogeneous horizons hormone hospitals hours
household households housing humanism humanitarian humanities humanity humans humor hunting hybrid hybridization
hydraulic hydrocarbon hydrodynamic hydrogen hydrogenation hydrology hypergraph hypersonic hypertension
hypotheses hypothesis ice iconography ideal identification identifying identities identity ideological
ideologies ideology illness illumination imagery images imaginary imagination imaging imitation immigrant
immigrants immigration immune immunity impacts imperative imperfect imperial imperialism implementation
implementing implications implicit import imports improved improvement improving impurity inactivation incentive
incentives incidence inclusion inclusive incoherent income incomes incompressible independence independent
indexing indicators indices indigenous indirect individual individuals induced induction industrial industries
industry inequalities inequality inertia infant infants infection infections infectious infinite inflammation
inflammatory inflation influence influences informal informatics informational informed infrastructure
infrastructures inhibition inhibitor inhibitors initial initiation initiative injection injury innate innovation
innovations input inquiry insecurity insertion insights inspired instabilities instability instance instrument
instruments insulin insurance integers integrable integral integrals integrated integrating integration
integrity intellectual intelligent intensity intensive intent intention intentions interacting interaction
interactions interactive interest interface interfaces interference intergenerational interior intermediate
intermediates interpolation interpretability interpretable interpretation interpretations interpreting
intersection intervention interventions interview interviews intimacy intracellular intrinsic invariant
invariants invasion invasive inverse investigating investigation investment investments investor investors
invisible ionic ionization irony irreversible irrigation islands isolation isotope isotopes issue issues
iterative jealousy joint journalism judgement judgment judicial judiciary jurisdiction justice justification
kernel kernels kinematics kinetic kinetics kinship kitchen knowing laboratory labour landscape landscapes
lanthanide larvae larval laser lasers latent latitude lattice lattices laws lawyers layer layered layers
leadership learners learnt legacies legacy legal legislation legislative legitimacy lesion lesions lesson
lessons levels lexical lexicon liability liberal liberalism liberty libraries library lifetime ligand ligands
lighting likelihood limit limits linear linguistic linguistics linkage lipid lipids liquid liquidity liquids
literacy literary literature literatures litigation liturgy livelihood livelihoods liver living loading loans
localization localized locations locomotion logic logical logics logistics long-term longitudinal loops loss
losses lower luminosity lung lyric macroeconomic magic magnet magnetic magnetism magnetization maintenance
making malaria management managerial managing mantle manual manufacturing manuscript manuscripts mapping
mappings maps marginal marine maritime market marketing markets marriage masculinity mass masses matching
material materialism materials maternal mathematical mathematics matrices matrix matter maximal maximum meals
meaning meanings measure measurement measurements measures measuring mechanical mechanics mechanism mechanisms
media mediated mediation medication medications medicinal medicine medieval melting membrane membranes memories
memory menstrual mental merchant merchants mercury merging mesh meshes metabolic metabolism metabolites metal
metallic metals metamorphic metaphor metaphors metaphysics meteorological metric metrics metropolitan mice
microbial microbiome microscopic microscopy microstructure middle migrant migrants migration military mineral
minerals minimal minimization minimum mining ministers minorities minority mission missions mitigation
mitochondrial mixed mixing mixture mixtures mobility mode modelled modernism modernist modernity modernization
modes modification modular modulation module modules moduli moisture momentum monetary money monitoring monopoly
monsoon monuments mood moral morality morbidity morphological morphology mortality mortgage motion motivation
motor mountain mountains movement movements multicultural multidimensional multilingual multimedia multimodal
multinational multiple multiplication multiplicity multivariate muscle muscles museum museums music musical
mutation mutations mutual mystery myth mythology myths nanomaterials nanoparticle nanoparticles nanostructured
narrative narratives nation nationalism nations nationwide native naturalism necessity needs negative neglect
negotiating negotiation negotiations neighborhood neighborhoods neonatal nerve nested neuronal neurons
neuroscience neutral neutrality nickel nitrogen nocturnal nodes noise noisy nominal non-linear nonlinearity
nonparametric normal normalization normative norms northern nostalgia notation notes notion novels novelty
nuclear nucleation nucleus numerical numerosity nursing nutrient nutrients nutrition obesity object objective
objectivity objects obligation obligations observation observational observations observing obstacle obstacles
occupation occupational ocean oceanic oceans offshore older oligonucleotide onset ontology open-source openness
operating operation operational operations operator operators opinion opinions opportunities opportunity
opposition optical optics optimality optimisation optimizing optimum optional options oral orbit orbital orbits
order ordering orders ordinary organic organisation organisational organisations organism organisms organization
organizational organizations organizing orientation origin origins orthodox oscillation oscillations oscillator
oscillators outage outbreak outbreaks outcome outcomes output overlapping oversight overview ownership oxidation
oxidative oxide oxides oxygen packet pages pain painting paintings pandemic panel paradigm paradox paradoxes
parameter parameters parametric parasite parasites parental parenting parents parity parliament parliamentary
parsing partial participation participatory particle particles parties partition partners partnership passage
passive pathogen pathogens pathology pathway pathways patients patriarchy patronage pattern patterning patterns
payment payments peaceful peasant peasants pedagogy pediatric peer penalty pension perceived perception
perceptions perceptual performance performances performing period periodic periods permeability permit permits
permutation persistence persistent personal personality personalization personalized perspective perspectives
perturbation perturbations pesticide phase phases phenomena phenomenology phenomenon phenotype philosophers
philosophical phonetics phonology phosphate photochemical photography photoluminescence photon photonic
photonics photons photoredox photosynthesis photovoltaic physical physicians physiological physiology pilot
piracy pitfalls placebo placement planar planet planetary planets planning plants plasma plasmas plasmon plastic
plasticity platform platforms pluralism plutonium podcast poems poetic poetics poetry point-of-care points
polarization polarized police policies policing politics pollutants polluted pollution polymer polymers
polynomial polynomials poor popular population populations populism porous portfolio portfolios portrait
positions positive possibility postcolonial posterior postmodern posture potassium potential potentials poverty
powder practical practice practices pragmatic pragmatics pragmatism precipitation precision precursor predation
predators predicting prediction predictions predictive predictors preference preferences prejudice preliminary
premium preparation prescription presence preservation presidential press pressure pressures prevalence
prevention prices pricing prime primes primitive principal principle principles printing priors prison prisoners
prisons privacy private privatization privilege probabilistic probabilities probability probes probing problem
problems procedural procedure procedures process processes processing processor processors procurement produced
producers product production productivity products professional professionals professions profit profits
prognosis prognostic programming programs progress progressive projection projections projects proliferation
promises promoting promotion prompting proof proofs propaganda propagation properties property prosody
prospective prospects protected protection protective protein-protein proteins protest protests protocol
protocols proton provenance provincial provision proxy pruning psychiatric psychological psychology psychometric
psychosis psychosocial psychotherapy publicity publics pulmonary pulsed pulses pumping punishment pursuit
quadratic qualitative qualities quality quantification quantifying quantitative quantities quantization
quantized quantum quarterly queries query questioning questionnaire questions queues race races racial racism
radar radiation radiative radical radicals radio radioactive rainfall raised random randomized randomness range
rank ranking rankings rapid rare rates rational rationality reaction reactions reactive reactivity reactor
reader readers reading readings realism reality realization reasoning reasons rebellion recall receptor
receptors recession reciprocity recognizing recollection recommendation recommendations recommender
reconciliation reconfigurable reconstructing reconstruction reconstructions record records recovery recruitment
recursive recycling redistribution reduced reducing reduction redundancy reef reefs reference referendum
reflections reflex reform reforms refraction refuge refugee refugees regeneration regime regimes region regional
regions registry regression regularity regularization regulated regulating regulation regulations regulatory
rehabilitation reinforced rejection relation relational relations relationship relationships relative
relativistic relativity relaxation relevance reliability reliable relief religion religions religious remedial
remedies remittances remote removal renaissance renal renewable renormalization repair repeated replication
representational representative repression reproducibility reproduction reproductive republic republican
reputation requirements rescue reservoir reservoirs residential resilience resilient resistance resistant
resolution resonance resonances resonant resource resources respiration respiratory response responses
responsibility responsible restoration restricted restrictions retention retina retinal retrieval retrospective
returns revealed revelation revenue reversal reversible revision revisited revival revolution revolutionary
reward rewards rhetoric rhetorical rhythm rights rigidity ring rings risk risks risky ritual rituals rivalry
robotic robotics robots robustness role roles romance romantic rotation rotational routing rules rumination
rural sacred sacrifice safe safety salinity salt sample samples sampling sanctions satellite satellites satire
saving savings scalability scalable scalar scales scaling scanning scarcity scattering scenario scenarios scenes
scheduling schema schemes schizophrenia scholarship scholastic schools scope scoring screening sculpture sea
search searching seasonal secondary secrecy secret secrets section sectional sector sectors secular secularism
security sediment sedimentary sediments seed segmentation segregation seismic selecting selection selective
selectivity self self-assembly self-supervised semantics semiconductor semiconductors senses sensing sensitive
sensitivity sensor sensors sensory sentence sentencing sentiment separation sequence sequences sequencing
sequential serial series serum services sets setting settings settlement settlements severe severity sexual
sexuality shadow shadows shallow shape shapes shaping share shared sharing shear shelf shells shelter shift
shifting shifts shipping shock shocks shore short short-term signal signaling signalling signals significance
silence silica silicon similarity simulated simulating simulation simulations simulator simultaneous single
singular singularities singularity situated skepticism skill skin slavery sleep slope smooth smoothing
social-ecological socialism socialist socialization societal societies society sociology sodium software soil
soils soldiers solid solidarity solids solitary solubility solution solutions solvent solvents solving sorting
sound sounds source sources southern sovereignty spaces sparsity spawning specialization species specific
specification spectra spectral spectrometry spectroscopic spectroscopy spectrum speech speed spelling spin
spinal spiritual spirituality splitting sponge sponges spontaneous sporadic spread spreading squares stability
stabilization stable stakeholder stakeholders standard standardization standards star stars states statistics
status steady stem stereotypes stiffness stigma stimulation stimuli stimulus stock stocks storage stories strain
strains strange strategic strategies strategy strength strengthening stress stresses stretching strike string
strings stroke structured structures struggle struggles student students style styles subject subjective
subjectivity subjects submarine subsidies substitution substrate substrates subsurface suburban success
suffering sufficient suicide sulfur superconducting superconductivity superconductors supervision
supplementation supply support supporting surfaces surgery surgical surplus surveillance survey surveys survival
susceptibility suspension sustainability sustainable sustained swarm switching symbiont symbol symbolic symbols
symmetric symmetries symmetry symptom symptoms synaptic synchronization synchrony syndrome synergy syntactic
syntax synthesis synthesizing synthetic systematic systemic tactile talent tariffs task tasks taxation taxes
taxonomy teachers team teams technical technique techniques technological technologies technology tectonic
telecommunication telemedicine telescope television temperature temperatures temporal temporality tension
tensions tensor tensors terminal terrain territorial territories territory terror terrorism testament testing
tests text texts textual texture theater theatre theological theology theorem theorems theoretical theories
therapeutic therapies therapy thermal thermodynamic thermodynamics thin thinking thought threat threats
threshold thresholds tides time-series timing tissue tissues tokens tolerance tolls tomography tonal tool tools
topic topics topological topologies topology torture total totalitarian touch tourism toxic toxicity trace
tracking tracks trade trading tradition traditional traditions traffic tragedy training trajectories trajectory
transactions transcription transcriptional transformation transformations transforming transient transit
transition transitional transitions translation translational translations transmission transnational
transparency transparent transplantation transport transportation trapping trauma traumatic travel treaties
treatment treatments treaty tree trees trends trial trials triangular tribal tribes triggers triple tropical
trust truth truths tumor tumors tuning tunneling turbulence turbulent turning twist two-dimensional typological
typology ultrafast ultrasonic ultrasound ultraviolet uncertain uncertainties uncertainty undergraduate
underground understanding unemployment unequal unification unified uniform union unions uniqueness unit units
unity universal universality universe universities unknown unmanned unstable unsteady update updating upper
uptake uranium urban urbanization usability usage user users utility utilization utopia vaccination vaccine
vaccines vacuum valence validating validation validity valuation value values vapor variability variable
variables variance variant variants variation variational variations varieties variety vascular vector vectors
vegetation vehicle vehicles velocity ventilation verbal verbs verification vernacular version vertical vertices
vessel vibration vibrational victims videos viewing views violence violent viral virtual virtue virtues virus
viruses viscosity viscous visibility visible visual visualization visualizing vitamin vocabulary vocal voice
volatile volatility volcanic volume voluntary volunteers voters voting vulnerability vulnerable wages warfare
warming wars waste wastewater watershed wave waveform waveguide wavelength wavelet waves weak weakness wealth
weapons weather weight weighted weights welfare wellbeing western wetland wetlands widows wild wildlife wind
wings wireless withdrawal witness women wording work-life worker workers workflow workload workplace works
worlds worship wound writers writing writings yield yields youth zinc zones
    """.split()
)
