"""What is said of likeness and border: who errs less, how sure each is, and how sure it should be."""

import numpy as np

from concepts.generative_discriminative import (
    CLASSES,
    HOLES,
    IMAGES,
    KINDS,
    NEW,
    PENALTIES,
    PLANES,
    REAL,
    Plane,
    Result,
    Said,
)
from sentences.numbers import amount, capital, count, counted, number, percent, percent_set


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    u = result.params.unlabelled
    examples = f"{counted(result.n, 'example')}"
    if u:
        examples = f"{counted(result.n, 'labelled example')} and {count(u)} without a label"
    text = (
        f"From {examples} {_model(result)} errs on {_share(result.generative)} of new cases, logistic "
        f"regression {'from the labelled alone ' if u else ''}on {_share(result.discriminative)}"
    )
    if np.isnan(result.curves.best):
        return f"{text}."
    return f"{text}. Best possible: {_share(result.curves.best)}."


def headline(result: Result) -> dict[str, str]:
    """Both errors, the best possible, and where the curves cross."""
    return {
        "Generative wrong": _share(result.generative),
        "Discriminative wrong": _share(result.discriminative),
        "Best possible": _best(result),
        "Curves cross": f"at {_crossing(result)}",
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    return {
        "generative": result.generative,
        "discriminative": result.discriminative,
        "length_of_weights": result.norm,
    }


def ticks(result: Result) -> dict[str, float]:
    """Where the curves cross, where each is near its limit, and as many as a covariance needs."""
    likeness, border = result.curves.limits
    found = {
        "curves cross": result.curves.crossing,
        "likeness near limit": likeness,
        "boundary near limit": border,
    }
    if result.params.generative in ("lda", "qda") and result.params.situation not in PLANES:
        found["n = p + 2"] = float(result.p + 2)
    elif result.params.situation in REAL:
        found["all"] = float(result.curves.sizes[-1])
    return found


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; errors in percent.

    generative, discriminative : of new cases that are wrong, on average. lead : by how many points
    logistic regression errs more. labels_alone : the generative error without unlabelled examples.
    loss : log loss of the generative model. least_sure : how sure logistic regression is of the training
    example that it is least sure of. norm : the length of its weights.
    """
    return {
        "generative": 100 * result.generative,
        "discriminative": 100 * result.discriminative,
        "lead": 100 * (result.discriminative - result.generative),
        "loss": result.likeness.loss,
        "least_sure": 100 * result.border.least_sure,
        "norm": result.norm,
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    curves, p = result.curves, result.params
    far: dict[str, str] = dict.fromkeys(("far_density", "least_density"), "undefined")
    far |= dict.fromkeys(("far_generative", "far_discriminative"), "undefined")
    seen = result.shown
    if isinstance(seen, Plane):
        far = {
            "far_density": _power(seen.far_density),
            "least_density": _power(seen.least_density),
            "far_generative": percent(seen.far_says[0], 3),
            "far_discriminative": percent(seen.far_says[1], 3),
        }
    return far | {
        "n": count(result.n),
        "p": count(result.p),
        "copies": count(p.copies),
        "unlabelled": count(p.unlabelled),
        "prior": percent_set(p.prior),
        "generative": _share(result.generative),
        "discriminative": _share(result.discriminative),
        "best": _best(result),
        "alone": _share(float(curves.labels_alone[result.at].mean())),
        "crossing": _crossing(result),
        "loss": number(result.likeness.loss),
        "loss_once": number(result.loss_once),
        "loss_border": number(result.border.loss),
        "sure": percent(result.likeness.sure),
        "sure_wrong": percent(result.likeness.sure_wrong, 3),
        "least_sure": percent(result.border.least_sure),
        "norm": number(result.norm),
        "norm_weak": number(result.norms[_near(1e-2)]),
        "norm_likeness": number(result.norm_likeness),
        "norm_truth": number(result.norm_truth),
        "efficiency": percent(result.efficiency),
        "missing": percent_set(HOLES[-2]),
        "left_out": _share(result.holes.generative[-2]),
        "filled": _share(result.holes.discriminative[-2]),
        "numbers": count(result.numbers[0]),
        "numbers_border": count(result.numbers[1]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def panels(result: Result) -> str:
    """How many numbers each has learned, and from what."""
    numbers, border = result.numbers
    text = (
        f"{capital(_model(result))} has learned {count(numbers)} numbers, two densities and the share of "
        f"a class; logistic regression {count(border)}, a boundary and how steep it is."
    )
    if isinstance(result.shown, Plane):
        return f"{text} The picture is of one training set, the errors are averages over {_sets(result)}."
    return f"{text} Each mark is a new case, the errors are averages over {_sets(result)}."


def curve(result: Result) -> str:
    """Who is ahead, by how much, and whether that turns."""
    curves, at = result.curves, result.at
    apart = 100 * abs(float(curves.lead[at]))
    error = 100 * float(curves.lead_error[at])
    said = f"{number(apart, 2)} points, with a standard error of {number(error, 2)}"
    if result.ahead > 0:
        text = f"With {counted(result.n, 'example')} the generative model is ahead by {said}."
    elif result.ahead < 0:
        text = f"With {counted(result.n, 'example')} the discriminative model is ahead by {said}."
    else:
        text = (
            f"With {counted(result.n, 'example')} it is not told by {_sets(result)} which is better: the "
            f"difference is {said}."
        )
    if np.isnan(curves.crossing):
        return text
    return f"{text} From {count(curves.crossing)} on the discriminative model is ahead."


def ratio(result: Result) -> str:
    """What both say halfway between the classes."""
    seen = result.line
    middle = len(seen.place) // 2
    return (
        f"Halfway between the class means {_model(result)} gives {_class(result, 1)} a probability of "
        f"{percent(seen.by_likeness[middle])}, logistic regression {percent(seen.by_border[middle])}. "
        "Where the hills are as high as each other the S-curve is at 50\u00a0%."
    )


def reliability(result: Result) -> str:
    """How often each is sure, and wrong then."""
    return (
        f"{capital(_model(result))} {_sure(result.likeness)} Logistic regression "
        f"{_sure(result.border)} Log loss, where less is better: {number(result.likeness.loss)} and "
        f"{number(result.border.loss)}."
    )


def weights(result: Result) -> str:
    """How long the weights are, and whether there is an end to it."""
    text = (
        f"At λ = {amount(result.params.penalty)} the weights of logistic regression are "
        f"{number(result.norm)} long; at 10, the largest λ, {number(result.norms[-1])}."
    )
    if np.isfinite(result.norm_likeness):
        text += f" Those of {_model(result)} are {number(result.norm_likeness)} long"
        if np.isfinite(result.norm_truth):
            text += f", the true ones {number(result.norm_truth)}"
        text += "."
    if result.apart:
        text += (
            " A straight boundary parts these training examples, so without a penalty there is no finite "
            "answer: the weights grow for ever."
        )
    return text


def holes(result: Result) -> str:
    """Both errors with all values, and with as many missing as are at the worst but one."""
    seen, at = result.holes, len(HOLES) - 2
    return (
        f"Of {counted(seen.cases, 'new case')} {percent_set(HOLES[at])} of the values are missing, by "
        f"chance. {capital(_model(result))} leaves them out and errs on {_share(seen.generative[at])}; "
        "logistic regression, with training means in their place, on "
        f"{_share(seen.discriminative[at])}. With all values these are {_share(seen.generative[0])} and "
        f"{_share(seen.discriminative[0])}. This is one training set."
    )


def drawn(result: Result) -> str:
    """What can be drawn from densities alone."""
    if result.params.situation == "digits":
        many = f"{2 * IMAGES} images"
    else:
        many = f"{2 * NEW} points"
    return (
        f"These {many} were never measured: they are drawn from the two densities of {_model(result)}. "
        "Logistic regression has no densities, so nothing can be drawn from it."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- parts -----------------------------------------------------------------------------------


def _model(result: Result) -> str:
    """The generative model, as within a sentence."""
    return {"nbs": "naive Bayes with shared variances", "nb": "naive Bayes"}.get(
        result.params.generative, KINDS[result.params.generative]
    )


def _class(result: Result, kind: int) -> str:
    return CLASSES.get(result.params.situation, ("class 0", "class 1"))[kind]


def _sets(result: Result) -> str:
    return f"{result.curves.generative.shape[1]} training sets"


def _share(error: float) -> str:
    """An error to a tenth of a percent."""
    return percent(error, 3)


def _best(result: Result) -> str:
    return "not known" if np.isnan(result.curves.best) else _share(result.curves.best)


def _crossing(result: Result) -> str:
    crossing = result.curves.crossing
    return "no n" if np.isnan(crossing) else counted(crossing, "example")


def _sure(said: Said) -> str:
    if np.isnan(said.sure_wrong):
        return "is more than 99\u00a0% sure of no case."
    return (
        f"is more than 99\u00a0% sure of {percent(said.sure)} of new cases, and of those "
        f"{percent(said.sure_wrong, 3)} are wrong."
    )


def _power(exponent: float) -> str:
    """A density, by its power of ten."""
    return number(10**exponent, 1) if exponent > -300 else "under 10⁻³⁰⁰"


def _near(penalty: float) -> int:
    return int(np.abs(np.log(PENALTIES / penalty)).argmin())
