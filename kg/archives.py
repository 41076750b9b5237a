"""ZIP archives as folders: "refs.zip/lists/a.bib" is a member, opened as a stream and never unpacked to disk.

What a hostile archive can do is bounded: names that lead outside it are passed over, archives within archives are not
opened, and one whose members overlap or unpack to far more than was packed is refused.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from kg.errors import InputError

MAX_MEMBERS = 10_000
MAX_RATIO = 250  # times as large unpacked as packed; text of real bibliographies packs to a third up to a thirtieth
FREE_BYTES = 256 * 1024 * 1024  # unpacked bytes for which the ratio does not matter
_MAGIC = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")  # Office, OpenDocument, EPUB, Java
_HOUSEKEEPING = ("__MACOSX", "README", "LICENSE", "LICENCE")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".7z", ".rar", ".jar")
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files (and not one document that is packed as ZIP, as Word's are)."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if start == _EMPTY:
            return True
        if start != _MAGIC:
            return False
        with zipfile.ZipFile(path) as archive:
            return not set(_DOCUMENTS) & set(archive.namelist())
    except OSError:
        return False
    except _BROKEN:
        return path.suffix.lower() != ".docx"  # a damaged one is told by who reads it


def refusal(path: Path) -> InputError:
    """Why an archive as a whole is not an input."""
    try:
        names = [member for member, reason in members(path) if not reason]
    except InputError as error:
        return error
    if not names:
        return InputError(str(path), "this archive holds no file that is read", "unpack it and give the files in it")
    return InputError(str(path), f"this is an archive of {len(names)} files", f"name one of them, as {names[0]}")


def members(path: Path) -> Iterator[tuple[Path, str]]:
    """Each file in an archive by name, as a path below that of the archive, and why it is not read ("" if it is).

    Raises:
        InputError: it cannot be read, or is made to unpack without end.
    """
    with _opened(path) as archive:
        found = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
        if len(found) > MAX_MEMBERS:
            raise InputError(str(path), f"holds {len(found):,} files; {MAX_MEMBERS:,} are read", "split it")
        if sum(info.compress_size for info in found) > path.stat().st_size:
            raise InputError(str(path), "its files overlap, as in an archive that is made to do harm", "do not use it")
        seen: set[str] = set()
        for info in found:
            reason = _why_not(info) or ("there are two files of this name in the archive" * (info.filename in seen))
            seen.add(info.filename)
            yield path / (PurePosixPath(info.filename).name if reason else info.filename), reason


def _why_not(info: zipfile.ZipInfo) -> str:
    name = PurePosixPath(info.filename)
    unsafe = name.is_absolute() or ".." in name.parts or "\\" in info.filename or ":" in info.filename
    if unsafe or not name.name:
        return "its name leads outside the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link"
    if info.flag_bits & 1:
        return "it has a password"
    if info.file_size > FREE_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"it would unpack to {info.file_size // max(info.compress_size, 1):,} times its size"
    if info.filename.lower().endswith(_ARCHIVES):
        return "an archive within an archive; unpack it"
    if any(part.startswith(".") for part in name.parts) or name.parts[0].upper().startswith(_HOUSEKEEPING):
        return "hidden, or named like a file that keeps house"
    return ""


def open_file(path: Path) -> IO[bytes]:
    """A file, or a member of an archive, as a stream of its bytes.

    Raises:
        OSError: as `Path.open` does, also where the member is not there or cannot be read.
    """
    try:
        return path.open("rb")
    except (NotADirectoryError, FileNotFoundError):
        archive = next((parent for parent in path.parents if parent.is_file()), None)
        if archive is None:
            raise
    return _open_member(archive, path.relative_to(archive).as_posix())


def _open_member(archive: Path, name: str) -> IO[bytes]:
    try:
        opened = zipfile.ZipFile(archive)
        info = opened.getinfo(name)
        reason = _why_not(info)
        if not reason:
            return opened.open(info)
    except KeyError:
        raise FileNotFoundError(f"{archive} holds no {name}") from None
    except _BROKEN as error:
        raise OSError(f"the archive is damaged ({error})") from None
    raise PermissionError(f"{archive}/{name}: {reason}")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise InputError(str(path), f"this ZIP archive is damaged ({error})", "get it again") from None
