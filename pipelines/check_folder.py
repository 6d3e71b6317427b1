"""The folder landing/check/: files laid there are checked and answered, never received.

Belongs here: the job, and the sensor that starts it once files stand still. Does not: the check (assets/answers).
"""

import json
from typing import Any

import dagster as dg

from assets.answers.answer_file import answer_folder, waiting_to_be_checked
from assets.answers.files_to_check import PassedOver
from warehouse.home import Home


@dg.op(description="Kiểm tra các tệp trong landing/check/ và ghi câu trả lời vào landing/check/tra-loi/; không tiếp nhận tệp nào.")
def answer_check_folder(context: dg.OpExecutionContext) -> None:
    """Answer every file that lies there. The warehouse is not opened, so no run has to wait for this one."""
    home = Home.from_env().create()
    for answered in answer_folder(home, list(waiting_to_be_checked(home))):
        if isinstance(answered, PassedOver):
            context.log.info(answered.sentence_vi)
            continue
        context.log.info(f"{answered.shown}: {len(answered.checked.findings)} phát hiện → {answered.answer.name}")


@dg.job(description="Kiểm tra trước khi gửi: trả lời các tệp trong landing/check/, không tiếp nhận. / Answer files laid in landing/check/.")
def check_before_sending() -> None:
    answer_check_folder()


@dg.sensor(
    job=check_before_sending,
    name="check_folder_sensor",
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Theo dõi landing/check/: khi tệp đã nằm yên qua hai lần xem thì kiểm tra và trả lời. "
    "/ Watches landing/check/: checks and answers what has stood still for two ticks.",
)
def check_folder_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One run for all that stands still; its key is the files with their times, so that a failed file is not asked for without end."""
    home = Home.from_env().create()
    seen: dict[str, Any] = json.loads(context.cursor) if context.cursor else {}
    now = {str(path.relative_to(home.landing_check)): list(facts) for path, facts in waiting_to_be_checked(home).items()}
    if now and now == seen:
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=json.dumps(now, sort_keys=True))], cursor=json.dumps(now))
    return dg.SensorResult(skip_reason=dg.SkipReason("landing/check/ trống hoặc tệp còn đang được chép vào"), cursor=json.dumps(now))
