"""The one Definitions object: what Dagster loads.

Belongs here: putting the parts together. Does not: any part.
"""

from __future__ import annotations

import warnings

import dagster as dg

warnings.filterwarnings("ignore", category=dg.BetaWarning)
warnings.filterwarnings("ignore", category=dg.PreviewWarning)

from assets.answer_step import outbox  # noqa: E402
from assets.intake_tables import intake_tables  # noqa: E402
from assets.quality_tables import findings_assets, line_findings_asset  # noqa: E402
from assets.reference_tables import reference_tables  # noqa: E402
from assets.release_step import release_asset  # noqa: E402
from assets.reported_tables import view_assets  # noqa: E402
from assets.run_context import Warehouse  # noqa: E402
from assets.sql_tables import sql_table_assets  # noqa: E402
from pipelines.check_folder import check_before_sending, check_folder_sensor  # noqa: E402
from pipelines.jobs import jobs  # noqa: E402
from pipelines.schedules import nightly  # noqa: E402
from pipelines.sensors import landing_sensor  # noqa: E402
from pipelines.years import yearly  # noqa: E402
from warehouse.contract import load_contracts  # noqa: E402
from warehouse.model import built_tables  # noqa: E402

findings = findings_assets(yearly, built_tables())

defs = dg.Definitions(
    assets=[
        reference_tables,
        intake_tables,
        line_findings_asset(yearly),
        *sql_table_assets(yearly),
        *findings,
        *view_assets(yearly, {key.to_user_string().replace("/", ".") for asset in findings for key in asset.keys}),
        outbox,
        release_asset(list(load_contracts())),
    ],
    jobs=[*jobs, check_before_sending],
    sensors=[landing_sensor, check_folder_sensor],
    schedules=[nightly],
    resources={"warehouse": Warehouse()},
    executor=dg.in_process_executor,
)
