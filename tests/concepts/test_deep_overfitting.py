"""What is computed against slow versions, the trainings kept in files, and every preset's claim over many seeds."""

import csv
import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from concepts import deep_overfitting as concept
from concepts.deep_overfitting import (
    MASKS,
    PRESETS,
    RECIPES,
    RUN_DIGITS,
    RUN_WRONG,
    WIDTH_DIGITS,
    WIDTH_UPDATES,
    WIDTH_WRONG,
    Params,
    compute,
)
from data import overfitting_runs as kept
from data.read import HERE, TABLES
from methods.networks.losses import softmax
from methods.networks.network import forward, layers
from methods.networks.noise_experiment import CLASSES
from tests.seeds import SEEDS

SMALL = Params(n=100, width=8)


@lru_cache(maxsize=64)
def one(params):
    return compute(params, TABLES)


def over_seeds(params):
    return [one(replace(params, seed=seed)) for seed in SEEDS]


def each(results, measure):
    return np.array([measure(result) for result in results])


def end(result):
    return result.curves.test[-1]


def at_kept(result):
    return result.curves.test[result.stop.best]


def memorised(result):
    return result.curves.memorised[-1]


# --- what is computed


def test_patience_epoch_and_what_is_watched_change_no_curve():
    base = one(SMALL)
    for change in ({"epoch": 3}, {"patience": 1}, {"watch": "accuracy"}):
        assert compute(replace(SMALL, **change), TABLES).curves is base.curves
    assert compute(replace(SMALL, l2=0.005), TABLES).curves is not base.curves


def test_early_stopping_by_the_slow_way():
    for watch in ("loss", "accuracy"):
        result = one(replace(SMALL, watch=watch, patience=3))
        c = result.curves
        cost = c.watched_loss if watch == "loss" else -c.watched
        np.testing.assert_array_equal(np.abs(result.watched), np.abs(cost))
        assert cost[result.best] == cost.min()
        for patience in (1, 3, 20):
            best = 0
            for epoch in range(61):
                if cost[epoch] < cost[best]:
                    best = epoch
                if epoch - best == patience:
                    break
            assert (result.by_patience[patience - 1], result.ended[patience - 1]) == (best, epoch)
        assert (result.stop.best, result.stop.stopped) == (result.by_patience[2], result.ended[2])


def test_the_counts_are_those_of_the_answers():
    for epoch in (0, 7, 60):
        result = one(replace(SMALL, epoch=epoch))
        rows, _, _ = concept._trained(
            TABLES["digits"], replace(SMALL, epoch=0, patience=1, watch="loss")
        )
        answers = result.curves.answers[epoch][rows.wrong]
        true, known, other = result.counts
        assert true == (answers == rows.true[rows.wrong]).sum()
        assert known == (answers == rows.label[rows.wrong]).sum()
        assert true + known + other == result.wrong == 30
    assert one(replace(SMALL, wrong=0.0)).counts == (0, 0, 0)


def test_the_pictures_are_wrongly_labelled_digits_in_the_order_they_are_memorised():
    result = one(Params(n=200))
    shown = result.pictures
    assert shown.image.shape == (18, 8, 8) and (shown.true != shown.label).all()
    X, y = TABLES["digits"]["X"], TABLES["digits"]["y"]
    for image, true in zip(shown.image, shown.true, strict=True):
        assert y[(image.ravel() == X).all(axis=1)].tolist() == [true]
    # the epoch from which on the label is answered for good
    late = []
    for i in range(18):
        e = 60
        while e >= 0 and shown.answers[e, i] == shown.label[i]:
            e -= 1
        late.append(e)
    assert late == sorted(late)


def test_few_wrong_labels_are_all_shown_and_without_any_right_ones():
    assert len(one(replace(SMALL, wrong=0.05)).pictures.true) == 5
    clean = one(replace(SMALL, wrong=0.0)).pictures
    assert (clean.true == clean.label).all() and len(clean.true) == 18


def test_places_that_have_a_name():
    result = one(Params())
    c = result.curves
    assert c.true[result.peak] == c.true.max()
    assert c.memorised[result.learned] >= 0.9 > c.memorised[: result.learned].max()
    assert c.right[result.perfect] == 1 > c.right[: result.perfect].max()
    clean = one(replace(SMALL, wrong=0.0))
    assert clean.peak == clean.learned == -1
    assert one(replace(SMALL, l2=0.1)).perfect == -1
    np.testing.assert_allclose(result.gap, c.watched_loss - c.loss)


