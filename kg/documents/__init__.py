"""Bytes to text with positions and layout; nothing scholarly."""

from kg.documents.reading import read
from kg.documents.sniffing import sniff

__all__ = ["read", "sniff"]
