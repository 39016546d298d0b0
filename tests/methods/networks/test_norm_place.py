"""Layer norm in the branch and after the sum, against central differences and the paper's law."""

import numpy as np
import pytest

from methods.networks.norm_place import block_gradients, last_gradients
from tests.seeds import MANY_SEEDS


@pytest.mark.parametrize("pre", [True, False])
def test_gradients_are_central_differences(pre):
    rng = np.random.default_rng(0)
    X, target = rng.standard_normal((2, 5, 4))
    W, V = rng.standard_normal((3, 4, 6)), rng.standard_normal((3, 6, 4))

    def loss(w, v):
        return float((block_gradients(X, w, v, target, pre)[0] * target).sum() / len(X))

    _, gW, gV = block_gradients(X, W, V, target, pre)
    step = 1e-6
    for found, at in ((gW, 0), (gV, 1)):
        for index in [(0, 1, 2), (1, 3, 1), (2, 0, 3)]:
            both = []
            for sign in (1, -1):
                moved = [W.copy(), V.copy()]
                moved[at][index] += sign * step
                both.append(loss(*moved))
            assert found[index] == pytest.approx((both[0] - both[1]) / (2 * step), abs=1e-7)


def test_several_nets_at_once_are_each_alone():
    rng = np.random.default_rng(2)
    X, target = rng.standard_normal((2, 3, 5, 4))
    W, V = rng.standard_normal((2, 2, 3, 4, 4))
    for pre in (True, False):
        together = block_gradients(X, W, V, target, pre)
        for i in range(3):
            alone = block_gradients(X[i], W[:, i], V[:, i], target[i], pre)
            np.testing.assert_allclose(together[0][i], alone[0])
            np.testing.assert_allclose(together[2][:, i], alone[2])


def test_the_last_state_is_normalized_in_both():
    rng = np.random.default_rng(1)
    X, target = rng.standard_normal((2, 7, 8))
    W, V = rng.standard_normal((2, 4, 8, 8))
    for pre in (True, False):
        out = block_gradients(X, W, V, target, pre)[0]
        np.testing.assert_allclose(out.mean(axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(out.var(axis=1), 1, rtol=1e-3)


def test_pre_norm_gives_its_last_block_less_the_more_there_are_and_post_norm_does_not():
    """From 6 to 24 blocks 203 to 100, and 372 to 337.

    Each block adds 1 to the variance of the state, which was 1: the last norm divides by sqrt(1 + L).
    """
    few, many = (np.array([last_gradients(seed, n) for seed in MANY_SEEDS]) for n in (6, 24))
    pre, post = (few / many).T
    assert abs(np.median(pre) - np.sqrt(25 / 7)) < 0.1 and (pre > 1.4).all()
    assert abs(np.median(post) - 1) < 0.1 and (post < 1.4).all()
