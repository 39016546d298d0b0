"""A few weights laid on every place of a picture: their map, and what it means that they are shared."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import (
    check,
    drawing,
    one_of,
    pixels,
    ranged,
    seeded,
    switch,
)
from methods.convolution.correlation import (
    Border,
    as_matrix,
    correlate,
    correlate_gradients,
    correlate_many,
    kernel_weights,
    output_size,
    padded,
    separable_weights,
    turned,
    windows,
)
from methods.convolution.kernel_noise import noise_gain, one_after_another
from methods.convolution.kernels import KERNELS
from methods.convolution.moved_images import (
    global_max,
    moved,
    patch_filters,
    pooled_in_place,
    rectified_maps,
    ridge_reader,
    right_share,
)
from methods.convolution.pooling import (
    average_pool,
    blurred_max_pool,
    changed_share,
    max_pool,
)
from methods.convolution.receptive_field import (
    effective_deviation,
    effective_weights,
    receptive_fields,
)
from methods.networks.residual import Depth, train_deep
from methods.once import once
from methods.tables import Table, Tables, remembered

__all__ = [
    "as_matrix",
    "correlate",
    "correlate_gradients",
    "kernel_weights",
    "max_pool",
    "noise_gain",
    "receptive_fields",
    "separable_weights",
]

Floats = NDArray[np.float64]

SIDE, K, STOPS, MOST = (
    8,
    3,
    36,
    16.0,
)  # pixels across; of the kernel; of the axis; the darkest pixel
CLASSES = 10
NAMES = "zero one two three four five six seven eight nine".split()
PICTURE = {
    **{name: ("An " if name == "eight" else "A ") + name for name in NAMES},
    "drawn": "Your drawing",
}
KERNEL = {
    "sobel_x": "Sobel, left to right",
    "sobel_y": "Sobel, top to bottom",
    "laplacian": "Laplacian",
    "box": "Box blur",
    "gauss": "Gaussian blur",
    "sharpen": "Sharpen",
    "emboss": "Emboss",
}
BORDER = {"zero": "Zeros", "edge": "The edge again", "wrap": "The other side"}
POOL = {"max": "Max", "average": "Average", "blurred": "Max, then blur"}
POOLS = {"max": max_pool, "average": average_pool, "blurred": blurred_max_pool}
GROWTH = {"same": "1 in all layers", "doubling": "1, 2, 4, 8, and again"}
DOUBLING = (1, 2, 4, 8)
WINDOW, NOISY, POOLING, STACK = "Window", "Kernel and noise", "Pooling and shift", "Stack of layers"

LEARNED = np.array([1, 2, 5, 10, 20, 50, 100, 200])  # digits that a map is learned from
NOISE, HELD_OUT = 1.0, 500  # deviation of the noise in what is learned; digits it is tried on
SHIFTS = np.arange(5)
CANVAS, TRAINED, TRIED, FILTERS, PATCH = 16, 300, 200, 32, 5
WIDER = 22  # of a canvas that holds all responses of a picture that moves
SEEN = slice(2, 8), slice(2, 10)  # its pooled cells that are not always empty
CLOTHES, CLOTH = 50, 28  # pictures of clothes, and their pixels across
AROUND = 6  # empty pixels around each
BLACK = 255.0  # of clothes
ROWS, UPDATES = 100, 60  # digits and updates that a deep stack is trained with

SEVEN = (
    "00000000"
    "0ffffff0"
    "00000fa0"
    "0000af00"
    "000af000"
    "000fa000"
    "00af0000"
    "00fa0000"
)  # fmt: skip
CROSS = (
    "000ff000"
    "000ff000"
    "000ff000"
    "ffffffff"
    "ffffffff"
    "000ff000"
    "000ff000"
    "000ff000"
)  # fmt: skip
DOT = "0" * 27 + "f" + "0" * 36
WALL = "f" * 64


def said_of(place: int, params: "Params") -> str:
    """What a stop of the axis is called."""
    row, column = divmod(index_of(place, params), side_of(params))
    return f"row {row + 1}, column {column + 1}"


def side_of(params: "Params") -> int:
    """Rows, and columns, of the map."""
    return output_size(SIDE, K, params.stride, params.padding, params.dilation)


def index_of(place: int, params: "Params") -> int:
    """Which place of the map, row by row from 0, a stop of the axis shows: the first, ..., the last."""
    return (2 * (place - 1) * (side_of(params) ** 2 - 1) + STOPS - 1) // (2 * (STOPS - 1))


@dataclass(frozen=True)
class Params:
    """Which picture, what is laid on it and how, and which stack of layers."""

    place: int = ranged(
        15, 1, STOPS, "Place of the window", names=said_of,
        help="The window walks row by row. The map is filled as far as it has come.",
    )  # fmt: skip
    picture: str = one_of(
        "one", PICTURE, "Picture", group=WINDOW, main=True,
        help="Scanned digits of 8 by 8 pixels, from 0 to 16; the seed says which. Or draw your own.",
    )  # fmt: skip
    drawing: str = drawing(
        SEVEN, {"A seven": SEVEN, "A cross": CROSS, "A dot": DOT, "A wall": WALL}, "Drawing",
        group=WINDOW, when=("picture", ("drawn",)), help="Paint your own picture, up to 15.",
    )  # fmt: skip
    kernel: str = one_of(
        "sobel_x", KERNEL, "Kernel", group=WINDOW, main=True,
        help="The nine weights that are laid on every place.",
    )  # fmt: skip
    flip: bool = switch(
        False, "Turn the kernel by 180°", group=WINDOW,
        help="Off: cross-correlation, as networks have it. On: convolution, as mathematics has it.",
    )  # fmt: skip
    stride: int = ranged(
        1, 1, 3, "Stride", unit="pixels", group=WINDOW, main=True,
        help="How far the window goes from one place to the next.",
    )  # fmt: skip
    padding: int = ranged(
        0, 0, 2, "Padding", unit="pixels", group=WINDOW, main=True,
        help="How many pixels are put around the picture.",
    )  # fmt: skip
    border: str = one_of(
        "zero", BORDER, "Padded with", group=WINDOW, when=("padding", (1, 2)),
        help="What stands in the pixels around the picture.",
    )  # fmt: skip
    dilation: int = ranged(
        1, 1, 3, "Dilation", unit="pixels", group=WINDOW,
        help="How far apart the nine pixels are that the window looks at.",
    )  # fmt: skip
    noise: float = ranged(
        0.1, 0.0, 0.5, "Noise", step=0.05, group=NOISY,
        help="In pictures of clothes: its standard deviation, where white is 0 and black is 1.",
    )  # fmt: skip
    shift: int = ranged(
        1, 0, 4, "Shift of the picture", unit="pixels", group=POOLING,
        help="How far the picture is moved to the right.",
    )  # fmt: skip
    pool: str = one_of(
        "max", POOL, "Pooling", group=POOLING,
        help="What is kept of each 2 by 2 cells of the map.",
    )  # fmt: skip
    layers: int = ranged(
        20, 1, 20, "Layers", group=STACK,
        help="How many layers lie on each other: what the last sees, and whether they can be trained.",
    )  # fmt: skip
    growth: str = one_of(
        "same", GROWTH, "Dilation of the layers", group=STACK,
        help="How far apart the pixels are that the layers of the stack look at.",
    )  # fmt: skip
    seed: int = seeded(0, group=WINDOW)

    def __post_init__(self) -> None:
        check(self)


AXIS = "place"

PRESETS = {
    "start": Params(place=STOPS),
    "turned": Params(place=STOPS, flip=True),
    "nine_weights": Params(place=STOPS, picture="two"),
    "moved": Params(place=STOPS, picture="three"),
    "one_pixel": Params(place=STOPS, picture="seven"),
    "noise": Params(place=STOPS, picture="nine", kernel="laplacian"),
    "field": Params(place=STOPS, picture="eight"),
    "twenty_layers": Params(place=STOPS, picture="five"),
}


@dataclass(frozen=True, eq=False)
class Shared:
    """How well a map is learned from LEARNED digits, by root mean square error over the map's deviation.

    Attributes
    ----------
    nine : (n,) of nine weights that are the same everywhere.
    dense : (n,) of a weight for each pixel at each place.
    """

    nine: Floats
    dense: Floats


@dataclass(frozen=True, eq=False)
class Moves:
    """Shares of digits that are right when moved by SHIFTS, each (5,).

    Attributes
    ----------
    dense : Read from the pixels. pooled : From 2 x 2 pooled maps. everywhere : From their global max.
    """

    dense: Floats
    pooled: Floats
    everywhere: Floats


@dataclass(frozen=True, eq=False)
class Pooled:
    """The picture's rectified and pooled map, and that of the picture moved.

    Attributes
    ----------
    picture, moved : (22, 22). before, after : (6, 8).
    changed : Of the active cells, not 0 before or after, the share that differ; nan if there are none.
    clothes : The same of 50 pictures of clothes.
    along : Whether the pooled map has just moved along, by whole cells.
    """

    picture: Floats
    moved: Floats
    before: Floats
    after: Floats
    changed: float
    clothes: float
    along: bool

    @property
    def active(self) -> int:
        """Cells that are not 0 before and after."""
        return int(((self.before != 0) | (self.after != 0)).sum())


@dataclass(frozen=True, eq=False)
class Noisy:
    """A kernel on pictures of clothes with noise, and with a Gaussian kernel laid on before it.

    Attributes
    ----------
    pictures : One of them, (28, 28) as it is and with noise, (26, 26) with noise and smoothed.
    maps : Of each the kernel's map, (26, 26), (26, 26) and (24, 24).
    signal : (2,) standard deviation of the maps without noise, of the kernel alone and after smoothing.
    gain : (2,) of the maps' noise, of that of the pixels, measured over CLOTHES pictures.
    law : (2,) the same as it is expected.
    """

    pictures: tuple[Floats, Floats, Floats]
    maps: tuple[Floats, Floats, Floats]
    signal: Floats
    gain: Floats
    law: Floats


@dataclass(frozen=True, eq=False)
class Field:
    """What the last unit of the stack sees, along one axis.

    Attributes
    ----------
    widths : (layers + 1,) units it depends on, of itself, the layer below, ..., the pixels.
    deviations : (layers + 1,) of the weights with which it does.
    weights : (pixels,) of the pixels, their sum 1.
    """

    widths: NDArray[np.int64]
    deviations: Floats
    weights: Floats

    @property
    def pixels(self) -> int:
        """The receptive field."""
        return int(self.widths[-1])

    @property
    def central(self) -> float:
        """The share of the weight in a square half as wide, in the middle; pixels count by theirs."""
        r = self.pixels
        off = np.abs(np.arange(r) - (r - 1) / 2)
        return min(float(self.weights[off <= r / 4].sum()) ** 2, 1.0)


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    picture : (8, 8) its greys. laid_on : The same with its padding.
    kernel : (3, 3) as it is laid on, turned if it is.
    response : (side, side) the map. index : Of the place of the window, row by row.
    patch : (3, 3) what the window sees.
    shared, moves, pooled, noisy, field : What comes of shared weights, shifts, pooling, noise and depth.
    plain, skip : Trainings of dense layers, without and with skips.
    turned : How many times the map of the kernel as it is, by least squares: 1, or what turning makes of
        it; nan if that is 0 everywhere.
    """

    params: Params
    picture: Floats
    laid_on: Floats
    kernel: Floats
    response: Floats
    index: int
    patch: Floats
    shared: Shared
    moves: Moves
    pooled: Pooled
    noisy: Noisy
    field: Field
    plain: Depth
    skip: Depth
    turned: float

    @property
    def side(self) -> int:
        """Rows, and columns, of the map."""
        return len(self.response)

    @property
    def products(self) -> Floats:
        """(3, 3) the nine that add up to the response."""
        return self.patch * self.kernel + 0.0

    @property
    def sum(self) -> float:
        """The response at the window's place."""
        return float(self.response.ravel()[self.index])

    @once
    def whole(self) -> bool:
        """Whether weights, products and responses are whole numbers."""
        return bool((self.kernel == np.rint(self.kernel)).all())

    @once
    def channels(self) -> Floats:
        """(5, side, side) Four rectified maps, of edges to the right, left, down and up, and their sum.

        The last is what a 1 x 1 layer makes of the four whose weights are all 1.
        """
        p, kernels = self.params, [KERNELS["sobel_x"], KERNELS["sobel_y"]]
        across, down = (correlate(self.laid_on, each, p.stride, 0, p.dilation) for each in kernels)
        four = np.maximum(np.stack([across, -across, down, -down]), 0)
        return np.concatenate([four, four.sum(axis=0, keepdims=True)])

    @property
    def strongest(self) -> int:
        """The first place of the largest response, row by row."""
        return int(self.response.argmax())

    @property
    def weakest(self) -> int:
        """The first place of the smallest."""
        return int(self.response.argmin())

    @property
    def dense_weights(self) -> int:
        """Of a dense layer from the picture to a map of this size."""
        return SIDE**2 * self.side**2

    def stop_of(self, index: int) -> float:
        """The first stop of the axis that shows a place of the map; nan if none does."""
        shown = [place for place in range(1, STOPS + 1) if index_of(place, self.params) == index]
        return shown[0] if shown else math.nan


