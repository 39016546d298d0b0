"""Attention: who hears whom in a sequence, where things stand in it, and what that costs.

Every function takes leading axes, for sentences or heads at once. Rows ask, columns answer.
"""
