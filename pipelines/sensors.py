"""The landing sensor: starts one run for all that waits, once it stands still.

Belongs here: when to start. Does not: taking files in (assets/receiving.py).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from assets.landing_folder import openable_files
from assets.publishing.shelf import lift_embargoes
from pipelines.jobs import yearly_index
from pipelines.runs import fail_killed_runs, range_tags
from pipelines.years import open_years
from warehouse.home import Home


@dg.sensor(
    job=yearly_index,
    name="landing_sensor",
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Theo dõi thư mục landing/: khi các tệp đã nằm yên qua hai lần xem thì chạy một lượt cho tất cả. "
    "/ Watches landing/: one run for everything that has stood still for two ticks.",
)
def landing_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """A file counts when path, size and time are the same as at the tick before. The cursor keeps what was seen and the attempts made."""
    home = Home.from_env().create()
    fail_killed_runs(home, context.instance)
    lift_embargoes(home, datetime.now(UTC))
    seen: dict[str, Any] = json.loads(context.cursor) if context.cursor else {"files": {}, "asked": "", "attempt": 0}
    now = {}
    for path in openable_files(home):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        now[str(path.relative_to(home.landing))] = [stat.st_size, stat.st_mtime_ns]
    still = {name: facts for name, facts in now.items() if seen["files"].get(name) == facts}
    asked, attempt = seen["asked"], seen["attempt"]
    requests = []
    if still and still == now:
        pending = hashlib.sha256(json.dumps(sorted(still.items())).encode()).hexdigest()[:16]
        attempt = attempt + 1 if pending == asked else 1
        asked = pending
        unfinished = dg.RunsFilter(
            job_name=yearly_index.name,
            statuses=[
                dg.DagsterRunStatus.QUEUED,
                dg.DagsterRunStatus.NOT_STARTED,
                dg.DagsterRunStatus.STARTING,
                dg.DagsterRunStatus.STARTED,
            ],
        )
        # What stays although runs were asked for is asked for again ever more rarely: after 1, 2, 4, 8 … ticks.
        rarely = attempt & (attempt - 1) == 0
        if rarely and not context.instance.get_runs(filters=unfinished, limit=1):
            # Files that still lie there after a run were not taken: the attempt makes a new key, since a known one is skipped for ever.
            requests.append(dg.RunRequest(run_key=f"{pending}-{attempt}", tags=range_tags(open_years())))
    cursor = json.dumps({"files": now, "asked": asked, "attempt": attempt})
    if requests:
        return dg.SensorResult(run_requests=requests, cursor=cursor)
    reason = "landing/ trống" if not now else f"{len(now) - len(still)} tệp còn đang thay đổi hoặc đang có lượt chạy"
    return dg.SensorResult(skip_reason=dg.SkipReason(reason), cursor=cursor)
