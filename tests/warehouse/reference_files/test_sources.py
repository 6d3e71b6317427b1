"""Shipped reference rows against the public facts that they were made from, where those lie beside the project."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from warehouse.reference_data import SHIPPED, load_reference
from warehouse.unit_names import fold_name

FACTS = Path(__file__).parents[4] / "shared" / "reference"
Facts = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return load_reference([SHIPPED])


def _facts(name: str) -> Facts:
    path = FACTS / name
    if not path.is_file():
        reason = f"public facts are not beside the project: ../shared/reference/{name}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["provinces", "ministries"])
def test_units(tables: dict[str, pl.DataFrame], kind: str) -> None:
    level = {"provinces": "province", "ministries": "ministry"}[kind]
    units = tables["reference.unit"].filter(pl.col("level") == level)
    ours = {row["unit_id"]: row for row in units.iter_rows(named=True)}
    theirs = {row["row_id"]: row for row in _facts(f"units/{kind}.csv")}
    assert set(ours) == set(theirs)
    for unit_id, fact in theirs.items():
        row = {key: "" if value is None else str(value) for key, value in ours[unit_id].items()}
        for column, source in (("unit_code", "code"), ("unit_name", "name_vi"), ("unit_type", "type")):
            assert row[column] == fact[source], unit_id
        for column in ("valid_from", "valid_to", "note", "source_url"):
            assert row[column] == fact[column], unit_id
        assert row["region"] == fact.get("region", ""), unit_id


def test_mergers_name_the_published_successor(tables: dict[str, pl.DataFrame]) -> None:
    codes = dict(tables["reference.unit"].select("unit_id", "unit_code").rows())
    ours = {before: codes[after] for before, after in _pairs(tables)}
    theirs = {
        row["row_id"]: row["merged_into_code"]
        for kind in ("provinces", "ministries")
        for row in _facts(f"units/{kind}.csv")
        if row["valid_to"]
    }
    assert ours == theirs


def _pairs(tables: dict[str, pl.DataFrame]) -> list[tuple[str, str]]:
    return tables["reference.unit_merger"].select("predecessor_unit_id", "successor_unit_id").rows()


def test_published_par_index_of_ministries(tables: dict[str, pl.DataFrame]) -> None:
    names = dict(tables["reference.unit"].select("unit_id", "unit_name").rows())
    published = tables["reference.published_result"].filter((pl.col("index_name") == "PAR_INDEX") & (pl.col("index_year") == 2023))
    columns = ["rank", "unit_id", "appraised_points", "survey_points", "index_percent", "source_url"]
    ours = published.filter(pl.col("statistic") == "unit").sort("rank").select(columns).rows()
    theirs = [
        (
            int(row["rank"]), row["unit_name_vi"], Decimal(row["appraised_points"]), Decimal(row["survey_points"]),
            Decimal(row["index_percent"]), row["source_url"],
        )
        for row in _facts("par_index/ministries_2023.csv")
    ]  # fmt: skip
    assert [(rank, names[unit], *rest) for rank, unit, *rest in ours] == theirs
    assert len(theirs) == 17


def test_published_places_of_ministries_in_2022(tables: dict[str, pl.DataFrame]) -> None:
    names = dict(tables["reference.unit"].select("unit_id", "unit_name").rows())
    published = tables["reference.published_result"].filter((pl.col("index_name") == "PAR_INDEX") & (pl.col("index_year") == 2022))
    ours = {(names[unit], index, rank) for unit, index, rank in published.select("unit_id", "index_percent", "rank").rows()}
    theirs = {
        (row["unit_name_vi"], Decimal(row["value"]) if row["value"] else None, int(row["rank"]))
        for row in _facts("published/statements.csv")
        if (row["index"], row["level"], row["year"]) == ("PAR_INDEX", "ministry", "2022")
    }
    assert ours == theirs


def test_published_mean_of_ministries(tables: dict[str, pl.DataFrame]) -> None:
    (fact,) = [
        row
        for row in _facts("published/statements.csv")
        if (row["index"], row["year"], row["unit_name_vi"]) == ("PAR_INDEX", "2023", "(trung bình 17 bộ)")
    ]
    means = tables["reference.published_result"].filter((pl.col("statistic") == "mean") & (pl.col("index_name") == "PAR_INDEX"))
    (mean,) = means.iter_rows(named=True)
    assert (mean["index_percent"], mean["source_url"]) == (Decimal(fact["value"]), fact["source_url"])


def test_published_sipas_is_as_stated(tables: dict[str, pl.DataFrame]) -> None:
    stated = {
        (int(row["year"]), Decimal(row["value"]) if row["value"] else None, int(row["rank"]) if row["rank"] else None, row["source_url"])
        for row in _facts("published/statements.csv")
        if row["index"] == "SIPAS"
    }
    kept = tables["reference.published_result"].filter(pl.col("index_name") == "SIPAS")
    rows = kept.select("index_year", "index_percent", "rank", "source_url").iter_rows()
    assert kept.height == 31 and all(row in stated for row in rows)


def test_ratios_of_decision_766_are_as_stated(tables: dict[str, pl.DataFrame]) -> None:
    stated = {row["code"]: row for row in _facts("par_index/service_quality_766.csv")}
    for row in tables["reference.service_quality_part"].iter_rows(named=True):
        group = stated[row["group_code"]]
        assert (row["group_vi"], row["group_max"]) == (group["name_vi"], Decimal(group["max_score"]))
        if row["max_provenance"] == "published":
            fact = stated[row["part"]]
            assert (row["part_vi"], row["max_points"], row["source_url"]) == (
                fact["name_vi"],
                Decimal(fact["max_score"]),
                fact["source_url"],
            )
            assert row["formula"] == fact["rule_kind"]
        else:
            assert row["part"] not in stated and "minh họa" in row["part_vi"] and row["formula_provenance"] == "illustrative"


def test_published_papi_of_hung_yen(tables: dict[str, pl.DataFrame]) -> None:
    facts = {int(row["year"]): row for row in _facts("papi/groups_derived.csv") if row["province_vi"] == "Hưng Yên"}
    for row in tables["reference.published_result"].filter(pl.col("index_name") == "PAPI").iter_rows(named=True):
        fact = facts.pop(row["index_year"])
        assert abs(Decimal(fact["total"]) - row["total"]) <= row["tolerance"]
        assert (row["rank"], row["group_label"]) == (int(fact["rank_derived"]), fact["group_derived"])
    assert not facts


def test_papi_sub_dimensions_by_year(tables: dict[str, pl.DataFrame]) -> None:
    facts = _facts("papi/subdimensions.csv")
    columns = ("dimension_code", "sub_code", "sub_name_vi", "sub_name_en")
    theirs = {(int(row["year"]), *(row[column] for column in columns)) for row in facts}
    lines = tables["reference.outside_index_line"].select("index_year", *columns)
    assert {tuple(value if value is not None else "" for value in row) for row in lines.rows()} == theirs


def test_papi_provinces_are_known_by_name(tables: dict[str, pl.DataFrame]) -> None:
    units = tables["reference.unit"].filter((pl.col("level") == "province") & pl.col("valid_from").is_null())
    known = {fold_name(name) for name in units["unit_name"]}
    assert {fold_name(row["province_vi"]) for row in _facts("papi/subdimensions.csv")} == known


def test_groups(tables: dict[str, pl.DataFrame]) -> None:
    scopes = {"national_province": "provinces", "national_ministry": "ministries"}
    theirs = {
        (int(row["index_year"]), scopes[row["scope"]], row["label"]): row
        for row in _facts("par_index/classification.csv")
        if row["scope"] in scopes
    }
    for row in tables["reference.unit_group"].iter_rows(named=True):
        fact = theirs[row["index_year"], row["panel"], row["label"]]
        for side in ("lower", "upper"):
            bound = fact[f"{side}_bound_pct"]
            assert row[f"{side}_bound"] == (Decimal(bound) if bound else None)
            assert row[f"{side}_inclusive"] == {"y": True, "n": False, "": None}[fact[f"{side}_inclusive"]]
        assert row["members_published"] == int(fact["n_members"])


@pytest.mark.parametrize(
    ("criteria_set", "name"),
    [("ministry-2023-v1", "fields_ministry_876"), ("province-2024-v1", "fields_province_2948")],
)
def test_published_field_names_and_maxima(tables: dict[str, pl.DataFrame], criteria_set: str, name: str) -> None:
    facts = [row for row in _facts(f"par_index/{name}.csv") if row["level"] == "field"]
    criteria = tables["reference.criterion"]
    fields = criteria.filter((pl.col("criteria_set") == criteria_set) & (pl.col("kind") == "field"))
    for fact, row in zip(facts, fields.iter_rows(named=True), strict=True):
        assert (row["code"], row["name_vi"], row["source_url"]) == (fact["code"], fact["name_vi"], fact["source_url"])
        assert row["max_provenance"] == ("published" if fact["max_score"] else "made_up")
        assert not fact["max_score"] or row["max_points"] == Decimal(fact["max_score"])
