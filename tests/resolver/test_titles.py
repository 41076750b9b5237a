import polars as pl
import pytest

from kg.resolver.titles import author_keys, title_columns


def titled(title):
    return title_columns(pl.DataFrame({"title": [title]}, schema={"title": pl.String})).row(0, named=True)


@pytest.mark.parametrize(
    ("title", "acronym", "main_key"),
    [
        ("AMC: AutoML for Model Compression", "amc", "automlformodelcompression"),
        ("MCUNetV2: Memory-Efficient Inference", "mcunetv2", "memoryefficientinference"),
        ("Zen-NAS – A Zero-Shot NAS", "zennas", "azeroshotnas"),
        ("Exploring Semantic Relationships (SIR)", "sir", "exploringsemanticrelationshipssir"),
        ("Lite it fly: An All-Deformable Network", None, "liteitflyanalldeformablenetwork"),
        ("Deep Learning: A Survey", None, "deeplearningasurvey"),
        ("GPT-4o System Card", None, "gpt4osystemcard"),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_a_made_up_name_in_front_is_told_from_the_title(title, acronym, main_key):
    row = titled(title)
    assert (row["acronym"], row["main_key"]) == (acronym, main_key)


def test_titles_are_compared_without_case_accents_markup_and_punctuation():
    assert (
        titled("Über <i>Große</i> Netze &amp; Kanten")["title_key"]
        == titled("uber große netze and kanten")["title_key"]
    )


def test_numbers_tell_parts_versions_and_errata():
    assert titled("Erratum: Systems for WMT17, Part II")["numbers"] == ["erratum", "ii", "wmt17"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ji Lin", "lin j"),
        ("J. Lin", "lin j"),
        ("Lin, J.", "lin j"),
        ("Elmets CA", "elmets c"),
        ("Émile Zola", "zola e"),
        ("Plato", "plato p"),
        ("", " "),
    ],
)
def test_a_name_in_any_style_gives_one_key(name, key):
    mentions = pl.DataFrame(
        {"role": ["author"], "record_id": ["d.1"], "ordinal": [1], "mention_id": ["m"], "name": [name]}
    )
    assert author_keys(mentions)["authors"].to_list() == [[key]]