def compute(params: Params, tables: Tables) -> Result:
    """Lay a kernel on a picture, and look at what sharing its weights, pooling and depth bring.

    `tables["digits"]` and `tables["fashion_mnist_2000"]` are read, X and y.
    """
    p, digits = params, tables["digits"]
    picture = _picture(digits, p)
    kernel = _kernel(p)
    border: Border = p.border  # type: ignore[assignment]
    laid_on = padded(picture, p.padding, border)
    response = _without_minus(correlate(laid_on, kernel, p.stride, 0, p.dilation))
    index = index_of(p.place, p)
    seen = windows(laid_on, K, p.stride, p.dilation).reshape(-1, K, K)
    # trainings take long: they know of nothing but what has a say in them
    depth = Params(layers=p.layers, seed=p.seed)
    return Result(
        params=p,
        picture=picture,
        laid_on=laid_on,
        kernel=kernel,
        response=response,
        index=index,
        patch=seen[index].copy(),
        shared=_shared(digits, p.seed),
        moves=_moves(digits, p.seed),
        pooled=_pooled(tables["fashion_mnist_2000"], picture, replace(p, place=1)),
        noisy=_noisy(tables["fashion_mnist_2000"], p.kernel, p.flip, p.noise, p.seed),
        field=_field(p),
        plain=_deep(digits, depth, False),
        skip=_deep(digits, depth, True),
        turned=_ratio(response, correlate(laid_on, KERNELS[p.kernel], p.stride, 0, p.dilation)),
    )


