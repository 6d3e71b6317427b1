"""A year taken out as an Excel workbook, CSV, Parquet or a data package, for people who work in other tools.

Belongs here: what is taken out, the sheets, the files. Does not: putting figures out (assets/publishing), bundles to compute again
(assets/bundles), the command line (pipelines/cli).
"""
