"""Rare classes: resampling, weights, and what each costs."""
