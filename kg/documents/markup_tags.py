"""What HTML tags do to lines; for HTML inside Markdown and for HTML itself."""

from __future__ import annotations

import html
import re

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A tag of these begins and ends a line.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup "
    "option p pre search section summary table tbody tfoot thead title tr ul br".split()
)
# With white space around them, as a browser draws them.
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure hr section article header footer".split())
CELLS = frozenset(["td", "th"])
LISTS = frozenset(["ul", "ol", "menu", "dir"])
# Nothing inside is text of the page, or only text for those who cannot see it.
HIDDEN = frozenset(
    "script style head template noscript video audio canvas svg object embed iframe map select option datalist "
    "textarea button input progress meter".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark picture q rp rt ruby "
    "s samp small source span strike strong sub sup time tt u var wbr nobr link meta".split()
)
KNOWN_TAGS = BLOCKS | CELLS | HIDDEN | INLINE | frozenset(["col", "colgroup"])
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

# Classes that tell siblings of one kind apart.
_STATES = frozenset("odd even first last active selected current open alt new js clearfix row item".split())
_ATTRIBUTE = re.compile(r"([A-Za-z_:][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")


def attribute(attributes: str, name: str) -> str:
    """Value of an attribute in the inside of a tag, character references decoded; "" if it is not there."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found.group(1).lower() == name:
            return html.unescape(found.group(2) or found.group(3) or found.group(4) or "").strip()
    return ""


def box_key(name: str, attributes: str) -> str:
    """What an element is called: its tag and its first class that siblings share ("li.entry"), else its property.

    >>> box_key("li", ' class="odd year-2021"')
    'li.year'
    """
    for source in ("class", "itemprop"):
        if source not in attributes.lower():
            continue
        classes = [re.sub(r"[\W\d_]*\d[\d_]*", "", word).lower() for word in attribute(attributes, source).split()[:8]]
        kept = [word for word in classes if word and word not in _STATES] or [word for word in classes if word]
        if kept:
            return f"{name}.{kept[0][:40]}"
    return name


def box_words(attributes: str) -> str:
    """The classes and the id of an element."""
    lower = attributes.lower()
    found = [attribute(attributes, name) for name in ("class", "id") if f"{name}=" in lower]
    return " ".join(found)[:200].lower()
