"""The site's own settings, with everything it writes in a folder that is thrown away (see `server.Site`)."""

import os
from pathlib import Path

from peersession.settings import *  # noqa: F403

CACHES["default"]["LOCATION"] = Path(os.environ["SOAK_DIR"]) / "cache"  # noqa: F405
