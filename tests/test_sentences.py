"""What the pages say at random settings, read by somebody who knows what is wrong.

`SENTENCES=2000` tries so many settings a concept instead of MANY, from the same stream.
"""

import math
import os
import re
from importlib import import_module

import numpy as np
import pytest

from data.read import TABLES
from sentences.numbers import amount, count, number, proportion, quoted
from tests.house import STEMS, drawings
from tests.settings import settings
from tests.words import faults

SHARE = max(
    20, 800 // len(STEMS)
)  # what a page has of all settings tried, however many pages there are
# One state of these takes a fifth of a second or more.
SLOW = {
    "class_imbalance",
    "deep_overfitting",
    "ensembles",
    "kmeans",
    "neural_network",
    "transfer_learning",
    "vanishing_gradients",
}
MANY = {
    stem: int(os.environ.get("SENTENCES", SHARE * 2 // 3 if stem in SLOW else SHARE))
    for stem in STEMS
}


def said(stem, result):
    """All that is said in words, by name."""
    sentences = import_module(f"sentences.{stem}")
    texts = {name: getattr(sentences, name)(result) for name in ("claim", *drawings(stem))}
    texts |= {f"headline: {name}": text for name, text in sentences.headline(result).items()}
    texts |= {f"fact: {name}": text for name, text in sentences.facts(result).items()}
    for name in ("update", "ladder"):
        if hasattr(sentences, name):
            texts[name] = getattr(sentences, name)(result)
    return texts


# --- pairs of sentences that speak of the same thing, and sentences that must be computed


def a_rate_at_the_limit_is_not_beyond_it(result, texts):
    for run in result.runs:
        if len(result.runs) == 1 and math.isclose(run.rate, run.edge, rel_tol=1e-9):
            assert "beyond" not in texts["claim"]
        if f"its rate of {amount(run.rate)} is beyond" in texts["claim"]:
            assert run.rate > run.edge


def a_run_settles_only_near_its_floor(result, texts):
    near = [r for r in result.runs if not r.diverged_at and 0 < r.floor < math.inf]
    near = [r for r in near if r.floor / 3 < r.tail < 3 * r.floor]
    assert texts["loss"].lower().count("settles") == len(near)
    if "at its noise floor" in texts["claim"]:
        (run,) = result.runs
        assert np.mean(run.excess[result.shown // 2 : result.shown + 1]) < 3 * run.floor


def all_the_data_end_lower_only_if_they_do(result, texts):
    if "ends lower" in texts["evaluations"]:
        assert result.reference.excess[-1] < result.runs[0].tail
    assert "undefined" not in texts["evaluations"]


def the_declared_are_the_same_wherever_they_are_said(result, texts):
    said = re.search(r"(\d+) of 100 experiments", texts["claim"])[1]
    assert texts["headline: Declared so far"].startswith(f"{said} of")
    assert ("none has been declared" in texts["winners"]) == (said == "0")
    if result.looks_so_far:
        assert f" {said} of 100 reached" in texts["paths"]


def an_interval_holds_the_truth_only_if_it_does(result, texts):
    _, low, high = result.interval
    if "95 % interval" in texts["estimate"]:
        assert ("holds the truth" in texts["estimate"]) == (low <= result.run.truth <= high)
    assert ("undefined" in texts["headline: Your lift"]) == (
        "no standard error" in texts["estimate"]
    )


def nobody_finds_a_winner_before_the_first_look(result, texts):
    if "nobody has looked" in texts["power"]:
        assert texts["paths"].startswith("Nobody has looked") and not result.declared.any()


def who_left_the_picture_is_outside(result, texts):
    low_x, high_x, low_y, high_y = result.window
    for run in result.runs:
        x, y = run.descent.path[-1]
        if run.left_at and run.left_at <= result.shown:
            assert not (low_x <= x <= high_x and low_y <= y <= high_y)


def all_are_caught_only_if_all_are(result, texts):
    caught = re.search(r"catch ([\d,]+) of ([\d,]+) positive", texts["claim"])
    if caught:
        assert ("recall 100\u00a0%" in texts["metrics"]) == (caught[1] == caught[2])
    assert ("at least" in texts["roc"]) or "undefined" not in texts["pr"]


def only_a_perfect_area_is_1(result, texts):
    areas = re.findall(r"(?:AUC is|AUC,|precision is) 1(?:\.0+)?\b", " ".join(texts.values()))
    assert not areas or max(result.sample.auc, result.sample.ap) == 1


def how_alike_the_lines_are_is_counted(result, texts):
    assert "nearly" not in texts["roads"]
    for name, share in result.agreements.items():
        if name == result.params.method and result.balanced:
            assert ("100\u00a0%" in texts["roads"]) == (share == 1)


def areas_lie_between_two_numbers(result, texts):
    if between := re.search(r"between ([\d.]+) and ([\d.]+)\.", texts["roc"]):
        assert between[1] != between[2]


def costs_have_a_unit(result, texts):
    if " cost" in texts["claim"]:
        assert "$" in texts["claim"] or "false alarm" in texts["claim"]


def found_and_share_are_those_counted(result, texts):
    if found := re.search(r"finds (\S+)\u00a0% of the positives", texts["claim"]):
        assert (found[1] == "100") == (result.shown.chosen.fn == 0)
    if result.params.source == "drawn":
        share = amount(100 * result.share, "%")
        assert f"and {share} of the cases are positive" in texts["drift"]


def an_estimate_is_called_one(result, texts):
    if result.params.kind == "low_rank" and "dimensions in the data" in texts["claim"]:
        assert "TwoNN sees" in texts["claim"]
    if "fall short" in texts["intrinsic"]:
        assert max(result.here.two_nn, result.here.likelihood) < result.true_dimension


def one_number_of_dimensions_a_page(result, texts):
    for name in ("volume", "luck", "intrinsic"):
        assert re.search(rf"\b{count(result.d)} (?:dimension|noise feature|feature)", texts[name])


def right_of_all_only_if_all_are(result, texts):
    right = re.search(r"(\S+)\u00a0% of the time", texts["neighbours"])
    assert (right[1] == "100") == (result.here.accuracy == 1)


def claim_and_harm_agree_about_the_model(result, texts):
    if "accuracy" in texts["claim"]:
        chance = "chance alone could make" in texts["harm"]
        assert chance == ("no more than chance could" in texts["claim"])


def from_the_d_that_alarms_the_test_alarms(result, texts):
    if result.drawn:
        assert result.alarm == (result.gap.d > result.critical - 1e-9)
        assert texts["headline: alarm from D"] == proportion(result.critical)


def the_classifier_tells_periods_apart_only_if_it_does(result, texts):
    if not math.isnan(result.auc):
        told = "features tells the periods apart" in texts["pairs"]
        assert told == (result.auc > 0.5 and result.strengths["classifier"][0] >= 1)


def a_p_value_of_the_limit_is_called_one(result, texts):
    exact = result.words or result.n == result.m or result.n + result.m <= 400
    assert ("the limit for large samples" in texts["null"]) == (not exact)


def levels_are_said_as_set(result, texts):
    assert f"a level of {amount(100 * result.params.alpha, '%')}" in texts["yardsticks"]
    assert texts["fact: autocorrelation"] == amount(result.params.autocorrelation)


def fits_agree_only_if_they_do(result, texts):
    rung = result.params.complexity
    bias2, variance = result.seen_bias2[rung], result.errors.variance[rung]
    if "agree" in texts["claim"] or "alike" in texts["claim"]:
        assert bias2 > 2 * variance
    if "nearly all the rest is variance" in texts["claim"]:
        assert bias2 <= 0.15 * variance


def an_undefined_fit_is_not_drawn(result, texts):
    drawn = "fits of" in texts["miniature"]
    assert drawn == (not np.isnan(result.errors.total[result.params.complexity]))


def algebra_gives_numbers(result, texts):
    assert "undefined" not in texts["closing"]


def the_least_is_never_more_than_yours(result, texts):
    fit, found = result.fit, re.search(r"cover (.*?); the least is (.*?), at", texts["claim"])
    assert found[1] == number(result.rss) and found[2] == number(fit.rss)
    assert result.rss >= fit.rss * (1 - 1e-12)


def the_point_alone_pulls_only_if_it_is_there(result, texts):
    there = "Your point alone" in texts["influence"]
    assert there == (result.params.source == "point" and "undefined" not in texts["influence"])
    assert ("December" in texts["bands"]) == (result.params.source == "half_year")


def the_truth_is_said_only_where_it_is_known(result, texts):
    assert ("the truth is" in texts["scores"]) == math.isfinite(result.truth)


def what_a_shuffle_says_always_is_no_range(result, texts):
    assert (" always " in texts["scores"]) or (result.spread > 0).all()


def which_model_is_better_is_said_as_it_is(result, texts):
    if result.gains.size and result.params.features > 1:
        first = "The first feature alone is better" in texts["paired"]
        assert first == (result.first_truth > result.truth)


def zero_is_said_only_of_what_is_exactly_zero(result, texts):
    zero = result.now[result.watched] == 0
    assert ("is exactly 0" in texts["claim"]) == zero
    if result.mix and not zero:
        assert (
            "outside the zero zone" in texts["plane"]
            or "It lies in the zero zone" in texts["plane"]
        )
    assert ("no width" in texts["plane"]) == (result.params.penalty == "ridge")


def the_claim_counts_what_the_headline_counts(result, texts):
    kept, _, p = texts["headline: Kept"].partition(" of ")
    said = f"keeps all {p} features" if kept == p else f"keeps {kept} of {p} features"
    assert said in texts["claim"]


def no_error_above_the_noise_of_real_rows(result, texts):
    assert ("is not known" in texts["risk"]) == (
        result.params.source not in ("two", "many", "wrong")
    )


def moves_lead_where_all_say(result, texts):
    if result.params.world != "grid":
        return
    learned, best = re.search(r"lead to (.*?); by .* lead to (.*?)\.", texts["claim"]).groups()
    assert learned in texts["grid"] and best in texts["exact"]
    assert ("all the same" in texts["error"]) == (learned == best)
    assert texts["headline: Leads to"] == learned == texts["fact: goal"]


def groups_match_only_if_they_do(result, texts):
    if result.params.world not in ("penguins", "crossed"):
        return
    with_class, with_other = (
        getattr(result.three, name)[result.at] for name in ("with_class", "with_other")
    )
    assert re.search(r"groups (match|do not match)", texts["claim"])
    if ", not the " in texts["claim"]:
        assert with_other >= 0.9 and with_class < 0.2
    assert ("match in part" in texts["claim"]) == any(
        0.2 <= each < 0.9 for each in (with_class, with_other)
    )
    assert ("has tried none" in texts["claim"]) == (not result.by_trying.any())


def what_the_agent_left_and_earned_adds_up(result, texts):
    earned, best, left = (
        int(found.replace("−", "-"))
        for found in re.search(
            r"earned (−?\d+) of (\d+) .* left (\d+) reward", texts["purse"]
        ).groups()
    )
    wrong = int(re.search(r"(\d+) wrong tr", texts["purse"])[1])
    assert earned + wrong + left == best


def boxes_are_one_more_than_cuts(result, texts):
    cuts = int(re.search(r"After (\d+) cuts? ", texts["claim"])[1])
    found = re.search(r"(\d+) boxes, the smallest", texts["plane"])
    assert (int(found[1]) if found else 1) == cuts + 1 == int(texts["headline: Boxes"])


def nothing_is_left_only_if_the_whole_tree_is_shown(result, texts):
    whole = int(re.search(r"keeps (\d+) box", texts["pruning"])[1])
    shown = int(re.search(r"(\d+)\.$", texts["pruning"])[1])
    assert ("Nothing is left to ask" in texts["plane"]) == (whole == shown)


def the_vote_is_the_same_wherever_it_is_said(result, texts):
    if result.params.source == "seattle":
        return
    share, k = result.asked.share, result.params.k
    votes = round(float(share.max()) * k)
    name, said = result.names[int(share.argmax())], texts["headline: Query"]
    if result.params.source == "own":
        name = quoted(name)
    if k == 1:
        assert said == name
    elif result.params.weights == "equal":
        assert said == f"{name}, {count(votes)} of {count(k)}"
    if result.params.source in ("moons", "gaussians", "penguins", "own"):
        assert name in texts["plane"]
        levels = np.isclose(share, share.max()).sum() > 1
        assert ("level" in texts["plane"]) == levels


def the_least_error_is_that_of_no_other_k(result, texts):
    least = re.search(r"at k = (\d+)\.", texts["errors"])
    stops = np.arange(1, 122, 2)
    fresh = result.curves.fresh[np.isin(result.ks, stops)]
    assert fresh[stops.tolist().index(int(least[1]))] == fresh.min()


def no_majority_is_said_only_where_there_can_be_none(result, texts):
    if said := re.search(r"From k = (\d+) on", texts["rare"]):
        at = result.ks > 2 * result.rare.count
        assert int(said[1]) == 2 * result.rare.count + 1
        assert (result.rare.recall[0][at] == 0).all()


def fewer_features_help_only_if_they_do(result, texts):
    if result.params.kind == "features" and " features tried " in texts["claim"]:
        if "helps" in texts["claim"]:
            assert result.limit < result.other_limit
        if "hurts" in texts["claim"]:
            assert result.limit >= result.other_limit


def a_model_lies_on_the_line_only_if_it_does(result, texts):
    if result.params.kind == "stack":
        exactly = np.array_equal(result.picture.given, result.picture.member)
        assert ("exactly on the line" in texts["member"]) == exactly
        assert texts["fact: fresh"] == texts["headline: Test error"]


def who_has_no_vote_is_said_as_long_as_some_have_none(result, texts):
    if result.params.kind == "forest":
        some = result.sweep.unvoted[result.at] > 0
        assert ("that have a vote" in texts["claim"]) == some
        assert ("Every training row" in texts["errors"]) != some


def overflow_is_said_everywhere_or_nowhere(result, texts):
    told = [
        name
        for name in ("claim", "plane", "network", "chain", "loss")
        if "overflowed" in texts[name]
    ]
    assert len(told) == (5 if result.broken else 0)


def units_that_differ_are_counted(result, texts):
    hidden, alike = sum(result.sizes[1:-1]), texts.get("headline: Distinct units", "")
    if "No two hidden units are alike" in texts["network"]:
        assert alike == f"{hidden} of {hidden}"
    if "in truth" in texts["network"]:
        assert alike != f"{hidden} of {hidden}"


def one_straight_line_is_said_only_where_nothing_bends(result, texts):
    p = result.params
    if "straight line" in texts["plane"]:
        assert p.depth == 0 or p.activation == "identity"
    if "at most" in texts["loss"]:
        assert (np.diff(result.curves.loss[: p.step + 1]) > 0).any()


def the_weights_compare_as_the_headline_says(result, texts):
    left = np.median(result.weight_left)
    assert ("are alike" in texts["claim"]) == (0.5 < left < 2)
    assert ("times the last one" in texts["claim"]) == (0 < left <= 0.5 or left >= 2)
    if "no gradient" in texts["claim"]:
        assert texts["headline: Weight gradient, first / last"].startswith("0 /")


def nothing_is_learned_only_at_ln_10(result, texts):
    ends = result.training.loss[-1]
    assert ("learned nothing" in texts["training"]) == (abs(ends - math.log(10)) < 0.02)
    assert ("overflows: by update" in texts["training"]) == (not math.isfinite(ends))


def a_budget_is_broken_only_if_a_gauge_is_over(result, texts):
    over = [name for name, cost, limit, _ in result.costs if cost > limit * (1 + 1e-9)]
    assert ("Within budget" in texts["claim"]) == (not over)
    assert texts["budget"].count(", over.") == len(over)
    assert all(name in texts["claim"].partition("Over budget: ")[2] for name in over)


def the_most_is_no_less_than_what_there_is(result, texts):
    top, here = result.sweep.worth.max(), float(result.here.worth)
    assert ("reviews cost more than they save" in texts["worth"]) == (
        not result.ranked and top <= 0
    )
    assert top >= here or top == pytest.approx(here, abs=2e-3 * max(abs(here), 1))


def what_gets_through_and_what_is_lost_are_a_hundred(result, texts):
    assert f" {result.reached} of " in texts["claim"]
    assert texts["funnel"].startswith(f"{result.reached} of these 100 ")


def the_claim_adds_up_to_the_headline(result, texts):
    assert texts["claim"].endswith(f"add to {texts['headline: Response']}.")
    shown = float(texts["headline: Response"].replace("−", "-").replace(",", ""))
    assert abs(shown - result.products.sum()) <= (1e-9 if result.whole else 0.05 + 1e-9)


def the_pooled_map_moves_along_only_by_whole_cells(result, texts):
    if "moved along by" in texts["pooled"]:
        assert result.params.shift in (2, 4)
    assert ("no cell" in texts["pooled"]) == (result.params.shift == 0)


def readers_are_told_at_one_shift(result, texts):
    told = texts[f"headline: Dense, moved by {result.params.shift}"]
    assert f"{told} are right by their pixels" in texts["moves"]


def clipping_is_said_as_it_is_set(result, texts):
    clipped = {"none": (), "norm": ("keep their direction",), "value": ("cut off",)}
    for words in (*clipped["norm"], *clipped["value"]):
        assert (words in texts["norms"]) == (words in clipped[result.params.clip])


def a_sense_is_said_only_where_it_is_decided(result, texts):
    if result.heard.asks[result.asks]:
        assert ("stays between" in texts["claim"]) == (abs(result.sense) < 0.5)
    weight = texts["headline: Its weight"]
    assert weight in texts["claim"]


def outputs_differ_by_nothing_only_if_they_do(result, texts):
    assert ("exactly 0" in texts["matrix"]) == (result.heard.gap == 0)
    assert ("later is hidden" in texts["matrix"]) == (result.params.mask == "past")


def what_a_head_makes_of_its_clue_is_said_if_it_has_learned(result, texts):
    learned = result.params.distances and result.learned.accuracy[-1] >= 0.95
    assert ("its values" in texts["learned"]) == learned


def marks_are_told_where_they_are_counted(result, texts):
    assert ("mark" in texts["claim"]) == (result.params.task == "count")
    unit, n = result.unit, result.params.step - 1
    assert ("is not marked" in texts["valves"]) == (not unit.marked[n])


def births_beat_last_week_only_if_they_do(result, texts):
    beats = result.error < result.births.last_week
    assert ("not less than" in texts["births"]) == (not beats)


def kept_and_lost_are_all(result, texts):
    found = [
        re.fullmatch(r"([\d.]+)\u00a0%", texts[f"headline: {name}"]) for name in ("Kept", "Lost")
    ]
    if all(found):
        assert sum(float(each[1]) for each in found) == pytest.approx(100, abs=0.11)


def no_line_keeps_more_only_where_none_does(result, texts):
    if result.is_plane and "no line keeps more" in texts["claim"]:
        every = result.shown.points.kept(np.linspace(0, 180, 721))
        assert result.shown.kept >= every.max() - 1e-6


def a_drawing_and_an_edge_are_said_where_there_are_any(result, texts):
    p = result.params
    assert ("headline: Kept of your drawing" in texts) == (p.source == "digits")
    scaled = p.scaling == "standardised" and p.source in ("digits", "fashion")
    assert ("noise edge of" in texts["scree"]) == (p.source == "noise" or scaled)


def right_and_memorised_are_those_counted(result, texts):
    true, memorised, other = result.counts
    assert true + memorised + other == result.wrong
    if result.wrong:
        assert f"answers {count(true)} of {count(result.wrong)} wrongly" in texts["claim"]
    assert ("No label is wrong" in texts["shares"]) == (result.wrong == 0)
    assert ("headline: Memorised" in texts) == (result.wrong > 0)


def what_is_kept_is_one_epoch_wherever_it_is_said(result, texts):
    epoch = result.stop.best
    assert f"keeps epoch {epoch}, with" in texts["patience"]
    assert f"(epoch {epoch})" in texts["headline: Test accuracy, kept"]
    assert ("does not run out" in texts["curves"]) == (not result.stop.ran_out)
    if "best of all" in texts["curves"]:
        assert epoch == result.best


def no_patience_is_better_only_if_none_is(result, texts):
    kept = result.curves.test[result.by_patience]
    best = kept[result.params.patience - 1] == kept.max()
    assert ("No other patience" in texts["patience"]) == best


def a_start_harms_only_if_it_does(result, texts):
    gain = result.here.scratch - result.here.started
    assert ("harms" in texts["claim"]) == (gain <= -0.1)
    assert ("much the same" in texts["claim"]) == (abs(gain) < 0.1)
    harms = result.shift_started >= result.here.scratch
    assert ("harms even where it is not moved" in texts["distance"]) == harms[0]
    assert ("helps at any shift" in texts["distance"]) == (not harms.any())


def one_error_a_page(result, texts):
    for name in ("headline: From Seattle", "fact: started"):
        assert texts[name] in texts["claim"] and texts[name] in texts["trust"]
    assert texts["headline: Seattle as it is"] in texts["trust"]
    assert texts["headline: Scratch, best λ"] in texts["trust"]


def digits_are_said_as_they_were_changed(result, texts):
    p = result.params
    for name in ("digits", "layers", "forgetting"):
        assert ("renamed" in texts[name]) == p.renamed
        assert (f"turned by {p.angle}°" in texts[name]) == (p.angle > 0)


def nobody_changes_sides_once_it_has_settled(result, texts):
    assert ("nobody changes sides" in texts["claim"]) == result.is_settled
    assert ("still move" in texts["claim"]) <= (not result.is_settled)
    if result.is_settled:
        assert texts["headline: Changed sides"] == "0"


def the_lowest_known_is_no_higher(result, texts):
    if "the lowest known" in texts["claim"] and "times" not in texts["claim"]:
        assert result.inertia <= 1.005 * result.run.lowest
    assert result.run.lowest <= result.run.inertia


def clusters_hold_all_points_or_none(result, texts):
    counts = [int(each) for each in re.findall(r"\d+", re.split(r"[.;]", texts["plane"])[0])]
    assert ("without a cluster" in texts["plane"]) == (result.place == 0)
    if result.place:
        assert counts.pop(0 if "sizes" in texts["plane"] else -1) == (result.sizes > 0).sum()
    assert sum(counts) == (len(result.data.plane) if result.place else 0)


def nobody_moves_a_row_that_is_alone_or_in_use(result, texts):
    p, moved = result.params, texts["headline: Moved by the neighbour"]
    assert (moved == "0") == (p.mode == "use" or p.batch == 1 or p.neighbour == 1)
    assert texts["fact: own_moved"] == "0"
    if "from where an endless batch would" in texts["claim"]:
        assert texts["headline: From the endless batch"] in texts["claim"]


def two_are_one_apart_and_one_is_nothing(result, texts):
    if result.params.mode == "train" and result.params.batch == 1:
        assert texts["headline: Your first number, batch norm"] == "0"
        assert texts["headline: Gradient to your first number"] == "0"
        assert "no variance" in texts["running"]


def rms_norm_takes_nothing_off(result, texts):
    rms = result.params.rule == "rms"
    assert ("nothing is taken off" in texts["tables"]) == rms
    assert ("headline: By row, RMS norm" in texts) == rms


def who_errs_less_is_said_as_the_errors_are(result, texts):
    if "the generative model is ahead" in texts["curve"]:
        assert result.generative < result.discriminative
    if "the discriminative model is ahead by" in texts["curve"]:
        assert result.generative > result.discriminative
    assert texts["headline: Generative wrong"] in texts["claim"]
    assert texts["headline: Discriminative wrong"] in texts["claim"]


def no_finite_answer_is_said_only_of_classes_that_are_apart(result, texts):
    assert ("for ever" in texts["weights"]) == result.apart
    if result.apart and result.params.prior == 0.5:
        assert result.border.least_sure > 0.5


def the_best_possible_is_said_only_where_a_law_is_known(result, texts):
    real = result.params.situation in ("penguins", "digits", "breast")
    assert ("Best possible" in texts["claim"]) != real
    assert (texts["headline: Best possible"] == "not known") == real
    if not real:
        assert min(result.generative, result.discriminative) >= result.curves.best - 1e-12


def all_are_known_only_if_nothing_is_missing(result, texts):
    every = result.left == len(result.seen)
    assert ("Nothing is missing" in texts["claim"]) == every == ("are known." in texts["holes"])
    if not every and not result.own:
        assert ("dropped" in texts["holes"]) == (result.params.cure == "drop")


def moments_are_the_same_wherever_they_are_said(result, texts):
    if result.left < len(result.seen):
        against = "known" if result.own else "all"
        for name in ("Mean", "Correlation"):
            for each in texts[f"headline: {name}, {against} / after"].split(" / "):
                assert each in texts["claim"]


def a_closed_form_is_said_only_where_there_is_one(result, texts):
    if result.own:
        return
    none = result.params.cure in ("median", "nearest")
    assert ("no closed form" in texts["along"]) == none == ("no closed form" in texts["coverage"])
    assert ("headline: 95 % intervals that hold" in texts) != none


def of_own_data_nothing_is_said_that_needs_the_truth(result, texts):
    own = [texts[name] for name in ("claim", "holes", "along", "coverage")]
    own += [f"{name} {text}" for name, text in texts.items() if name.startswith("headline")]
    for word in ("of all", "all people", "all /", "closed form", "endless rows", "that hold"):
        assert not (result.own and word in " ".join(own).replace("That of all your rows", "")), word


def an_alarm_rings_only_where_it_is_set(result, texts):
    assert ("alarm" in texts["claim"]) == (result.params.policy == "trigger")
    if "The alarm never rings" in texts["claim"]:
        assert len(result.trained) == 1


def the_cheapest_is_no_dearer_than_yours(result, texts):
    plain = result.params.policy == "schedule" and result.params.guard == "none"
    if plain and result.params.pause in result.costs.pauses:
        assert result.costs.total.min() <= result.cost * (1 + 1e-9)
    if "Cheapest is never to retrain" in texts["cost"]:
        assert result.best >= result.steps


def what_is_never_retrained_costs_no_retraining(result, texts):
    if texts["claim"].startswith("Never retrained"):
        assert result.coins == 0 and len(result.trained) == 1
        assert texts["headline: Retrainings"] == "0"


PAIRS = {
    "data_preparation": [
        all_are_known_only_if_nothing_is_missing, moments_are_the_same_wherever_they_are_said,
        a_closed_form_is_said_only_where_there_is_one, of_own_data_nothing_is_said_that_needs_the_truth,
    ],
    "generative_discriminative": [
        who_errs_less_is_said_as_the_errors_are, no_finite_answer_is_said_only_of_classes_that_are_apart,
        the_best_possible_is_said_only_where_a_law_is_known,
    ],
    "ab_testing": [
        the_declared_are_the_same_wherever_they_are_said, an_interval_holds_the_truth_only_if_it_does,
        nobody_finds_a_winner_before_the_first_look,
    ],
    "convolution": [
        the_claim_adds_up_to_the_headline, the_pooled_map_moves_along_only_by_whole_cells,
        readers_are_told_at_one_shift,
    ],
    "normalization": [
        nobody_moves_a_row_that_is_alone_or_in_use, two_are_one_apart_and_one_is_nothing,
        rms_norm_takes_nothing_off,
    ],
    "attention": [
        a_sense_is_said_only_where_it_is_decided, outputs_differ_by_nothing_only_if_they_do,
        what_a_head_makes_of_its_clue_is_said_if_it_has_learned,
    ],
    "recurrent": [
        marks_are_told_where_they_are_counted, births_beat_last_week_only_if_they_do,
    ],
    "pca": [
        kept_and_lost_are_all, no_line_keeps_more_only_where_none_does,
        a_drawing_and_an_edge_are_said_where_there_are_any,
    ],
    "deep_overfitting": [
        right_and_memorised_are_those_counted, what_is_kept_is_one_epoch_wherever_it_is_said,
        no_patience_is_better_only_if_none_is,
    ],
    "kmeans": [
        nobody_changes_sides_once_it_has_settled, the_lowest_known_is_no_higher,
        clusters_hold_all_points_or_none,
    ],
    "neural_network": [
        overflow_is_said_everywhere_or_nowhere, units_that_differ_are_counted,
        one_straight_line_is_said_only_where_nothing_bends,
    ],
    "transfer_learning": [
        a_start_harms_only_if_it_does, one_error_a_page, digits_are_said_as_they_were_changed,
    ],
    "retraining": [
        an_alarm_rings_only_where_it_is_set, the_cheapest_is_no_dearer_than_yours,
        what_is_never_retrained_costs_no_retraining,
    ],
    "system_design": [
        a_budget_is_broken_only_if_a_gauge_is_over, the_most_is_no_less_than_what_there_is,
        what_gets_through_and_what_is_lost_are_a_hundred,
    ],
    "vanishing_gradients": [
        the_weights_compare_as_the_headline_says, nothing_is_learned_only_at_ln_10,
        clipping_is_said_as_it_is_set,
    ],
    "ensembles": [
        fewer_features_help_only_if_they_do, a_model_lies_on_the_line_only_if_it_does,
        who_has_no_vote_is_said_as_long_as_some_have_none,
    ],
    "decision_tree": [
        boxes_are_one_more_than_cuts, nothing_is_left_only_if_the_whole_tree_is_shown,
    ],
    "nearest_neighbours": [
        the_vote_is_the_same_wherever_it_is_said, the_least_error_is_that_of_no_other_k,
        no_majority_is_said_only_where_there_can_be_none,
    ],
    "learning_paradigms": [
        moves_lead_where_all_say, groups_match_only_if_they_do, what_the_agent_left_and_earned_adds_up,
    ],
    "regularization": [
        zero_is_said_only_of_what_is_exactly_zero, the_claim_counts_what_the_headline_counts,
        no_error_above_the_noise_of_real_rows,
    ],
    "linear_regression": [
        the_least_is_never_more_than_yours, the_point_alone_pulls_only_if_it_is_there,
    ],
    "cross_validation": [
        the_truth_is_said_only_where_it_is_known, what_a_shuffle_says_always_is_no_range,
        which_model_is_better_is_said_as_it_is,
    ],
    "gradient_descent": [
        a_rate_at_the_limit_is_not_beyond_it, a_run_settles_only_near_its_floor,
        all_the_data_end_lower_only_if_they_do, who_left_the_picture_is_outside,
    ],
    "precision_recall": [all_are_caught_only_if_all_are, only_a_perfect_area_is_1],
    "class_imbalance": [
        how_alike_the_lines_are_is_counted, areas_lie_between_two_numbers, costs_have_a_unit,
        found_and_share_are_those_counted,
    ],
    "curse_of_dimensionality": [
        an_estimate_is_called_one, one_number_of_dimensions_a_page, right_of_all_only_if_all_are,
    ],
    "data_drift": [
        claim_and_harm_agree_about_the_model, from_the_d_that_alarms_the_test_alarms,
        the_classifier_tells_periods_apart_only_if_it_does, levels_are_said_as_set,
        a_p_value_of_the_limit_is_called_one,
    ],
    "bias_variance": [
        fits_agree_only_if_they_do, an_undefined_fit_is_not_drawn, algebra_gives_numbers,
    ],
}  # fmt: skip


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_said_at_random_settings_is_right(stem):
    concept, found = import_module(f"concepts.{stem}"), []
    assert stem in PAIRS, (
        "which of its sentences must not contradict each other? PAIRS, above, has none of it"
    )
    for params in settings(stem, MANY[stem]):
        result = concept.compute(params, TABLES)
        texts = said(stem, result)
        found += [f"{fault}\n  {params}" for fault in faults(texts)]
        for pair in PAIRS[stem]:
            try:
                pair(result, texts)
            except AssertionError as wrong:
                found.append(f"{pair.__name__}: {wrong}\n  {params}")
    assert not found, f"{len(found)} found:\n" + "\n".join(found[:5])


def test_each_kind_of_fault_is_found():
    wrong = (
        "A miss costs 1 false alarms.", "1 copies are added.", "at -0.0166", "0 of 0 cases", "nan of it",
        "It is None.", "in undefined of draws", "one of 5 positive", "It is −0.0.", "100.0\u00a0% of it",
    )  # fmt: skip
    for text in wrong:
        assert faults({"claim": text}), text
    right = (
        "It is 1 of 20 cases, 1.5 points, 0-1 loss", "At d = 1 most points lie there.", "5 positives",
        "The rate of 0.1 is below the limit of 1 it has.", "−0.5 to 0.05, 1 is the last",
    )  # fmt: skip
    for text in right:
        assert not faults({"claim": text}), text