def test_masks_are_those_of_the_trained_network():
    p = replace(SMALL, dropout=0.5)
    found = one(p).masks
    rows, _, theta = concept._trained(
        TABLES["digits"], replace(p, epoch=0, patience=1, watch="loss")
    )
    (W, b), (V, c) = layers(theta, (64, p.width, CLASSES))
    h = np.maximum(rows.watched @ W + b, 0)
    rng = np.random.default_rng([p.seed, 3])
    each = [softmax(h * ((rng.random(p.width) >= 0.5) / 0.5) @ V + c) for _ in range(MASKS)]
    y = rows.watched_label
    for k in (1, 7, MASKS):
        mean = np.mean(each[:k], axis=0)[np.arange(300), y]
        assert found.loss[k - 1] == pytest.approx(-np.log(mean).mean())
    assert found.one_right == pytest.approx(np.mean([(a.argmax(1) == y).mean() for a in each]))
    assert found.mean_right == (np.mean(each, axis=0).argmax(1) == y).mean()
    whole = softmax(forward(rows.watched, [(W, b), (V, c)], "relu").output)
    assert found.whole_loss == pytest.approx(-np.log(whole[np.arange(300), y]).mean())
    assert found.whole_right == (whole.argmax(1) == y).mean()
    without = one(SMALL)
    assert without.masks.loss.tolist() == pytest.approx([without.masks.whole_loss])
    np.testing.assert_allclose(without.linear.dropped, without.linear.plain)


def test_the_linear_model_is_ridge_on_the_diabetes_table():
    found = one(replace(SMALL, dropout=0.5)).linear
    table = TABLES["diabetes"]
    X = np.column_stack([table[name] for name in found.names])
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = table["progression"] - table["progression"].mean()
    peer = Ridge(alpha=len(X), fit_intercept=False).fit(X, y)  # p / (1 - p) = 1, |x_j|^2 = n
    np.testing.assert_allclose(found.dropped, peer.coef_, rtol=1e-9)
    assert np.linalg.norm(found.plain) == pytest.approx(65.5, abs=0.05)  # as in the lesson
    assert np.linalg.norm(found.dropped) == pytest.approx(24.3, abs=0.05)
    assert found.loss == pytest.approx(np.square(y - X @ peer.coef_).sum())
    assert found.penalty == pytest.approx(len(X) * np.square(peer.coef_).sum())


# --- trainings kept in files


