"""A portal of its own for the measurement: an empty data folder, its own servers, nothing left behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from dongthap_remediation.environment import PROJECT
from tests.portal.portals import Portal

DAY = "2021-03-19"


def main() -> int:
    portal = Portal(Path(tempfile.mkdtemp(prefix="portal-bench-")).resolve())
    try:
        environment = portal.environment("bench", PORTAL_TODAY=DAY, DJANGO_SETTINGS_MODULE="dongthap_remediation.settings")
        return subprocess.run([sys.executable, "-m", "tests.bench.run"], cwd=PROJECT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        portal.clear()


if __name__ == "__main__":
    sys.exit(main())
