"""SMOTE and class weights."""

from concepts import class_imbalance as concept
from figures import class_imbalance as figures
from sentences import class_imbalance as sentences
from ui.figure import gallery, hero, say, table
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("class_imbalance")
stage, result = set_stage(concept, sentences, notes)
leaking = result.leak is not None
with stage.hero:
    # What the method does to the line, and to the numbers, belong in one glance.
    beside = "leak" if leaking else "drift"
    hero(figures, sentences, result, "plane", beside, widths=(3, 2))
with stage.axis:
    say(sentences, result, "leak" if leaking else "plane", muted=True)
gallery(figures, sentences, result, "roads", "cost", *(["drift"] if leaking else []))
table(sentences, result)
gallery(figures, sentences, result, "reliability", "roc", "pr")
learn(concept, sentences, notes, result.params)
