"""Stories: what static/stories.js is told of the questions. What a visitor writes never comes here."""

from dataclasses import asdict

import streamlit as st

from content.stories import behavioural, then
from ui.static import LIVE

LOADER = f"""
const at = file => new URL("{LIVE}/" + file, document.baseURI).href;
const stories = import(at("stories.js"));
export default part => {{ stories.then(js => js.mount(part, at("stories.css"))); }}
"""
_STORIES = st.components.v2.component(
    "sightglass_stories",
    html='<div class="sightglass-stories"></div>',
    js=LOADER,
    isolate_styles=False,  # its styles are a file of ours
)


def draw_stories() -> None:
    """The bank of stories, and the place where one is written."""
    questions = {name: asdict(each) for name, each in behavioural().items()}
    _STORIES(key="stories", data={"questions": questions, "then": then()})
