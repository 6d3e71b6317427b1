"""The one folder under which everything that a run makes lies (`CCHC_HOME`, default `./data`).

Belongs here: paths. Does not: opening or writing what lies there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds pipelines/, assets/, checks/ and warehouse/."""


@dataclass(frozen=True)
class Home:
    """Paths below one `CCHC_HOME`.

    A home of the past (`known_at` set) has a root of its own, reads the archive and the rules of the present home, and sees only what had
    been recorded by that instant; nothing is ever written to the archive through it.
    """

    root: Path
    known_at: datetime | None = None
    present: Path | None = None
    """Root of the present home, whose archive a home of the past reads."""
    reference: tuple[Path, ...] | None = None
    """Reference roots of a home of the past."""

    @classmethod
    def from_env(cls) -> Home:
        """The home named by the environment variable CCHC_HOME, else `data/` beside the packages."""
        named = os.environ.get("CCHC_HOME")
        return cls(Path(named).expanduser().absolute() if named else PACKAGE_ROOT / "data")

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def landing_done(self) -> Path:
        return self.landing / "done"

    @property
    def landing_refused(self) -> Path:
        return self.landing / "refused"

    @property
    def landing_check(self) -> Path:
        """Files laid here are checked and answered, never received."""
        return self.landing / "check"

    @property
    def outbox(self) -> Path:
        """Answers to what was received: marked workbooks and pages."""
        return self.root / "outbox"

    @property
    def reports(self) -> Path:
        """Yearly reports and unit cards, one folder a year."""
        return self.root / "reports"

    @property
    def archive(self) -> Path:
        return (self.present or self.root) / "archive"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def work_file(self) -> Path:
        return self.warehouse / "work.duckdb"

    @property
    def lock_file(self) -> Path:
        return self.warehouse / "run.lock"

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def release_file(self) -> Path:
        """The symlink that people open; it points at one version file in `release/versions/`."""
        return self.release / "reform_index.duckdb"

    @property
    def release_versions(self) -> Path:
        return self.release / "versions"

    @property
    def findings_parquet(self) -> Path:
        """Findings of the last run, published even when the index tables are blocked."""
        return self.release / "findings.parquet"

    @property
    def rule_results_parquet(self) -> Path:
        """Results of all rules of the last run, beside its findings: which failed, and which could not be evaluated."""
        return self.release / "rule_results.parquet"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def run_marks(self) -> Path:
        """One small file per run that is under way, with the pid that carries it."""
        return self.dagster / "run_marks"

    @property
    def reference_folders(self) -> list[Path]:
        """Reference roots, the shipped one first; later ones overlay earlier ones."""
        if self.reference is not None:
            return list(self.reference)
        return [PACKAGE_ROOT / "warehouse" / "reference", *_existing(self.root / "reference")]

    @property
    def rule_folders(self) -> list[Path]:
        """Rule catalogues, the shipped one first."""
        return [PACKAGE_ROOT / "checks" / "rules", *_existing((self.present or self.root) / "rules")]

    @property
    def as_of(self) -> Path:
        """Warehouses as known on a day, each in a folder of its own; never the release."""
        return self.root / "as-of"

    @property
    def publications(self) -> Path:
        """What was put out, each in a folder of its own, for ever; `current/` points at what readers should open."""
        return self.root / "publications"

    @property
    def embargoed(self) -> Path:
        """Publications whose hour has not come."""
        return self.publications / ".embargo"

    def knows(self, recorded_at: str) -> bool:
        """Whether something recorded at that time is seen from this home."""
        return self.known_at is None or datetime.fromisoformat(recorded_at) <= self.known_at

    def create(self) -> Home:
        """Make the folders that people and runs write to; harmless when they exist."""
        for folder in (
            self.landing,
            self.landing_done,
            self.landing_refused,
            self.landing_check,
            self.archive,
            self.warehouse,
            self.release_versions,
            self.run_marks,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def _existing(folder: Path) -> list[Path]:
    return [folder] if folder.is_dir() else []
