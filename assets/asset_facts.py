"""What Dagster says of a table beside its contract: stage, domain, the team that answers for it, when it is due (asset_facts.yml).

Belongs here: reading that file. Does not: columns and their meaning (contracts), rows.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import dagster as dg
import yaml

from warehouse.home import Home
from warehouse.reference_data import deadlines_of

FACTS = Path(__file__).with_name("asset_facts.yml")
_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Words:
    """A name in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Domain:
    """Tables that belong together, and the team that answers for them."""

    name: str
    owner: str
    words: Words
    tables: tuple[str, ...]


@functools.cache
def _facts() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(FACTS.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


@functools.cache
def domains() -> list[Domain]:
    """In the order of the file."""
    return [Domain(each["name"], each["owner"], Words(each["vi"], each["en"]), tuple(each["tables"])) for each in _facts()["domains"]]


def domain_of(table: str) -> Domain:
    """The first domain with a pattern that fits. Raises LookupError, so that no table stays without a team."""
    for domain in domains():
        if any(fnmatch(table, pattern) for pattern in domain.tables):
            return domain
    raise LookupError(f"{FACTS.name}: bảng {table} không thuộc lĩnh vực nào; thêm nó vào tables của một lĩnh vực")


def group_words(group: str) -> Words:
    """What a group of assets is."""
    return Words(**_facts()["groups"][group])


def freshness_of(table: str) -> dg.FreshnessPolicy | None:
    """When a table is due; None where nothing is said, or the form has no deadline."""
    for each in _facts()["freshness"]:
        if table in each["tables"]:
            return _nightly(**each["nightly"]) if "nightly" in each else _after_deadline(**each["after_deadline"])
    return None


def _nightly(by: str, within_hours: int) -> dg.FreshnessPolicy:
    hour, minute = by.split(":")
    return dg.FreshnessPolicy.cron(f"{int(minute)} {int(hour)} * * *", timedelta(hours=within_hours), _ZONE)


def _after_deadline(form: str, within_days: int) -> dg.FreshnessPolicy | None:
    due = deadlines_of(Home.from_env().reference_folders, form)
    if not due:
        return None
    at: date = max(due) + timedelta(days=within_days)
    return dg.FreshnessPolicy.cron(f"0 8 {at.day} {at.month} *", timedelta(days=within_days), _ZONE)
