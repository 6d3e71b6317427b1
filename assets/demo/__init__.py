"""Made-up submissions for the demo: workbooks as offices send them, some deliberately faulty.

Belongs here: making the files and saying what was done to them. Does not belong here: reading them back
(assets/workbooks, assets/intake), criteria and printed figures (schema reference), judging them (checks).
"""
