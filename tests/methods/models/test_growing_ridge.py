"""One fit for each number of rows."""

import numpy as np
from sklearn.linear_model import Ridge

from methods.models.growing_ridge import growing_ridge


def test_it_is_scikit_learns_at_every_size():
    rng = np.random.default_rng(0)
    X, y, sizes = rng.standard_normal((4, 30, 3)), rng.standard_normal((4, 30)), (1, 2, 7, 30)
    found = growing_ridge(X, y, sizes, 0.7)
    assert found.shape == (4, 4, 3)
    for many, rows in enumerate(zip(X, y, strict=True)):
        for i, size in enumerate(sizes):
            fit = Ridge(0.7, fit_intercept=False).fit(rows[0][:size], rows[1][:size])
            np.testing.assert_allclose(found[many, i], fit.coef_)