def _without_minus(values: Floats) -> Floats:
    """With 0 for what is 0 but for rounding."""
    return np.where(np.abs(values) < 1e-9, 0.0, values)


def _picture(table: Table, p: Params) -> Floats:
    if p.picture == "drawn":
        return np.array(pixels(p.drawing), float)
    X, y = _digits(table)
    rows = np.flatnonzero(y == NAMES.index(p.picture))
    return np.array(X[rows[p.seed % len(rows)]])


def _kernel(p: Params) -> Floats:
    return turned(KERNELS[p.kernel]) if p.flip else KERNELS[p.kernel]


def _ratio(map_: Floats, other: Floats) -> float:
    size = float((other * other).sum())
    return float((map_ * other).sum()) / size if size > 1e-12 else math.nan


@remembered
def _digits(table: Table) -> tuple[Floats, NDArray[np.intp]]:
    """Pictures (n, 8, 8) and their classes (n,)."""
    X = np.asarray(table["X"], float).reshape(-1, SIDE, SIDE)
    return X, np.asarray(table["y"], np.intp)


# --- what sharing brings ---------------------------------------------------------------------


@remembered
def _shared(table: Table, seed: int) -> Shared:
    """Sobel's map, with noise, learned from few digits by nine weights and by a dense layer."""
    X, _ = _digits(table)
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(X))
    known, fresh = X[rows[: LEARNED[-1]]], X[rows[-HELD_OUT:]]
    sobel = KERNELS["sobel_x"][None]
    noisy = correlate_many(known, sobel)[..., 0]
    noisy = noisy + rng.normal(0, NOISE, noisy.shape)
    truth = correlate_many(fresh, sobel)[..., 0]
    errors: list[list[Any]] = []
    for n in LEARNED.tolist():
        seen = windows(known[:n], K).reshape(-1, K * K)
        nine, *_ = np.linalg.lstsq(seen, noisy[:n].ravel(), rcond=None)
        flat = known[:n].reshape(n, -1)
        dense, *_ = np.linalg.lstsq(flat, noisy[:n].reshape(n, -1), rcond=None)
        told = correlate_many(fresh, nine.reshape(1, K, K))[..., 0]
        told_densely = (fresh.reshape(len(fresh), -1) @ dense).reshape(truth.shape)
        errors.append([np.sqrt(np.square(each - truth).mean()) for each in (told, told_densely)])
    by_kind = np.array(errors).T / truth.std()
    return Shared(by_kind[0], by_kind[1])


