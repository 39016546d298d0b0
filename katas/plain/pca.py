"""Principal components."""

from math import sqrt


def pca(X, k):
    """The first k directions (k, p), their variances (k,) and the scores (n, k).

    Variances are those of the centred rows, divided by n - 1, the largest first. Each direction has
    length 1, and its largest entry by size (of equal ones the first) is positive. Scores are the
    centred rows along the directions.
    """
    n, p = len(X), len(X[0])
    means = [sum(column) / n for column in zip(*X)]
    rows = [[x - mean for x, mean in zip(row, means)] for row in X]
    a = [[sum(row[i] * row[j] for row in rows) / (n - 1) for j in range(p)] for i in range(p)]
    v = [[float(i == j) for j in range(p)] for i in range(p)]
    for _ in range(50):  # Jacobi's rotations: each makes one pair of entries 0
        for i in range(p):
            for j in range(i + 1, p):
                if abs(a[i][j]) < 1e-15:
                    continue
                half = (a[j][j] - a[i][i]) / (2 * a[i][j])
                t = (1 if half >= 0 else -1) / (abs(half) + sqrt(half * half + 1))
                c = 1 / sqrt(t * t + 1)
                s = t * c
                for m in range(p):
                    a[m][i], a[m][j] = c * a[m][i] - s * a[m][j], s * a[m][i] + c * a[m][j]
                for m in range(p):
                    a[i][m], a[j][m] = c * a[i][m] - s * a[j][m], s * a[i][m] + c * a[j][m]
                    v[m][i], v[m][j] = c * v[m][i] - s * v[m][j], s * v[m][i] + c * v[m][j]
    order = sorted(range(p), key=lambda i: -a[i][i])[:k]
    directions = []
    for i in order:
        direction = [v[m][i] for m in range(p)]
        largest = max(direction, key=lambda entry: round(abs(entry), 9))
        directions.append([entry if largest > 0 else -entry for entry in direction])
    variances = [max(a[i][i], 0.0) for i in order]
    scores = [[sum(x * d for x, d in zip(row, each)) for each in directions] for row in rows]
    return directions, variances, scores
