r"""What LaTeX commands mean: signs, accents, styles, sizes, and which arguments are no text."""

from __future__ import annotations

SIGNS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", ",": " ", ";": " ", ":": " ",
    ">": " ", "/": "", "-": "", "!": "", "@": "", "(": "", ")": "", "[": "", "]": "", "\n": " ", "+": "", "<": "",
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ", "textendash": "–", "textemdash": "—", "ldots": "…", "dots": "…", "textellipsis": "…", "cdots": "…",
    "textbar": "|", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textunderscore": "_",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textdegree": "°", "degree": "°", "textregistered": "®", "texttrademark": "™", "textcopyright": "©",
    "copyright": "©", "S": "§", "P": "¶", "pounds": "£", "euro": "€", "texteuro": "€", "EUR": "€", "LaTeX": "LaTeX",
    "TeX": "TeX", "BibTeX": "BibTeX", "textbullet": "•", "bullet": "•", "cdot": "·", "textperiodcentered": "·",
    "times": "×", "star": "*", "ast": "*", "dagger": "†", "ddagger": "‡", "dag": "†", "ddag": "‡",
    "textdagger": "†", "textasteriskcentered": "*", "sim": "~", "approx": "≈", "pm": "±", "leq": "≤", "geq": "≥",
    "to": "→", "rightarrow": "→", "infty": "∞", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "guillemotleft": "«",
    "guillemotright": "»", "og": "«", "fg": "»", "quad": " ", "qquad": " ", "space": " ", "enspace": " ",
    "thinspace": " ", "nobreakspace": " ", "slash": "/", "textless": "<", "textgreater": ">", "today": "",
    "vert": "|", "mid": "|", "langle": "⟨", "rangle": "⟩",
}  # fmt: skip

ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "b": "\u0331",
    "d": "\u0323", "t": "\u0361", "textcommabelow": "\u0326",
}  # fmt: skip

BOLD, ITALIC, UNDERLINE = 1, 2, 4
STYLED = {  # commands that set their argument in a style
    "textbf": BOLD, "mathbf": BOLD, "bm": BOLD, "boldsymbol": BOLD, "textit": ITALIC, "emph": ITALIC,
    "textsl": ITALIC, "mathit": ITALIC, "underline": UNDERLINE, "uline": UNDERLINE, "ul": UNDERLINE,
}  # fmt: skip
SWITCHES = {  # commands that set the rest of their group in a style
    "bf": BOLD, "bfseries": BOLD, "boldmath": BOLD, "it": ITALIC, "itshape": ITALIC, "em": ITALIC, "sl": ITALIC,
    "slshape": ITALIC,
}  # fmt: skip
SIZES = {
    "tiny": 0.5, "scriptsize": 0.7, "footnotesize": 0.8, "small": 0.9, "normalsize": 1.0, "large": 1.2,
    "Large": 1.44, "LARGE": 1.73, "huge": 2.07, "Huge": 2.49, "HUGE": 2.99,
}  # fmt: skip

_ONE = (
    "vspace hspace label ref pageref eqref cite citep citet nocite includegraphics pagestyle "
    "thispagestyle color textcolor colorbox hypersetup geometry usepackage documentclass "
    "bibliographystyle cline pagenumbering fontfamily fontseries fontshape selectlanguage phantom "
    "vphantom hphantom parbox raisebox resizebox scalebox urlstyle moderncvstyle moderncvcolor "
    "moderncvtheme photo graphicspath setcounter addtocounter stepcounter refstepcounter fancyhead "
    "fancyfoot lhead chead rhead lfoot cfoot rfoot markright pagecolor setmainfont setsansfont "
    "setmonofont usetikzlibrary faIcon icon newcounter newlength settowidth sisetup linespread newif "
    "captionsetup input include includeonly bibliography addbibresource printbibliography lstset "
    "lstinputlisting verbatiminput InputIfFileExists import subfile setlist defbibheading defbibfilter "
    "usefonttheme usecolortheme"
)
_TWO = (
    "setlength addtolength fontsize newcolumntype hyphenation DeclareUnicodeCharacter newtheorem "
    "setbeamertemplate fancypagestyle definecolorset settoheight multirow import rule markboth "
    "multicolumn colorlet"
)
_THREE = "definecolor addcontentsline textblock"
# How many arguments in braces, from the first on, are no text; what follows is.
DROPPED = {
    **dict.fromkeys(_ONE.split(), 1),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
    "titlespacing": 4,
    "titleformat": 5,
}
DEFINITIONS = frozenset(
    "newcommand renewcommand providecommand DeclareRobustCommand newenvironment renewenvironment "
    "NewDocumentCommand RenewDocumentCommand newcommand* renewcommand* DeclareMathOperator".split()
)
FILES = {  # commands that name a file, and what it holds
    "input": "text", "include": "text", "subfile": "text", "import": "text", "bibliography": "publications",
    "addbibresource": "publications", "nobibliography": "publications", "lstinputlisting": "text",
    "InputIfFileExists": "text",
}  # fmt: skip

LINE_ENDS = frozenset(
    "newline linebreak par tabularnewline newpage clearpage pagebreak medskip bigskip smallskip cr break "
    "maketitle makecvtitle makecvheader hrule hline toprule midrule bottomrule columnbreak".split()
)
GAPS = frozenset("par medskip bigskip smallskip newpage clearpage hrule hline".split())
TABS = frozenset("hfill dotfill hrulefill hfil hss tab".split())
PREAMBLE = frozenset(
    "name firstname familyname lastname title author address email homepage phone mobile position quote "
    "extrainfo social institute affiliation date tagline cvname fullname github linkedin".split()
)
INLINE = frozenset(
    "textsc textrm textsf texttt textmd textup textnormal text mbox hbox makebox fbox framebox mathrm "
    "mathsf mathcal mathbb textsuperscript textsubscript MakeUppercase MakeLowercase uppercase lowercase "
    "footnote thanks centerline centering so textls ensuremath nolinkurl path sout hl".split()
)
RAW = frozenset(["verbatim", "lstlisting", "minted", "verbatim*", "Verbatim"])
HIDDEN = frozenset(["comment", "tikzpicture", "filecontents", "filecontents*", "figure", "picture", "pgfpicture"])
ENVIRONMENT_ARGUMENTS = {
    "tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "array": 1, "minipage": 1,
    "multicols": 1, "multicols*": 1, "thebibliography": 1, "tabbing": 0, "longtabu": 1, "tabu": 1, "adjustwidth": 2,
    "wrapfigure": 2, "spacing": 1, "supertabular": 1, "xltabular": 2, "paracol": 1, "column": 1, "textblock": 1,
    "textblock*": 1, "list": 2, "enumerate": 0, "itemize": 0, "description": 0, "center": 0, "flushleft": 0,
    "flushright": 0, "quote": 0, "document": 0, "adjustbox": 1, "list1": 0, "list2": 0, "tblr": 1,
}  # fmt: skip
