"""The curse of dimensionality."""

from concepts import curse_of_dimensionality as concept
from figures import curse_of_dimensionality as figures
from sentences import curse_of_dimensionality as sentences
from ui.figure import gallery, hero
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("curse_of_dimensionality")
stage, result = set_stage(concept, sentences, notes)
with stage.hero:
    # What happens at d, and where that is on the way from 1 to 1,000, in one glance.
    hero(figures, sentences, result, "distances", "contrast", widths=(3, 2))
gallery(figures, sentences, result, "neighbours", "intrinsic", "hubs")
gallery(figures, sentences, result, "volume", "sample_size")
gallery(figures, sentences, result, "angles", "luck")
learn(concept, sentences, notes, result.params)
