"""Reading workbooks: from the bytes of one file to its cells, each with sheet, A1 address, kind and text.

Belongs here: telling formats apart by content, refusing dangerous or unreadable files, and everything that imports an
Excel reader. Does not belong here: what a cell means (that is ``assets.intake``), DuckDB, Dagster, receipts.
"""
