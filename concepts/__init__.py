"""Concepts: what a page shows, from what a visitor sets. Params in, a Result out.

No drawing, no Streamlit, no files, no clock, no global random state. The mathematics is in `methods`.
"""
