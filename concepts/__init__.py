"""Concepts: numbers in, numbers out.

No drawing, no Streamlit, no files, no clock, no global random state.
"""
