"""A concept's page: what it is made of, where things stand, and what of it is drawn anew.

Everything that a control moves stands in a fragment (Streamlit's word for a part of the page that
can be run alone), so that moving one runs a few lines and sends a few messages.
"""

from types import ModuleType

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.compute import compute_ahead, uses_own
from ui.frame import begin, draw_menu
from ui.head import draw_head
from ui.learn import draw_learn
from ui.own import own_panel
from ui.picture import offer
from ui.process import warm_up
from ui.proof import note_origin
from ui.reel import draw_reel
from ui.scene import Lay
from ui.session import Page, follow, params_on_screen, view_of
from ui.stage import draw_stage
from ui.ways import draw_ways


def show_page(concept: ModuleType, figures: ModuleType, sentences: ModuleType, lay: Lay) -> None:
    """Draw a concept's page; `lay` says, for a Result, which figures stand where.

    Outside of a visit only note that there is this page.
    """
    page = Page(concept, figures, sentences)
    if get_script_run_ctx(suppress_warning=True) is None:  # ui/first.py
        return offer(page, lay)
    begin(page.notes.title, menu=False)
    follow(page)
    note_origin(page)
    whole = not (view_of(page).present or st.context.is_embedded)
    if whole:
        draw_menu()
    if not view_of(page).present:
        draw_head(page.notes, titled=whole)
    if uses_own(params_on_screen(page)):
        own_panel(concept, page.stem)
    offer(page, lay)
    draw_stage(page, lay)
    draw_reel(page, lay)
    if whole:
        if "tabs" not in view_of(page).hide:
            draw_learn(page)
        draw_ways(page.notes)
    warm_up()
    compute_ahead(concept.__name__, concept)
