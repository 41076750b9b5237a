from collections.abc import Callable
from pathlib import Path

import pytest

from kg.documents.reading import read
from kg.extractors.prose import extract
from kg.model import Extraction


@pytest.fixture
def extract_text(tmp_path: Path) -> Callable[..., Extraction]:
    """Extracts a document given as text; the name tells its format."""

    def run(text: str, name: str = "cv.md") -> Extraction:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return extract(read(path))

    return run