@remembered
def _moves(table: Table, seed: int) -> Moves:
    """Digits learned in the middle of a larger square, and tried where they were moved to."""
    X, y = _digits(table)
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(X))
    known, tried = rows[:TRAINED], rows[TRAINED : TRAINED + TRIED]
    images = (X / MOST).astype(np.float32)
    filters = patch_filters(rng, images[known], FILTERS, PATCH)
    maps, fresh = (rectified_maps(images[each], filters) for each in (known, tried))
    wide = CANVAS + PATCH - 1

    def pixels_of(which: NDArray[np.intp], by: int) -> Floats:
        return moved(images[which], CANVAS, by).reshape(len(which), -1)

    dense = ridge_reader(pixels_of(known, 0), y[known], 1.0)
    pooled = ridge_reader(pooled_in_place(maps, wide, 0), y[known], 1.0)
    reader = ridge_reader(global_max(maps), y[known], 0.01)
    # a moved picture has the same responses elsewhere: the largest of each filter is the same
    everywhere = right_share(global_max(fresh), y[tried], reader)
    return Moves(
        np.array([right_share(pixels_of(tried, s), y[tried], dense) for s in SHIFTS.tolist()]),
        np.array(
            [
                right_share(pooled_in_place(fresh, wide, s), y[tried], pooled)
                for s in SHIFTS.tolist()
            ]
        ),
        np.full(len(SHIFTS), everywhere),
    )


