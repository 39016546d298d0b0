"""What a visitor's own function draws on a concept's main figure, beside ours.

A picture has frames: for each the figure as the concept draws it, and `ours`, what the concept's own
mathematics has found, as points of that figure. What the visitor's function gives for the same frame is
computed in their browser, from `given` by `call`, and drawn there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from figures.diagram import Diagram
from figures.drawing import Drawing

Computed = Callable[[Any, Any], Any]  # the Result of a concept for Params
Points = list[list[float] | None]  # across and up; None is a gap


@dataclass(frozen=True)
class Frame:
    """One state: what it is called, the figure, and what ours has found."""

    says: str
    figure: Drawing | Diagram
    ours: Any


@dataclass(frozen=True)
class Picture:
    """What is drawn of a kata.

    Attributes
    ----------
    stem : The concept whose figure it is.
    what : What is compared, in the plural: "centres".
    kind : How it is drawn: "dots", a "path", or as "numbers" in the place of the figure's own.
    given : The values that are handed over, as Python; `frame` counts from 0.
    call : What gives the visitor's points of a frame, or the rows of numbers.
    """

    stem: str
    what: str
    kind: str
    given: str
    call: str
    frames: tuple[Frame, ...]


def _listed(array: Any) -> list[Any]:
    return list(np.asarray(array).tolist())


def kmeans(computed: Computed) -> Picture:
    """Centres, round by round, among points in three groups."""
    from concepts import kmeans as concept
    from figures import kmeans as figures

    params = concept.Params(step=concept.LAST, start="side")
    whole = computed(concept, params)
    frames = []
    for after in range(whole.run.rounds + 1):
        step = min(2 * after, whole.place)
        now = computed(concept, replace(params, step=step))
        says = f"after round {after}" if after else "the start"
        frames.append(Frame(says, figures.plane(now), _listed(now.centres[-1])))
    given = f"X = {_listed(whole.data.plane)}\nstart = {_listed(whole.centres[0])}"
    return Picture("kmeans", "centres", "dots", given, "kmeans(X, start, frame)[1]", tuple(frames))


def gradient_descent(computed: Computed) -> Picture:
    """The path down a ravine, without momentum and with it."""
    from concepts import gradient_descent as concept
    from figures import gradient_descent as figures

    steps, frames, settings = 30, [], []
    for method, says in {"gd": "no momentum", "momentum": "with momentum"}.items():
        params = concept.Params(
            condition=12.0, rotation=30.0, methods=(method,), rate=1.8, rate_momentum=1.2, beta=0.7,
            step=steps,
        )  # fmt: skip
        now = computed(concept, params)
        settings.append((now.runs[0].rate, params.beta if method == "momentum" else 0.0))
        frames.append(Frame(says, figures.contour(now), _listed(now.runs[0].descent.path)))
    (a, b), (_, c) = _listed(now.hessian)
    given = (
        f"gradient = lambda p: [{a!r} * p[0] + {b!r} * p[1], {b!r} * p[0] + {c!r} * p[1]]\n"
        f"start = {_listed(now.start)}\nsettings = {settings!r}\nsteps = {steps}"
    )
    call = "descend(gradient, start, *settings[frame], steps)"
    return Picture("gradient_descent", "points of the path", "path", given, call, tuple(frames))


BOXES = """
def boxes(tree, left, right, low, high):
    if not isinstance(tree, (tuple, list)):
        return [[left, low], [right, low], [right, high], [left, high], [left, low], None]
    feature, cut, below, above = tree
    if feature == 0:
        return boxes(below, left, cut, low, high) + boxes(above, cut, right, low, high)
    return boxes(below, left, right, low, cut) + boxes(above, left, right, cut, high)
