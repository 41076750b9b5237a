"""Where entries start and end, measured by itself: do the spans of the entries part the titles from each other?

    python benchmarks/entries.py CASES_DIR [--json]

CASES_DIR holds one folder a document: `doc.*` and `gold.json` with `publications` (each with a `title`) and
`publications_complete`. A gold title is cut out rightly if an entry span holds it and no span that holds it holds
another gold title (a work may be listed twice). An entry is spurious if its span holds no gold title (counted where the
publications are complete). Prints a line a document, then micro and macro figures: recall = titles cut out rightly,
precision = entries with exactly one title, and false alarms = entries in documents that have no publications at all.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

from rapidfuzz import fuzz

from kg.documents.reading import read
from kg.extractors.prose import extract

ALIKE = 92  # of 100: a title may be broken by a hyphen or have another quotation mark


def fold(text):
    text = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in text if not unicodedata.combining(c)))


def holders(title, spans):
    """Numbers of the spans that hold a title: word for word, or nearly so where none does."""
    exact = [n for n, span in enumerate(spans) if title in span]
    near = (n for n, span in enumerate(spans) if len(span) > len(title) and fuzz.partial_ratio(title, span) >= ALIKE)
    return exact or list(near)


def measure(case):
    """Counts of one document: titles, titles cut out rightly, entries, entries with one title, spurious entries."""
    gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
    extraction = extract(read(next(case.glob("doc.*"))))
    text = extraction.document.text
    spans = [fold(text[one.selector.start : one.selector.end]) for one in extraction.records]
    titles = [fold(item["title"]) for item in gold["publications"] or []]
    aside = [fold(item if isinstance(item, str) else item["title"]) for item in gold.get("ambiguous") or []]
    places = [set(holders(title, spans)) for title in titles]
    held = [[n for n, found in enumerate(places) if place in found] for place in range(len(spans))]
    held = [[n for n in found if not _is_part(titles, n, found)] for found in held]
    right = sum(bool(found) and all(held[place] in ([n], []) for place in found) for n, found in enumerate(places))
    complete = bool(gold.get("publications_complete"))
    known = {place for title in aside for place in holders(title, spans)}
    strange = [place for place, found in enumerate(held) if not found and place not in known]
    counted = [found for place, found in enumerate(held) if found or place in strange] if complete else []
    return {
        "name": case.name,
        "titles": len(titles),
        "right": right,
        "entries": len(counted),
        "single": sum(len(found) == 1 for found in counted),
        "spurious": len(strange) if complete else 0,
        "complete": complete,
    }


def _is_part(titles, number, found):
    """Whether a title only stands in a span because it is a part of another title that does."""
    return any(n != number and titles[number] in titles[n] and len(titles[n]) > len(titles[number]) for n in found)


def share(part, whole):
    return part / whole if whole else None


def summary(rows):
    """Micro and macro figures; macro over the documents that have the measure."""
    total = {key: sum(row[key] for row in rows) for key in ("titles", "right", "entries", "single", "spurious")}
    recalls = [row["right"] / row["titles"] for row in rows if row["titles"]]
    precisions = [row["single"] / row["entries"] for row in rows if row["entries"] and row["titles"]]
    return {
        **total,
        "recall": share(total["right"], total["titles"]),
        "precision": share(total["single"], total["entries"]),
        "macro_recall": share(sum(recalls), len(recalls)),
        "macro_precision": share(sum(precisions), len(precisions)),
        "false_alarms": sum(row["spurious"] for row in rows if not row["titles"]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    cases = sorted(path.parent for path in arguments.cases.glob("*/gold.json"))
    if not cases:
        sys.exit(f"{arguments.cases}: no folder with a gold.json; give the folder that holds the cases")
    rows = [measure(case) for case in cases]
    result = summary(rows)
    if arguments.json:
        print(json.dumps({"documents": rows, **result}, indent=1))
        return
    print(f"{'document':<24}{'titles':>8}{'right':>8}{'entries':>9}{'single':>8}{'spurious':>10}")
    for row in rows:
        counts = f"{row['titles']:>8}{row['right']:>8}{row['entries']:>9}{row['single']:>8}{row['spurious']:>10}"
        print(f"{row['name'][:23]:<24}{counts}")
    print(
        f"recall {result['recall']:.3f} (macro {result['macro_recall']:.3f}), "
        f"precision {result['precision']:.3f} (macro {result['macro_precision']:.3f}), "
        f"spurious {result['spurious']}, of these in documents without publications {result['false_alarms']}"
    )


if __name__ == "__main__":
    main()
