"""`python -m assistant` is the `concierge` command."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main())
