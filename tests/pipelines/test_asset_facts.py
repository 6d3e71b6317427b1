"""What Dagster says of every asset before anything has run."""

from __future__ import annotations

import dagster as dg
import pytest

from assets.asset_facts import domain_of, domains, freshness_of, group_words
from assets.shown_text import label
from assets.table_metadata import asset_key
from pipelines.definitions import defs
from warehouse.contract import load_contracts
from warehouse.lineage import column_lineage
from warehouse.model import load_models

GRAPH = defs.resolve_asset_graph()
RELEASE = {"release.reform_index", "release.outbox"}


def test_every_asset_has_a_team_a_domain_a_stage_kinds_and_both_languages() -> None:
    for key in GRAPH.get_all_asset_keys():
        node = GRAPH.get(key)
        assert len(node.owners) == 1 and node.owners[0].startswith("team:"), key
        assert node.group_name == key.path[0] and group_words(node.group_name).vi in str(node.metadata[label("dagster.facts.stage")])
        assert node.tags["linh_vuc"] == domain_of(".".join(key.path)).name
        assert node.kinds, key
        vietnamese, _, english = (node.description or "").partition("\n\n")
        assert vietnamese and english and "SELECT" not in (node.description or ""), key


def test_every_domain_has_tables_and_every_pattern_fits_one() -> None:
    names = [*load_contracts(), *RELEASE]
    assert {domain_of(name).name for name in names} == {domain.name for domain in domains()}
    for domain in domains():
        from fnmatch import fnmatch

        assert [pattern for pattern in domain.tables if not any(fnmatch(name, pattern) for name in names)] == []
    with pytest.raises(LookupError, match="nowhere"):
        domain_of("nowhere.at_all")


def test_columns_have_units_and_say_where_they_come_from() -> None:
    schema = GRAPH.get(asset_key("mart.par_index")).metadata["dagster/column_schema"]
    assert isinstance(schema, dg.TableSchema)
    columns = {column.name: column.description or "" for column in schema.columns}
    assert columns["index_percent"].startswith("Chỉ số CCHC [%] / PAR INDEX")
    assert columns["region"].endswith("← `reference.unit.region`")


def test_column_lineage_of_every_model_names_columns_that_are_there() -> None:
    contracts = load_contracts()
    for table in load_models():
        lineage = GRAPH.get(asset_key(table)).metadata["dagster/column_lineage"]
        assert isinstance(lineage, dg.TableColumnLineage)
        parents = GRAPH.get(asset_key(table)).parent_keys
        for column, deps in lineage.deps_by_column.items():
            assert {(".".join(dep.asset_key.path), dep.column_name) for dep in deps} == set(column_lineage(table)[column])
            for dep in deps:
                assert dep.asset_key in parents, (table, column)
                assert dep.column_name in {each.name for each in contracts[".".join(dep.asset_key.path)].columns}


def test_the_sql_of_a_model_can_be_opened() -> None:
    metadata = GRAPH.get(asset_key("mart.par_index")).metadata
    sql = metadata["SQL"]
    assert isinstance(sql, dg.MarkdownMetadataValue) and "WITH summed AS" in str(sql.value)


def test_what_is_due_has_a_freshness_policy() -> None:
    nightly = freshness_of("release.reform_index")
    assert nightly is not None and GRAPH.get(dg.AssetKey(["release", "reform_index"])).freshness_policy == nightly
    after = freshness_of("mart.par_index")
    assert after is not None and "30 4" in str(after), "thirty days after the appraisal of the newest year is due, 31 March"
    assert freshness_of("core.tasks") is None


def test_jobs_sensors_and_schedules_are_described_in_both_languages() -> None:
    repository = defs.get_repository_def()
    jobs = [repository.get_job(name) for name in repository.job_names if not name.startswith("__")]
    for described in (*jobs, *repository.sensor_defs, *repository.schedule_defs):
        assert " / " in (described.description or ""), described.name
