"""Titles and author lists of records as comparable columns. No Python object per record."""

from __future__ import annotations

import polars as pl

from kg.resolver.columns import fold, in_slices

# words that every title has; they tell nothing about which work it is
STOP = (
    "a an and as at by de der des die do el en et for from how in into is its la le les of on or over the through to "
    "toward towards und using via von what when why with within without be can based approach"
).split()
# words by which works of nearly the same title are told apart: parts, versions, years, errata
_TELLING = (
    r"\b(?:\p{L}*\p{N}[\p{L}\p{N}]*|i{1,3}|iv|v|vi{1,3}|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth"
    r"|erratum|errata|corrigendum|corrigenda|correction|addendum|retraction|reply|response|comments?|rejoinder"
    r"|supplement|supplementary|introduction|preface|foreword|editorial|reloaded|revisited)\b"
)
_PREFIX = r"^\s*([^:：]{2,24}?)\s*(?:[:：]|\s[–—-]\s)\s*\S"
# a made-up name: a second capital or a digit somewhere, at most two words ("AMC", "Zen-NAS", "MCUNetV2", "GPT-4o")
_NAME = r"^[\p{L}\p{N}@&+./_-]*\p{Lu}[\p{L}\p{N}@&+./_-]*[\p{Lu}\p{N}][\p{L}\p{N}@&+./_-]*(?:\s[\p{L}\p{N}@&+./_-]+)?$"
_BRACKETS = r"\(([\p{L}\p{N}+-]*\p{Lu}[\p{L}\p{N}+-]*\p{Lu}[\p{L}\p{N}+-]*)\)"


def title_columns(records: pl.DataFrame) -> pl.DataFrame:
    """Adds the comparable forms of "title".

    "title_key": letters and digits in one word; "main_key": the same of what follows a made-up name and a colon (the
    title_key itself if there is none); "acronym": that name, or one in brackets, folded, or null; "words": the distinct
    content words of the title without that name; "numbers": what tells parts and versions apart ("2", "erratum" …).
    """
    raw = pl.col("title").fill_null("")
    prefix = raw.str.extract(_PREFIX, 1)
    named = prefix.is_not_null() & prefix.str.contains(_NAME)
    with_prefix = records.with_columns(
        pl.when(named).then(prefix).alias("_prefix"),
        pl.when(named)
        .then(raw.str.replace(r"^[^:：]{2,24}?\s*(?:[:：]|\s[–—-]\s)\s*", ""))
        .otherwise(raw)
        .alias("_main"),
        raw.str.extract(_BRACKETS, 1).alias("_bracket"),
        fold(raw).alias("title_words"),
    )
    one_word = pl.element().str.len_chars() > 0
    words = fold(pl.col("_main")).str.split(" ").list.eval(pl.element().filter(one_word & ~pl.element().is_in(STOP)))
    named_word = fold(pl.coalesce("_prefix", "_bracket")).str.replace_all(" ", "", literal=True)
    return with_prefix.with_columns(
        pl.col("title_words").str.replace_all(" ", "", literal=True).alias("title_key"),
        fold(pl.col("_main")).str.replace_all(" ", "", literal=True).alias("main_key"),
        pl.when(named_word.str.len_chars() > 1).then(named_word).alias("acronym"),
        words.list.unique().list.sort().alias("words"),
        pl.col("title_words").str.extract_all(_TELLING).list.sort().alias("numbers"),
    ).drop("_prefix", "_main", "_bracket")


def author_keys(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row a record: "authors", the keys of its printed authors in order ("he y"), and "author_count".

    A key is the folded family name and the first letter of the given name. Lists are cut at 60 names: evidence from
    longer ones is no better, and the cost of comparing them would grow with their square.
    """
    name = pl.col("name").fill_null("").str.strip_chars()
    comma = name.str.contains(",", literal=True)
    last = name.str.extract(r"(\S+)$", 1)
    # "Elmets CA": the last word is the initials, as PubMed prints them
    initials_last = last.str.contains(r"^\p{Lu}{1,3}$") & name.str.contains(r"^\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*\s")
    family = (
        pl.when(comma)
        .then(name.str.extract(r"^([^,]*),", 1))
        .when(initials_last)
        .then(name.str.extract(r"^(.*?)\s+\S+$", 1))
        .otherwise(last)
    )
    given = pl.when(comma).then(name.str.extract(r",\s*(.*)$", 1)).when(initials_last).then(last).otherwise(name)
    one = (fold(family).str.replace_all(" ", "", literal=True) + " " + fold(given).str.slice(0, 1)).alias("author")
    printed = mentions.filter((pl.col("role") == "author") & pl.col("record_id").is_not_null())
    printed = printed.select("record_id", "ordinal", "mention_id", "name")
    keyed = in_slices(printed, lambda rows: rows.select("record_id", "ordinal", "mention_id", one))
    return (
        keyed.sort("record_id", "ordinal", "mention_id")
        .select("record_id", "author")
        .group_by("record_id", maintain_order=True)
        .agg(pl.col("author").head(60).alias("authors"), pl.len().alias("author_count"))
    )
