"""SPARQL answered from columns: no triple is made.

The blocks that the graph is written from (`kg.graph.blocks`) say which statements a table stands for. Here they are
read the other way round: a triple pattern is a scan of the columns behind its predicate, and the algebra of a query
becomes joins, filters and groups of Polars. Ids are numbers, and every column of ids has an index, so that a question
about one thing reads a few pages, and one about everything whole columns.

    words.py        the texts of ids, and their numbers
    build.py        writes the columns, words and indexes of a graph
    files.py        reads them
    kinds.py        what a column of terms holds
    scans.py        from blocks to columns, whole or the rows of a few things
    expressions.py  FILTER, BIND, ORDER BY
    patterns.py     triple patterns and property paths
    algebra.py      the rest of a query
    engine.py       the door
    answers.py      rows that stay columns, written.py as text
    statements.py   single statements and labels
    slices.py       a store of what a question touches

What is not covered raises `Unsupported`, and the caller asks another engine: an answer is right or not given.
"""
