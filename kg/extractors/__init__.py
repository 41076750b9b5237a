"""One input to extracted tables: `open_source`, `recognise`, `extract`, `registry`."""

from kg.extractors.formats import Extract, Format, Source, beside, extract, named, open_source, recognise, registry

__all__ = ["Extract", "Format", "Source", "beside", "extract", "named", "open_source", "recognise", "registry"]
