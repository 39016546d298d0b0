"""Metrics of a confusion matrix."""

import numpy as np


def metrics(truth, said):
    """Precision, recall, F1 and the Matthews correlation of 0s and 1s, as a dict by these names:

    precision, recall, f1, mcc. What would divide by 0 is None.
    """
    tn, fp, fn, tp = np.bincount(2 * truth + said, minlength=4).tolist()

    def share(above, below):
        return above / below if below else None

    return {
        "precision": share(tp, tp + fp),
        "recall": share(tp, tp + fn),
        "f1": share(2 * tp, 2 * tp + fp + fn),
        "mcc": share(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
    }
