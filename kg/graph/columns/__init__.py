"""SPARQL answered from the tables: whole columns are joined, no triple is made.

The blocks that the graph is written from (`kg.graph.blocks`) say which statements a table stands for. Here they are
read the other way round: a triple pattern is a scan of the columns behind its predicate, and the algebra of a query
becomes joins, filters and groups of Polars. So a question about everything in a large graph is answered in seconds,
and what a store does not hold (provenance, decisions) can be asked all the same.

    kinds.py        what a column of terms holds
    scans.py        from blocks to columns, kept while they fit
    expressions.py  FILTER, BIND, ORDER BY
    patterns.py     triple patterns and property paths
    algebra.py      the rest of a query
    engine.py       the door

What is not covered raises `Unsupported`, and the caller asks another engine: an answer is right or not given.
"""
