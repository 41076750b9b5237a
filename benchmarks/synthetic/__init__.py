"""Invented bibliographies of any size, with the truth about who is who: `python -m benchmarks.synthetic --help`."""
