"""WHAT MUST BE TRUE: the rule catalogue, its evaluation in bulk, findings and their messages.

Belongs here: rules as data (rules/*.yml), what a province changes on them, reading and running them, Great Expectations (in gx/
only). Does not belong here: Dagster, workbooks, the making of tables.
"""
