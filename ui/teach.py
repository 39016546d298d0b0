"""Guesses before the picture, and challenges: what stands above the stage."""

import streamlit as st  # noqa: F401

from ui.kept import Page


def draw_teach(page: Page) -> None:
    """Draw the guess that is asked for, or the challenge that is tried."""
