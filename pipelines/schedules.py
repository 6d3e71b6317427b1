"""The nightly run.

Belongs here: when. Does not: what runs (jobs.py).
"""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg

from assets.publishing.shelf import lift_embargoes
from pipelines.jobs import yearly_index
from pipelines.runs import fail_killed_runs, range_tags
from pipelines.years import open_years
from warehouse.home import Home


@dg.schedule(
    job=yearly_index,
    name="nightly",
    cron_schedule="0 1 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Mỗi đêm lúc 01:00 giờ Việt Nam: một lượt cho mọi năm đang mở. / Every night at 01:00: one run for all open years.",
)
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run over all open years; years whose inputs did not change are left as they are."""
    home = Home.from_env().create()
    fail_killed_runs(home, context.instance)
    lift_embargoes(home, datetime.now(UTC))
    return dg.RunRequest(tags=range_tags(open_years()))
