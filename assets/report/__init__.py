"""The yearly report and the unit cards: one self-contained HTML page each, from a release.

Belongs here: choosing and wording what a page shows, its charts, its lay-out. Does not: any sum that others need too (models of mart).
"""
