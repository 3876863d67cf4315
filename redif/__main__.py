"""`python -m redif`."""

import sys

from redif.cli import main

sys.exit(main())
