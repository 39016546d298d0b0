"""RMS norm by hand and against layer norm."""

import numpy as np

from methods.networks.normalization import normalize
from methods.networks.rms_norm import rms_norm


def test_by_hand_and_by_rows():
    z = np.array([[3.0, 4.0], [0.0, 0.0]])
    np.testing.assert_allclose(rms_norm(z[:1], 0.0), [[3 / np.sqrt(12.5), 4 / np.sqrt(12.5)]])
    assert (rms_norm(z)[1] == 0).all()
    np.testing.assert_allclose(rms_norm(np.array([3.0, 4.0]), 3.5), [3 / 4, 1])


def test_it_is_layer_norm_where_a_row_has_no_mean_and_not_else():
    z = np.random.default_rng(0).standard_normal((5, 8))
    centred = z - z.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(rms_norm(centred), normalize(z, -1).y, atol=1e-12)
    np.testing.assert_allclose(normalize(z + 5, -1).y, normalize(z, -1).y, atol=1e-9)
    assert abs(rms_norm(z + 5) - rms_norm(z)).max() > 0.5
    np.testing.assert_allclose(rms_norm(7 * z, 0.0), rms_norm(z, 0.0))
