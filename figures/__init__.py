"""Figures: a concept's Result in, a Plotly figure out.

Nothing is computed here that a visitor could quote.
"""
