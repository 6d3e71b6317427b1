"""What the words of a scoring rule say, where they can mean one thing only.

Belongs here: pure functions from a wording and a line's maximum to the `scoring` of a criteria set. Does not belong here: workbooks, and
applying a rule (core.line_points). Whatever could be read in two ways is left alone, with the reason.
"""
