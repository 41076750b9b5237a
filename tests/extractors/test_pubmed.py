import pytest

from kg import extractors
from kg.errors import InputError

HEAD = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.example/pubmed.dtd">
<PubmedArticleSet>
"""
ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">1234567</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0000</ISSN>
<JournalIssue><Volume>12</Volume><Issue>3</Issue><PubDate><Year>2009</Year><Month>Mar</Month><Day>7</Day></PubDate>
</JournalIssue><Title>Journal of Examples</Title><ISOAbbreviation>J Ex</ISOAbbreviation></Journal>
<ArticleTitle>Growth of <i>E. coli</i> in milk.</ArticleTitle><Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.1000/EX.1</ELocationID>
<Abstract><AbstractText Label="AIM">First.</AbstractText><AbstractText>Then.</AbstractText></Abstract>
<AuthorList CompleteYN="N"><Author ValidYN="Y"><LastName>Mu&#241;oz</LastName><ForeName>Ana B</ForeName>
<Initials>AB</Initials><Suffix>Jr</Suffix>
<Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
<AffiliationInfo><Affiliation>Dept. of Milk, U. Somewhere. Electronic address: ana@some.example.</Affiliation>
</AffiliationInfo></Author><Author ValidYN="Y"><CollectiveName>Milk Study Group</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
</Article><KeywordList><Keyword>milk</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">1234567</ArticleId><ArticleId IdType="pmc">PMC9912345</ArticleId>
</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="pubmed">777</ArticleId></ArticleIdList>
</Reference></ReferenceList></PubmedData></PubmedArticle>
"""
BOOK = """<PubmedBookArticle><BookDocument><PMID>20301295</PMID><Book><Publisher><PublisherName>Press</PublisherName>
</Publisher><BookTitle>Reviews</BookTitle><PubDate><Year>1993</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Adam</LastName><ForeName>M P</ForeName></Author></AuthorList></Book>
<ArticleTitle>A syndrome</ArticleTitle><AuthorList Type="authors"><Author><LastName>Bird</LastName>
<Initials>T</Initials></Author></AuthorList></BookDocument></PubmedBookArticle>
"""
NBIB = """PMID- 1234567
OWN - NLM
STAT- MEDLINE
IS  - 0000-0000 (Print)
VI  - 12
IP  - 3
DP  - 2009 Mar-Apr
TI  - Growth of bacteria in milk that was left standing for a very long
      time.
PG  - 101-9
LID - 10.1000/EX.1 [doi]
FAU - Muñoz, Ana B
AU  - Muñoz AB
AUID- ORCID: 0000-0002-1825-0097
AD  - Dept. of Milk, U. Somewhere. ana@some.example.
FAU - Bird, Tom
AU  - Bird T
CN  - Milk Study Group
FIR - Nobody, N
IR  - Nobody N
AD  - Not an author's address
PT  - Journal Article
JT  - Journal of Examples

PMID- 7654321
TI  - [On cheese].
AU  - Old A
AU  - Older B
TA  - J Ex
DP  - 1961
"""


def read(path):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "pubmed"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def write(tmp_path, text, name="set.xml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_articles_and_books_of_the_xml(tmp_path):
    records, names, warnings = read(write(tmp_path, HEAD + ARTICLE + BOOK + "</PubmedArticleSet>"))
    first, second = records
    assert (first["title"], first["venue"], first["date"]) == (
        "Growth of E. coli in milk",
        "Journal of Examples",
        "2009-03-07",
    )
    assert (first["volume"], first["issue"], first["pages"], first["abstract"]) == ("12", "3", "101-9", "First. Then.")
    assert [(i["scheme"], i["value"]) for i in first["identifiers"]] == [
        ("pmid", "1234567"),
        ("pmcid", "PMC9912345"),
        ("doi", "10.1000/ex.1"),
        ("issn", "0000-0000"),
    ]
    assert first["author_list_complete"] is False and first["keywords"] == ["milk"]
    assert [(m["role"], m["name"]) for m in names] == [
        ("author", "Muñoz, Ana B, Jr"),
        ("author", "Milk Study Group"),
        ("author", "Bird, T"),
        ("editor", "Adam, M P"),
    ]
    assert names[0]["affiliations"] == ["Dept. of Milk, U. Somewhere."]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert (second["kind"], second["venue"], second["publisher"], second["year"]) == (
        "chapter",
        "Reviews",
        "Press",
        1993,
    )
    assert not warnings


def test_medline_text_joins_lines_and_gives_addresses_to_their_authors(tmp_path):
    records, names, warnings = read(write(tmp_path, NBIB, "export.nbib"))
    assert records[0]["title"] == "Growth of bacteria in milk that was left standing for a very long time"
    assert (records[0]["year"], records[0]["date"], records[0]["venue"]) == (2009, "2009", "Journal of Examples")
    assert (records[1]["title"], records[1]["fragment"]) == ("On cheese", "line=25")
    assert [m["name"] for m in names] == ["Muñoz, Ana B", "Bird, Tom", "Milk Study Group", "Old A", "Older B"]
    assert [m["affiliations"] for m in names[:3]] == [["Dept. of Milk, U. Somewhere."], [], []]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert not warnings


def test_a_set_that_breaks_off_gives_what_came_before(tmp_path):
    records, _, warnings = read(write(tmp_path, HEAD + ARTICLE + BOOK[:200]))
    assert len(records) == 1 and "breaks off" in warnings[0].problem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HEAD + "<PubmedArticle><MedlineCitation><PMID>5</PMID></MedlineCitation></PubmedArticle>\n", "a.xml"),
        ("PMID- 5\nAU  - Nobody\n\n", "a.nbib"),
    ],
)
def test_a_record_without_title_is_placed_and_nothing_else_is_an_error(tmp_path, text, name):
    whole = text + "</PubmedArticleSet>" if name == "a.xml" else text
    with pytest.raises(InputError, match=r"no work in it could be read \(line \d: .*no title"):
        read(write(tmp_path, whole, name))
    good = text + ARTICLE + "</PubmedArticleSet>" if name == "a.xml" else text + NBIB
    records, _, warnings = read(write(tmp_path, good, name))
    assert records and len(warnings) == 1


def test_entities_of_its_own_are_refused(tmp_path):
    bomb = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaa">]>\n<PubmedArticleSet>'
    with pytest.raises(InputError):
        read(write(tmp_path, bomb + ARTICLE + "</PubmedArticleSet>"))
