"""What the pictures of self-attention say, in words."""

import math

import numpy as np

from concepts.attention import (
    ENDS,
    GIVEN,
    HEADS,
    LAYERS,
    OFFSETS,
    PER_WORD,
    POSITION,
    STORED,
    SWEPT,
    UPDATES,
    Result,
)
from sentences.numbers import amount, count, counted, number, percent, quoted

DECIDED = 0.5  # from which a sense is said to be one
LEARNED = 0.95  # accuracy from which a head has learned its task


def claim(result: Result) -> str:
    """The sentence above the main figure."""
    h, word = result.heard, _word(result, result.asks)
    if not h.asks[result.asks]:
        return f"{word} asks nothing: it hears {_most(result)}."
    return f"This {word} hears {_most(result)}: {_sense(result)}."


def headline(result: Result) -> dict[str, str]:
    """Who is heard, how many words, the sense, and how far equal words are apart."""
    h = result.heard
    found = {
        "Heard most": " and ".join(_word(result, i) for i in result.alike[:2]),
        "Its weight": percent(result.weights.max()),
        "Words heard": number(result.words_heard),
        f"Sense, {h.senses[0]} − {h.senses[1]}": _signed(result.sense),
    }
    if not math.isnan(h.gap):
        found["Gap between equal words"] = number(h.gap, 3)
    return found


def answer(result: Result) -> dict[str, float]:
    """The numbers that the standalone script finds as well."""
    h = result.heard
    return {
        "top_weight": float(result.weights.max()),
        "words_heard": result.words_heard,
        "first_sense": float(h.out[result.asks, 0]),
        "second_sense": float(h.out[result.asks, 1]),
        "word_before": float(h.heads[1, result.asks].max()),
        "digits_right": float(result.memory_here.accuracy[0]),
        "digits_log_loss": float(result.memory_here.loss[0]),
    }


# --- one sentence a figure -------------------------------------------------------------------


def sentence(result: Result) -> str:
    """The mix of the asking word, before and after."""
    h, at = result.heard, result.asks
    first, second = h.senses
    was, out = h.values[at], h.out[at]
    text = (
        f"{_word(result, at)} comes with {first} {_two(was[0])} and {second} {_two(was[1])}; it leaves "
        f"with {first} {_two(out[0])} and {second} {_two(out[1])}, the mix of what it hears"
    )
    if len(h.layers) == 1:
        return f"{text}. Vectors are made by hand."
    top = int(np.argmax(h.layers[0][at]))
    share = percent(h.layers[0][at, top])
    return (
        f"{text} in layer 2. In layer 1 it hears {_word(result, top)} most, {share}. Made by hand."
    )


def matrix(result: Result) -> str:
    """What a row is, and equal rows."""
    h = result.heard
    heard = number(result.words_heard)
    text = (
        f"Every row sums to 1. That of {_word(result, result.asks)} is spread as over {heard} words"
    )
    hidden = ", and what comes later is hidden" if result.params.mask == "past" else ""
    if math.isnan(h.gap):
        return f"{text}{hidden}."
    if h.gap == 0:
        return f"{text}{hidden}. Equal words have equal rows: their outputs differ by exactly 0."
    return f"{text}{hidden}. The outputs of equal words that ask differ by {number(h.gap)}."


def heads(result: Result) -> str:
    """What each head hears."""
    found = []
    for name, row in zip(HEADS, result.heard.heads[:, result.asks], strict=True):
        top = int(np.argmax(row))
        found.append(f"{name}: {_word(result, top)}, {percent(row[top])}")
    return (
        f"{_word(result, result.asks)} hears most, {'; '.join(found)}. Added scores are multiplied "
        "weights, so one head cannot do the work of two."
    )


def positions(result: Result) -> str:
    """What a clue gains or loses with distance."""
    p = result.params
    added = dict(zip(POSITION, result.by_offset, strict=True))[p.position]
    one, five = (float(added[np.flatnonzero(OFFSETS == k)[0]]) for k in (1, 5))
    if p.position == "none":
        return "Without positions a clue counts the same wherever it stands."
    if p.position != "rotary" and p.strength == 0:
        return f"{POSITION[p.position]}: with a strength of 0 the place has no say."
    how = {
        "sine": "Sine encodings add the cosine of the distance",
        "rotary": "Rotary positions multiply a clue's score by the cosine of the distance",
        "linear": f"A linear bias takes {amount(p.strength / PER_WORD)} for each word between",
    }[p.position]
    return f"{how}: {_signed(one)} at one word, {_signed(five)} at five."


