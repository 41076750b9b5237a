"""The evidence that two records are one work: one small expression each, in log-odds.

The weights are set by hand from what bibliographies do, not fitted: they are few, they can be read, and each comment
says what case it rests on. All expressions read a frame of pairs with the columns of `works.signatures` twice, as
"a:…" and "b:…", and those that `compare` adds. Every expression is symmetric in a and b.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from kg.resolver.decisions import Feature

PRIOR = -3.0  # of pairs that share a key about one in twenty is one work when nothing else is known
_SERVERS = ("10.48550", "10.1101", "10.2139", "10.31234", "10.26434", "10.20944", "10.5281", "10.21203")


def compare(pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds what both sides have to do with each other: similarities, shared authors, years between."""
    ratio = cpdist(
        pairs["a:title_words"].to_list(), pairs["b:title_words"].to_list(), scorer=fuzz.ratio, dtype=np.float32
    )
    shared_words = pl.col("a:words").list.set_intersection("b:words").list.len()
    all_words = pl.col("a:words").list.len() + pl.col("b:words").list.len()
    shared = pl.col("a:authors").list.set_intersection("b:authors").list.unique().list.len()
    fewer = pl.min_horizontal(
        pl.col("a:authors").list.unique().list.len(), pl.col("b:authors").list.unique().list.len()
    )
    a_only = pl.col("a:words").list.set_difference("b:words").list.sort().list.join(" ")
    b_only = pl.col("b:words").list.set_difference("a:words").list.sort().list.join(" ")
    own = pairs.select(a_only.alias("a"), b_only.alias("b"))
    left_over = cpdist(own["a"].to_list(), own["b"].to_list(), scorer=fuzz.ratio, dtype=np.float32)
    nothing = (own["a"].str.len_chars() == 0) | (own["b"].str.len_chars() == 0)
    return pairs.with_columns(
        nothing.alias("contained"),
        (pl.Series("left_over", left_over, dtype=pl.Float64) / 100),
        (pl.Series("ratio", ratio, dtype=pl.Float64) / 100),
        (2 * shared_words / all_words).fill_nan(0.0).alias("dice"),
        shared.alias("shared"),
        fewer.alias("fewer"),
        (shared / fewer).fill_nan(0.0).alias("containment"),
        (pl.col("a:authors").list.first() == pl.col("b:authors").list.first()).alias("same_first"),
        (pl.col("a:authors").list.slice(1, 1).list.first() == pl.col("b:authors").list.slice(1, 1).list.first()).alias(
            "same_second"
        ),
        (pl.col("a:year") - pl.col("b:year")).abs().alias("gap"),
        pl.min_horizontal(pl.col("a:words").list.len(), pl.col("b:words").list.len()).alias("word_count"),
    )


def same_title() -> pl.Expr:
    """True if the titles agree in every letter and digit."""
    return (pl.col("a:title_key") == pl.col("b:title_key")) & (pl.col("a:title_key") != "")


def same_main() -> pl.Expr:
    """True if the titles agree but for a made-up name in front ("MCUNetV2: …") that only one of them prints."""
    one_name = pl.col("a:acronym").is_null() | pl.col("b:acronym").is_null()
    return ~same_title() & one_name & (pl.col("a:main_key") == pl.col("b:main_key")) & (pl.col("a:main_key") != "")


def slip() -> pl.Expr:
    """True if the titles differ by nothing but slips: letters, an article, a plural; not by another word."""
    return (pl.col("ratio") >= 0.9) & (pl.col("contained") | (pl.col("left_over") >= 0.7))


def similarity() -> pl.Expr:
    """Similarity of different titles in 0..1: letters in order and shared content words."""
    return pl.max_horizontal((pl.col("ratio") + pl.col("dice")) / 2, pl.col("ratio") - 0.03)


def _title() -> Feature:
    known = (pl.col("a:title_key") != "") & (pl.col("b:title_key") != "")
    # "Introduction" is a title of many works, eight words in a row are hardly ever chosen twice
    equal = (1.0 + 1.3 * pl.col("word_count")).clip(1.5, 6.5)
    weight = (
        pl.when(same_title())
        .then(equal)
        .when(same_main())
        .then((equal - 1.0).clip(1.0, 5.0))
        .when(known)
        .then(((similarity() - 0.75) * 13).clip(-4.5, 3.0))
        .otherwise(-1.0)
    )
    value = (
        pl.when(same_title())
        .then(pl.lit("the same title"))
        .when(same_main())
        .then(pl.lit("the same title but for the name in front"))
        .otherwise(pl.format("titles alike by {} %", (similarity() * 100).round(0).cast(pl.Int64)))
    )
    return Feature("TitleSimilarity", weight, value)


def _numbers() -> Feature:
    differ = ~same_title() & ~same_main() & (pl.col("a:numbers") != pl.col("b:numbers")) & (pl.col("ratio") >= 0.6)
    # "Part I" and "Part II", "GPT-4" and "GPT-5", a paper and its erratum: one word is the whole difference
    return Feature(
        "DifferentNumbers",
        pl.when(differ).then(-5.0).otherwise(0.0),
        pl.format("“{}” against “{}”", pl.col("a:numbers").list.join(" "), pl.col("b:numbers").list.join(" ")),
    )


