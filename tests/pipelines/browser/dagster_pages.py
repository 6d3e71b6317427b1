"""Dagster's own pages over a home, for a browser.

Belongs here: starting the web server on a free port of this machine and ending it with all that it started; addresses of pages.
Does not: what stands on them.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.home import PACKAGE_ROOT, Home

LOCATION = "reform_index"
READY_WITHIN_SECONDS = 120


class Pages:
    """Addresses of pages."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    def groups(self) -> str:
        return f"{self.base}/asset-groups"

    def group(self, name: str) -> str:
        return f"{self.base}/locations/{LOCATION}/asset-groups/{name}/lineage"

    def asset(self, table: str, view: str = "overview", more: str = "") -> str:
        return f"{self.base}/assets/{table.replace('.', '/')}?view={view}{more}"

    def check(self, table: str, check: str) -> str:
        return self.asset(table, "checks", f"&checkDetail={check}")

    def run(self, run_id: str) -> str:
        return f"{self.base}/runs/{run_id}"

    def automation(self) -> str:
        return f"{self.base}/automation"

    def jobs(self) -> str:
        return f"{self.base}/jobs"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Home, folder: Path) -> Iterator[Pages]:
    """Dagster's web server over a home, until the block ends. `folder`: an empty one to start in (a .env would be read there)."""
    port = _free_port()
    command = [
        Path(sys.executable).with_name("dagster-webserver"),
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-w",
        PACKAGE_ROOT / "workspace.yaml",
    ]
    environment = {
        **os.environ, "CCHC_HOME": str(home.root), "DAGSTER_HOME": str(home.dagster), "DAGSTER_DISABLE_TELEMETRY": "yes",
    }  # fmt: skip
    said = folder / "webserver.log"
    with said.open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True)
        try:
            pages = Pages(port)
            _wait_until_ready(pages, server, said)
            yield pages
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait(15)


def _wait_until_ready(pages: Pages, server: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{pages.base}/server_info", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"the web server did not start:\n{said.read_text()}")
