"""What the pictures of a small network say, in words."""

import math

import numpy as np
from numpy.typing import NDArray

from concepts.neural_network import KINDS, PLACES, STEPS, SWEEP, Result, curves_of, said_of
from sentences.numbers import amount, capital, count, counted, number, percent

Floats = NDArray[np.float64]

INPUTS = {
    "iris": ("petal length", "petal width"),
    "penguins": ("bill length", "bill depth"),
}


def claim(result: Result) -> str:
    """The one sentence above the main figure."""
    if result.broken:
        return _broken(result)
    c = result.chain
    signal, delta, product = (number(each, 2) for each in (c.signal, c.delta, c.signal * c.delta))
    return (
        f"After {_done(result)} {percent(_right(result))} of {count(len(result.rows.X))} rows are right. "
        f"On the ringed one {weight(result)} has gradient {product}: δ {delta} times signal {signal}."
    )


def headline(result: Result) -> dict[str, str]:
    """The network in six numbers."""
    c, at = result.curves, result.params.step
    found = {
        "Loss": number(c.loss[at]),
        "Test accuracy": percent(c.fresh[at]),
        "Logistic regression": percent(c.straight),
        "Gradient": number(c.gradient[at]),
        "Parameters": count(len(result.theta)),
    }
    if result.params.activation == "relu" and result.width:
        found["Dead units"] = f"{count(result.dead)} of {count(_hidden(result))}"
    elif result.width:
        found["Distinct units"] = f"{count(result.distinct)} of {count(_hidden(result))}"
    return found


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    c, at = result.curves, result.params.step
    return {
        "loss": float(c.loss[at]),
        "right": float(c.right[at]),
        "fresh_right": float(c.fresh[at]),
        "gradient": float(c.gradient[at]),
        "row_gradient": result.chain.signal * result.chain.delta,
    }


def ticks(result: Result) -> dict[str, float]:
    """The places of the training that mean something."""
    first = float(result.many_right)
    return {"start": 0.0, "90 % right": first if first >= 0 else math.nan, "end": float(PLACES)}


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """What the network says over the plane, and of fresh rows."""
    if result.broken:
        return _broken(result)
    fresh = f"{percent(result.curves.fresh[result.params.step])} of {_fresh(result)} are right."
    says = result.surface.argmax(axis=0) if result.rows.k > 1 else result.surface[0] > 0.5
    if (says == says[0, 0]).all():
        return f"The network says the same class all over the plane: {fresh}"
    if not result.width or result.params.activation == "identity":
        what = "boundary is one straight line" if result.rows.k == 1 else "boundaries are straight"
        return f"Nothing is bent, so the {what}: {fresh}"
    shown = int(np.isfinite(result.bends).all(axis=(1, 2)).sum())
    return f"{capital(counted(shown, 'bend'))} cross{'es' if shown == 1 else ''} the plane: {fresh}"


def network(result: Result) -> str:
    """What the ringed row is, what the output says of it, and how many units do something."""
    if result.broken:
        return _broken(result)
    label = int(result.rows.label[result.ringed])
    said = float(result.chance[label]) if result.rows.k > 1 else float(result.chance[0])
    what = "its class" if result.rows.k > 1 else result.names[1]
    text = (
        f"The ringed row is {_article(result.names[label])}; the output gives {what} "
        f"a probability of {number(said)}, a loss of {number(result.loss)}."
    )
    if not result.width:
        return f"{text} There is no hidden unit."
    if result.params.activation == "relu":
        return f"{text} {_of_units(result, result.dead)} off for every row."
    if result.distinct < _hidden(result):
        return f"{text} The {count(_hidden(result))} hidden units are {count(result.distinct)} in truth."
    return f"{text} No two hidden units are alike." if _hidden(result) > 1 else text


def chain(result: Result) -> str:
    """The weight's gradient, and the update."""
    if result.broken:
        return _broken(result)
    c, p = result.chain, result.params
    new = c.w - p.rate * c.mean
    figures = next((some for some in range(3, 8) if number(c.w, some) != number(new, some)), 3)
    plain = p.rule == "gd" and not result.batched
    what = "The next update takes" if plain else "Plain gradient descent on all rows would take"
    return (
        f"For the weight {weight(result)} the ringed row's gradient is {number(c.signal * c.delta, 2)} "
        f"and the mean of all rows {number(c.mean, 2)}. {what} it from {number(c.w, figures)} to "
        f"{number(new, figures)}."
    )


