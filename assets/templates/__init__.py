"""Blank forms to be filled in: one workbook made for one unit and its criteria set.

Belongs here: templates out. Does not belong here: reading what comes back (assets/intake).
"""
