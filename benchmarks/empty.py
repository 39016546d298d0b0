"""A Streamlit app with nothing but a title: how fast anything can start."""

import streamlit as st

st.title("Empty")
