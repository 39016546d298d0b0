"""One attention head, trained to tell what a word means from the nearer of two clues."""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from methods.attention.dot_product import attention_weights
from methods.networks.training import train
from methods.optimization.optimizers import adam

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WORDS = 9  # in a sentence, and kinds of them
ASKER, FIRST, SECOND = 0, 1, 2  # kinds: the word that is meant two ways, and a clue to each way
D = 8  # of an embedding


@dataclass(frozen=True, eq=False)
class Sentences:
    """Sentences with one word that asks, one clue of each kind, and six others.

    Attributes
    ----------
    kind : (n, WORDS) which word stands where.
    distance : (n, WORDS) how far from the asker.
    label : (n,) 1.0 where the FIRST clue is nearer, else 0.0; never as near as the other.
    """

    kind: Ints
    distance: Ints
    label: Floats

    def near(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(n, WORDS) twice: where the nearer clue stands, and where the farther one does."""
        first, second = self.kind == FIRST, self.kind == SECOND
        is_first = self.label[:, None] == 1
        return np.where(is_first, first, second), np.where(is_first, second, first)


def sentences(n: int, rng: np.random.Generator) -> Sentences:
    """n sentences in random order, those with clues equally near drawn anew."""
    kept = np.empty((0, WORDS), np.int64)
    while len(kept) < n:
        kind = rng.permuted(np.tile(np.arange(WORDS), (2 * n, 1)), axis=1)
        place = np.argsort(kind, axis=1)
        apart = np.abs(place[:, [FIRST, SECOND]] - place[:, [ASKER]])
        kept = np.concatenate([kept, kind[apart[:, 0] != apart[:, 1]]])
    kind = kept[:n]
    place = np.argsort(kind, axis=1)
    distance = np.abs(np.arange(WORDS) - place[:, [ASKER]])
    apart = np.abs(place[:, [FIRST, SECOND]] - place[:, [ASKER]])
    return Sentences(kind, distance, (apart[:, 0] < apart[:, 1]).astype(float))


@dataclass(frozen=True, eq=False)
class Head:
    """A head's parameters, W_Q and W_K (D, D), v (D,), and a bias by distance (WORDS,)."""

    W_q: Floats
    W_k: Floats
    v: Floats
    bias: Floats


def head_of(theta: Floats) -> Head:
    """The parameters of a vector of 2 D² + D + WORDS numbers."""
    W_q, W_k, v, bias = np.split(theta, np.cumsum([D * D, D * D, D]))
    return Head(W_q.reshape(D, D), W_k.reshape(D, D), v, bias)


def started(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Embeddings (WORDS, D), standard normal and never trained, and a head's vector before training."""
    embeddings = rng.standard_normal((WORDS, D))
    maps = 0.5 * rng.standard_normal(2 * D * D) / math.sqrt(D)
    return embeddings, np.concatenate([maps, 0.1 * rng.standard_normal(D), np.zeros(WORDS)])


def heard(theta: Floats, embeddings: Floats, text: Sentences) -> tuple[Floats, Floats]:
    """The asker's weights (n, WORDS), and its mix of values (n,): log-odds that FIRST is nearer."""
    head = head_of(theta)
    score = _by_kind(head, embeddings)[text.kind] + head.bias[text.distance]
    weights = attention_weights(score)
    return weights, (weights * (embeddings @ head.v)[text.kind]).sum(axis=1)


def loss_gradient(theta: Floats, embeddings: Floats, text: Sentences, distances: bool) -> Floats:
    """The gradient of the mean log loss by `theta`; without `distances` the bias stays as it is.

    Only one word asks, so scores and values go by the kind of a word: what comes back is summed by kind.
    """
    head, n = head_of(theta), len(text.label)
    weights, logit = heard(theta, embeddings, text)
    error = (expit(logit) - text.label) / n
    value = (embeddings @ head.v)[text.kind]
    by_weight = error[:, None] * value
    by_score = weights * (by_weight - (weights * by_weight).sum(axis=1, keepdims=True))
    kind = text.kind.ravel()
    score_of_kind = np.bincount(kind, by_score.ravel(), WORDS)
    value_of_kind = np.bincount(kind, (error[:, None] * weights).ravel(), WORDS)
    bias = np.bincount(text.distance.ravel(), by_score.ravel(), WORDS) * distances
    asks = embeddings[ASKER]
    key_gradient = embeddings.T @ score_of_kind / math.sqrt(D)  # by q W_K', (D,)
    query = asks @ head.W_q
    W_q = np.outer(asks, key_gradient @ head.W_k)
    W_k = np.outer(key_gradient, query)
    return np.concatenate([W_q.ravel(), W_k.ravel(), embeddings.T @ value_of_kind, bias])


def train_head(
    theta: Floats, embeddings: Floats, text: Sentences, distances: bool, keep: tuple[int, ...]
) -> Floats:
    """(len(keep), P) The head after each number of updates.

    Adam over all sentences, its rate 0.05, its betas 0.9 and 0.99.
    """

    def gradient(at: Floats, _: int) -> Floats:
        return loss_gradient(at, embeddings, text, distances)

    return train(theta, gradient, partial(adam, beta1=0.9, beta2=0.99), 0.05, keep)


def _by_kind(head: Head, embeddings: Floats) -> Floats:
    """(WORDS,) What the asker's query makes of each kind of word's key."""
    return np.asarray((embeddings @ head.W_k) @ (embeddings[ASKER] @ head.W_q) / math.sqrt(D))
