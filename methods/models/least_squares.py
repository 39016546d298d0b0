"""Linear least squares by QR: coefficients, leverages, standard errors, bands and influence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

ROUNDING = 1e-13
DEPENDENT = 1e-10  # of a column's length: what is left of it beside the others is only rounding


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """A fit of y (n,) to the p columns of X (n, p), which hold the ones for an intercept if wanted.

    Attributes
    ----------
    coefficients : (p,)
    unscaled : (p, p) The inverse of X'X: times the error variance it is the coefficients' covariance.
    fitted, residuals : (n,)
    leverage : (n,) The diagonal of the hat matrix X (X'X)^-1 X'; sums to p, each in 0 to 1.
    tss : Sum of squares of y about its mean.
    """

    coefficients: Floats
    unscaled: Floats
    fitted: Floats
    residuals: Floats
    leverage: Floats
    tss: float

    @property
    def dof(self) -> int:
        """Degrees of freedom left for the errors, n - p."""
        return self.residuals.size - self.coefficients.size

    @property
    def rss(self) -> float:
        """Residual sum of squares."""
        return float(self.residuals @ self.residuals)

    @property
    def sigma(self) -> float:
        """Estimated standard deviation of the errors, sqrt(RSS / (n - p)); nan where n = p."""
        return float(np.sqrt(self.rss / self.dof)) if self.dof else float("nan")

    @property
    def standard_errors(self) -> Floats:
        """(p,) Of the coefficients, for independent errors of one variance; nan where n = p."""
        return self.sigma * np.sqrt(np.diag(self.unscaled))

    @property
    def r2(self) -> float:
        """Share of y's variance about its mean that is fitted; nan where y is constant."""
        return 1 - self.rss / self.tss if self.tss else float("nan")


def least_squares(X: Floats, y: Floats) -> LeastSquares:
    """The coefficients b that minimise |y - X b|², by the QR decomposition X = QR, R b = Q'y.

    X'X is never formed: its condition number is the square of X's. Columns are scaled to length 1
    first, so that units do not matter.

    Raises ValueError where a column depends on those before it, or where n < p: then no one b is best.
    """
    length = np.linalg.norm(X, axis=0)
    if X.shape[0] < X.shape[1] or not length.all():
        raise ValueError("the columns of X are linearly dependent")
    Q, R = np.linalg.qr(X / length)
    if np.abs(np.diag(R)).min() < DEPENDENT:
        raise ValueError("the columns of X are linearly dependent")
    inverse = np.linalg.inv(R) / length[:, None]
    along = Q.T @ y
    fitted = Q @ along
    centred = y - y.mean()
    return LeastSquares(
        coefficients=inverse @ along,
        unscaled=inverse @ inverse.T,
        fitted=fitted,
        residuals=y - fitted,
        leverage=np.einsum("ij,ij->i", Q, Q),
        tss=float(centred @ centred),
    )


def half_widths(fit: LeastSquares, X: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Half-widths (m,) of the confidence band of the mean and of the prediction band at X (m, p).

    With h0 = x'(X'X)^-1 x they are t s sqrt(h0) and t s sqrt(1 + h0), t being the quantile of Student's
    distribution with n - p degrees of freedom; nan where n = p.
    """
    if not fit.dof:
        return np.full(len(X), np.nan), np.full(len(X), np.nan)
    h0 = np.einsum("ij,jk,ik->i", X, fit.unscaled, X)
    reach = float(stdtrit(fit.dof, 0.5 + level / 2)) * fit.sigma
    return reach * np.sqrt(h0), reach * np.sqrt(1 + h0)


def deleted_residuals(fit: LeastSquares) -> Floats:
    """(n,) Each residual from the fit without its own row, e / (1 - h); nan where h = 1."""
    return _over(fit.residuals, _left(fit))


def studentised(fit: LeastSquares) -> Floats:
    """(n,) Externally studentised residuals, e / (s_i sqrt(1 - h)), s_i estimated without row i.

    With normal errors each is Student's t with n - p - 1 degrees of freedom. R: rstudent. nan where
    h = 1, where the row has the fit to itself, where n - p < 2, and where s_i = 0.
    """
    e, left = _unitless(fit), _left(fit)
    if fit.dof < 2:
        return np.full(e.size, np.nan)
    variance = (e @ e - _over(e**2, left)) / (fit.dof - 1)
    return _over(e, np.sqrt(np.maximum(variance, 0) * left))


def cooks_distance(fit: LeastSquares) -> Floats:
    """(n,) How far all fitted values move if a row is left out, e² h / (p s² (1 - h)²) (Cook 1977).

    nan where h = 1, where n = p, and where all residuals are 0.
    """
    e = _unitless(fit)
    if not fit.dof:
        return np.full(e.size, np.nan)
    scale = fit.coefficients.size * (e @ e) / fit.dof
    return _over(e**2 * fit.leverage, scale * _left(fit) ** 2)


def variance_inflation(X: Floats) -> Floats:
    """(k,) By how much the variance of each coefficient is more than if its feature stood alone.

    VIF_j = 1 / (1 - R_j²), R_j² being that of feature j on the others and an intercept. X (n, k) has no
    column of ones. Raises ValueError where a feature depends on the others.
    """
    ones = np.ones((len(X), 1))
    unscaled = least_squares(np.hstack([ones, X]), X[:, 0]).unscaled
    inflation: Floats = np.diag(unscaled)[1:] * ((X - X.mean(axis=0)) ** 2).sum(axis=0)
    return inflation


def durbin_watson(residuals: Floats) -> float:
    """Sum of squared steps over sum of squares, about 2 (1 - lag-1 correlation); nan if all are 0."""
    total = float(residuals @ residuals)
    return float(np.sum(np.diff(residuals) ** 2)) / total if total else float("nan")


def _unitless(fit: LeastSquares) -> Floats:
    """(n,) Residuals as shares of the length of y; all 0 where they are only rounding, in any unit."""
    e = fit.residuals / (np.linalg.norm(fit.fitted + fit.residuals) or 1.0)
    return e if np.linalg.norm(e) > ROUNDING else np.zeros_like(e)


def _left(fit: LeastSquares) -> Floats:
    """(n,) 1 - h, and 0 where that is only rounding."""
    left = 1 - fit.leverage
    return np.where(left < DEPENDENT, 0.0, left)


def _over(above: ArrayLike, below: ArrayLike) -> Floats:
    """above / below; nan where `below` is 0."""
    above, below = np.asarray(above, float), np.asarray(below, float)
    out = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out
