"""The one error that says "this file cannot be read", with its reason for officials.

Belongs here: the problem codes of a whole file and their error. Does not belong here: problems of a cell or of a form.
"""

from __future__ import annotations

PROBLEMS = ("empty_file", "encrypted", "corrupt", "unsupported_format")


class UnreadableFile(Exception):
    """A file whose cells cannot be read.

    ``problem`` is one of :data:`PROBLEMS`; ``detail_vi`` and ``detail_en`` say what is wrong and what the sender can
    do.
    """

    def __init__(self, problem: str, detail_vi: str, detail_en: str) -> None:
        if problem not in PROBLEMS:
            raise ValueError(f"unknown problem of a file: {problem}")
        super().__init__(problem, detail_vi, detail_en)
        self.problem = problem
        self.detail_vi = detail_vi
        self.detail_en = detail_en

    def __str__(self) -> str:
        return f"{self.problem}: {self.detail_en}"


def corrupt(detail_vi: str, detail_en: str) -> UnreadableFile:
    """A damaged or dangerous file; the advice to save it anew is always the same, so it is added here."""
    return UnreadableFile(
        "corrupt",
        f"Tệp bị hỏng: {detail_vi}. Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại.",
        f"damaged file: {detail_en}; open it, save it again as .xlsx and send it again",
    )
