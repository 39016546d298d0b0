"""How many seeds a claim is tried with: 5, or as many as the environment variable SEEDS says."""

import os

SEEDS = range(int(os.environ.get("SEEDS", "5")))
# For what is said of a mean, or of how often something happens.
MANY_SEEDS = range(max(20, len(SEEDS)))
