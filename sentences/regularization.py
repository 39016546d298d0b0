"""What the pictures of penalised coefficients say, in words."""

import math

import numpy as np

from concepts.regularization import DRAWN, REDRAWS, Result
from sentences.numbers import amount, capital, count, counted, number, percent, quoted

RULES = {"lasso": "the lasso", "net": "the elastic net", "ridge": "ridge"}


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    j, rule = result.watched, RULES[result.params.penalty]
    return f"At λ = {amount(result.lam)} {rule} keeps {_kept(result)}: {_state(result, j)}"


def headline(result: Result) -> dict[str, str]:
    """The solution in four to six numbers."""
    least = np.abs(result.least).sum()
    said = {
        "Kept": f"{_inside(result.now)} of {result.p}",
        "λ": number(result.lam),
        "|b|₁ of least squares": percent(np.abs(result.now).sum() / least if least else math.nan),
        "CV error": number(result.cv_now),
        "CV error, best": number(result.cv[result.best]),
    }
    if result.truth.size:
        true, false = result.found(result.now)
        said["True, false"] = f"{count(true)} and {count(false)}"
    return said


def table(result: Result) -> dict[str, dict[str, str]]:
    """What libraries minimise, and what each is given for this penalty."""
    lam, mix, n = result.lam, result.mix, result.n
    one, both, two = mix == 1, f"l1_ratio={amount(mix)}", mix == 0
    no_l1, no_l2 = "has no L1", "has no L2"
    rows = {
        "scikit-learn Lasso": ("RSS/(2n) + alpha Σ|b|", f"alpha={amount(lam)}" if one else no_l2),
        "scikit-learn ElasticNet": (
            "RSS/(2n) + alpha (l1_ratio Σ|b| + (1 − l1_ratio)/2 Σb²)",
            "not for l1_ratio=0" if two else f"alpha={amount(lam)}, {both}",
        ),
        "scikit-learn Ridge": ("RSS + alpha Σb²", f"alpha={amount(n * lam)}" if two else no_l1),
        "R glmnet": (
            "RSS/(2n) + lambda (alpha Σ|b| + (1 − alpha)/2 Σb²)",
            f"lambda={amount(lam)}, alpha={amount(mix)}",
        ),
        "statsmodels fit_regularized": (
            "RSS/(2n) + alpha (L1_wt Σ|b| + (1 − L1_wt)/2 Σb²)",
            f"alpha={amount(lam)}, L1_wt={amount(mix)}",
        ),
        "PyTorch SGD, mean squared error": (
            "RSS/n + weight_decay/2 Σb²",
            f"weight_decay={amount(2 * lam)}" if two else no_l1,
        ),
    }
    return {
        name: {"It minimises": what, "For this penalty": given}
        for name, (what, given) in rows.items()
    }


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    return {
        "lambda": result.lam,
        "kept": float(_inside(result.now)),
        "across": float(result.now[result.pair[0]]),
        "up": float(result.now[result.pair[1]]),
        "ridge_up": float(result.ridge[result.pair[1]]),
        "cv_error": result.cv_now,
    }


# --- one sentence a figure -------------------------------------------------------------------


def plane(result: Result) -> str:
    """Where the least-squares point lies, and whether the zero zone has it."""
    one, two = result.pair
    held = "With the other features held, least" if result.p > 2 else "Least"
    text = (
        f"{held} squares has {number(result.middle[0])} for {_who(result, one)} and "
        f"{number(result.middle[1])} for {_who(result, two)}."
    )
    if result.mix == 0:
        return f"{text} Ridge's zero zone has no width: only on its two lines is a coefficient 0."
    zeros = [_who(result, j) for j in result.pair if result.now[j] == 0]
    if len(zeros) == 2:
        return f"{text} It lies in the middle of the zero zone: both are exactly 0."
    if zeros:
        return f"{text} It lies in the zero zone: {zeros[0]} is exactly 0."
    return f"{text} It lies outside the zero zone: neither is 0."


