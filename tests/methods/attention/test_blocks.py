import numpy as np
import pytest

from methods.attention.blocks import multi_head, spread_by_layer
from methods.attention.dot_product import causal_mask, scaled_dot_product
from methods.networks.normalization import normalize

rng = np.random.default_rng(0)
X, WEIGHTS = rng.normal(size=(3, 5, 8)), rng.normal(size=(4, 8, 8))


@pytest.mark.parametrize("mask", [None, causal_mask(5)])
def test_heads_one_by_one(mask):
    W_q, W_k, W_v, W_o = WEIGHTS
    found = multi_head(X, *WEIGHTS, heads=4, mask=mask)
    for b, x in enumerate(X):
        side_by_side = [
            scaled_dot_product(x @ W_q[:, own], x @ W_k[:, own], x @ W_v[:, own], mask)[0]
            for own in (slice(h, h + 2) for h in range(0, 8, 2))
        ]
        np.testing.assert_allclose(found[b], np.hstack(side_by_side) @ W_o)


def test_heads_must_divide_the_width():
    with pytest.raises(ValueError, match="3 heads do not divide 8"):
        multi_head(X, *WEIGHTS, heads=3)


@pytest.mark.parametrize("residual", [True, False])
def test_layers_by_hand(residual):
    weights = rng.normal(size=(2, 4, 8, 8)) / np.sqrt(8)
    x, want = X[0], []
    for each in [None, *weights]:
        if each is not None:
            heard = multi_head(normalize(x, -1).y, *each, heads=1)
            x = x + heard if residual else heard
        want.append(np.linalg.norm(x - x.mean(axis=0)) / np.linalg.norm(x))
    np.testing.assert_allclose(spread_by_layer(X[0], weights, residual), want)


def test_without_residuals_words_become_one():
    found = []
    for seed in range(10):
        drawn = np.random.default_rng(seed)
        x, weights = drawn.normal(size=(16, 32)), drawn.normal(size=(12, 4, 32, 32)) / np.sqrt(32)
        found.append([spread_by_layer(x, weights, residual) for residual in (True, False)])
    kept, lost = np.median(found, axis=0)
    # 0.76, 0.23, 0.007, 2e-7 in the lesson; 0.44 with residual after 12
    assert kept[-1] == pytest.approx(0.44, abs=0.12) and (np.array(found)[:, 0, -1] > 0.2).all()
    assert lost[3] < 0.05 and lost[5] < 1e-5 and (np.diff(lost[:5]) < 0).all()
