"""Real data files, each with its source and licence in README.md, and how they are read."""