def paths(result: Result) -> str:
    """Where the feature that is watched leaves, and what ridge makes of it at this strength."""
    who = _who(result, result.watched)
    if result.mix == 0:
        return (
            f"Ridge's coefficient of {who} is {number(result.now[result.watched])}. It keeps all "
            f"{counted(result.p, 'feature')} at any λ."
        )
    if math.isnan(result.leaves):
        return f"The coefficient of {who} is 0 at every λ shown."
    first = _who(result, result.first_in)
    text = f"The coefficient of {who} is exactly 0 from {percent(result.leaves)} of λmax on."
    if result.first_in == result.watched:
        return f"{text} As λ falls it is the first to come in."
    return f"{text} As λ falls the first to come in is {first}."


def cv(result: Result) -> str:
    """The best strength and the one within an error of it, with what each keeps."""
    best, one_se = result.best, result.one_se
    text = (
        f"The least error over {result.params.folds} folds is {number(result.cv[best])} ± "
        f"{number(result.cv_error[best])}, at λ = {number(result.lam_max * result.shares[best])}, "
        f"with {count(_inside(result.path[best]))} of {counted(result.p, 'feature')}."
    )
    if one_se == best:
        return f"{text} No stronger penalty is within one standard error of it."
    lam = number(result.lam_max * result.shares[one_se])
    inside = _inside(result.path[one_se])
    if not inside:
        return f"{text} One standard error allows λ = {lam}, which keeps nothing: the mean alone."
    return f"{text} One standard error allows λ = {lam}, with {count(inside)}."


def redraws(result: Result) -> str:
    """How often each of the two is kept on other data, and how the two share."""
    if not result.redrawn.size:
        return "With so many features no other data sets are fitted."
    one, two = (percent(np.mean(result.redrawn[:, i] != 0)) for i in (0, 1))
    names = [_who(result, j) for j in result.pair]
    ours, ridge = result.larger
    low, high = np.quantile(result.redrawn_least[:, 1], [0.025, 0.975])
    text = f"In {REDRAWS} other data sets {_rule(result)} keeps {names[0]} in {one}, {names[1]} in {two}."
    shares = f"The larger of the two has {percent(ours)} of their size, by ridge {percent(ridge)}."
    if result.mix == 0:
        shares = f"The larger of the two has {percent(ridge)} of their size."
    if math.isnan(ours):
        shares = f"Ridge's larger one has {percent(ridge)} of their size."
    return (
        f"{text} {shares} Least squares has from {number(low)} to {number(high)} for {names[1]} in "
        f"95{chr(160)}% of them."
    )


def survivors(result: Result) -> str:
    """Which features are kept in all other data sets, and which is kept least."""
    if np.isnan(result.kept).all():
        return "With so many features no other data sets are fitted."
    always = int((result.kept == 1).sum())
    least = int(result.kept.argmin())
    text = (
        f"In {REDRAWS} other data sets {_rule(result)} keeps {count(always)} of "
        f"{counted(result.p, 'feature')} every time."
    )
    if always == result.p:
        return text
    who = _who(result, least)
    return f"{text} Least often it keeps {who}, in {percent(result.kept[least])}."


def estimates(result: Result) -> str:
    """How differently the features are shrunk."""
    if np.isnan(result.least).any():
        return (
            f"With {counted(result.p, 'feature')} and {counted(result.n, 'row')} least squares is "
            "undefined: many coefficients fit the rows exactly."
        )
    sizes = np.abs(result.least)
    big = int(sizes.argmax())
    grown = int(np.sum(np.abs(result.now) > sizes))
    turned = int(np.sum(result.now * result.least < 0))
    text = (
        f"The largest by least squares, {_who(result, big)}, goes from {number(result.least[big])} to "
        f"{_number(result.now[big])}."
    )
    more = [f"{counted(grown, 'coefficient')} grew"] if grown else []
    more += [f"{counted(turned, 'coefficient')} turned the sign"] if turned else []
    return (
        f"{text} {capital(' and '.join(more))}."
        if more
        else f"{text} No coefficient grew or turned its sign."
    )


