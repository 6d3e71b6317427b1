"""Criteria sets from official annexes (workbooks), and back into workbooks of the same shape.

Belongs here: reading an annex into a drafted set with a list of what a person must finish, and writing sets as YAML and as workbooks.
Does not belong here: what a criteria set must satisfy (warehouse.reference_files), submissions of units (assets.intake).
"""
