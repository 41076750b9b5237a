import bz2
import gzip
import io
import lzma
import random
import zipfile

import pyarrow as pa
import pytest

from kg import extractors, inputs, pipeline
from kg.errors import FormatError, InputError
from kg.extractors import packed

BIB = b"@article{a1, title={On the weaving of tables}, author={Lovelace, Ada}, year={1843}}\n"


def zstd(data):
    return pa.compress(data, "zstd").to_pybytes()


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd}


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def titles(path):
    source = extractors.open_source(path)
    return [r["title"] for b in extractors.extract(source) for r in b.tables["records"].to_pylist()]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_each_compression_is_told_by_content_and_read_directly(tmp_path, pack):
    path = tmp_path / "refs"
    path.write_bytes(pack(BIB))
    assert titles(path) == ["On the weaving of tables"]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_several_frames_are_one_stream_and_zeros_behind_them_are_padding(pack):
    data = pack(b"one ") + pack(b"two")
    assert packed.unpacked(io.BytesIO(data)).read() == b"one two"
    if pack is not zstd:
        assert packed.unpacked(io.BytesIO(data + b"\0" * 512)).read() == b"one two"


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_of_a_stream_that_is_cut_off_everything_before_is_read_and_the_break_reported(tmp_path, pack):
    words = random.Random(5)
    entries = b"".join(
        b"@article{k%d, title={Number %d of %x}, author={Lovelace, Ada}, year={1843}}\n"
        % (n, n, words.getrandbits(800))
        for n in range(12_000)
    )
    whole = pack(entries)
    path = tmp_path / "refs.bib.packed"
    path.write_bytes(whole[: len(whole) // 2])
    batches = list(extractors.extract(extractors.open_source(path)))
    records = sum(b.tables["records"].num_rows for b in batches)
    warnings = [w for b in batches for w in b.warnings]
    assert 2_000 < records < 10_000
    assert any("breaks off" in w.problem for w in warnings)


def test_a_short_file_that_is_cut_off_within_its_head_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "refs.bib.gz"
    path.write_bytes(gzip.compress(BIB * 3)[:-6])
    assert len(titles(path)) == 3


def test_a_stream_that_unpacks_to_hundreds_of_times_its_size_breaks_off(monkeypatch):
    monkeypatch.setattr(packed, "FREE_BYTES", 4 << 20)
    bomb = packed.unpacked(io.BytesIO(bz2.compress(b"\0" * (64 << 20))))
    with pytest.raises(FormatError, match="unpacks to more than 250 times its size"):
        while bomb.read(1 << 16):
            pass


def test_an_xz_stream_may_not_ask_for_any_amount_of_memory(monkeypatch):
    monkeypatch.setattr(packed, "_MAX_XZ_MEMORY", 1 << 20)
    with pytest.raises(lzma.LZMAError, match=r"[Mm]emory"):
        packed.unpacked(io.BytesIO(lzma.compress(b"x" * 1000, preset=9))).read()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_in_every_format_also_compressed(tmp_path, encoding):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    record = '<article key="x/y"><author>A</author><title>Mü</title></article>'
    xml = f'<?xml version="1.0" encoding="UTF-16"?><dblp>{record}</dblp>'
    for name, text in (("a.bib", "@misc{a, title={Mü}, author={A}}"), ("a.xml", xml)):
        for pack in (bytes, gzip.compress):
            path = tmp_path / name
            path.write_bytes(pack((mark + text).encode(encoding)))
            assert titles(path) == ["Mü"]


def test_members_of_an_archive_are_inputs_of_their_own(tmp_path):
    archive = zipped(tmp_path / "all.zip", lists__a__bib=BIB, b=gzip.compress(BIB.replace(b"weaving", b"spinning")))
    files, skipped = inputs.expand([archive])
    assert [str(f.relative_to(archive)) for f in files] == ["b", "lists/a/bib"] and not skipped
    built = pipeline.build([archive], None)
    assert {i.path for i in built.inputs} == {f"{archive}/b", f"{archive}/lists/a/bib"}
    assert {t for t in built.tables["works"]["title"].to_pylist()} == {
        "On the weaving of tables",
        "On the spinning of tables",
    }
    assert set(built.tables["documents"]["path"].to_pylist()) == {f"{archive}/b", f"{archive}/lists/a/bib"}


def test_a_page_within_an_archive_or_compressed_is_read_as_a_page(tmp_path):
    page = b"<html><body><h1>Ada Lovelace</h1><h2>Publications</h2><p>A. Lovelace. Notes. 1843.</p></body></html>"
    archive = zipped(tmp_path / "pages.zip", **{"ada.html": page})
    (tmp_path / "ada.html.gz").write_bytes(gzip.compress(page))
    for path in (archive / "ada.html", tmp_path / "ada.html.gz"):
        [batch] = extractors.extract(extractors.open_source(path))
        [document] = batch.tables["documents"].to_pylist()
        assert document["path"] == str(path) and document["document_id"] == document["sha256"][:16]


def test_members_that_could_do_harm_are_passed_over_and_the_others_read(tmp_path):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("good.bib", BIB)
        made.writestr("../outside.bib", BIB)
        made.writestr("/etc/outside.bib", BIB)
        made.writestr("c:\\outside.bib", BIB)
        made.writestr("inner.zip", b"PK\x03\x04")
        made.writestr("__MACOSX/._good.bib", b"x")
        link = zipfile.ZipInfo("link.bib")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    files, skipped = inputs.expand([archive])
    assert files == [archive / "good.bib"]
    reasons = {s.reason for s in skipped}
    assert {"its name leads outside the archive", "it is a link", "an archive within an archive; unpack it"} <= reasons
    assert all(s.path.startswith(str(archive)) and ".." not in s.path for s in skipped)
    with pytest.raises(InputError, match="reading it is not allowed"):
        extractors.open_source(archive / "link.bib")


def test_an_archive_of_members_that_overlap_or_unpack_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.archives.FREE_BYTES", 1 << 20)
    archive = zipped(tmp_path / "bomb.zip", **{"a.bib": b"\0" * (4 << 20), "b.bib": BIB})
    files, skipped = inputs.expand([archive])
    assert files == [archive / "b.bib"] and "times its size" in skipped[0].reason
    monkeypatch.setattr("kg.archives.MAX_MEMBERS", 1)
    with pytest.raises(InputError, match=r"bomb\.zip: holds 2 files; 1 are read; split it"):
        pipeline.build([archive], None)


def test_a_damaged_archive_says_so(tmp_path):
    archive = zipped(tmp_path / "half.zip", **{"a.bib": BIB * 50})
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"half\.zip: this ZIP archive is damaged"):
        pipeline.build([archive], None)


def test_an_archive_given_where_one_document_is_wanted_says_how_to_name_a_member(tmp_path):
    archive = zipped(tmp_path / "all.zip", **{"a.bib": BIB, "b.bib": BIB})
    with pytest.raises(InputError, match=r"this is an archive of 2 files; name one of them, as .*all\.zip/a\.bib"):
        extractors.open_source(archive)


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b'{"colour": "red", "size": 5}', r"this looks like JSON \(colour, size …\)"),
        (b"<?xml version='1.0'?><menu><dish/></menu>", "this looks like XML .<menu>."),
        (b"x" * 257 + b"ustar\0" + b"\0" * 300, "this is a tar archive"),
    ],
)
def test_what_no_format_claims_is_described_with_the_formats_that_were_tried(tmp_path, data, looks):
    path = tmp_path / "thing"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=looks + r", in none of the formats kg reads \(orcid, rdf, .*bibtex"):
        extractors.recognise(extractors.open_source(path))