def risk(result: Result) -> str:
    """What each gets at its best strength, against the truth."""
    if not result.risk.size:
        return "The truth behind real rows is not known, so neither is the error above the noise."
    ridge, ours = float(result.ridge_risk.min()), float(result.risk.min())
    now = f"At this λ the error on new rows is {number(result.risk_now)} above the noise."
    least = (
        "Least squares is undefined."
        if math.isnan(result.least_risk)
        else f"Least squares has {number(result.least_risk)}."
    )
    if result.mix == 0:
        return f"{now} At its best λ ridge has {number(ridge)}. {least}"
    return f"{now} At its best λ {_rule(result)} has {number(ours)}, ridge {number(ridge)}. {least}"


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The strengths that mean something."""
    who = result.names[result.watched] if result.params.source != "own" else "feature upwards"
    found = {"CV best": float(result.shares[result.best])}
    found["one standard error"] = float(result.shares[result.one_se])
    found[f"{who} leaves"] = result.leaves
    if result.mix:
        found["all zero"] = 1.0
    return found


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of.

    `kept`, `kept_one_se`: features that are not zero, at this strength and at one standard error.
    `true_found`, `false_kept`: of kept ones those that matter and those that do not. `cv_over`: by how
    many percent the error over the folds is above the least. `larger`, `ridge_larger`: median share of
    the larger of the two on other data, in percent. `leaves`: the share of λmax from which on the
    feature upwards is zero. `ridge_left`: what ridge leaves of it, in percent of least squares.
    `useless_first`: 1 if a feature comes in first that does not matter. `edge`: the least error of this
    penalty less that of ridge, on new rows. `watched`: the coefficient of the feature upwards.
    `l1_share`: of the penalty, in percent. nan where there is no such thing.
    """
    true, false = result.found(result.now)
    ours, ridge = result.larger
    j = result.watched
    drawn = result.params.source in DRAWN
    return {
        "kept": float(_inside(result.now)),
        "kept_one_se": float(_inside(result.path[result.one_se])),
        "true_found": true,
        "false_kept": false,
        "cv_over": 100 * (result.cv_now / float(result.cv[result.best]) - 1),
        "larger": 100 * ours,
        "ridge_larger": 100 * ridge,
        "leaves": float(result.leaves),
        "ridge_left": 100 * float(_share(result.ridge[j], result.least[j])),
        "useless_first": float(result.truth[result.first_in] == 0) if drawn else math.nan,
        "edge": float(result.risk.min() - result.ridge_risk.min()) if drawn else math.nan,
        "watched": float(result.now[j]),
        "l1_share": 100 * result.mix,
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    j, i = result.watched, result.pair[0]
    true, false = result.found(result.now)
    best_true, best_false = result.found(result.path[result.best])
    _, se_false = result.found(result.path[result.one_se])
    ours, ridge = result.larger
    drawn = result.params.source in DRAWN
    names = [_who(result, k) for k in np.flatnonzero(result.now).tolist()]
    redrawn = result.redrawn if result.redrawn.size else np.full((1, 2), np.nan)
    dropped = np.mean((redrawn == 0).any(axis=1)) if result.redrawn.size else math.nan
    return {
        "n": count(result.n),
        "p": count(result.p),
        "lam": amount(result.lam),
        "kept": count(_inside(result.now)),
        "kept_names": " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none",
        "right": _number(result.now[i]),
        "watched": _number(result.now[j]),
        "watched_name": _who(result, j),
        "ridge_right": _number(result.ridge[i]),
        "ridge_watched": _number(result.ridge[j]),
        "least_right": number(result.least[i]),
        "least_watched": number(result.least[j]),
        "error_right": number(result.errors[i]),
        "error_watched": number(result.errors[j]),
        "right_left": percent(_share(result.now[i], result.least[i])),
        "ridge_left": percent(_share(result.ridge[j], result.least[j])),
        "leaves": percent(result.leaves),
        "inflation": number(result.inflation[j]),
        "dropped": percent(dropped),
        "kept_right": percent(np.mean(redrawn[:, 0] != 0) if result.redrawn.size else math.nan),
        "kept_watched": percent(np.mean(redrawn[:, 1] != 0) if result.redrawn.size else math.nan),
        "larger": percent(ours),
        "ridge_larger": percent(ridge),
        "cv_best": number(result.cv[result.best]),
        "cv_best_error": number(result.cv_error[result.best]),
        "cv_now": number(result.cv_now),
        "lam_best": number(result.lam_max * result.shares[result.best]),
        "lam_one_se": number(result.lam_max * result.shares[result.one_se]),
        "kept_best": count(_inside(result.path[result.best])),
        "kept_one_se": count(_inside(result.path[result.one_se])),
        "true": _counted(true),
        "false": _counted(false),
        "best_true": _counted(best_true),
        "best_false": _counted(best_false),
        "se_false": _counted(se_false),
        "risk": number(result.risk.min() if drawn else math.nan),
        "ridge_risk": number(result.ridge_risk.min() if drawn else math.nan),
        "least_risk": number(result.least_risk),
        "most_left": percent(result.left.max()),
        "least_left": percent(result.left.min()),
        "freedom": number(result.left.sum()),
        "survivors": percent(_survivors(result)),
        "ridge_effect_watched": _number(result.ridge[j] / result.scales[j]),
    }


# --- parts -----------------------------------------------------------------------------------


def _state(result: Result, j: int) -> str:
    """How much is left of a feature, and what ridge makes of it where it is zero."""
    who, now, least = _who(result, j), float(result.now[j]), float(result.least[j])
    if now == 0:
        return f"{who} is exactly 0. {_by_ridge(result, j)}".rstrip()
    share = _share(now, least)
    if math.isnan(share):
        return f"{who} has {number(now)}."
    if share < 0:
        return f"{who} has {number(now)}, the other sign than by least squares."
    if share > 1:
        return f"{who} has grown, from {number(least)} by least squares to {number(now)}."
    return f"{who} has {percent(share)} of least squares."


def _by_ridge(result: Result, j: int) -> str:
    ridge, least = float(result.ridge[j]), float(result.least[j])
    if ridge == 0:
        return ""
    share = _share(ridge, least)
    if math.isnan(share):
        return f"Ridge gives it {number(ridge)}."
    if share < 0:
        return f"Ridge turns its sign, to {number(ridge)}."
    if share > 1:
        return f"Ridge lets it grow, from {number(least)} by least squares to {number(ridge)}."
    return f"Ridge still keeps {percent(share)} of it."


def _survivors(result: Result) -> float:
    """Mean size of the kept features that matter, as a share of the truth, at the best strength."""
    truth, b = result.truth, result.path[result.best]
    if not truth.size or not truth.any():
        return math.nan
    inside = (truth != 0) & (b != 0)
    if not inside.any():
        return math.nan
    found = b[inside] / result.scales[inside]
    return float(np.mean(found / truth[inside]))


def _kept(result: Result) -> str:
    inside = _inside(result.now)
    if inside == result.p:
        return f"all {counted(result.p, 'feature')}"
    return f"{count(inside)} of {counted(result.p, 'feature')}"


def _inside(coefficients: np.ndarray) -> int:
    return int(np.count_nonzero(coefficients))


def _share(part: float, whole: float) -> float:
    return float(part / whole) + 0.0 if whole else math.nan  # no minus before 0


def _number(value: float) -> str:
    """A coefficient; what is not zero is not said as it."""
    return "exactly 0" if value == 0 else number(value)


def _counted(n: float) -> str:
    return "undefined" if math.isnan(n) else count(n)


def _rule(result: Result) -> str:
    return RULES[result.params.penalty]


def _who(result: Result, j: int) -> str:
    """What a feature is called; a visitor's words are in quotes."""
    name = result.names[j]
    return quoted(name) if result.params.source == "own" else name
