"""Published statements put to the test against each other, from data alone.

Belongs here: what follows from statements, groups and regions. Does not belong here: the project's own tables (rules in
checks/rules/par_index_published.yml compare those with reference.published_result).
"""
