"""The Streamlit parts every page shares."""
