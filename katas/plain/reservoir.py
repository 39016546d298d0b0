"""Reservoir sampling."""

import random


def sample(stream, k, seed):
    """k items of the stream, each equally likely, in one pass; all of them if there are fewer.

    The stream can be gone through once, and nobody knows how long it is.
    """
    generator = random.Random(seed)
    kept = []
    for i, item in enumerate(stream):
        if i < k:
            kept.append(item)
        else:
            j = generator.randrange(i + 1)
            if j < k:
                kept[j] = item
    return kept
