"""Understanding submissions: from the cells of a workbook to submissions, lines and problems.

Belongs here: pure functions over cells and reference data, and (in modules of their own) the thin Dagster wrappers
over them. Does not belong here: Excel readers (``assets.workbooks``), rules about right and wrong values (``checks``).
"""
