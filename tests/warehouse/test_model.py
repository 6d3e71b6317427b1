"""What a model names, found by reading its text, is what a parse of it finds."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from warehouse.connection import SCHEMAS
from warehouse.model import load_models, read_model


@pytest.mark.parametrize("table", sorted(load_models()))
def test_upstream_is_what_a_parse_finds(table: str) -> None:
    model = load_models()[table]
    tree = sqlglot.parse_one(model.sql, dialect="duckdb")
    assert model.upstream == tuple(sorted({f"{t.db}.{t.name}" for t in tree.find_all(exp.Table) if t.db in SCHEMAS}))
    assert not {t.alias for t in tree.find_all(exp.Table)} & set(SCHEMAS)  # else a column would look like a table


def test_comments_and_texts_name_no_table(tmp_path) -> None:
    path = tmp_path / "mart" / "made_up.sql"
    path.parent.mkdir()
    sql = "-- mart.one\nSELECT 'core.two it''s core.three', x.y FROM core.four AS x JOIN intake.five_5 USING (y) -- mart.six"
    path.write_text(sql, encoding="utf-8")
    assert read_model(path).upstream == ("core.four", "intake.five_5")
