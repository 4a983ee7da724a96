"""`python -m vidpipe_assets.cli`, where the command `vidpipe` is not in the path."""

import sys

from vidpipe_assets.cli import main

sys.exit(main())
