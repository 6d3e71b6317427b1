"""HOW each table is made: landing, workbook readers, intake, SQL models, release, demo submissions.

Belongs here: what fills tables and files, as pure functions and thin Dagster assets over them. Does not: what must be true of the
rows (checks), when and for whom it runs (pipelines).
"""
