"""Which inputs a build reads: files, folders and globs, opened out in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import archives
from kg.errors import InputError

# Files that keep house in a folder of inputs. They are read only when they are named themselves.
_HOUSEKEEPING = (
    "README", "SOURCES", "LICENSE", "LICENCE", "COPYING", "NOTICE", "CHANGELOG", "MAKEFILE", "RELEASE_NOTES",
)  # fmt: skip
# The snapshot of OpenAlex keeps each kind of thing in a folder, in it folders "updated_date=…", and a file "manifest".
_PARTITION = "updated_date="
_OPENALEX = ("works", "authors")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is not read, and why."""

    path: str
    reason: str


def expand(inputs: Sequence[str | os.PathLike[str]]) -> tuple[list[Path], list[Skipped]]:
    """Files to read, without repeats, and what was passed over.

    Raises:
        InputError: an input does not exist, a glob fits nothing, or a folder holds nothing to read.
    """
    files: dict[Path, None] = {}
    skipped: list[Skipped] = []
    for given in inputs:
        for path in _matches(os.fspath(given)):
            if path.is_dir():
                before = len(files)
                for file in _walk(path):
                    reason = _why_skipped(file)
                    if reason:
                        skipped.append(Skipped(str(file), reason))
                    else:
                        _add(file, files, skipped)
                if len(files) == before:
                    remedy = "give a folder with files, or name the files"
                    raise InputError(str(path), "this folder holds no document", remedy)
            else:
                _add(path, files, skipped)
    return list(files), skipped


def _add(file: Path, files: dict[Path, None], skipped: list[Skipped]) -> None:
    """A file, or those in it if it is an archive; each member is an input of its own."""
    if not archives.is_archive(file):
        files[file] = None
        return
    try:
        found = list(archives.members(file))
    except InputError:
        found = []
    skipped += [Skipped(str(member), reason) for member, reason in found if reason]
    read = [member for member, reason in found if not reason]
    files.update(dict.fromkeys(read or [file]))  # reading the archive itself says what is wrong with it


def _matches(given: str) -> list[Path]:
    path = Path(given)
    if path.exists():
        return [path]
    found = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []
    if not found:
        raise InputError(given, "there is no such file or folder", "check the spelling")
    return [Path(name) for name in found]


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in the order of their names, without hidden ones and links to folders."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_build(Path(root, name)))
        for name in sorted(names):
            file = Path(root, name)
            if not name.startswith(".") and file.is_file():
                yield file


def _is_build(folder: Path) -> bool:
    """An output folder of kg that lies among its inputs is not an input."""
    return (folder / "manifest.json").is_file() and (folder / "graph.nq").is_file()


def _why_skipped(file: Path) -> str:
    if file.name.upper().startswith(_HOUSEKEEPING):
        return "named like a file that keeps house; name it on the command line to read it"
    if file.suffix in (".yaml", ".yml") and file.with_suffix("").is_file():
        return f"says what the columns of {file.stem} mean"
    if file.name == "manifest":
        return "a list of the files beside it"
    kind = file.parent.parent.name
    if file.parent.name.startswith(_PARTITION) and kind not in _OPENALEX:
        return f"OpenAlex {kind}; kg reads its {' and '.join(_OPENALEX)}"
    return ""
