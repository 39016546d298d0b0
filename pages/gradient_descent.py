"""Gradient descent and its variants."""

from concepts import gradient_descent as concept
from figures import gradient_descent as figures
from sentences import gradient_descent as sentences
from ui.figure import gallery, hero, say
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("gradient_descent")
stage, result = set_stage(concept, sentences, notes)
with stage.hero:
    hero(figures, sentences, result, "contour")
gallery(figures, sentences, result, "loss", "edge")
say(sentences, result, "update")
gallery(figures, sentences, result, "evaluations", "data_space")
learn(concept, sentences, notes, result.params)
