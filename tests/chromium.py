"""Where the browser tests find Chromium. ``python -m tests.chromium`` says in one line if they are left out."""

from __future__ import annotations

import os
import shutil

MISSING = "Không thấy Chromium: bỏ qua các kiểm thử trên trình duyệt (cài gói chromium, hoặc đặt CHROMIUM là đường dẫn tới nó)."


def find() -> str | None:
    """The path of a Chromium or Chrome on this machine, or ``None``."""
    if named := os.environ.get("CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


if __name__ == "__main__" and find() is None:
    print(MISSING)
