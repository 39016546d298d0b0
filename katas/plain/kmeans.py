"""k-means."""


def kmeans(X, start, rounds=100):
    """Labels (n,), centres (k, p) and inertia after at most so many rounds from the centres `start`.

    A round gives each row the label of its nearest centre (of equal ones the first) and moves each
    centre to the mean of its rows; a centre without rows stays. It ends early once no centre moves.
    Labels and inertia, the sum of squared distances, are those of the centres that are returned.
    """

    def square(a, b):
        return sum((ai - bi) ** 2 for ai, bi in zip(a, b))

    def assign(centres):
        return [min(range(len(centres)), key=lambda c: square(row, centres[c])) for row in X]

    centres = [list(centre) for centre in start]
    labels = assign(centres)
    for _ in range(rounds):
        before = centres
        centres = []
        for c, old in enumerate(before):
            own = [row for row, label in zip(X, labels) if label == c]
            centres.append([sum(column) / len(own) for column in zip(*own)] if own else old)
        labels = assign(centres)
        if centres == before:
            break
    inertia = sum(square(row, centres[label]) for row, label in zip(X, labels))
    return labels, centres, inertia