def scaling(result: Result) -> str:
    """The largest weight, with the root and without."""
    p = result.params
    n, d = counted(p.keys, "random key"), counted(p.head_size, "entry", "entries")
    return (
        f"Of {n} of {d} the one heard most gets {percent(result.raw.top[-1])} undivided, and "
        f"{percent(result.divided.top[-1])} over √d. Of the softmax's slope Σw(1 − w) there is left "
        f"{number(result.raw.slope[-1], 2)}, and {number(result.divided.slope[-1], 2)}."
    )


def learned(result: Result) -> str:
    """What the head learned, and where it looks."""
    run = result.learned
    right, near, far = run.accuracy[-1], run.nearer[-1], run.farther[-1]
    after = f"After {UPDATES[-1]} updates the head is right in {percent(right)} of new sentences"
    looks = f"it gives the nearer clue {percent(near)} of its weight and the farther {percent(far)}"
    return f"{after}; {looks}: {_verdict(result)}."


def memory(result: Result) -> str:
    """How well digits are told by those they hear."""
    p, now = result.params, result.memory_here
    best = SWEPT[int(np.argmin(result.memory.loss))]
    heard = number(result.images_heard, 2)
    return (
        f"{count(STORED)} digits are the keys, their labels the values. At a temperature of "
        f"{amount(p.temperature)} a new digit hears {heard} of them, {percent(now.accuracy[0])} are "
        f"told right, and the log loss is {number(now.loss[0], 2)}. It is least at about "
        f"{amount(best, figures=2)}."
    )


def depth(result: Result) -> str:
    """Whether words stay apart."""
    kept, lost = result.spread
    return (
        "Random layers of attention, of one head: without the residual connection words differ from "
        f"their mean by {number(lost[3], 2)} after 3 layers; with it by {number(kept[-1], 2)} after "
        f"{LAYERS}."
    )


def block(result: Result) -> str:
    """What is in a block, and where its weights are."""
    attention, forward = result.block
    share = percent(forward / (attention + forward))
    return (
        f"A block of width {count(result.params.width)} has {_large(attention + forward)} weights: "
        f"{_large(attention)} in attention, {_large(forward)}, or {share}, in the feed-forward part. "
        "Around each goes a residual connection."
    )


def costs(result: Result) -> str:
    """How much the square is, and what the cache holds."""
    p, c = result.params, result.costs_here
    share = c.square / (c.square + c.rest)
    full, few = (_size(each) for each in result.cache)
    return (
        f"In a layer of width {count(p.width)}, a text of {counted(p.length, 'word')} spends "
        f"{percent(share)} of its operations on scores and mix: 4n²d of 24nd² + 4n²d. Written word by "
        f"word, it takes {number(result.cached)} times as many without a cache. In {GIVEN['layers']} "
        f"layers with {GIVEN['heads']} key heads of {GIVEN['head_size']} the cache holds {full}, with "
        f"{GIVEN['grouped']} {few}."
    )


def miniature(result: Result) -> str:
    """The claim again, for the small picture."""
    return claim(result)


# --- named numbers for the words in content/ ---------------------------------------------------


def ticks(result: Result) -> dict[str, float]:
    """The words that ask."""
    h = result.heard
    asks = np.flatnonzero(h.asks)[:4]
    kinds = [h.kinds[i] for i in asks]
    found = {}
    for i, kind in zip(asks, kinds, strict=True):
        order = ("first ", "second ", "third ", "fourth ")[kinds[: list(asks).index(i)].count(kind)]
        found[f"{order if kinds.count(kind) > 1 else ''}{kind}"] = float(i + 1)
    return found


