"""A line through the mean of points in the plane: what it keeps of their variance, and the best one.

Lines have no direction: angles are in degrees from the first axis, from 0 up to 180.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def kept_share(covariance: Floats, angle: Floats | float) -> Floats:
    """The share of the total variance along lines at each `angle` in degrees, whatever its shape.

    u'Su over the trace of the covariance S (2, 2); nan if that is 0.
    """
    turn = np.radians(angle)
    u = np.array([np.cos(turn), np.sin(turn)])
    total = float(np.trace(covariance))
    along = np.asarray(np.einsum("i...,ij,j...->...", u, covariance, u), float)
    return along / total if total > 0 else np.full_like(along, np.nan)


def principal_angle(covariance: Floats) -> Floats:
    """The angle of the first principal component of each covariance (..., 2, 2), in degrees.

    tan 2θ = 2 Sxy / (Sxx - Syy); nan where no direction is better than another.
    """
    S = np.asarray(covariance, float)
    across, along = 2 * S[..., 0, 1], S[..., 0, 0] - S[..., 1, 1]
    size = 1e-12 * (S[..., 0, 0] + S[..., 1, 1])
    alike = (np.abs(across) <= size) & (np.abs(along) <= size)
    angle = np.degrees(np.arctan2(across, along)) / 2 % 180
    return np.where(alike, np.nan, angle)


def angle_between(a: Floats | float, b: Floats | float) -> Floats:
    """The angle between lines, 0 to 90 degrees."""
    apart = np.abs(np.asarray(a) - b) % 180
    return np.asarray(np.minimum(apart, 180 - apart))


def regression_angles(covariance: Floats) -> tuple[float, float]:
    """The angles of least squares of y on x and of x on y, in degrees; nan where x, or y, is constant."""
    S = covariance
    on_x = np.degrees(np.arctan2(S[0, 1], S[0, 0])) % 180 if S[0, 0] > 0 else np.nan
    on_y = np.degrees(np.arctan2(S[1, 1], S[0, 1])) % 180 if S[1, 1] > 0 else np.nan
    return float(on_x), float(on_y)


def bootstrap_angles(points: Floats, times: int, rng: np.random.Generator) -> Floats:
    """The principal angle of that many samples of the points (n, 2), drawn with replacement: (times,)."""
    n = len(points)
    x, y = (points - points.mean(axis=0)).T
    drawn = rng.integers(n, size=(times, n)) + n * np.arange(times)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=times * n).reshape(times, n)
    sums = counts @ np.column_stack([x, y, x * x, x * y, y * y]) / n
    mx, my, xx, xy, yy = sums.T
    S = np.array([[xx - mx * mx, xy - mx * my], [xy - mx * my, yy - my * my]])
    return principal_angle(np.moveaxis(S, -1, 0))


def angle_spread(angles: Floats, about: float) -> float:
    """Root mean square of the angles (n,) between lines and the one at `about`, in degrees."""
    return float(np.sqrt(np.square(angle_between(angles, about)).mean()))


def angle_error(covariance: Floats, n: int) -> float:
    """The standard error of the principal angle of n normal points, in degrees, for large n.

    sqrt(λ1 λ2 / n) / (λ1 - λ2) in radians (Anderson 1963); infinite if they are equal.
    """
    small, large = np.linalg.eigvalsh(covariance)
    if np.isclose(small, large, rtol=1e-12):
        return float("inf")
    return float(np.degrees(np.sqrt(max(small, 0.0) / n) * np.sqrt(large) / (large - small)))
