"""`cchc demo`: made-up submissions to try the platform with.

Belongs here: where they are put and what is said. Does not: making them (assets/demo).
"""

from __future__ import annotations

from pathlib import Path

from assets.demo.build import build_demo
from pipelines.cli.printing import console
from warehouse.home import Home
from warehouse.reference_data import load_reference


def demo(folder: Path | None) -> None:
    """Write the made-up submissions to the landing folder, or to a folder of one's choice."""
    home = Home.from_env().create()
    out = console()
    out.print("Đang tạo bộ bài nộp mẫu. Đây là SỐ LIỆU GIẢ LẬP, không phải số liệu thật của cơ quan nào.")
    made = build_demo(folder or home.landing, load_reference(home.reference_folders), say=out.print)
    out.print(
        f"Đã ghi {len(made.files)} tệp vào {folder or home.landing}, trong đó {len(made.faults)} tệp cố ý có lỗi để thử việc kiểm tra."
    )
    if folder is None:
        out.print("Tiếp theo: cchc run")
