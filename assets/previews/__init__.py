"""What an asset's page shows of the rows just made: the two ends of the table, a chart, and what changed.

Belongs here: reading previews.yml, choosing and drawing rows, the comparison with the rows that lay there before. Does not: making tables,
Dagster's events (assets/sql_tables.py).
"""
