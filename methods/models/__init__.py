"""Models that are fitted."""
