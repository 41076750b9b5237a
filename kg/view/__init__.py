"""Pictures: tables in, one offline page, a static SVG, or positions for other programs out.

    write_html(tables, path, options)   the interactive page, one file, no request to anywhere
    write_svg(tables, path, options)    the static picture, for papers and notebooks
    page(tables, options)               the page as text (for `<iframe srcdoc>`)
    svg(tables, options)                the static picture as text
    anchored(options, path)             the options of a page that keeps the places of an earlier one
    layout(tables, options)             what is drawn and where: the `Scene` behind all of them
    positions(tables, options)          only the places, `{id: (x, y)}`

`tables` are those of `kg.schemas.RESOLVED`; with those of `kg.schemas.EXTRACTED` beside them the page also says where
each fact was printed. A missing table counts as empty. Imports of this package are cheap; the work imports what it
needs.
"""

from __future__ import annotations

from kg.view.options import ViewOptions, ViewReport
from kg.view.pictures import anchored, layout, page, positions, svg, write_html, write_svg

__all__ = ["ViewOptions", "ViewReport", "anchored", "layout", "page", "positions", "svg", "write_html", "write_svg"]
