"""Naive Bayes for words."""

import numpy as np


def fit(documents, labels, alpha):
    """The share of each class, and for each class the probability of each word, as two dicts.

    A document is a text of words between spaces. alpha is added to each count, for every word of the
    vocabulary of all documents.
    """
    words = np.unique([word for document in documents for word in document.split()])
    shares, chances = {}, {}
    for label in np.unique(labels):
        own = documents[labels == label]
        said = [word for document in own for word in document.split()]
        shares[label] = np.mean(labels == label)
        counts = np.bincount(np.searchsorted(words, said), minlength=len(words)) + alpha
        chances[label] = dict(zip(words, counts / counts.sum(), strict=True))
    return shares, chances


def predict(document, model):
    """The likeliest class; of equal ones the lowest. A word that was never seen is passed over."""
    shares, chances = model

    def score(label):
        known = [chances[label][word] for word in document.split() if word in chances[label]]
        return np.log(shares[label]) + np.log(known).sum()

    return max(sorted(shares), key=score)