"""


def decision_tree(computed: Computed) -> Picture:
    """The boxes of trees of growing depth, in the plane of two features."""
    from concepts import decision_tree as concept
    from figures import decision_tree as figures

    params = concept.Params(source="moons", n=60, order="depth")  # few rows: Brython is slow
    grown = computed(concept, params).grown
    frames = []
    for depth in range(4):
        cuts = int(np.sum((grown.tree.depth < depth) & (grown.tree.feature >= 0)))
        now = computed(concept, replace(params, cuts=cuts))
        frames.append(Frame(f"depth {depth}", figures.plane(now), _boxes(now)))
    ends = ", ".join(repr(end) for end in _listed(grown.ends.ravel()))
    given = f"X = {_listed(grown.X)}\ny = {_listed(grown.y.astype(int))}\n{BOXES.strip()}"
    call = f"boxes(grow(X, y, frame), {ends})"
    return Picture("decision_tree", "boxes", "path", given, call, tuple(frames))


def _boxes(result: Any) -> Points:
    """The boxes of the leaves as outlines, in the order of the tree from below."""
    g = result.grown
    found: Points = []

    def walk(node: int) -> None:
        if result.made[node]:
            walk(g.tree.left[node])
            walk(g.tree.right[node])
            return
        (left, right), (low, high) = (
            np.clip(g.bounds[node, i], *g.ends[i]).tolist() for i in (0, 1)
        )
        outline = [[left, low], [right, low], [right, high], [left, high], [left, low]]
        found.extend([*outline, None])

    walk(0)
    return found


def nearest_neighbours(computed: Computed) -> Picture:
    """The neighbours of the query, for growing k."""
    from concepts import nearest_neighbours as concept
    from figures import nearest_neighbours as figures

    ks, frames = (1, 3, 5, 9, 15), []
    for k in ks:
        now = computed(concept, concept.Params(k=k))
        near = now.plane.points[now.plane.asked.row[:k]]
        frames.append(Frame(f"k = {k}", figures.plane(now), _listed(near)))
    given = f"X = {_listed(now.plane.points)}\nquery = {_listed(now.plane.query)}\nks = {ks!r}"
    call = "[X[i] for i in neighbours(X, query, ks[frame])]"
    return Picture("nearest_neighbours", "neighbours", "dots", given, call, tuple(frames))


def pca(computed: Computed) -> Picture:
    """The two components, two standard deviations to each side of the mean."""
    from concepts import pca as concept
    from figures import pca as figures

    params = concept.PRESETS["start"]
    points = computed(concept, params).plane.points
    now = computed(concept, replace(params, at=round(points.best, 1)))
    variances, ways = np.linalg.eigh(points.covariance)
    ours: Points = []
    for variance, way in zip(variances[::-1], ways.T[::-1], strict=True):
        end = 2 * np.sqrt(variance) * way * np.sign(way[np.argmax(np.abs(way))])
        ours += [_listed(-end), _listed(end), None]
    # not around 0, as the figure has them: who forgets to centre them sees it
    given = (
        f"X = {_listed(points.xy + [4.0, -3.0])}\n"
        "def ends(directions, variances, _):\n"
        "    sides = [(d, 2 * s * v**0.5) for d, v in zip(directions, variances) for s in (-1, 1)]\n"
        "    each = [[length * way for way in d] for d, length in sides]\n"
        "    return [each[0], each[1], None, each[2], each[3], None]"
    )
    frames = (Frame("both components", figures.projection(now), ours),)
    return Picture("pca", "components", "path", given, "ends(*pca(X, 2))", frames)


def attention(computed: Computed) -> Picture:
    """The weights of a sentence, of all words and of those before."""
    from concepts import attention as concept
    from figures import attention as figures

    frames = []
    for mask, says in {"all": "all words are seen", "past": "only the words before"}.items():
        params = concept.Params(position="none", mask=mask)
        now = computed(concept, params)
        frames.append(Frame(says, figures.matrix(now), _listed(now.heard.weights)))
        if mask == "all":
            scores = np.log(now.heard.weights)
    n = len(scores)
    masks = [None, np.tri(n, dtype=int).tolist()]
    given = (  # queries that are the scores themselves: keys one for each word
        f"Q = {_listed(scores - scores.mean(axis=1, keepdims=True))}\n"
        f"K = {_listed(np.sqrt(n) * np.eye(n))}\nV = {_listed(now.heard.values)}\nmasks = {masks!r}"
    )
    call = "attend(Q, K, V, masks[frame])[1]"
    return Picture("attention", "weights", "numbers", given, call, tuple(frames))


PICTURES: Mapping[str, Callable[[Computed], Picture]] = {
    "kmeans": kmeans,
    "gradient_descent": gradient_descent,
    "decision_tree": decision_tree,
    "nearest_neighbours": nearest_neighbours,
    "pca": pca,
    "attention": attention,
}
