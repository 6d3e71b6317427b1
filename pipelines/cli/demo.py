"""`cchc demo`: made-up submissions to try the platform with.

Belongs here: where they are put and what is said. Does not: making them (assets/demo).
"""

from __future__ import annotations

from pathlib import Path

from assets.demo.build import SEED, build_demo
from assets.demo.letters import demo_register
from assets.letter_register import REGISTER
from pipelines.cli.printing import console
from warehouse.home import Home
from warehouse.reference_data import load_reference


def demo(folder: Path | None) -> None:
    """Write the made-up submissions to the landing folder, or to a folder of one's choice."""
    home = Home.from_env().create()
    out = console()
    out.print("Đang tạo bộ bài nộp mẫu. Đây là SỐ LIỆU GIẢ LẬP, không phải số liệu thật của cơ quan nào.")
    reference = load_reference(home.reference_folders)
    made = build_demo(folder or home.landing, reference, say=out.print)
    ((folder or home.landing) / REGISTER).write_bytes(demo_register(made.files, reference, SEED))
    out.print(
        f"Đã ghi {len(made.files)} tệp vào {folder or home.landing}, trong đó {len(made.faults)} tệp cố ý có lỗi để thử việc kiểm tra."
    )
    if folder is None:
        out.print("Tiếp theo: cchc run")
