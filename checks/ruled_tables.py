"""The tables on which rules are asked.

Belongs here: their names. Does not belong here: when they are asked (assets/rule_application.py). A rule on any other table would never be
asked, so it is refused when rules are loaded.
"""

from __future__ import annotations

from warehouse.model import built_tables

FILE_PROBLEMS = "intake.problems"
"""What the rules on whole files look at. They belong to no year that must be open, and are judged on receipt."""

LINES = "quality.checked_lines"
"""What the line rules look at: lines beside their criteria."""

COMPARED = "quality.compared_lines"
"""What rules on history and between forms look at: lines beside the same line elsewhere."""

FIGURES = "quality.compared_figures"
"""What rules on periodic reports look at: figures beside their parts, bounds, earlier periods and the year before."""

DECLARED = "quality.declared_points"
"""What rules on declared data look at: the data, the branch and points that follow, and the points written beside them."""

EVIDENCE = "quality.checked_evidence"
"""What evidence rules look at: documents named in the cells of a form."""

VERSIONS = "intake.versions"
"""What rules on whole submissions look at."""

CHECKED_TABLES = (LINES, COMPARED, FIGURES, DECLARED, EVIDENCE, VERSIONS)
"""Tables whose findings are about what was sent, and are told to its sender."""


def ruled_tables() -> tuple[str, ...]:
    """All tables on which rules are asked: those above, and every table that is made from a model."""
    return (FILE_PROBLEMS, *CHECKED_TABLES, *built_tables())
