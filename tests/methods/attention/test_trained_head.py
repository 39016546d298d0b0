import numpy as np
import pytest
from scipy.special import softmax

from methods.attention.trained_head import (
    ASKER,
    FIRST,
    SECOND,
    WORDS,
    D,
    head_of,
    heard,
    loss_gradient,
    sentences,
    started,
    train_head,
)

TEXT = sentences(60, np.random.default_rng(1))
EMBEDDINGS, START = started(np.random.default_rng(0))
MOVED = START + 0.3 * np.random.default_rng(2).normal(size=len(START))


def test_sentences_have_each_word_once_and_the_nearer_clue_as_their_label():
    assert TEXT.kind.shape == (60, WORDS) and (np.sort(TEXT.kind, axis=1) == np.arange(WORDS)).all()
    nearer, farther = TEXT.near()
    for i, kind in enumerate(TEXT.kind.tolist()):
        at, one, two = (kind.index(each) for each in (ASKER, FIRST, SECOND))
        assert TEXT.distance[i].tolist() == [abs(j - at) for j in range(WORDS)]
        assert abs(one - at) != abs(two - at)
        assert TEXT.label[i] == (abs(one - at) < abs(two - at))
        near, far = (one, two) if TEXT.label[i] else (two, one)
        assert np.flatnonzero(nearer[i]).tolist() == [near]
        assert np.flatnonzero(farther[i]).tolist() == [far]
    assert 0.2 < TEXT.label.mean() < 0.8


def slow(theta, distances=True):
    """The mean log loss with whole attention, sentence by sentence."""
    head, losses = head_of(theta), []
    for kind, distance, label in zip(TEXT.kind, TEXT.distance, TEXT.label, strict=True):
        x = EMBEDDINGS[kind]
        at = int(np.flatnonzero(kind == ASKER)[0])
        score = (x @ head.W_q) @ (x @ head.W_k).T / np.sqrt(D)
        weights = softmax(score[at] + head.bias[distance])
        logit = weights @ (x @ head.v)
        losses.append(np.logaddexp(0, logit) - label * logit)
    return np.mean(losses)


def test_what_the_asker_hears_is_whole_attention():
    weights, logit = heard(MOVED, EMBEDDINGS, TEXT)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert np.mean(np.logaddexp(0, logit) - TEXT.label * logit) == pytest.approx(slow(MOVED))


def test_the_gradient_is_that_of_differences():
    found, step = loss_gradient(MOVED, EMBEDDINGS, TEXT, True), 1e-6
    for j in range(0, len(MOVED), 3):
        to = step * np.eye(len(MOVED))[j]
        assert found[j] == pytest.approx(
            (slow(MOVED + to) - slow(MOVED - to)) / (2 * step), abs=1e-8
        )


def test_without_distances_the_bias_stays():
    found = loss_gradient(MOVED, EMBEDDINGS, TEXT, False)
    assert (found[-WORDS:] == 0).all() and (found[:-WORDS] != 0).any()
    after = train_head(START, EMBEDDINGS, TEXT, False, (3,))[0]
    assert (head_of(after).bias == 0).all()


def test_training_lowers_the_loss():
    kept = train_head(START, EMBEDDINGS, TEXT, True, (0, 30))
    np.testing.assert_array_equal(kept[0], START)
    assert slow(kept[1]) < 0.7 * slow(kept[0])
