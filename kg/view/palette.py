"""Colours of all pictures: eight hues after Okabe and Ito (2008), told apart by readers with any colour vision, and a
grey.

The hues are set in two strengths, for light and for dark ground, and were moved until any two, the grey among them,
differ by 12 or more in CIELAB also for readers without red or green cones; a test keeps that.
Text colours keep a contrast of at least 4.5 to 1 on their ground (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

LIGHT = {
    "hues": ["#347e9a", "#ea6905", "#1f9e77", "#c5529b", "#58b4e0", "#c4b409", "#b8442f", "#6a61b0", "#a3a9b2"],
    "ground": "#fbfaf7",
    "ink": "#1d2430",
    "quiet": "#5b6472",
    "halo": "#fbfaf7",
    "edge": "#8b93a1",
    "accent": "#c2410c",
}
DARK = {
    "hues": ["#64abc5", "#f0994a", "#3cc29a", "#ed74b8", "#8bcdfa", "#e3cb45", "#e6765f", "#9d95e6", "#7d8592"],
    "ground": "#14171d",
    "ink": "#eceff4",
    "quiet": "#a2abb9",
    "halo": "#14171d",
    "edge": "#6f7887",
    "accent": "#fb923c",
}
