"""How many seeds a claim is tried with: `SEEDS=20` for more."""

import os

SEEDS = range(int(os.environ.get("SEEDS", "5")))
