"""Train, validation and test."""

import random


def split(n, shares, seed, shuffle=True):
    """The indices 0 to n - 1 in as many lists as there are shares.

    They are shuffled, unless the rows are in the order of time, and cut at the rounded cumulative
    shares times n.
    """
    order = list(range(n))
    if shuffle:
        random.Random(seed).shuffle(order)
    parts, begun, total = [], 0, 0.0
    for share in shares:
        total += share
        end = round(total * n)
        parts.append(order[begun:end])
        begun = end
    return parts


def folds(y, k, seed):
    """k lists of indices, each class spread over them as evenly as can be.

    Class by class, in sorted order, the shuffled rows are dealt to the folds in turn; the next class
    goes on where the last one ended.
    """
    generator = random.Random(seed)
    dealt = []
    for label in sorted(set(y)):
        own = [i for i, each in enumerate(y) if each == label]
        generator.shuffle(own)
        dealt += own
    return [dealt[fold::k] for fold in range(k)]
