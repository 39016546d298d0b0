"""What the pictures of a deep network's signal and gradient say, in words."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.vanishing_gradients import (
    ACTIVATION,
    BATCH,
    DEAD_LOSS,
    ROWS,
    SHALLOW,
    USUAL,
    Result,
)
from sentences.numbers import amount, capital, count, counted, number, percent

Floats = NDArray[np.float64]
ALIKE = 2.0  # times: weight gradients that differ by less are called alike
HARDLY, TOO_MUCH = 0.1, 10.0  # what is left of a gradient that vanishes, or explodes


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    left, layers = _middle(result.delta_left), counted(result.params.depth, "layer")
    if not left > 0:
        return f"Nothing comes back: after {layers} δ in the first one is 0."
    return (
        f"Each layer multiplies the gradient by {number(result.factor)}: "
        f"{_left(left, f'the first of {layers}')}; {_weights(result)}."
    )


def headline(result: Result) -> dict[str, str]:
    """Factor, what is left, weight gradients and the loss."""
    left = _middle(result.delta_left)
    first, last = (number(np.median(result.weight[i]), 2) for i in (0, -1))
    return {
        "Factor per layer": number(result.factor) if left > 0 else "0",
        "δ left": number(left, 2),
        "Signal left": number(_middle(result.signal_left), 2),
        "Weight gradient, first / last": f"{first} / {last}",
        f"Loss, {counted(result.params.updates, 'update')}": _loss(result.training.loss[-1]),
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    return {
        "delta_left": _middle(result.delta_left),
        "signal_left": _middle(result.signal_left),
        "weight_left": _middle(result.weight_left),
        "first_weight_gradient": float(np.median(result.weight[0])),
        "arrives": float(np.median(result.memory[-1])),
        "arrives_without_activation": float(np.median(result.linear[-1])),
    }


# --- one sentence a figure -------------------------------------------------------------------


def pipes(result: Result) -> str:
    """Signal, delta and weight gradient, first and last."""
    p = result.params
    text = (
        f"From layer 1 to layer {p.depth} the signal is multiplied by "
        f"{number(_middle(result.signal_left), 2)}, and δ, on its way back, by "
        f"{number(_middle(result.delta_left), 2)}"
    )
    if p.nets > 1:
        known = result.delta_left[~np.isnan(result.delta_left)]
        between = f" ({number(known.min(), 2)} to {number(known.max(), 2)} in {p.nets} networks)"
        text += between if known.size else ""
    if result.wide is not None:
        text += f"; at endless width by {number(result.wide.delta[0], 2)}"
    weight = number(_middle(result.weight_left), 2)
    return f"{text}. The weight gradient of layer 1 is {weight} of that of the last."


def scales(result: Result) -> str:
    """Where nothing is lost."""
    p, name = result.params, _name(result)
    if math.isnan(result.balance):
        middle = np.median(result.sweep.delta, axis=1)
        if (middle < 1).all():
            return f"Within these weight scales {name} always loses some of the gradient on its way back."
        if (middle > 1).all():
            return (
                f"Within these weight scales the gradient of {name} always grows on its way back."
            )
        return (
            f"Within these weight scales δ of {name} nowhere rises from less to more than it was."
        )
    return (
        f"At a weight scale of about {number(result.balance, 2)} δ comes back as large as it was, "
        f"with {name} in {counted(p.depth, 'layer')}. Yours is {amount(p.gain)}."
    )


def depths(result: Result) -> str:
    """The activations at this depth, in closed form."""
    p = result.params
    at = dict(zip(ACTIVATION, result.by_depth[:, p.depth - 1], strict=True))
    said = [
        f"{number(at[name], 2)} with {word}"
        for name, word in (("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid"))
    ]
    return (
        f"In {counted(p.depth, 'plain layer')} of endless width with a weight scale of "
        f"{amount(p.gain)}, {said[0]}, {said[1]} and {said[2]} is left of δ at the first. "
        "Leaky ReLU is very near ReLU."
    )


def slopes(result: Result) -> str:
    """How steep, and how much of the last layer is flat."""
    name = capital(_name(result))
    steepest = number(result.slopes.max(), 3)
    if result.params.activation == "identity":
        return f"{name}: its slope is {steepest} everywhere."
    return (
        f"{name}: its slope is at most {steepest}. In the last layer {percent(result.saturated)} of "
        "z lie where it is below a tenth of that."
    )


def training(result: Result) -> str:
    """Whether it learns."""
    p, run, few = result.params, result.training, result.shallow
    start = amount(result.trained_gain)
    deep = f"{counted(p.trained_depth, 'layer')} deep, started at a weight scale of {start}"
    after = f"After {counted(p.updates, 'update')} of {count(BATCH)} digits"
    if result.lost:
        first = int(run.updates[np.flatnonzero(~np.isfinite(run.loss))[0]])
        text = f"The network {deep}, overflows: by update {first} its loss is no number any more."
    elif result.stalled:
        text = (
            f"{after} the loss of the network {deep}, is {number(run.loss[-1])}, as good as "
            f"ln 10 = {number(DEAD_LOSS)}: it has learned nothing yet."
        )
    else:
        worse = (
            ", more than if all ten digits were called equally likely"
            if run.loss[-1] > DEAD_LOSS
            else ""
        )
        text = (
            f"{after} the loss of the network {deep}, is {number(run.loss[-1])} on all "
            f"{count(ROWS)}{worse}; at the start it was {number(run.loss[0])}."
        )
    if p.trained_depth == SHALLOW:
        return text
    end = "it overflows too" if not math.isfinite(few.loss[-1]) else f"{number(few.loss[-1])}"
    return f"{text} With {SHALLOW} layers: {end}."


def norms(result: Result) -> str:
    """How long the gradient is, and what clipping does."""
    p, run = result.params, result.training
    known = run.norm[np.isfinite(run.norm)]
    text = (
        f"The gradient of all weights has a norm of {number(run.norm[0])} before the first update"
    )
    most = f"{text}, and of {number(known.max())} at most."
    if p.clip == "none":
        return most
    if p.clip == "norm":
        cut = int((known > p.most).sum())
        return (
            f"{most} {count(cut)} of {counted(p.updates, 'update')} are clipped to a norm of "
            f"{amount(p.most)}, and keep their direction."
        )
    turned = run.turn[~np.isnan(run.turn)]
    if turned.size == 0 or turned.max() < 0.1:
        return f"{most} No entry is as large as {amount(p.most)}, so nothing is cut off."
    return (
        f"{most} Entries are cut off at {amount(p.most)}, which turns the gradient by up to "
        f"{number(turned.max(), 2)} degrees."
    )


def recurrent(result: Result) -> str:
    """What is left after all steps back."""
    p = result.params
    linear = number(np.median(result.linear[-1]), 2)
    text = (
        f"Of a change {counted(p.steps, 'step')} ago, {number(np.median(result.memory[-1]), 2)} "
        f"arrives in a recurrent network of {p.width} units"
    )
    if p.activation == "identity":
        return f"{text}, at a weight scale of {amount(p.gain)}."
    return f"{text} with {_name(result)}; without an activation it would be {linear}."


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """Where starts that people use stand, and where this stack loses nothing."""
    return {"nothing lost": round(result.balance, 2), **USUAL}


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of: what is left, the loss at the end, its weight scale.

    `loss` is infinite where the training overflowed.
    """
    loss = result.training.loss[-1]
    return {
        "delta": _middle(result.delta_left),
        "weight": _middle(result.weight_left),
        "loss": float(loss) if math.isfinite(loss) else math.inf,
        "arrives": float(np.median(result.memory[-1])),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    p = result.params
    return {
        "layers": count(p.depth),
        "gain": amount(p.gain),
        "factor": number(result.factor),
        "left": number(_middle(result.delta_left), 2),
        "signal": number(_middle(result.signal_left), 2),
        "weights": number(_middle(result.weight_left), 2),
        "weight_first": number(np.median(result.weight[0]), 2),
        "weight_last": number(np.median(result.weight[-1]), 2),
        "flat": percent(result.saturated),
        "updates": count(p.updates),
        "loss": _loss(result.training.loss[-1]),
        "loss_at_start": _loss(result.training.loss[0]),
        "shallow_loss": _loss(result.shallow.loss[-1]),
        "no_loss": number(DEAD_LOSS),
        "trained_layers": count(p.trained_depth),
        "ending": _ending(result),
        "steps": count(p.steps),
        "arrives": number(np.median(result.memory[-1]), 2),
        "linear": number(np.median(result.linear[-1]), 2),
    }


# --- parts -----------------------------------------------------------------------------------


def _middle(each: Floats) -> float:
    return float(np.median(each))


def _left(left: float, first: str) -> str:
    """What is left at the first layer."""
    if left < 1:
        return f"{number(left, 2)} of it is left at {first}"
    return f"at {first} it is {number(left, 2)} times as large"


def _weights(result: Result) -> str:
    """How the gradients of the first weights and of the last compare."""
    times = _middle(result.weight_left)
    if not times > 0:
        return "the first weights have no gradient"
    if 1 / ALIKE < times < ALIKE:
        return f"weight gradients there and at the last are alike, × {number(times, 2)}"
    return f"its weight gradient is {number(times, 2)} times the last one's"


def _ending(result: Result) -> str:
    if result.lost:
        return "its loss overflows"
    how = "stalls" if result.stalled else "ends"
    return f"its loss {how} at {number(result.training.loss[-1])}"


def _loss(loss: Any) -> str:
    return number(loss) if math.isfinite(loss) else "lost"


def _name(result: Result) -> str:
    return {
        "relu": "ReLU",
        "sigmoid": "sigmoid",
        "tanh": "tanh",
        "leaky": "leaky ReLU",
        "gelu": "GELU",
        "identity": "no activation",
    }[result.params.activation]
