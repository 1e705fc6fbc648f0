"""``python -m shopdesk`` is the command line."""

import sys

from ui.cli import main

if __name__ == "__main__":
    sys.exit(main())
