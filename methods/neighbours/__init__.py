"""Nearest neighbours: who they are, how they vote, what they can reach, what asking costs."""