def loss(result: Result) -> str:
    """From where to where the loss went, and whether it ever rose."""
    c, at = result.curves, result.params.step
    if result.broken:
        return _broken(result)
    text = (
        f"The loss was {number(c.loss[0])} at the start and is {number(c.loss[at])} after "
        f"{_done(result)}, on fresh rows {number(c.fresh_loss[at])}."
    )
    so_far = c.loss[: at + 1]
    rises = int((np.diff(so_far) > 1e-9).sum())
    if not rises:
        return text
    return (
        f"{text} It has risen in {count(rises)} of {counted(at, 'step')} of the axis, "
        f"to at most {number(so_far[1:][np.diff(so_far) > 1e-9].max())}."
    )


def epochs(result: Result) -> str:
    """Batches against all rows at once, by epoch and by update."""
    c, p = result.curves, result.params
    if not result.batched:
        return "All rows are one batch, so an epoch is one update."
    if result.broken:
        return _broken(result)
    epoch = float(c.epochs[p.step])
    made = math.floor(epoch + 1e-9)
    return (
        f"After {_epochs(epoch)} batches have made {_done(result)} and are right on "
        f"{percent(c.fresh[p.step])} of {_fresh(result)}; all rows at once have made "
        f"{counted(made, 'update')} and are right on {percent(c.rival[p.step])}. After "
        f"{counted(p.updates, 'update')} these reach {percent(c.rival_last)}."
    )


def activations(result: Result) -> str:
    """How steep the activation can be, and how steep it is at the ringed row's sums."""
    if not result.width:
        return "Without a hidden layer there is no activation."
    if result.broken:
        return _broken(result)
    _, bend = curves_of(result.params.activation)
    what = (
        "Without an activation the slope"
        if result.params.activation == "identity"
        else f"The slope of {_spoken(result)}"
    )
    text = f"{what} is at most {amount(bend.max())} from {amount(SWEEP[0])} to {amount(SWEEP[-1])}."
    sums = np.concatenate(result.z[:-1])
    if sums.size == 1:
        return f"{text} The hidden unit's sum for the ringed row is {number(sums[0])}."
    return (
        f"{text} The hidden units' sums for the ringed row lie from {number(sums.min())} to "
        f"{number(sums.max())}."
    )


def space(result: Result) -> str:
    """What the two units alone tell apart."""
    if not result.pair:
        return "Without a hidden layer the output sees the inputs themselves."
    if result.broken:
        return _broken(result)
    first, second = (j + 1 for j in result.pair)
    units = f"units {first} and {second}" if first != second else f"unit {first}"
    if result.rows.k > 1:
        return f"The rows by {units}. Three classes are split by three lines, which are not drawn."
    split = f"By {units} one straight line has {percent(result.space.right)} of the rows right"
    others = result.sizes[-2] - len(set(result.pair))
    if not others:
        return f"{split}: that is all the output sees."
    return (
        f"{split}, with the {counted(others, 'other unit')} held at their means."
        if others > 1
        else (f"{split}, with the other unit held at its mean.")
    )


def check(result: Result) -> str:
    """At which step differences come nearest to backpropagation."""
    central, forward = result.checked
    if result.broken:
        return _broken(result)
    if np.isnan(central).any():
        return (
            "Gradients that are all 0, or too large to square, leave the relative error undefined."
        )
    return (
        f"Central differences come nearest to backpropagation at a step of {_power(central)}, to "
        f"{number(central.min(), 2)}; forward ones at {_power(forward)}, to {number(forward.min(), 2)}. "
        f"{'A smaller step loses digits to rounding.' if central[0] > central.min() else ''}".rstrip()
    )