def _words() -> Feature:
    # "… of Arabic dialects" and "… of German dialects": where one wrote the other, one word is the whole difference
    differ = ~same_title() & ~same_main() & (similarity() >= 0.75) & ~pl.col("contained") & ~slip()
    return Feature(
        "DifferentWords",
        pl.when(differ).then(-2.5).otherwise(0.0),
        pl.format(
            "“{}” against “{}”",
            pl.col("a:words").list.set_difference("b:words").list.sort().list.join(" "),
            pl.col("b:words").list.set_difference("a:words").list.sort().list.join(" "),
        ),
    )


def _acronym() -> Feature:
    here = pl.col("a:document_id") == pl.col("b:document_id")  # there it is rather the name of a team or a project
    same = (pl.col("a:acronym") == pl.col("b:acronym")) & ~same_title()
    rarity = (
        pl.when(pl.col("acronym_count") <= 6).then(3.5).when(pl.col("acronym_count") <= 30).then(1.5).otherwise(0.5)
    )
    return Feature(
        "SameAcronym",
        pl.when(same & here).then(pl.min_horizontal(rarity, pl.lit(1.0))).when(same).then(rarity).otherwise(0.0),
        pl.format("both named {} ({} records are)", pl.col("a:acronym"), pl.col("acronym_count")),
    )


def _other_acronym() -> Feature:
    differ = (pl.col("a:acronym") != pl.col("b:acronym")) & ~same_title()
    return Feature(
        "DifferentAcronym",
        pl.when(differ).then(-3.0).otherwise(0.0),
        pl.format("named {} and {}", pl.col("a:acronym"), pl.col("b:acronym")),
    )


def _authors() -> Feature:
    few = pl.col("fewer")
    weight = (
        pl.when(few == 0)
        .then(0.0)
        .when(pl.col("shared") == 0)
        .then(-6.0)
        # one author on both: many works have one; four: hardly any other work has
        .when(pl.col("containment") >= 1)
        .then((1.0 + 0.7 * few).clip(1.5, 4.0))
        .otherwise((pl.col("containment") * 5 - 2.2).clip(-3.0, 2.5))
    )
    # a team writes many works: with another title its names tell less
    weight = pl.when(same_title() | same_main()).then(weight).otherwise(weight.clip(-6.0, 2.0))
    return Feature("SharedAuthors", weight, pl.format("{} of {} authors on both", "shared", "fewer"))


def _first_authors() -> Feature:
    both = pl.col("same_first") & pl.col("same_second")
    weight = (
        pl.when(pl.col("fewer") < 2).then(0.0).when(both).then(1.5).when(pl.col("same_first")).then(0.5).otherwise(-1.5)
    )
    value = (
        pl.when(both)
        .then(pl.lit("the same first two authors"))
        .when(pl.col("same_first"))
        .then(pl.lit("the same first author"))
        .otherwise(pl.lit("different first authors"))
    )
    return Feature("SameFirstAuthors", weight, value)


def _extra_authors() -> Feature:
    # a complete list that lacks somebody printed in the other one: a later version gained an author
    a_only = pl.col("a:authors").list.set_difference("b:authors").list.len()
    b_only = pl.col("b:authors").list.set_difference("a:authors").list.len()
    extra = pl.when(pl.col("b:complete")).then(a_only).otherwise(0) + pl.when(pl.col("a:complete")).then(
        b_only
    ).otherwise(0)
    weight = (
        pl.when((pl.col("fewer") == 0) | (pl.col("shared") == 0)).then(0.0).otherwise((extra * -0.7).clip(-2.0, 0.0))
    )
    return Feature("ExtraAuthors", weight, pl.format("{} authors on one list only", extra))


def _years() -> Feature:
    gap = pl.col("gap")
    weight = (
        pl.when(gap.is_null())
        .then(0.0)
        .when(gap == 0)
        .then(0.8)
        .when(gap == 1)
        .then(0.3)  # preprint in the year before, proceedings in the year after
        .when(gap == 2)
        .then(-1.2)
        .when(gap == 3)
        .then(-3.0)
        .otherwise(-4.0)
    )
    value = (
        pl.when(gap == 0).then(pl.format("both of {}", pl.col("a:year"))).otherwise(pl.format("{} years apart", gap))
    )
    return Feature("SameYear", weight, value)


def _identifiers() -> Feature:
    shared = pl.col("a:identifier_keys").list.set_intersection("b:identifier_keys")
    # a DOI under which the titles and the authors differ is one of a volume, or a slip
    agree = same_title() | same_main() | (similarity() >= 0.7) | ((pl.col("containment") >= 1) & (pl.col("fewer") > 1))
    return Feature(
        "SharedIdentifier",
        pl.when(shared.list.len() == 0).then(0.0).when(agree).then(7.0).otherwise(4.0),
        pl.format("both have {}", shared.list.sort().list.first()),
    )


