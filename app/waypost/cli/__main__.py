"""`python -m waypost.cli` is `waypost`."""

import sys

from waypost.cli.main import main

sys.exit(main())