def measures(result: Result) -> dict[str, float]:
    """What guesses and challenges speak of; weights and `told` in percent.

    `lead` is the nearer clue's weight less the farther's. `gap`, `least`, the smallest top weight of all
    words that ask, and `street` are nan where none are.
    """
    h = result.heard
    asks = h.weights[h.asks]
    street = h.kinds.index("street") if "street" in h.kinds else None
    it = h.kinds.index("it") if "it" in h.kinds and h.senses[0] == "living" else None
    return {
        "sense": result.sense,
        "gap": h.gap,
        "least": 100 * float(asks.max(axis=1).min()) if len(asks) else math.nan,
        "street": math.nan if street is None or it is None else 100 * float(h.weights[it, street]),
        "largest": 100 * float(result.scaling.top[-1]),
        "lead": 100 * float(result.learned.nearer[-1] - result.learned.farther[-1]),
        "told": 100 * float(result.memory_here.accuracy[0]),
    }


def facts(result: Result) -> dict[str, str]:
    """Named numbers as text, for the words in content/."""
    h, run, now = result.heard, result.learned, result.memory_here
    first = h.weights[int(np.flatnonzero(h.asks)[0])] if h.asks.any() else result.weights
    return {
        "word": _word(result, result.asks),
        "hears": _most(result),
        "becomes": _sense(result),
        "gap": number(h.gap),
        "closed": percent(first[3]) if len(first) > 3 else "undefined",
        "river": percent(first[7]) if len(first) > 7 else "undefined",
        "keys": count(result.params.keys),
        "d": count(result.params.head_size),
        "strength": amount(result.params.strength),
        "undivided": percent(result.raw.top[-1]),
        "divided": percent(result.divided.top[-1]),
        "slope": number(result.raw.slope[-1], 2),
        "kept_slope": number(result.divided.slope[-1], 2),
        "accuracy": percent(run.accuracy[-1]),
        "nearer": percent(run.nearer[-1]),
        "farther": percent(run.farther[-1]),
        "verdict": _verdict(result),
        "temperature": amount(result.params.temperature),
        "told": percent(now.accuracy[0]),
        "log_loss": number(now.loss[0], 2),
        "images": number(result.images_heard, 2),
        "stored": count(STORED),
        "before": percent(h.heads[1, result.asks].max()),
        "square": percent(
            result.costs_here.square / (result.costs_here.square + result.costs_here.rest)
        ),
        "length": count(result.params.length),
        "width": count(result.params.width),
        "uncached": number(result.cached),
        "cache": _size(result.cache[0]),
        "grouped": _size(result.cache[1]),
        "lost": number(result.spread[1][3], 2),
        "kept": number(result.spread[0][-1], 2),
    }


# --- parts -----------------------------------------------------------------------------------


def _word(result: Result, i: int) -> str:
    return quoted(result.heard.words[i].rstrip(ENDS))


def _most(result: Result) -> str:
    """Whom it hears most, and how much."""
    alike, share = result.alike, percent(result.weights.max())
    if len(alike) == 1:
        return f"{_word(result, alike[0])} most, {share}"
    if len(alike) == 2:
        return f"{_word(result, alike[0])} and {_word(result, alike[1])} alike, {share} each"
    return f"{len(alike)} words alike, {share} each"


def _verdict(result: Result) -> str:
    """What the trained head does with the clue that it hears more."""
    run = result.learned
    if not result.params.distances:
        return "without distances it cannot know which is nearer"
    if run.accuracy[-1] < LEARNED:
        return "it has not learned its task"
    if (run.values < 0).all():
        return "its values say the opposite of what it hears"
    if (run.values > 0).all():
        return "its values say what it hears"
    return "one of its values says the opposite of what it hears"


def _sense(result: Result) -> str:
    """What it becomes, as its two entries say."""
    first, second = result.heard.senses
    if abs(result.sense) < DECIDED:
        return f"its sense stays between {first} and {second}, {_signed(result.sense)}"
    return f"its sense is {first if result.sense > 0 else second}, {_signed(result.sense)}"


def _signed(value: float) -> str:
    return "0" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")


def _two(value: float) -> str:
    return f"{value:z.2f}".replace("-", "−")


def _large(weights: int) -> str:
    """A number of weights, from a million on in millions."""
    return f"{number(weights / 1e6)} million" if weights >= 1e6 else count(weights)


def _size(size: int) -> str:
    """Bytes, in powers of 1,024."""
    power = int(math.log2(size) // 10)
    return amount(size / 1024**power, ("bytes", "KiB", "MiB", "GiB", "TiB")[power])