def matrix(result: Result) -> str:
    """What the layers multiply to."""
    if result.params.activation != "identity" and result.width:
        return "With an activation between them the matrices do not multiply to the network."
    if result.broken:
        return _broken(result)
    W, b = result.matrix
    many = counted(len(result.sizes) - 1, "matrix", "matrices")
    if result.rows.k > 1:
        return f"{many} of weights multiply to one, from 2 inputs to {result.rows.k} outputs."
    return (
        f"{many} of weights multiply to one: {number(W[0, 0])} for the first input, "
        f"{number(W[1, 0])} for the second, and a bias of {number(b[0])}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of.

    fresh : Fresh rows right, in percent. ahead : By how many points more than all rows at once after as
    many epochs; 0 without batches. gain : By how many more than logistic regression.
    distinct, dead, units : Hidden units that differ, that are off for every row, of a layer.
    """
    c, at = result.curves, result.params.step
    return {
        "fresh": 100 * float(c.fresh[at]),
        "ahead": 100 * float(c.fresh[at] - c.rival[at]) if result.batched else 0.0,
        "gain": 100 * float(c.fresh[at] - c.straight),
        "distinct": float(result.distinct),
        "dead": float(result.dead),
        "units": float(result.width),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    c, p = result.curves, result.params
    central, forward = result.checked
    W, _ = result.matrix
    known = not np.isnan(central).any()
    return {
        "done": _done(result),
        "right": percent(_right(result)),
        "fresh": percent(c.fresh[p.step]),
        "straight": percent(c.straight),
        "loss": number(c.loss[p.step]),
        "first_loss": number(c.loss[0]),
        "most_loss": number(np.nanmax(c.loss)),
        "distinct": count(result.distinct),
        "dead": count(result.dead),
        "hidden": count(_hidden(result)),
        "parameters": count(len(result.theta)),
        "gradient": number(c.gradient[p.step]),
        "full": percent(c.rival[p.step]),
        "full_last": percent(c.rival_last),
        "full_done": counted(math.floor(float(c.epochs[p.step]) + 1e-9), "update"),
        "weight": weight(result),
        "signal": number(result.chain.signal, 2),
        "slope": number(result.chain.slope, 2),
        "delta": number(result.chain.delta, 2),
        "row_gradient": number(result.chain.signal * result.chain.delta, 2),
        "row_loss": number(result.loss),
        "first_product": number(W[0, 0]),
        "second_product": number(W[1, 0]),
        "central": number(central.min(), 2) if known else "undefined",
        "central_step": _power(central) if known else "undefined",
        "forward": number(forward.min(), 2) if known else "undefined",
    }


def weight(result: Result) -> str:
    """What the weight looked at is called: "x₁ → unit 3"."""
    c, depth = result.chain, result.params.depth

    def unit(layer: int, j: int) -> str:
        if layer == 0:
            return INPUTS.get(result.params.data, ("x₁", "x₂"))[j]
        if layer > depth:
            return "output" if result.rows.k == 1 else result.names[j]
        return f"unit {j + 1}" if layer == 1 else f"unit {j + 1} of layer {layer}"

    return f"{unit(c.layer, c.source)} → {unit(c.layer + 1, c.target)}"


def _done(result: Result) -> str:
    return said_of(result.params.step, result.params)


def _right(result: Result) -> float:
    return float(result.curves.right[result.params.step])


def _hidden(result: Result) -> int:
    return sum(result.sizes[1:-1])


def _of_units(result: Result, some: int) -> str:
    if not some:
        return "No hidden unit is"
    return (
        f"{count(some)} of {counted(_hidden(result), 'hidden unit')} {'is' if some == 1 else 'are'}"
    )


def _fresh(result: Result) -> str:
    kind = {"iris": "irises held out", "penguins": "penguins held out"}
    return f"{count(len(result.rows.fresh))} {kind.get(result.params.data, 'fresh rows')}"


def _article(name: str) -> str:
    if name.startswith(("class", "another", "versicolor")):
        return f"of {name}" if name.startswith("class") else name
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _epochs(many: float) -> str:
    return counted(many, "epoch") if float(many).is_integer() else f"{number(many)} epochs"


def _spoken(result: Result) -> str:
    name = KINDS[result.params.activation]
    return name if name in ("ReLU", "GELU") else name[:1].lower() + name[1:]


def _power(errors: Floats) -> str:
    raised = str(round(math.log10(STEPS[int(errors.argmin())])))
    return "10" + raised.translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _broken(result: Result) -> str:
    return (
        f"Within {_done(result)} the weights have become too large for any number: at a learning rate of "
        f"{number(result.params.rate)} the training has overflowed."
    )
