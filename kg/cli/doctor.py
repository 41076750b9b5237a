"""`kg doctor`."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys

import click

from kg.cli import options

_EXTRAS = {"serve": ("starlette", "uvicorn"), "notebook": ("nbclient", "nbformat"), "spark": ("pyspark",)}
_CORE = ("networkx", "rdflib", "spacy", "rapidfuzz", "pyvis", "pyarrow", "polars", "pyoxigraph", "pyshacl", "pypdfium2")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@click.command("doctor")
def command() -> None:
    """Say what is here, what is missing, and the command that installs it."""
    from kg.version import __version__

    options.emit(f"kg {__version__}, Python {sys.version.split()[0]} on {sys.platform}")
    for name in _CORE:
        options.emit(_line(name, "pip install --force-reinstall kg"))
    for extra, names in _EXTRAS.items():
        for name in names:
            options.emit(_line(name, f"pip install 'kg[{extra}]'"))
    found = next((b for b in _BROWSERS if shutil.which(b)), None)
    options.emit(f"  ok       {found} (browser tests)" if found else "  missing  chromium (only for the browser tests)")
    options.emit("  ok       java (Spark)" if shutil.which("java") else "  missing  java 17 or later (only for Spark)")


def _line(name: str, remedy: str) -> str:
    try:
        return f"  ok       {name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return f"  missing  {name}; run: {remedy}"
