from functools import partial

import numpy as np
import pytest

from data.read import TABLES
from methods.networks.losses import softmax
from methods.networks.network import forward, layers
from methods.networks.noise_experiment import CLASSES, curves, draw_noisy_rows, train_on
from methods.optimization.optimizers import adam, gd

X, Y = TABLES["digits"]["X"], TABLES["digits"]["y"]
ADAM = partial(adam, beta1=0.9, beta2=0.999)


def drawn(n=100, wrong=0.3, random=False, noisy=False, seed=0):
    return draw_noisy_rows(X, Y, n, wrong, random, noisy, seed)


def test_no_row_is_learned_from_and_tested_on():
    found = drawn(n=200)
    every = np.concatenate([found.X, found.watched, found.test])
    assert len(np.unique(every, axis=0)) == len(every) == 1000
    np.testing.assert_array_equal(found.true, Y[found.rows])
    raw = X[found.rows]
    np.testing.assert_allclose(found.X, (raw - raw.mean()) / raw.std())
    assert abs(found.X.mean()) < 1e-12 and found.X.std() == pytest.approx(1)
    assert found.X.min() == pytest.approx(found.paper)
    with pytest.raises(ValueError, match="too few"):
        drawn(n=998)


def test_so_many_labels_are_wrong_and_more_rows_begin_with_the_same():
    assert drawn(n=100).wrong.sum() == 30 and drawn(wrong=0.0).wrong.sum() == 0
    np.testing.assert_array_equal(drawn(n=200).rows[:100], drawn(n=100).rows)
    clean, noisy = drawn(), drawn(noisy=True)
    assert (noisy.watched_label != clean.watched_label).sum() == 90
    np.testing.assert_array_equal(noisy.label, clean.label)
    assert abs((drawn(n=900, random=True).wrong).mean() - 0.9) < 5 * np.sqrt(0.09 / 900)


def test_what_is_said_of_each_epoch_by_the_slow_way():
    rows = drawn(n=100)
    thetas = train_on(rows, 16, ADAM, 0.01, 0, epochs=4)
    found = curves(rows, thetas)
    for e, theta in enumerate(thetas):
        parts = layers(theta, (64, 16, CLASSES))
        chances = [
            softmax(forward(rows_of, parts, "relu").output) for rows_of in (rows.X, rows.watched, rows.test)
        ]  # fmt: skip
        own = -np.log(chances[0][np.arange(100), rows.label])
        watched = -np.log(chances[1][np.arange(300), rows.watched_label])
        answers = chances[0].argmax(axis=1)
        assert found.loss[e] == pytest.approx(own.mean(), rel=1e-5)
        assert found.watched_loss[e] == pytest.approx(watched.mean(), rel=1e-5)
        assert found.error[e] == pytest.approx(watched.std(ddof=1) / np.sqrt(300), rel=1e-5)
        np.testing.assert_array_equal(found.answers[e], answers)
        assert found.test[e] == (chances[2].argmax(axis=1) == rows.test_true).mean()
        assert found.watched[e] == (chances[1].argmax(axis=1) == rows.watched_label).mean()
        bad = rows.wrong
        assert found.true[e] == (answers == rows.true)[bad].mean()
        assert found.memorised[e] == (answers == rows.label)[bad].mean()
        assert found.clean[e] == (answers == rows.label)[~bad].mean()
        assert found.right[e] == (answers == rows.label).mean()
        (W, _), (V, _) = parts
        assert found.norm[e] == pytest.approx(np.sqrt((W**2).sum() + (V**2).sum()))


def test_without_wrong_labels_their_shares_are_undefined_and_without_right_ones_theirs():
    rows = drawn(wrong=0.0)
    found = curves(rows, train_on(rows, 8, gd, 0.1, 0, epochs=1))
    assert np.isnan(found.true).all() and np.isnan(found.memorised).all()
    rows = drawn(wrong=1.0)
    assert np.isnan(curves(rows, train_on(rows, 8, gd, 0.1, 0, epochs=1)).clean).all()


def test_the_start_is_hes_and_the_same_whatever_the_rows():
    few, many = (train_on(drawn(n=n), 120, gd, 0.1, 3, epochs=1)[0] for n in (100, 200))
    np.testing.assert_array_equal(few, many)
    (W, b), (V, c) = layers(few, (64, 120, CLASSES))
    assert W.std() == pytest.approx(np.sqrt(2 / 64), rel=0.05)
    assert V.std() == pytest.approx(np.sqrt(2 / 120), rel=0.1)
    assert not b.any() and not c.any()


def test_a_shifted_training_sees_other_rows():
    rows = drawn()
    still, moved = (train_on(rows, 8, gd, 0.1, 0, epochs=1, shift=s) for s in (False, True))
    np.testing.assert_array_equal(still[0], moved[0])
    assert np.abs(still[1] - moved[1]).max() > 1e-3
