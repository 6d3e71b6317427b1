"""How long ingest, checks and scoring take at 1×, 10× and 100× the demo, beside a bare road over the same rows.

Belongs here: measuring from outside, in throw-away homes. Does not: tests of results, and anything that the platform
itself imports.
Run with `python -m bench` (or `make bench`); what was found is kept in docs/benchmarks.md.
"""
