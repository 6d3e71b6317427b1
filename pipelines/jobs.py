"""Jobs: the whole way from landing to release, and its parts.

Belongs here: selections. Does not: schedules and sensors, which start them.
"""

from __future__ import annotations

import dagster as dg

_receive = dg.AssetSelection.groups("reference", "intake")
_check = dg.AssetSelection.groups("quality")
_build = dg.AssetSelection.groups("core", "mart")
_release = dg.AssetSelection.groups("release")

yearly_index = dg.define_asset_job(
    "yearly_index",
    selection=dg.AssetSelection.all(),
    description="Từ thư mục landing/ đến bản phát hành: tiếp nhận, kiểm tra, nạp kho, tính chỉ số, phát hành. / From landing to release.",
)
receive_submissions = dg.define_asset_job(
    "receive_submissions",
    selection=_receive,
    description="Tiếp nhận và đọc các tệp trong landing/. / Receive and read what lies in landing/.",
)
check_submissions = dg.define_asset_job(
    "check_submissions",
    selection=_check,
    description="Kiểm tra mọi dòng số liệu đã đọc theo danh mục quy tắc. / Check all lines read against the rule catalogue.",
)
build_index_tables = dg.define_asset_job(
    "build_index_tables",
    selection=_build,
    description="Tính các bảng chỉ số theo năm từ số liệu đã kiểm tra. / Build the yearly index tables from checked lines.",
)
index_from_lines = dg.define_asset_job(
    "index_from_lines",
    selection=_check | _build | _release,
    description="Từ số liệu đã đọc đến bản phát hành, cho các năm có thay đổi. / From lines to release, for the years that changed.",
)
publish_release = dg.define_asset_job(
    "publish_release",
    selection=_release,
    description="Soát lại mọi năm và thay bản phát hành. / Audit all years and swap the release.",
)

jobs = [yearly_index, receive_submissions, check_submissions, build_index_tables, index_from_lines, publish_release]
