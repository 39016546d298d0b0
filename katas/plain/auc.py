"""Area under the ROC curve."""


def auc(y, scores):
    """The chance that a positive has a higher score than a negative, ties counted half.

    y is 0s and 1s. None if there is only one class.
    """
    order = sorted(range(len(y)), key=lambda i: scores[i])
    total, rank = 0.0, 0
    while rank < len(order):
        end = rank
        while end < len(order) and scores[order[end]] == scores[order[rank]]:
            end += 1
        shared = (rank + 1 + end) / 2
        total += shared * sum(y[i] for i in order[rank:end])
        rank = end
    positive = sum(y)
    pairs = positive * (len(y) - positive)
    return (total - positive * (positive + 1) / 2) / pairs if pairs else None
