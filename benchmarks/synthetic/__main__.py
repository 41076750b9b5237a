"""`python -m benchmarks.synthetic --works 1000000 --out works.jsonl --gold gold.jsonl.gz`.

The same arguments give the same bytes. Gold lines say who each printed name is: {"work", "ordinal", "name", "block",
"label"}. `--versions` lists works that are there twice (published and as a preprint).
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
from pathlib import Path
from typing import IO

from benchmarks.synthetic.works import works
from benchmarks.synthetic.world import World
from benchmarks.synthetic.writers import FORMATS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("--works", type=int, default=100_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=sorted(FORMATS), default="openalex")
    parser.add_argument("--abstracts", type=float, default=0.2, help="share of works with one (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="file to write; .gz compresses it")
    parser.add_argument("--gold", type=Path, help="file for the labels; .gz compresses it")
    parser.add_argument("--versions", type=Path, help="file for pairs of works that are one work")
    arguments = parser.parse_args()
    signatures = write(arguments)
    print(f"{arguments.works:,} works, {signatures:,} names of people, {arguments.out.stat().st_size / 1e6:,.1f} MB")


def write(arguments: argparse.Namespace) -> int:
    """Writes the files; returns the number of names."""
    printed, called, before, after = FORMATS[arguments.format]
    from benchmarks.synthetic.writers import gold

    world = World(arguments.works, arguments.seed)
    signatures = 0
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(_opened(arguments.out))
        labels = stack.enter_context(_opened(arguments.gold)) if arguments.gold else None
        versions = stack.enter_context(_opened(arguments.versions)) if arguments.versions else None
        out.write(before)
        first = ""
        for work in works(world, arguments.works, arguments.seed, abstracts=arguments.abstracts):
            out.write(printed(work))
            signatures += len(work.signatures)
            if labels:
                labels.write(gold(work, called))
            if versions and work.same_as != work.number:
                versions.write(f"{first}\t{called(work)}\n")
            first = called(work) if versions else ""
        out.write(after)
    return signatures


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=1)  # type: ignore[return-value]
    return path.open("w", encoding="utf-8", newline="\n", buffering=1 << 20)


if __name__ == "__main__":
    main()
