"""How good are scores: confusion counts, calibration, bands of uncertainty."""
