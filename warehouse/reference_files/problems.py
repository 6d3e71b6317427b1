"""What is wrong in a reference file, said so that its editor can mend it.

Belongs here: one problem, the collection of them, and the error that carries them. Does not belong here: deciding
what is wrong (the readers and checks do) and findings about submissions (schema quality).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: `code` is stable and English, `message` and `mend` Vietnamese; `line` is 1-based or None."""

    file: str
    line: int | None
    code: str
    message: str
    mend: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, dòng {self.line}"
        return f"{where}: {self.message}. Cách sửa: {self.mend}."


class ReferenceError(Exception):
    """The reference files cannot be used; `problems` lists everything found, by file and line.

    The builtin of the same name is about weak references and is never meant in this project.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.file, problem.line or 0))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects problems, so that an editor sees all of them at once instead of the first."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, line: int | None, code: str, message: str, mend: str) -> None:
        """Note one problem and go on."""
        self._found.append(Problem(file, line, code, message, mend))

    def raise_if_any(self) -> None:
        """Raise ReferenceError when something was noted."""
        if self._found:
            raise ReferenceError(self._found)
