"""What the pictures of a convolution say, in words."""

import math

import numpy as np

from concepts.convolution import (
    CLOTHES,
    LEARNED,
    ROWS,
    SIDE,
    TRIED,
    UPDATES,
    K,
    Result,
    kernel_weights,
    said_of,
    separable_weights,
)
from sentences.numbers import amount, count, counted, number, percent

LEARNED_WELL = 0.95  # of the training digits right
AT = LEARNED.tolist().index(10)  # where learning from few is told


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    total = _told(result, result.sum)
    return f"At {said_of(result.params.place, result.params)} nine products add to {total}."


def headline(result: Result) -> dict[str, str]:
    """Response, size, weights, field and what a shift does."""
    p = result.params
    return {
        "Response": _told(result, result.sum),
        "Map": f"{result.side} × {result.side}",
        "Dense weights": count(result.dense_weights),
        f"Seen by {counted(p.layers, 'layer')}": counted(result.field.pixels, "pixel"),
        f"Dense, moved by {p.shift}": percent(_at(result, "dense")),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    return {
        "response": result.sum,
        "largest": float(result.response.max()),
        "smallest": float(result.response.min()),
        "rows": result.side,
        "receptive_field": result.field.pixels,
        "pooled_sum": float(result.pooled.after.sum()),
        "noise_gain": float(result.noisy.gain[0]),
        "noise_gain_smoothed": float(result.noisy.gain[1]),
        "nine_weights_error": float(result.shared.nine[AT]),
        "dense_error": float(result.shared.dense[AT]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def scan(result: Result) -> str:
    """The size of the map, and its ends."""
    p, side = result.params, result.side
    inside = (
        f"{SIDE}" + (f" + 2 × {p.padding}" if p.padding else "") + f" − {p.dilation} × {K - 1} − 1"
    )
    size = f"⌊({inside}) / {p.stride}⌋ + 1 = {side}"
    if side == 1:
        told = _told(result, result.sum)
        return f"The window has room at one place only, {size}. The response is {told}."
    text = f"The window has {side} places across, {size}, and as many down"
    if side**2 > 36:
        text += f"; the axis stops at 36 of the {side**2}"
    if result.response.max() == result.response.min():
        return f"{text}. The response is {_told(result, result.sum)} at all of them."
    return (
        f"{text}. The map goes from {_told(result, result.response.min())} to "
        f"{_told(result, result.response.max())}; the kernel's weights add to {_weights_sum(result)}."
    )


def pooled(result: Result) -> str:
    """What the shift changed."""
    found, p = result.pooled, result.params
    moved = f"Moved by {counted(p.shift, 'pixel')}"
    if p.shift == 0:
        return "The picture stands where it was, and no cell of its pooled map changes."
    if not found.active:
        return "This kernel's map has nothing above 0 to pool."
    changed = round(found.changed * found.active)
    text = f"{moved}, {count(changed)} of {counted(found.active, 'active cell')} of the pooled map"
    text += " changes" if changed == 1 and found.active == 1 else " change"
    if not math.isnan(found.clothes):
        text += f"; in {CLOTHES} pictures of clothes {percent(found.clothes)}"
    if found.along:
        return f"{text}. All the same it is the same map, moved along by {counted(p.shift // 2, 'cell')}."
    return f"{text}. The map before pooling has only moved along."


def noisy(result: Result) -> str:
    """What the kernel makes of noise, and what smoothing first leaves of it and of the map."""
    found, sd = result.noisy, result.params.noise
    gain, law = number(found.gain[0]), number(found.law[0])
    text = (
        f"In {CLOTHES} pictures of clothes the map's noise is {gain} times that of the pixels; "
        f"expected are {law} times, the root of the sum of the nine weights squared."
    )
    if sd == 0:
        return f"{text} Now it is set to 0."
    alone, smooth = _clear(result)
    return (
        f"{text} With {amount(sd)} in the pixels the map without noise varies {number(alone, 2)} times "
        f"as much as its noise. Smoothed with a Gaussian kernel first, {number(smooth, 2)} times."
    )


def channels(result: Result) -> str:
    """What the four maps read, what is made of it, and what that costs."""
    *four, mixed = (count(round(each)) for each in result.channels.reshape(5, -1)[:, result.index])
    return (
        f"At {said_of(result.params.place, result.params)} the four maps read {', '.join(four[:3])} and "
        f"{four[3]}; a 1 × 1 layer that adds them has {mixed} there, an edge in whatever "
        f"direction. It mixes channels at one place: {kernel_weights(1, 4)} weights, where a 3 × 3 "
        f"layer has {kernel_weights(K, 4)}. From 128 channels to 256 a 3 × 3 layer has "
        f"{count(kernel_weights(K, 128, 256))} weights; a kernel for each channel and then a 1 × 1 "
        f"layer, {count(separable_weights(K, 128, 256))}."
    )


def moves(result: Result) -> str:
    """The three readers at this shift."""
    p = result.params
    still = p.shift == 0
    where = "there" if still else f"{counted(p.shift, 'pixel')} to the right"
    text = (
        f"Learned in the middle and tried {where}, "
        f"of {TRIED} digits {percent(_at(result, 'dense'))} are right by their pixels, "
        f"{percent(_at(result, 'pooled'))} by pooled maps, {percent(_at(result, 'everywhere'))} by the "
        "largest response of each filter"
    )
    return f"{text}." if still else f"{text}, which no shift changes."


def shared(result: Result) -> str:
    """What ten digits are good for."""
    s = result.shared
    return (
        f"Learned from {LEARNED[AT]} digits, nine shared weights miss Sobel's map by "
        f"{percent(s.nine[AT])} of its standard deviation, a dense layer by {percent(s.dense[AT])}. "
        f"From {LEARNED[-1]} the dense layer still misses by {percent(s.dense[-1])}."
    )


def field(result: Result) -> str:
    """How wide, and how much of it counts."""
    f, layers = result.field, result.params.layers
    return (
        f"After {counted(layers, 'layer')} of {K} × {K} a unit sees {count(f.pixels)} pixels across. "
        f"With equal weights their standard deviation is {number(f.deviations[-1], 2)} pixels: "
        f"{percent(f.central)} of the weight lies in the middle, in a square half as wide."
    )


def training(result: Result) -> str:
    """How both end."""
    layers = counted(result.params.layers, "layer")
    plain, skip = result.plain, result.skip
    return (
        f"After {UPDATES} updates on {ROWS} digits, {layers} without skips have a training loss of "
        f"{number(plain.loss[-1], 2)} and {percent(plain.accuracy)} of those very digits right; with "
        f"skips {number(skip.loss[-1], 2)} and {percent(skip.accuracy)}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """Where the response is strongest and weakest, and the window's way there."""
    side = result.side
    if side == 1:
        return {}
    found = {
        "first row ends": result.stop_of(side - 1),
        "last row": result.stop_of(side * (side - 1)),
    }
    if result.response.max() == result.response.min():
        return found
    ends = {"largest": result.stop_of(result.strongest), "smallest": result.stop_of(result.weakest)}
    return {**ends, **found}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of."""
    return {
        "size": float(result.side),
        "strongest": float(np.abs(result.response).max()),
        "turned": result.turned,
        "dense_error": 100 * float(result.shared.dense[AT]),
        "dense": 100 * _at(result, "dense"),
        "changed": 100 * result.pooled.clothes,
        "gain": float(result.noisy.gain[0]),
        "field": float(result.field.pixels),
        "layers": float(result.params.layers),
        "plain": 100 * result.plain.accuracy,
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p, m = result.params, result.moves
    return {
        "where": said_of(p.place, p),
        "sum": _told(result, result.sum),
        "largest": _told(result, result.response.max()),
        "smallest": _told(result, result.response.min()),
        "side": str(result.side),
        "dense_weights": count(result.dense_weights),
        "nine_error": percent(result.shared.nine[AT]),
        "dense_error": percent(result.shared.dense[AT]),
        "learned": str(LEARNED[AT]),
        "dense_still": percent(m.dense[0]),
        "dense": percent(_at(result, "dense")),
        "pooled_still": percent(m.pooled[0]),
        "pooled": percent(_at(result, "pooled")),
        "everywhere": percent(_at(result, "everywhere")),
        "moved": counted(p.shift, "pixel"),
        "clothes": percent(result.pooled.clothes),
        "noise": amount(p.noise),
        "gain": number(result.noisy.gain[0]),
        "clear": number(_clear(result)[0], 2),
        "clear_smoothed": number(_clear(result)[1], 2),
        "layers": counted(p.layers, "layer"),
        "field": count(result.field.pixels),
        "deviation": number(result.field.deviations[-1], 2),
        "central": percent(result.field.central),
        "plain_loss": number(result.plain.loss[-1], 2),
        "plain": percent(result.plain.accuracy),
        "skip_loss": number(result.skip.loss[-1], 2),
        "skip": percent(result.skip.accuracy),
        "kept": number(result.plain.kept, 2),
        "updates": count(UPDATES),
    }


# --- parts -----------------------------------------------------------------------------------


def _told(result: Result, value: float) -> str:
    """A response as the figure has it: whole, or to one decimal, halves away from 0."""
    digits = 1 if result.whole else 10
    rounded = math.copysign(math.floor(abs(float(value)) * digits + 0.5) / digits, value)
    said = f"{abs(rounded):,.{0 if result.whole else 1}f}"
    return f"−{said}" if rounded < 0 else said


def _clear(result: Result) -> tuple[float, float]:
    """A map's deviation over that of its noise: of the kernel alone, and smoothed first."""
    found, sd = result.noisy, result.params.noise
    if sd == 0:
        return math.inf, math.inf
    alone, smooth = found.signal / (sd * found.gain)
    return float(alone), float(smooth)


def _weights_sum(result: Result) -> str:
    return amount(round(float(result.kernel.sum()), 9))


def _at(result: Result, name: str) -> float:
    """A reader's share of digits right, at the shift that is set."""
    return float(getattr(result.moves, name)[result.params.shift])
