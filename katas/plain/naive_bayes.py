"""Naive Bayes for words."""

from math import log


def fit(documents, labels, alpha):
    """The share of each class, and for each class the probability of each word, as two dicts.

    A document is a text of words between spaces. alpha is added to each count, for every word of the
    vocabulary of all documents.
    """
    words = sorted({word for document in documents for word in document.split()})
    shares, chances = {}, {}
    for label in sorted(set(labels)):
        own = [d for d, each in zip(documents, labels) if each == label]
        said = [word for document in own for word in document.split()]
        shares[label] = len(own) / len(labels)
        total = len(said) + alpha * len(words)
        chances[label] = {word: (said.count(word) + alpha) / total for word in words}
    return shares, chances


def predict(document, model):
    """The likeliest class; of equal ones the lowest. A word that was never seen is passed over."""
    shares, chances = model

    def score(label):
        known = [word for word in document.split() if word in chances[label]]
        return log(shares[label]) + sum(log(chances[label][word]) for word in known)

    return max(sorted(shares), key=score)
