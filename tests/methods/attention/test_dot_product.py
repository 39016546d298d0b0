import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import entropy, kstest

from methods.attention.dot_product import (
    attention_weights,
    causal_mask,
    random_key_scores,
    scaled_dot_product,
    slope_left,
    softmax_jacobian,
    words_heard,
)

rng = np.random.default_rng(0)
SCORES = 3 * rng.normal(size=(2, 5, 5))
Q, K, V = rng.normal(size=(2, 4, 6)), rng.normal(size=(2, 7, 6)), rng.normal(size=(2, 7, 3))


def test_weights_are_the_softmax_of_the_scores():
    np.testing.assert_allclose(attention_weights(SCORES), softmax(SCORES, axis=-1), rtol=1e-12)
    np.testing.assert_allclose(attention_weights(SCORES + 1e4).sum(axis=-1), 1)


def test_a_mask_leaves_the_softmax_of_the_rest():
    found = attention_weights(SCORES, causal_mask(5))
    np.testing.assert_array_equal(found[:, 0], [[1, 0, 0, 0, 0]] * 2)
    for i in range(5):
        np.testing.assert_allclose(found[:, i, : i + 1], softmax(SCORES[:, i, : i + 1], axis=-1))
        assert (found[:, i, i + 1 :] == 0).all()


def test_who_may_look_nowhere_hears_nothing():
    mask = np.array([[True, False], [False, False]])
    found = attention_weights(np.ones((2, 2)), mask)
    np.testing.assert_array_equal(found, [[1, 0], [np.nan, np.nan]])


def test_attention_by_a_loop():
    found, weights = scaled_dot_product(Q, K, V)
    for b in range(2):
        for i in range(4):
            score = [Q[b, i] @ k / np.sqrt(6) for k in K[b]]
            np.testing.assert_allclose(weights[b, i], softmax(score))
            np.testing.assert_allclose(found[b, i], softmax(score) @ V[b])


def test_one_key_is_heard_alone_and_a_mask_is_handed_on():
    found, weights = scaled_dot_product(Q, K[:, :1], V[:, :1])
    np.testing.assert_array_equal(weights, np.ones((2, 4, 1)))
    np.testing.assert_array_equal(found, np.repeat(V[:, :1], 4, axis=1))
    _, masked = scaled_dot_product(Q, K[:, :4], V[:, :4], causal_mask(4))
    assert (masked[:, 0, 1:] == 0).all()


def test_cold_hears_one_and_hot_all():
    cold, hot = attention_weights(SCORES / 1e-4), attention_weights(SCORES / 1e6)
    np.testing.assert_allclose(cold, np.eye(5)[SCORES.argmax(axis=-1)], atol=1e-12)
    np.testing.assert_allclose(hot, 0.2, atol=1e-5)


def test_shuffled_words_keep_their_rows():
    x, order = rng.normal(size=(6, 4)), rng.permutation(6)
    W_q, W_k, W_v = rng.normal(size=(3, 4, 4))
    whole, _ = scaled_dot_product(x @ W_q, x @ W_k, x @ W_v)
    shuffled, _ = scaled_dot_product(x[order] @ W_q, x[order] @ W_k, x[order] @ W_v)
    np.testing.assert_allclose(shuffled, whole[order], atol=1e-13)


def test_words_heard_are_the_exponential_of_the_entropy():
    weights = attention_weights(SCORES)
    np.testing.assert_allclose(words_heard(weights), np.exp(entropy(weights, axis=-1)))
    np.testing.assert_allclose(words_heard(np.array([[1.0, 0, 0], [0.5, 0.5, 0]])), [1, 2])
    assert np.isnan(words_heard(np.array([np.nan, np.nan])))


def test_the_jacobian_is_that_of_differences():
    z, step = SCORES[0, 0], 1e-6
    found = softmax_jacobian(softmax(z))
    for j in range(5):
        moved = np.eye(5)[j] * step
        want = (softmax(z + moved) - softmax(z - moved)) / (2 * step)
        np.testing.assert_allclose(found[:, j], want, atol=1e-9)
    np.testing.assert_allclose(found.sum(axis=-1), 0, atol=1e-15)
    np.testing.assert_allclose(slope_left(softmax(z)), np.trace(found))
    many = np.apply_along_axis(softmax, -1, SCORES)
    each = [[slope_left(weights) for weights in one] for one in many]
    np.testing.assert_allclose(slope_left(many), each)


@pytest.mark.parametrize("d", [1, 4, 64])
def test_random_products_have_the_law_of_drawn_vectors(d):
    found = random_key_scores(np.array([d]), 1, 4000, np.random.default_rng(1)).ravel()
    drawn = np.random.default_rng(2)
    vectors = drawn.normal(size=(2, 4000, d))
    assert kstest(found, vectors.prod(axis=0).sum(axis=1)).pvalue > 0.01
    assert found.var() == pytest.approx(d, rel=0.2)


def test_products_with_one_query_share_its_length():
    found = random_key_scores(np.array([2, 50]), 400, 300, np.random.default_rng(3))
    assert found.shape == (2, 300, 400)
    squares = found.var(axis=2)  # |q|² of each draw, chi-square
    np.testing.assert_allclose(squares.mean(axis=1), [2, 50], rtol=0.15)
    np.testing.assert_allclose(squares.var(axis=1), [4, 100], rtol=0.6)
