"""What a layer of a Transformer costs: operations by the length of the text, and its cache."""

from typing import Any

# A product of (n, a) and (a, b) matrices takes 2 n a b operations, multiplications and additions.


def block_weights(d: int) -> tuple[int, int]:
    """Weights of attention, four maps d x d, and of the feed-forward part, without biases."""
    return 4 * d**2, 8 * d**2


def projection_flops(n: Any, d: Any) -> Any:
    """Operations of W_Q, W_K, W_V and W_O, all d x d, for n words: 8 n d²."""
    return 8 * n * d**2


def attention_flops(n: Any, d: Any) -> Any:
    """Operations of scores and mix, of all heads, without a mask: 4 n² d; how many heads has no say."""
    return 4 * n**2 * d


def feed_forward_flops(n: Any, d: Any) -> Any:
    """Operations of the feed-forward part, d to 4 d and back: 16 n d²."""
    return 16 * n * d**2


def recurrent_flops(n: Any, d: Any) -> Any:
    """Operations of a simple recurrent layer, input and state both d, n steps in a row: 4 n d²."""
    return 4 * n * d**2


def generation_flops(n: int, d: int, cached: bool) -> int:
    """Operations of a layer for writing n words one by one.

    With the keys and values of the past in a cache each new word costs 24 d² + 4 t d for the t words so
    far. Without one all t words are sent through again each time.
    """
    t1, t2 = n * (n + 1) // 2, n * (n + 1) * (2 * n + 1) // 6  # sums of t and of t²
    if cached:
        return 24 * n * d**2 + 4 * t1 * d
    return 24 * t1 * d**2 + 4 * t2 * d


def cache_bytes(n: Any, layers: int, key_heads: int, head_size: int, each: int = 2) -> Any:
    """Bytes of the keys and values of n words: 2 x layers x heads x size, `each` bytes a number."""
    return 2 * layers * key_heads * head_size * n * each