def _other_identifier() -> Feature:
    doi_a, doi_b = pl.col("a:doi"), pl.col("b:doi")
    # a preprint and its publication have a DOI each: only two of the same sort tell works apart
    same_sort = _deposited(doi_a) == _deposited(doi_b)
    dois = (doi_a != doi_b) & same_sort
    arxivs = pl.col("a:arxiv") != pl.col("b:arxiv")
    weight = pl.when(dois.fill_null(False) | arxivs.fill_null(False)).then(-4.0).otherwise(0.0)
    return Feature("DifferentIdentifier", weight, pl.lit("each has an identifier of its own"))


def _deposited(doi: pl.Expr) -> pl.Expr:
    return pl.any_horizontal([doi.str.starts_with(server) for server in _SERVERS])


def _list() -> Feature:
    same = (pl.col("a:document_id") == pl.col("b:document_id")) & ~same_title() & ~same_main()
    prose = pl.col("a:start").is_not_null() & pl.col("b:start").is_not_null()
    # who writes a list of works names each of them one way; a feed of many sources does not
    issue = pl.col("a:venue_id") == pl.col("b:venue_id")
    weight = (
        pl.when(~same.fill_null(False))
        .then(0.0)
        .when(slip())
        .then(-0.5)
        .when(prose)
        .then(-4.0)
        .when(issue.fill_null(False))
        .then(-3.0)
        .otherwise(-1.5)
    )
    return Feature("SameDocumentList", weight, pl.lit("two titles in one document"))


def _venues() -> Feature:
    known = pl.col("a:venue_id").is_not_null() & pl.col("b:venue_id").is_not_null()
    same = pl.col("a:venue_id") == pl.col("b:venue_id")
    final = pl.col("a:final") & pl.col("b:final")
    here = pl.col("a:document_id") == pl.col("b:document_id")
    kinds = {"journal", "conference", "workshop"}
    apart = (
        (pl.col("a:venue_kind") != pl.col("b:venue_kind"))
        & pl.col("a:venue_kind").is_in(kinds)
        & pl.col("b:venue_kind").is_in(kinds)
    )
    weight = (
        pl.when(~known)
        .then(0.0)
        .when(same & final & (pl.col("gap") > 0) & pl.col("a:venue_kind").is_in(["conference", "workshop"]) & here)
        .then(-3.0)  # two editions, told apart by one source
        .when(same & final & (pl.col("gap") > 1))
        .then(-1.5)
        .when(same)
        .then(0.8)
        .when(~final)
        .then(0.0)  # submitted here, published there
        .when(apart & (pl.col("gap") > 0))
        .then(-12.0)  # the journal version of a conference paper, often under the same title
        .when(here & pl.col("a:start").is_not_null() & (apart | (pl.col("gap") > 0)))
        .then(-9.0)  # who lists one title twice, at two venues, means two publications
        .when(apart)
        .then(-4.0)
        .when(pl.col("gap") > 0)
        .then(-5.0)
        .otherwise(-2.5)
    )
    value = pl.when(same).then(pl.lit("the same venue")).otherwise(pl.lit("published in two venues"))
    return Feature("SharedVenue", weight, value)


def _pages() -> Feature:
    known = pl.col("a:pages").is_not_null() & pl.col("b:pages").is_not_null()
    same = (pl.col("a:pages") == pl.col("b:pages")) & (
        (pl.col("a:volume") == pl.col("b:volume")) | (pl.col("a:volume").is_null() & pl.col("b:volume").is_null())
    )
    here = pl.col("a:venue_id") == pl.col("b:venue_id")
    first_a, first_b = (pl.col(f"{side}:pages").str.extract(r"(\d+)", 1) for side in ("a", "b"))
    weight = (
        pl.when(known & same & here)
        .then(2.5)
        .when(known & here & (first_a != first_b) & (pl.col("gap") == 0))
        .then(-2.0)
        .otherwise(0.0)
    )
    value = pl.format("pages {} and {}", pl.col("a:pages"), pl.col("b:pages"))
    return Feature("SharedPages", weight, value)


def _submitted() -> Feature:
    early = pl.col("a:status").is_in(["submitted", "preprint"]) & pl.col("b:status").is_in(["submitted", "preprint"])
    one = pl.col("a:status") != pl.col("b:status")
    near = (pl.col("gap") <= 1) & (pl.col("a:document_id") != pl.col("b:document_id")) & ~same_title()
    return Feature(
        "SubmittedVersion",
        pl.when(early & one & near).then(1.0).otherwise(0.0),
        pl.lit("one only submitted, the other a preprint: the title may still change"),
    )


def features() -> list[Feature]:
    """All evidence on two records, the prior first."""
    prior = Feature("Prior", pl.lit(PRIOR), pl.lit("two records that share a key"))
    return [
        prior,
        _title(),
        _numbers(),
        _words(),
        _acronym(),
        _other_acronym(),
        _authors(),
        _first_authors(),
        _extra_authors(),
        _years(),
        _identifiers(),
        _other_identifier(),
        _list(),
        _venues(),
        _pages(),
        _submitted(),
    ]
