"""Katas: small functions to write from scratch. Their words, their solutions, and what judges them."""
