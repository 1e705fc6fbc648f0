"""Windows open unseen, so that tests run without a display; QT_QPA_PLATFORM shows them."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
