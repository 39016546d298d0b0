"""Walks, links and messages that nobody means well with: `make fuzz`, and a short form in the tests."""
