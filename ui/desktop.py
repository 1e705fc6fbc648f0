"""The window program: what a desktop starts, with a shop's file where one was opened."""

import sys

from ui.cli import main

if __name__ == "__main__":
    sys.exit(main(is_window=True))
