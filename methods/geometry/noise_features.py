"""What can be done when most features are noise: principal components, and weights that may be 0."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def principal_scores(x: Floats, components: int) -> Floats:
    """Scores of the points x (n, d) on the leading principal components, (n, components).

    `components` is at most n and d. Eigenvectors are taken of the smaller of two matrices: of the
    features' products (d, d), or of the points' (n, n), where they are the scores but for their
    lengths, the roots of the eigenvalues. Signs are free.
    """
    from scipy.linalg import eigh

    x = x - x.mean(axis=0)
    n, d = x.shape
    few = min(n, d)
    leading = [few - components, few - 1]
    if d < n:
        scores = x @ eigh(x.T @ x, subset_by_index=leading)[1]
    else:
        values, vectors = eigh(x @ x.T, subset_by_index=leading)
        scores = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.asarray(scores[:, ::-1])


def universal_penalty(n: int, d: int) -> float:
    """The L1 penalty per case that the scores of d noise features of variance 1 seldom pass.

    sqrt(2 ln d / n) / 2: the gradient of the log loss at no noise feature's weight 0 has a standard
    deviation of 1/2 over sqrt(n). Donoho and Johnstone's (1994) threshold; ln 2 at least.
    """
    return 0.5 * float(np.sqrt(2 * np.log(max(d, 2)) / n))


def l1_logistic_accuracy(x: Floats, y: NDArray[np.int64], folds: int = 2) -> float:
    """Accuracy of L1-penalised logistic regression on cases it has not seen.

    x (n, d) standardised on what it learns from, y (n,) 0 or 1; case i is in fold (i // 2) % folds,
    so that alternating classes stay even. The penalty is `universal_penalty`.
    """
    from sklearn.linear_model import LogisticRegression

    fold, right = np.arange(len(y)) // 2 % folds, 0
    for held in range(folds):
        train, test = fold != held, fold == held
        middle, scale = x[train].mean(axis=0), x[train].std(axis=0)
        scale = np.where(scale > 0, scale, 1.0)
        penalty = universal_penalty(int(train.sum()), x.shape[1])
        model = LogisticRegression(
            l1_ratio=1.0,
            solver="liblinear",
            C=1 / (penalty * train.sum()),
            tol=1e-3,
            random_state=0,
        )
        model.fit((x[train] - middle) / scale, y[train])
        right += int((model.predict((x[test] - middle) / scale) == y[test]).sum())
    return right / len(y)
