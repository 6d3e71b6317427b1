"""The levels of units, from the Government and the ministries to the communes, and what hangs on a level.

Belongs here: which there are, which lie inside a province, the list of a level where none is named, the last day of a level that was ended.
Does not belong here: their names (messages.csv, code.level), units (reference_files.units), sets (reference_files.criteria_sets).
"""

from datetime import date

LEVELS = ("government", "ministry", "province", "department", "district", "commune")
INSIDE_PROVINCE = ("department", "district", "commune")
"""Units of these levels have a parent, the province."""
LAST_DAYS = {"district": date(2025, 6, 30)}
"""The level of districts ended with the 30th of June 2025; no unit of it is valid later."""
PANEL_OF_LEVEL = {
    "government": "government",
    "ministry": "ministries",
    "province": "provinces",
    "department": "departments",
    "district": "districts",
    "commune": "communes",
}
"""The list of a level where none is named; a province's own lists have names of their own ("so-hung-yen")."""
