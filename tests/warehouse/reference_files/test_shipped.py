"""The reference data that we ship: it loads, fast, in its contracts' shape, with the counts that are known."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from assets.intake.reference_lookup import ReferenceLookup
from warehouse.contract import load_contracts
from warehouse.reference_data import SHIPPED, available_years, load_reference, reference_warnings
from warehouse.unit_names import fold_name

Tables = dict[str, pl.DataFrame]
NOT_CLAIMED = {"1.9c": [2025], "6.6": [31], "7.1": [2023]}  # years and days in notes


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_reference([SHIPPED])


def _valid(tables: Tables, level: str, day: date) -> pl.DataFrame:
    return tables["reference.unit"].filter(
        (pl.col("level") == level)
        & (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))
    )


def test_every_table_has_a_contract_with_its_columns_types_and_nulls(tables: Tables) -> None:
    contracts = {name: contract for name, contract in load_contracts().items() if contract.schema == "reference"}
    types = {
        "VARCHAR": pl.String, "INTEGER": pl.Int32, "BOOLEAN": pl.Boolean, "DATE": pl.Date,
        "DECIMAL(9,4)": pl.Decimal(9, 4), "DECIMAL(18,8)": pl.Decimal(18, 8),
    }  # fmt: skip
    assert set(tables) == set(contracts)
    for name, frame in tables.items():
        assert frame.height > 0 or name in ("reference.correction", "reference.merger_share"), name  # none is shipped
        assert dict(frame.schema) == {column.name: types[column.type] for column in contracts[name].columns}, name
        for column in contracts[name].columns:
            assert column.nullable or frame[column.name].null_count() == 0, (name, column.name)
        assert not frame.select(contracts[name].key).is_duplicated().any(), name


def test_open_years() -> None:
    assert available_years([SHIPPED]) == list(range(2017, 2026))


@pytest.mark.parametrize(
    ("level", "day", "count"),
    [
        ("province", date(2024, 12, 31), 63),
        ("province", date(2025, 1, 1), 63),
        ("province", date(2025, 6, 30), 63),
        ("province", date(2025, 7, 1), 34),
        ("ministry", date(2025, 2, 28), 22),
        ("ministry", date(2025, 3, 1), 17),
    ],
)
def test_units_of_a_day(tables: Tables, level: str, day: date, count: int) -> None:
    assert _valid(tables, level, day).height == count


@pytest.mark.parametrize("level", ["province", "ministry"])
def test_every_unit_that_ended_became_one_other(tables: Tables, level: str) -> None:
    ended = tables["reference.unit"].filter((pl.col("level") == level) & pl.col("valid_to").is_not_null())
    before = tables["reference.unit_merger"]["predecessor_unit_id"].to_list()
    assert len(before) == len(set(before))
    assert set(ended["unit_id"]) <= set(before)


def test_mergers_that_people_ask_about(tables: Tables) -> None:
    mergers = tables["reference.unit_merger"]
    became = mergers.filter(pl.col("successor_unit_id") == "33@2025")
    assert sorted(became["predecessor_unit_id"]) == ["33@pre2025", "34@pre2025"]
    renamed = mergers.filter(pl.col("change") == "rename").select("predecessor_unit_id", "successor_unit_id").rows()
    assert renamed == [("46@pre2025", "46@2025")]
    assert mergers.filter(pl.col("effective_on") == date(2025, 3, 1)).height == 11
    assert mergers.filter(pl.col("effective_on") == date(2025, 7, 1)).height == 52


@pytest.mark.parametrize(
    ("spelling", "day", "unit_id"),
    [
        ("TP. HCM", date(2023, 12, 31), "79@pre2025"),
        ("TP. Hồ Chí Minh", date(2025, 12, 31), "79@2025"),
        ("Tỉnh Thừa Thiên - Huế", date(2024, 12, 31), "46@pre2025"),
        ("Huế", date(2024, 12, 31), "46@pre2025"),
        ("Thành phố Huế", date(2025, 12, 31), "46@2025"),
        ("Đắc Lắk", date(2024, 12, 31), "66@pre2025"),
        ("Bà Rịa – Vũng Tàu", date(2024, 12, 31), "77@pre2025"),
        ("Lào Cai", date(2025, 12, 31), "15@2025"),
        ("Bộ NN&PTNT", date(2023, 12, 31), "BNNPTNT@pre2025"),
        ("Uỷ ban Dân tộc", date(2023, 12, 31), "UBDT@pre2025"),
        ("Bộ Tài Chính", date(2025, 12, 31), "BTC@2025"),
    ],
)
def test_spellings_find_one_unit_on_a_day(tables: Tables, spelling: str, day: date, unit_id: str) -> None:
    units = pl.concat([_valid(tables, "province", day), _valid(tables, "ministry", day)])
    names = [(row["unit_id"], row["unit_name"]) for row in units.iter_rows(named=True)]
    aliases = tables["reference.unit_alias"].filter(pl.col("unit_id").is_in(units["unit_id"].to_list()))
    names += aliases.select("unit_id", "alias").rows()
    assert {found for found, name in names if fold_name(name) == fold_name(spelling)} == {unit_id}


def test_no_alias_repeats_what_folding_solves(tables: Tables) -> None:
    names = dict(tables["reference.unit"].select("unit_id", "unit_name").rows())
    for unit_id, alias in tables["reference.unit_alias"].select("unit_id", "alias").rows():
        assert fold_name(alias) != fold_name(names[unit_id])


def test_ministries_2023_count_as_decision_876_does(tables: Tables) -> None:
    own = tables["reference.criterion"].filter(pl.col("criteria_set") == "ministry-2023-v1")
    counts = [
        (own.filter((pl.col("field_node_id") == field) & (pl.col("kind") == kind)).height)
        for field in own.filter(pl.col("kind") == "field")["node_id"]
        for kind in ("criterion", "sub_criterion")
    ]
    stated = [(7, 6), (9, 15), (6, 19), (4, 14), (6, 16), (3, 13), (3, 14)]
    assert list(zip(counts[::2], counts[1::2], strict=True)) == stated
    assert own.filter((pl.col("kind") == "criterion") & pl.col("is_leaf")).height > 0
    fields = own.filter(pl.col("kind") == "field")
    assert set(fields["name_provenance"]) == {"published"} and set(fields["max_provenance"]) == {"made_up"}
    below = own.filter(pl.col("kind") != "field")
    assert set(below["name_provenance"]) | set(below["max_provenance"]) == {"made_up"}


def test_provinces_2024_keep_the_published_field_maxima(tables: Tables) -> None:
    own = tables["reference.criterion"].filter(pl.col("criteria_set") == "province-2024-v1")
    fields = own.filter(pl.col("kind") == "field")
    published = [Decimal(text) for text in ("10", "10", "14.5", "11", "16", "7", "16", "15.5")]
    assert fields["max_points"].to_list() == published
    assert set(fields["max_provenance"]) == {"published"} and fields["source_url"].null_count() == 0
    assert [own.filter(pl.col("kind") == kind).height for kind in ("criterion", "sub_criterion")] == [37, 88]
    (row,) = tables["reference.criteria_set"].filter(pl.col("criteria_set") == "province-2024-v1").iter_rows(named=True)
    assert row["illustrative"] and "2017" in row["provenance"]


@pytest.mark.parametrize(
    ("criteria_set", "appraised", "survey"),
    [("ministry-2023-v1", Decimal("68.5"), Decimal("31.5")), ("province-2024-v1", Decimal(68), Decimal(32))],
)
def test_sums_by_plain_decimal(tables: Tables, criteria_set: str, appraised: Decimal, survey: Decimal) -> None:
    """Another road than the loader's: every node against the leaves below it, found by their path."""
    rows = list(tables["reference.criterion"].filter(pl.col("criteria_set") == criteria_set).iter_rows(named=True))
    leaves = [row for row in rows if row["is_leaf"]]
    for node in rows:
        own = [leaf for leaf in leaves if (leaf["node_id"] + "/").startswith(node["node_id"] + "/")]
        assert sum((leaf["max_points"] for leaf in own), Decimal(0)) == node["max_points"], node["node_id"]
    for part, total in (("appraised", appraised), ("survey", survey)):
        assert sum((leaf["max_points"] for leaf in leaves if leaf["part"] == part), Decimal(0)) == total
    assert all(leaf["max_points"] % Decimal("0.25") == 0 for leaf in leaves)
    assert all((row["part"] is None) == (not row["is_leaf"]) for row in rows)


