"""One big input read in pieces: by several processes at once, or after an interruption only what is still missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg import extractors
from kg.engines import processes
from kg.errors import InputError
from kg.extractors import Format, Source, formats
from kg.extractors.bulk import NotPiecewise, Piece, Piecewise, Read, Report, digest_of
from kg.model import Warning
from kg.workspace import Extracted


@dataclass(frozen=True, slots=True)
class _Task:
    """A piece for another process; it fetches the bytes (`size` of them) from the file where it can."""

    format: str
    source: Source
    folder: Path
    piece: Piece
    size: int = 0

    def without_bytes(self) -> _Task:
        return replace(self, piece=self.piece._replace(data=b""), size=len(self.piece.data))

    def with_bytes(self) -> Piece:
        if not self.size:
            return self.piece
        with self.source.path.open("rb") as stream:
            stream.seek(self.piece.start)
            return self.piece._replace(data=stream.read(self.size))


def read(form: Format, source: Source, folder: Path, jobs: int) -> None:
    """What the source says is in the folder, as if it had been read in one go.

    Raises:
        InputError: nothing in it could be read, or a process that read a piece was ended by the system.
        OutputError: the folder cannot be written.
    """
    try:
        _read(form, source, folder, jobs)
    except NotPiecewise:
        shutil.rmtree(folder, ignore_errors=True)
        Extracted(folder).write((one.tables, one.warnings) for one in form.stream(source))


def _read(form: Format, source: Source, folder: Path, jobs: int) -> None:
    how: Piecewise = form.pieces
    store, broken, done = Extracted(folder), Report(), list[Read]()

    named = replace(source, head=b"", data=None, sha256=digest_of(source))
    is_plain = jobs > 1 and formats.is_plain(source)

    def tasks() -> Iterator[_Task]:
        for piece in how.pieces(source, broken):
            note = store.note(piece.place)
            if note is None:
                task = _Task(form.name, named, folder, piece)
                yield task.without_bytes() if is_plain else task
            else:
                done.append(_remembered(piece.place, note))

    if jobs == 1:
        done += map(_read_piece, tasks())
    else:
        for number, result in processes.run(_read_piece, tasks(), jobs):
            if isinstance(result, processes.Died):
                raise ended(source.name, result)
            del number
            done.append(result)
    warnings = how.noticed(source, done, broken)
    store.write([({"documents": how.document(source)}, warnings)])


def ended(name: str, died: processes.Died) -> InputError:
    """The error of an input whose reader the system has ended."""
    problem = f"the process that read it was ended by the system (code {died.code})"
    return InputError(name, problem, "it probably needs more memory: read it with --jobs 1, or split it")


def _read_piece(task: _Task) -> Read:
    form = extractors.named(task.format)
    tables, done = form.pieces.tables(task.with_bytes(), task.source)
    warnings = [(w.where, w.problem, w.remedy) for w in done.report.warnings]
    note = {"count": done.count, "noticed": done.report.count, "warnings": warnings}
    Extracted(task.folder).write_piece(task.piece.place, tables, note)
    return done  # type: ignore[no-any-return]


def _remembered(index: int, note: dict[str, Any]) -> Read:
    warnings = [Warning(*row) for row in note["warnings"]]
    return Read(index, note["count"], Report(warnings, note["noticed"]))
