"""Metrics of a confusion matrix."""

from math import sqrt


def metrics(truth, said):
    """Precision, recall, F1 and the Matthews correlation of 0s and 1s, as a dict by these names:

    precision, recall, f1, mcc. What would divide by 0 is None.
    """
    tp = sum(t == 1 and s == 1 for t, s in zip(truth, said))
    fp = sum(t == 0 and s == 1 for t, s in zip(truth, said))
    fn = sum(t == 1 and s == 0 for t, s in zip(truth, said))
    tn = len(truth) - tp - fp - fn

    def share(above, below):
        return above / below if below else None

    return {
        "precision": share(tp, tp + fp),
        "recall": share(tp, tp + fn),
        "f1": share(2 * tp, 2 * tp + fp + fn),
        "mcc": share(tp * tn - fp * fn, sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
    }
