"""Precision, recall and thresholds."""

from concepts import precision_recall as concept
from figures import precision_recall as figures
from sentences import precision_recall as sentences
from ui.figure import gallery, hero
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("precision_recall")
stage, result = set_stage(concept, sentences, notes)
with stage.hero:
    hero(figures, sentences, result, "scores")
gallery(figures, sentences, result, "pr", "roc", "cost")
gallery(figures, sentences, result, "outcomes", "metrics", "reliability")
gallery(figures, sentences, result, "det", "decision_curve")
learn(concept, sentences, notes, result.params)
