"""Bytes to text with positions and layout; nothing scholarly."""

from kg.documents.reading import MAX_BYTES, read
from kg.documents.sniffing import sniff

__all__ = ["MAX_BYTES", "read", "sniff"]
