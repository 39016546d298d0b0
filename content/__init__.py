"""The words people write, and how they are read."""