def test_panels(tables: Tables) -> None:
    members = tables["reference.panel_member"]
    standing = Counter(members.filter(pl.col("index_year") == 2023)["standing"])
    assert standing == {"ranked": 17, "scored": 2, "excluded": 3}
    assert Counter(members.filter(pl.col("index_year") == 2024)["standing"]) == {"ranked": 63}
    provinces = set(members.filter(pl.col("index_year") == 2024)["unit_id"])
    assert provinces == set(_valid(tables, "province", date(2024, 12, 31))["unit_id"])


def test_papi_by_year(tables: Tables) -> None:
    lines, groups = tables["reference.outside_index_line"], tables["reference.outside_index_group"]
    counts = {year: (own["dimension_code"].n_unique(), own.height) for (year,), own in lines.group_by("index_year", maintain_order=True)}
    assert counts == {2017: (6, 22), 2018: (8, 28), 2021: (8, 28), 2023: (8, 28), 2024: (8, 28)}
    for year in (2023, 2024):
        own = groups.filter(pl.col("index_year") == year)
        assert own["size"].to_list() == [15, 15, 15, 16]
        assert own["label_en"].to_list() == ["highest", "mid-high", "mid-low", "lowest"]
    noted = tables["reference.outside_index"].filter(pl.col("group_note_vi").is_not_null())
    assert noted["index_year"].to_list() == [2017, 2018, 2021]


