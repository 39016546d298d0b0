"""Online experiments: tests of two arms, looks along the way, and what spoils them."""
