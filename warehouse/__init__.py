"""WHAT THE DATA IS and where it lies: the home folder, connections, contracts, SQL models, reference data, the ledger.

Belongs here: facts about tables and files. Does not: how a table is filled (assets), what must be true (checks), when (pipelines).
"""
