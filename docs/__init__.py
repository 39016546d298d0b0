"""What there is to read beside the code."""
