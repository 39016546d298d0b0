import numpy as np
import pytest

from methods.attention.costs import (
    attention_flops,
    block_weights,
    cache_bytes,
    feed_forward_flops,
    generation_flops,
    projection_flops,
    recurrent_flops,
)


def product(n, a, b):
    """Operations of a product of matrices, one by one."""
    return sum(2 for _ in range(n) for _ in range(a) for _ in range(b))


def test_operations_are_those_of_the_products():
    n, d, heads = 5, 4, 2
    assert projection_flops(n, d) == 4 * product(n, d, d)
    each = product(n, d // heads, n) + product(n, n, d // heads)
    assert attention_flops(n, d) == heads * each
    assert feed_forward_flops(n, d) == product(n, d, 4 * d) + product(n, 4 * d, d)
    assert recurrent_flops(n, d) == 2 * product(n, d, d)


def test_a_block_has_two_thirds_of_its_weights_in_the_feed_forward_part():
    maps = [np.empty(shape) for shape in [(6, 6)] * 4 + [(6, 24), (24, 6)]]
    assert block_weights(6) == (sum(W.size for W in maps[:4]), sum(W.size for W in maps[4:]))


def test_the_square_wins_past_six_times_the_width():
    d = 64
    n = np.array([6 * d - 1, 6 * d, 6 * d + 1])
    rest = projection_flops(n, d) + feed_forward_flops(n, d)
    np.testing.assert_array_equal(np.sign(attention_flops(n, d) - rest), [-1, 0, 1])
    share = attention_flops(2048, 4096) / (
        projection_flops(2048, 4096) + feed_forward_flops(2048, 4096)
    )
    assert share == pytest.approx(0.083, abs=0.001)  # 8 % in the lesson


@pytest.mark.parametrize("n", [1, 2, 7])
def test_writing_word_by_word(n):
    d = 8
    whole = [
        projection_flops(t, d) + feed_forward_flops(t, d) + attention_flops(t, d)
        for t in range(1, n + 1)
    ]
    assert generation_flops(n, d, cached=False) == sum(whole)
    # one new row of each product a word
    new = [24 * d**2 + 2 * product(1, d, t) for t in range(1, n + 1)]
    assert generation_flops(n, d, cached=True) == sum(new)


def test_the_cache_of_a_common_model():
    assert cache_bytes(1, 32, 32, 128) == 512 * 1024
    assert cache_bytes(1, 32, 8, 128) == 128 * 1024
    assert cache_bytes(10, 2, 3, 4, each=1) == 2 * 2 * 3 * 4 * 10
