import numpy as np
import pytest

from methods.attention.dot_product import attention_weights, scaled_dot_product
from methods.attention.positions import (
    frequencies,
    linear_bias,
    previous_word_scores,
    rotated,
    sine_encoding,
)

rng = np.random.default_rng(0)
PLACES, RATES = np.arange(9.0), frequencies(16)
APART = PLACES[:, None] - PLACES


def test_frequencies_fall_from_1_to_nearly_1_in_10_000():
    assert len(RATES) == 8
    np.testing.assert_allclose(RATES[[0, 1, 4]], [1, 10_000 ** (-1 / 8), 0.01])


def test_an_encoding_is_sines_and_cosines_by_turns():
    found = sine_encoding(PLACES, RATES)
    for i in range(9):
        for pair, rate in enumerate(RATES):
            np.testing.assert_allclose(
                found[i, 2 * pair : 2 * pair + 2], [np.sin(rate * i), np.cos(rate * i)]
            )
    one = sine_encoding(PLACES, RATES[1:2])
    np.testing.assert_allclose(one @ one.T, np.cos(RATES[1] * APART))


def test_turned_pairs_are_complex_numbers_times_a_phase():
    x = rng.normal(size=(2, 9, 16))
    as_complex = (x[..., 0::2] + 1j * x[..., 1::2]) * np.exp(1j * PLACES[:, None] * RATES)
    found = rotated(x, PLACES, RATES)
    np.testing.assert_allclose(found[..., 0::2], as_complex.real)
    np.testing.assert_allclose(found[..., 1::2], as_complex.imag)


def test_a_moved_sentence_keeps_its_rotary_weights_and_not_those_of_added_sines():
    q, k = rng.normal(size=(2, 9, 16))

    def rotary(start):
        turned = [rotated(each, start + PLACES, RATES) for each in (q, k)]
        return scaled_dot_product(*turned, k)[1]

    def added(start):
        x = q + sine_encoding(start + PLACES, RATES)
        W = np.random.default_rng(1).normal(size=(2, 16, 16)) / 4
        return scaled_dot_product(x @ W[0], x @ W[1], x)[1]

    np.testing.assert_allclose(rotary(50), rotary(0), atol=1e-12)
    assert np.abs(added(50) - added(0)).max() > 0.05  # 0.43 [0.19 to 0.64] in the lesson, other W


def test_a_linear_bias_falls_with_the_distance():
    np.testing.assert_array_equal(
        linear_bias(np.arange(3.0), 0.5), [[0, -0.5, -1], [-0.5, 0, -0.5], [-1, -0.5, 0]]
    )


def test_the_word_before_scores_most():
    found = previous_word_scores(PLACES, RATES, 2.0)
    want = 2 * sum(np.cos(rate * (APART - 1)) for rate in RATES)
    np.testing.assert_allclose(found, want, atol=1e-12)
    weights = attention_weights(found)
    assert (weights[1:].argmax(axis=1) == np.arange(8)).all()
    assert 0.5 < weights[1:, :].max(axis=1).min() < 0.75  # 0.53 to 0.67, never 1


def test_added_scores_are_multiplied_weights():
    one, other = rng.normal(size=(2, 9, 9))
    product = attention_weights(one) * attention_weights(other)
    want = product / product.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(attention_weights(one + other), want, rtol=1e-12)


@pytest.mark.parametrize("d", [2, 8])
def test_one_frequency_a_pair(d):
    assert frequencies(d).shape == (d // 2,) and sine_encoding(PLACES, frequencies(d)).shape == (
        9,
        d,
    )
