"""Writes small PDFs for the tests: text at given places in the standard fonts, links, rules, a password."""

from dataclasses import dataclass, field

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique", "symbol": "Symbol"}


@dataclass
class MadePage:
    """A page of 600 x 800 points; y counts from the bottom."""

    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def text(self, x, y, text, *, size=10, font="regular", angle=0):
        cos, sin = {0: (1, 0), 90: (0, 1), 45: (0.7071, 0.7071)}[angle]
        coded = text.encode("cp1252").hex()
        self.parts.append(f"BT /{font} {size} Tf {cos} {sin} {-sin} {cos} {x} {y} Tm <{coded}> Tj ET")
        return self

    def standing(self, x, y, text, letters, *, size=10, step=6):
        """Characters one beside the other as they stand on the page, in the font "mapped"."""
        _, codes = arabic_cmap(letters)
        for place, letter in enumerate(text):
            if letter != " ":
                at = f"1 0 0 1 {x + step * place} {y} Tm"
                self.parts.append(f"BT /mapped {size} Tf {at} <{codes[letter]:02x}> Tj ET")
        return self

    def rule(self, x, y, width):
        self.parts.append(f"{x} {y} {width} 0.6 re f")
        return self

    def link(self, box, address):
        rectangle = " ".join(map(str, box))
        self.links.append(f"<< /Type /Annot /Subtype /Link /Rect [{rectangle}] /A << /S /URI /URI ({address}) >> >>")
        return self


def write(pages, *, title="", locked=False, letters=""):
    """The bytes of a PDF with these pages; `letters` are those that the font "mapped" has codes for."""
    objects = []

    def add(content):
        objects.append(content)
        return len(objects)

    fonts = "".join(
        f"/{key} {add(f'<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>')} 0 R "
        for key, name in FONTS.items()
    )
    if letters:
        cmap, _ = arabic_cmap(letters)
        mapped = add(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
        face = f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode {mapped} 0 R >>"
        fonts += f"/mapped {add(face)} 0 R "
    kids = []
    tree = len(objects) + 3 * len(pages) + 1
    for page in pages:
        stream = "\n".join(page.parts)
        content = add(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        links = add("[" + " ".join(page.links) + "]")
        resources = f"/Resources << /Font << {fonts} >> >>"
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R "
                f"/Annots {links} 0 R {resources} >>"
            )
        )
    add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    root = add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
    trailer = f"/Root {root} 0 R"
    if title:
        trailer += f" /Info {add(f'<< /Title ({title}) >>')} 0 R"
    if locked:
        key = "00112233445566778899aabbccddeeff" * 2
        lock = add(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -44 >>")
        trailer += f" /Encrypt {lock} 0 R /ID [<{key[:32]}> <{key[:32]}>]"
    return _assemble(objects, trailer)


def _assemble(objects, trailer):
    parts = [b"%PDF-1.4\n"]
    places, place = [], len(parts[0])
    for number, content in enumerate(objects, 1):
        places.append(place)
        parts.append(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
        place += len(parts[-1])
    table = "".join(f"{start:010} 00000 n \n" for start in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    parts.append(f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{place}\n%%EOF\n".encode())
    return b"".join(parts)


def arabic_cmap(text):
    """A ToUnicode map from the codes of "A", "B", … to the characters of a text, and the codes of these."""
    letters = sorted(set(text))
    rows = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for code, letter in enumerate(letters, 0x41))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange {len(letters)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap end end"
    )
    return cmap, {letter: code for code, letter in enumerate(letters, 0x41)}
