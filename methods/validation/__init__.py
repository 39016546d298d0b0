"""What training sets do to a fit: bias, variance, learning curves."""
