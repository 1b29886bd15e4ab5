"""The site's own settings, with everything it writes in a folder that is thrown away (see `server.Site`)."""

import os
from pathlib import Path

from peersession.settings import *  # noqa: F403

SOAK_DIR = Path(os.environ["SOAK_DIR"])
STATIC_ROOT = SOAK_DIR / "static"
STORAGES["staticfiles"]["BACKEND"] = "deploy.soak.static.QuickStorage"  # noqa: F405
CACHES["default"]["LOCATION"] = SOAK_DIR / "cache"  # noqa: F405
