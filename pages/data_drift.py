"""KS drift tests."""

from concepts import data_drift as concept
from figures import data_drift as figures
from sentences import data_drift as sentences
from ui.figure import gallery, hero
from ui.frame import open_page
from ui.learn import learn
from ui.stage import set_stage

notes = open_page("data_drift")
stage, result = set_stage(concept, sentences, notes)
with stage.hero:
    hero(figures, sentences, result, "ecdfs")
gallery(figures, sentences, result, "null", "power", "over_time")
gallery(figures, sentences, result, "harm", "pairs")
gallery(figures, sentences, result, "measures", "features")
learn(concept, sentences, notes, result.params)
