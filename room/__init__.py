"""Rooms: a class that follows its presenter and guesses together. No page and no Streamlit."""
