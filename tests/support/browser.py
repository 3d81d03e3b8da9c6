"""The browser that pages are tried in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_PLACES = (
    os.environ.get("CHROMIUM"),
    "/usr/bin/chromium",
    *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
)
CHROMIUM = next((path for path in _PLACES if path and Path(path).is_file()), None)