def lines(name):
    with open(HERE / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize("recipe", ["plain", "l2", "decay", "dropout", "shift", "few"])
def test_some_are_trained_again(recipe):
    seed = list(kept.RECIPES).index(recipe)
    (line,) = (line for line in lines("overfitting_runs") if line[:2] == [recipe, str(seed)])
    again = kept.runs(recipe, seed)
    np.testing.assert_allclose(
        [float(x) for x in again[2:]], [float(x) for x in line[2:]], atol=2e-3
    )


def test_a_narrow_network_is_trained_again():
    (line,) = (line for line in lines("overfitting_widths") if line[:2] == ["2", "0"])
    np.testing.assert_allclose(
        [float(x) for x in kept.widths(2, 0)], [float(x) for x in line], atol=5e-3
    )


def test_they_are_trained_as_the_page_trains():
    kept_settings = (kept.WRONG, kept.RATE, kept.PATIENCE)
    assert kept_settings == (Params.wrong, Params.rate, Params.patience)
    assert (RUN_DIGITS, RUN_WRONG) == (Params.n, kept.WRONG)
    assert (WIDTH_DIGITS, WIDTH_WRONG, WIDTH_UPDATES) == (kept.ALL, kept.ALL_WRONG, kept.UPDATES)
    assert set(RECIPES) == {*kept.RECIPES, "kept"}
    for recipe, held in kept.RECIPES.items():  # "L2 0.03", "8 units, not 64"
        numbers = re.findall(r"(?<!L)[\d.]+", RECIPES[recipe])
        said = [f"{value:g}" for value in held.values() if value is not True]
        usual = [f"{getattr(Params, name)}" for name in held if name in ("n", "width")]
        assert numbers == said + usual
    assert RECIPES["kept"].endswith(f"patience {kept.PATIENCE}")
    for recipe, preset in (("plain", "memorised"), ("l2", "decay"), ("shift", "shift")):
        result = one(PRESETS[preset])
        run = result.runs[recipe]
        assert run.test[0] == pytest.approx(end(result), abs=1e-4)
        assert run.memorised[0] == pytest.approx(memorised(result), abs=1e-4)
        np.testing.assert_allclose(run.norm[0], result.curves.norm[::10], atol=1e-3)
    result = one(PRESETS["memorised"])
    assert result.runs["kept"].test[0] == pytest.approx(at_kept(result), abs=1e-4)


def test_the_trainings_of_the_files_say_what_the_page_says_of_them():
    result = one(SMALL)
    runs = result.runs
    plain = runs["plain"].test
    for name in ("kept", "l2", "decay", "dropout"):
        assert (runs[name].test > plain).all(), name
    assert (
        runs["shift"].test > plain
    ).sum() == 19  # 20 in the lesson, where what is shifted out comes back
    assert np.median(runs["l2"].norm[:, -1]) == pytest.approx(5.4, abs=0.2)
    assert np.median(runs["decay_small"].norm[:, -1]) == pytest.approx(17.2, abs=0.2)
    assert np.median(runs["decay"].norm[:, -1]) == pytest.approx(7.7, abs=0.2)
    assert np.median(plain) == pytest.approx(0.712, abs=0.02)
    assert np.median(runs["l2"].test) == pytest.approx(0.86, abs=0.02)
    assert np.median(runs["decay_small"].test) == pytest.approx(0.721, abs=0.02)
    assert np.median(runs["dropout"].test) == pytest.approx(0.822, abs=0.02)
    assert np.median(runs["narrow"].test) == pytest.approx(0.730, abs=0.02)
    assert np.median(runs["wide"].test) == pytest.approx(0.763, abs=0.03)
    assert np.median(runs["many"].test) == pytest.approx(0.744, abs=0.02)  # of 1,000, not 900
    width, right, error, loss = result.widths.T
    assert 6 <= width[loss.argmax()] <= 8 and right[loss.argmax()] > 0.95
    assert (np.diff(error) < 0).all() and error[-1] == pytest.approx(0.23, abs=0.02)


# --- the presets: ranges are the lesson's of 20 seeds


def test_first_right_then_memorised():
    results = over_seeds(PRESETS["memorised"])
    peak = each(results, lambda r: r.curves.true[r.peak])
    assert (peak > 0.7).all() and np.median(peak) == pytest.approx(0.84, abs=0.06)  # .84 [.76-.90]
    assert (each(results, lambda r: r.peak) <= 9).all()
    assert (each(results, memorised) > 0.93).all()  # .98 [.94-1]
    fell = each(results, lambda r: r.curves.test[r.best] - end(r))
    assert (fell > 0.02).all() and np.median(fell) == pytest.approx(0.1, abs=0.04)  # .054 to .176
    early = over_seeds(PRESETS["start"])
    for result in early:
        c = result.curves
        assert c.true[7] > 0.5 > 0.1 > c.true[60]
        assert c.memorised[7] < c.memorised[14] < 0.5 < 0.9 < c.memorised[60]


def test_every_patience_beats_the_end():
    for patience in (1, 3, 10):
        results = over_seeds(replace(PRESETS["patience"], patience=patience))
        assert (each(results, at_kept) - each(results, end) > 0.02).all()
    results = over_seeds(PRESETS["patience"])
    assert (each(results, at_kept) - each(results, end) > 0.04).all()
    assert np.median(each(results, at_kept)) == pytest.approx(0.837, abs=0.03)


def test_on_clean_digits_the_loss_rises_and_the_answers_stay():
    results = over_seeds(PRESETS["clean"])
    assert (each(results, lambda r: r.curves.right[-1]) == 1).all()
    change = each(results, lambda r: end(r) - r.curves.test[r.best])
    assert (abs(change) <= 0.02).all()
    rise = each(results, lambda r: r.curves.watched_loss[-1] / r.curves.watched_loss.min())
    assert (rise > 1).all() and np.median(rise) == pytest.approx(1.12, abs=0.06)  # 12 % [2-35]


def test_random_labels_are_memorised():
    results = over_seeds(PRESETS["random"])
    assert (each(results, lambda r: r.curves.right[-1]) > 0.99).all()
    assert (each(results, end) < 0.16).all()  # .105 [.070-.138]


def test_a_penalty_makes_memorising_costly():
    results = over_seeds(PRESETS["decay"])
    assert (each(results, memorised) < 0.34).all()
    norm = each(results, lambda r: r.curves.norm[-1])
    assert (norm < 6).all() and np.median(norm) == pytest.approx(5.4, abs=0.2)
    small = over_seeds(replace(PRESETS["decay"], l2=0.0, decay=0.03))
    assert np.median(each(small, lambda r: r.curves.norm[-1])) == pytest.approx(17.2, abs=0.4)


def test_dropout_and_its_masks():
    results = over_seeds(PRESETS["dropout"])
    assert (each(results, end) > each(over_seeds(PRESETS["memorised"]), end)).all()
    assert np.median(each(results, memorised)) == pytest.approx(0.51, abs=0.07)
    assert (each(results, lambda r: r.masks.loss[-1] - r.masks.whole_loss) > 0).all()
    assert (each(results, lambda r: r.masks.whole_right - r.masks.one_right) > 0.08).all()


def test_shifted_digits_are_hard_to_store():
    results = over_seeds(PRESETS["shift"])
    assert (each(results, memorised) < 0.2).all()  # .07, at most .16
    right = each(results, lambda r: r.curves.right[-1])
    assert (right < 0.72).all() and np.median(right) == pytest.approx(0.65, abs=0.03)


def test_wrong_labels_in_validation_do_not_ruin_stopping():
    results = over_seeds(Params(noisy=True))
    assert (each(results, at_kept) - each(results, end) > 0.04).all()  # .825 in the lesson
    assert np.median(each(results, at_kept)) == pytest.approx(0.825, abs=0.03)
