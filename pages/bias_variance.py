"""Bias, variance and noise."""

from concepts import bias_variance as concept
from figures import bias_variance as figures
from sentences import bias_variance as sentences
from ui.figure import gallery, hero, say
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("bias_variance")
stage, result = set_stage(concept, sentences, notes)
with stage.hero:
    # The fits and what they cost belong in one glance: they stand side by side over the axis.
    hero(figures, sentences, result, "fits", "stack", widths=(3, 2))
with stage.axis:
    say(sentences, result, "ladder", muted=True)
gallery(figures, sentences, result, "along_x", "closing")
gallery(figures, sentences, result, "learning", "typical")
learn(concept, sentences, notes, result.params)
