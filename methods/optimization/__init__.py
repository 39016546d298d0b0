"""Surfaces, and the rules that walk down them."""
