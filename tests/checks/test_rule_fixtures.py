"""Each rule against its own data: passing rows give nothing, failing rows exactly the findings that are listed."""

from __future__ import annotations

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def test_every_rule_has_fixtures_and_every_fixture_a_rule(rules) -> None:
    folders = {path.name: sorted(file.name for file in path.iterdir()) for path in FIXTURES.iterdir()}
    assert folders == {rule.code: ["fail.yml", "pass.yml"] for rule in rules}


def test_fixture_gives_exactly_its_findings(evaluated, case) -> None:
    found = evaluated.findings(case)
    assert bool(case.expect) == (case.kind == "fail")
    names = sorted({name for expected in case.expect for name in expected} | {"cell", "value"})

    def shown(rows: list[dict]) -> list[str]:
        return sorted(repr([row.get(name) for name in names]) for row in rows)

    assert shown(found) == shown(case.expect)


def test_great_expectations_counted_the_same_as_sql(evaluated, rules) -> None:
    """evaluate() would have raised otherwise; here it is made sure that GX really ran for every rule."""
    outcomes = {code: o for evaluation in evaluated.evaluations.values() for code, o in evaluation.outcomes.items()}
    query = "SELECT rule, count(*) FROM (FROM quality.line_findings UNION ALL FROM quality.table_findings) GROUP BY rule"
    counted = dict(evaluated.con.execute(query).fetchall())
    assert {code: outcome.exception for code, outcome in outcomes.items() if outcome.exception} == {}
    assert {code: o.unexpected_count for code, o in outcomes.items()} == {r.code: counted[r.code] for r in rules}


def test_messages_are_filled_and_say_where(evaluated, rules) -> None:
    query = "SELECT * FROM (FROM quality.line_findings UNION ALL FROM quality.table_findings)"
    frame = evaluated.con.execute(query)
    names = [column[0] for column in frame.description]
    rows = [dict(zip(names, row, strict=True)) for row in frame.fetchall()]
    assert len({row["finding_id"] for row in rows}) == len(rows)
    for row in rows:
        assert "{" not in row["message_vi"] + row["message_en"]
        assert row["message_vi"] and row["message_en"] and row["mend_vi"]
        if row["table_name"] == "quality.checked_lines" and row["cell"]:
            assert row["cell"] in row["message_vi"] and row["cell"] in row["message_en"], row


def test_numbers_in_messages_are_written_the_vietnamese_way(evaluated) -> None:
    query = (
        "SELECT value, message_vi, message_en FROM quality.line_findings WHERE rule = 'SELF-WITHIN-MAX' AND cell = 'D6' AND value = '2.5'"
    )
    value, vietnamese, english = evaluated.con.execute(query).fetchone()
    assert value == "2.5"
    assert vietnamese == "Điểm tự đánh giá 2,5 của dòng «1.1» (ô Tự đánh giá!D6) vượt điểm tối đa 2."
    assert "2.5" in english


def test_findings_of_a_version_that_no_longer_counts_are_superseded_and_not_counted(evaluated) -> None:
    query = (
        "SELECT f.superseded, r.failing_rows, r.evaluated_rows, r.status FROM quality.line_findings AS f "
        "JOIN quality.rule_results AS r USING (rule, index_year) "
        "WHERE f.rule = 'SELF-WITHIN-MAX' AND f.cell = 'D7' AND f.value = '2.00000001'"
    )
    assert evaluated.con.execute(query).fetchall() == [(True, 1, 2, "failed")]