def test_only_deadlines_of_reports_are_published_and_have_a_source(tables: Tables) -> None:
    deadlines = tables["reference.deadline"]
    published = deadlines.filter(pl.col("provenance") == "published")
    assert set(published["form"]) == {"report_quarter_1", "report_six_months", "report_quarter_3", "report_year"}
    assert published["source_url"].null_count() == 0
    assert set(published["due_on"].dt.day()) == {20}
    assert deadlines.filter(pl.col("form").str.starts_with("report_"))["provenance"].unique().to_list() == ["published"]


def test_the_government_22_ministries_and_63_provinces_reported_in_2024(tables: Tables) -> None:
    lookup = ReferenceLookup.from_tables(tables)
    reporters = lookup.reporters(2024, "report_year")
    assert Counter(unit.level for unit in reporters) == {"government": 1, "ministry": 22, "province": 63}
    assert lookup.reporters(2024, "self_assessment") == []


def test_every_published_figure_of_2024_is_claimed(tables: Tables) -> None:
    """Each figure's own value is among its claims; so is every number that its note gives."""
    figures, claims = tables["reference.published_figure"], tables["reference.figure_claim"]
    assert figures.height == 67 and set(figures["index_year"]) == {2024}
    claimed: dict[str, set[Decimal]] = {}
    for figure, value in claims.select("figure", "stated_value").iter_rows():
        claimed.setdefault(figure, set()).add(value)
    for row in figures.iter_rows(named=True):
        own = claimed[row["figure"]]
        assert row["value"] in own, row["figure"]
        assert row["delta"] is None or row["delta"] in own, row["figure"]
        for number in re.findall(r"(\d+(?: \d{3})*(?:\.\d+)?)(?:%| (million|ministries|legal|law|decrees|circulars))?", row["note"] or ""):
            value = Decimal(number[0].replace(" ", "")) * (1_000_000 if number[1] == "million" else 1)
            assert value in own or value in NOT_CLAIMED[row["figure"]], (row["figure"], number)
    assert Counter(claims["kind"]) == {
        "value": 78, "change": 10, "rate": 8, "count_of_units": 8, "parts": 6, "times": 2, "growth": 1, "difference": 1,
    }  # fmt: skip


def test_nothing_looks_odd(tables: Tables) -> None:
    assert reference_warnings(tables) == []


def test_every_province_has_one_tile_on_the_map_of_its_time(tables: Tables) -> None:
    units = tables["reference.unit"].filter(pl.col("level") == "province")
    for tile_map, there in (("before_2025_07", pl.col("valid_from").is_null()), ("from_2025_07", pl.col("valid_to").is_null())):
        on_map = tables["reference.unit_tile"].filter(pl.col("tile_map") == tile_map)["unit_id"].to_list()
        assert sorted(on_map) == sorted(units.filter(there)["unit_id"].to_list())