# --- pooling ---------------------------------------------------------------------------------


def _pooled(clothes: Table, picture: Floats, p: Params) -> Pooled:
    kernel, pool = _kernel(p), POOLS[p.pool]
    both = np.concatenate([moved(picture[None], WIDER, by) for by in (0, p.shift)])
    before, after = pool(_rectified(both, kernel))[:, *SEEN]
    cells = p.shift // 2
    along = p.shift % 2 == 0 and np.array_equal(np.roll(before, cells, axis=1), after)
    return Pooled(
        picture=both[0],
        moved=both[1],
        before=before,
        after=after,
        changed=changed_share(before, after),
        clothes=_clothes(clothes, p.kernel, p.flip, p.pool, p.shift, p.seed),
        along=along,
    )


def _rectified(images: Floats, kernel: Floats) -> Floats:
    """(n, rows, columns): the map of each, its negative half 0.

    Nine times the kernel, also the box's, is exact in floats: what was only moved is the same to the bit.
    """
    maps = correlate_many(images, 9 * kernel[None])[..., 0] / 9
    return np.maximum(maps, 0.0)


@remembered
def _clothes(table: Table, kernel: str, flip: bool, pool: str, shift: int, seed: int) -> float:
    images = _dressed(table, np.random.default_rng(seed))
    laid = turned(KERNELS[kernel]) if flip else KERNELS[kernel]
    side = CLOTH + 2 * AROUND
    found = [POOLS[pool](_rectified(moved(images, side, by), laid)) for by in (0, shift)]
    return changed_share(found[0], found[1])


def _dressed(table: Table, rng: np.random.Generator) -> Floats:
    """(CLOTHES, 28, 28) of them, drawn."""
    rows = rng.permutation(len(table["X"]))[:CLOTHES]
    return np.asarray(table["X"][rows], float).reshape(CLOTHES, CLOTH, CLOTH)


@remembered
def _noisy(table: Table, kernel: str, flip: bool, deviation: float, seed: int) -> Noisy:
    rng = np.random.default_rng(seed)
    images = _dressed(table, rng) / BLACK
    noise = rng.standard_normal(images.shape)
    laid = turned(KERNELS[kernel]) if flip else KERNELS[kernel]
    both = laid, one_after_another(KERNELS["gauss"], laid)
    clean, alone = (
        [correlate_many(each, k[None])[..., 0] for k in both] for each in (images, noise)
    )
    seen = images[0] + deviation * noise[0]
    return Noisy(
        pictures=(images[0].copy(), seen, correlate(seen, KERNELS["gauss"])),
        maps=(
            clean[0][0].copy(),
            *(found[0] + deviation * stray[0] for found, stray in zip(clean, alone, strict=True)),
        ),
        signal=np.array([found.std() for found in clean]),
        gain=np.array([np.sqrt(np.square(stray).mean()) for stray in alone]),
        law=np.array([noise_gain(k) for k in both]),
    )


# --- depth -----------------------------------------------------------------------------------


def _field(p: Params) -> Field:
    dilations = [DOUBLING[i % 4] if p.growth == "doubling" else 1 for i in range(p.layers)]
    sizes, strides = [K] * p.layers, [1] * p.layers
    above = range(p.layers + 1)
    return Field(
        widths=np.array([1, *receptive_fields(sizes, strides, dilations[::-1]).tolist()], np.int64),
        deviations=np.array(
            [effective_deviation(sizes[:n], dilations[p.layers - n :]) for n in above]
        ),
        weights=effective_weights(sizes, dilations),
    )


@remembered
def _deep(table: Table, p: Params, skip: bool) -> Depth:
    X, y = _digits(table)
    rng = np.random.default_rng(p.seed)
    rows = rng.permutation(len(X))[:ROWS]
    flat = X[rows].reshape(ROWS, -1) / MOST
    return train_deep(
        rng, flat - flat.mean(axis=0), np.eye(CLASSES)[y[rows]], p.layers, skip, updates=UPDATES
    )
