"""Every rule on lines has its place in the quality card, or is known to have none."""

from checks.catalogue import RULES_FOLDER, load_rules
from warehouse.reference_data import SHIPPED, load_reference

NOT_OF_THE_CARD = {
    "completeness", "index_scores", "sums", "whole_form", "evidence_claimed",
    "report_figures", "register_rows", "register_cells", "task_rows", "petition_rows", "inspection_rows", "dossier_rows",
}  # fmt: skip
"""What is missing is counted in `complete`; scores of outside indices are not the unit's; subtotals are no scores; a form as a whole is no
share of its cells; evidence has its own register;
the card is about self-assessments."""


def test_every_line_rule_has_a_part() -> None:
    named = set(load_reference([SHIPPED])["reference.quality_part"]["rule"].drop_nulls().to_list())
    rules = [rule for rule in load_rules([RULES_FOLDER]) if rule.table == "quality.checked_lines"]
    assert named == {rule.code for rule in rules if rule.group not in NOT_OF_THE_CARD}
