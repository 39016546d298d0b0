"""Self-attention on a short sentence: who hears whom, and what each word becomes."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concepts.controls import (
    check,
    controls_of,
    one_of,
    ranged,
    seeded,
    switch,
    text,
    words_of,
)
from methods.attention.blocks import spread_by_layer
from methods.attention.costs import (
    attention_flops,
    block_weights,
    cache_bytes,
    feed_forward_flops,
    generation_flops,
    projection_flops,
    recurrent_flops,
)
from methods.attention.dot_product import (
    attention_weights,
    causal_mask,
    random_key_scores,
    slope_left,
    words_heard,
)
from methods.attention.positions import (
    frequencies,
    linear_bias,
    previous_word_scores,
    rotated,
    sine_encoding,
)
from methods.attention.trained_head import (
    FIRST,
    SECOND,
    head_of,
    heard,
    sentences,
    started,
    train_head,
)
from methods.once import once
from methods.tables import Table, Tables, remembered

Floats = NDArray[np.float64]
Vectors = dict[str, tuple[float, ...]]

SENTENCES = {
    "banks": "The bank was closed because of the river bank",
    "tired": "The animal didn't cross the street, it was tired",
    "wide": "The animal didn't cross the street, it was wide",
}
SENTENCE = {
    "banks": "The bank … the river bank",
    "tired": "The animal … it was tired",
    "wide": "The animal … it was wide",
    "own": "Your own, about banks",
}
POSITION = {
    "none": "No positions",
    "sine": "Sine, added",
    "rotary": "Rotary",
    "linear": "Linear bias",
}
MASK = {"all": "All words", "past": "Only the past (causal)"}
MOST_WORDS = 9
ENDS = ".,:;!?"  # what is no part of a word at its end

# Made by hand, and called so: [office, shore, clue, asks] of a word; all others are 0.
OFFICE, SHORE = (2.0, 0.0, 1.0, 0.0), (0.0, 2.0, 1.0, 0.0)
CLOSED = "closed", "opened", "robbed", "money", "loan", "cashier"
RIVER = "river", "water", "fished", "flooded", "boat", "muddy"
BANKS: Vectors = {
    **dict.fromkeys(("bank", "banks"), (1.0, 1.0, 0.0, 1.0)),
    **dict.fromkeys(CLOSED, OFFICE),
    **dict.fromkeys(RIVER, SHORE),
}
# [living, place, property, asks, noun]
REFERENCE: Vectors = {
    "animal": (2.0, 0.0, 0.0, 0.0, 1.0),
    "street": (0.0, 2.0, 0.0, 0.0, 1.0),
    "tired": (2.0, 0.0, 1.0, 0.0, 0.0),
    "wide": (0.0, 2.0, 1.0, 0.0, 0.0),
    "it": (0.0, 0.0, 0.0, 1.0, 0.0),
}
SENSES = {"banks": ("office", "shore"), "reference": ("living", "place")}
CONTENT = 4.0  # how much a clue counts for a word that asks
PROPERTY, NOUN, FITS = 5.0, 3.0, 2.0  # the same in the two layers that find what "it" is
ENCODED = 16  # entries of a position's encoding
PAIR = 1  # of its sines, the second fastest, 0.316 radians a word, is the one that this head reads
FREQUENCY = frequencies(ENCODED)[PAIR : PAIR + 1]
PER_WORD = 5.0  # a linear bias falls by the strength in so many words, much as the sine does
BEFORE = 2.0  # strength of the head that seeks the word before
HEADS = "by sense", "word before", "both in one head"

DIMS = 2 ** np.arange(11)
DRAWS = 200
OFFSETS = np.arange(-8, 9)
UPDATES = tuple(range(0, 101, 5))
TRAINED_ON = 400
STORED, ASKED = 1000, 250  # digits
SWEPT = 10.0 ** np.linspace(-2, 2, 21)  # temperatures
TINY = 1e-12  # inside the logarithm of the log loss
LAYERS, WORDS_IN, WIDTH_IN = 12, 16, 32
LENGTHS = 2.0 ** np.arange(4, 19)
GIVEN = {"layers": 32, "heads": 32, "head_size": 128, "grouped": 8}  # of a model with 7e9 weights
SCALING, TRAINING, COST = "Random keys", "Trained head", "Cost"


def text_of(p: "Params") -> tuple[str, ...]:
    """The words of the sentence."""
    return words_of(controls_of(Params)["words"], SENTENCES.get(p.sentence, p.words))  # type: ignore[arg-type]


def asking(value: int, p: "Params") -> int:
    """Which word asks, from 0: beyond the end of a short sentence it is the last."""
    return min(value, len(text_of(p))) - 1


def word_name(value: int, p: "Params") -> str:
    """A stop of the axis: the word that asks."""
    at = asking(value, p)
    return f"word {at + 1}, {text_of(p)[at].rstrip(ENDS)}"


@dataclass(frozen=True)
class Params:
    """Who asks in which sentence, and what attention is like."""

    sentence: str = one_of(
        "banks", SENTENCE, "Sentence", main=True,
        help="Vectors of words are made by hand. Two layers find what “it” is.",
    )  # fmt: skip
    words: str = text(
        "We fished from the bank behind the closed bank", "Your words", words=(2, MOST_WORDS),
        when=("sentence", ("own",)), main=True,
        help=f"Of an office speak {', '.join(CLOSED)}; of a shore {', '.join(RIVER)}. Only bank asks.",
    )  # fmt: skip
    asks: int = ranged(
        2, 1, MOST_WORDS, "Asking word", names=word_name, help="The word whose lines are drawn.",
    )  # fmt: skip
    position: str = one_of(
        "sine", POSITION, "Positions", main=True,
        help="How a word's place enters its scores.",
    )  # fmt: skip
    strength: float = ranged(
        3.0, 0.0, 8.0, "Strength of positions", step=0.25, when=("position", ("sine", "linear")),
        help="What a word's own place adds to its score; linear, what five places take away.",
    )  # fmt: skip
    mask: str = one_of(
        "all", MASK, "May look at", main=True,
        help="A word that writes the next one has no future to look at.",
    )  # fmt: skip
    layers: int = ranged(
        2, 1, 2, "Layers", when=("sentence", ("tired", "wide")),
        help="The first tells “it” what it wants, the second finds it.",
    )  # fmt: skip
    temperature: float = ranged(
        1.0, 0.01, 100.0, "Temperature", scale="log",
        help="All scores are divided by it: cold, one word is heard; hot, all alike.",
    )  # fmt: skip
    noise: float = ranged(
        0.1, 0.0, 0.3, "Noise of the vectors", step=0.05,
        help="Standard deviation of what is added to each entry of a word's vector.",
    )  # fmt: skip
    head_size: int = ranged(
        64, 1, 1024, "Entries of a key, d", scale="log", group=SCALING,
        help="Queries and keys are drawn, standard normal.",
    )  # fmt: skip
    keys: int = ranged(
        16, 4, 64, "Keys", scale="log", group=SCALING, help="How many answer a query."
    )
    divided: bool = switch(
        True, "Divide by √d", group=SCALING, help="As scaled dot-product attention does."
    )
    distances: bool = switch(
        True, "It sees distances", group=TRAINING, help="A bias for each distance is trained too.",
    )  # fmt: skip
    width: int = ranged(
        4096, 64, 16384, "Entries of a word, d", scale="log", group=COST,
        help="The width of the model.",
    )  # fmt: skip
    length: int = ranged(
        2048, 16, 262144, "Length of the text n", scale="log", unit="words", group=COST,
        help="How many words stand in the context.",
    )  # fmt: skip
    seed: int = seeded(2)

    def __post_init__(self) -> None:
        check(self)


AXIS = "asks"
UNSEEN = ("asks",)  # what the whole sentence is computed without

PRESETS = {
    "start": Params(asks=9),
    "no_order": Params(position="none"),
    "past": Params(mask="past"),
    "what_it_is": Params(sentence="wide", position="none", asks=7),
    "root": Params(divided=False, asks=9),
    "learned": Params(position="linear"),
    "memory": Params(temperature=0.15),
}


@dataclass(frozen=True, eq=False)
class Heard:
    """The sentence: what all its words hear, (n words).

    Attributes
    ----------
    words : As written. kinds : Without what ends them, in small letters.
    asks : (n,) whether the word's vector asks.
    senses : What the two entries of a value are called. values : (n, 2) of each word.
    layers : (L, n, n) weights, rows ask. out : (n, 2) what each word becomes in the last layer.
    heads : (3, n, n) weights of HEADS.
    """

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    asks: NDArray[np.bool_]
    senses: tuple[str, str]
    values: Floats
    layers: Floats
    out: Floats
    heads: Floats

    @property
    def weights(self) -> Floats:
        """(n, n) of the last layer."""
        return np.asarray(self.layers[-1])

    @property
    def gap(self) -> float:
        """The largest difference between what two equal words that ask become; nan if there are none."""
        found = [
            float(np.abs(self.out[i] - self.out[j]).max())
            for i in np.flatnonzero(self.asks)
            for j in range(i)
            if self.kinds[i] == self.kinds[j]
        ]
        return max(found, default=float("nan"))


@dataclass(frozen=True, eq=False)
class Scaling:
    """Attention over random keys: the median largest weight, and the mean slope left, by size (D,)."""

    top: Floats
    slope: Floats


@dataclass(frozen=True, eq=False)
class Learned:
    """A trained head, after UPDATES (U,), on sentences it has not seen.

    Attributes
    ----------
    accuracy : Shares of sentences told right.
    nearer, farther : Mean weights on the nearer clue and on the farther.
    values : (2,) what each clue says at the end, in log-odds of its own sense.
    """

    accuracy: Floats
    nearer: Floats
    farther: Floats
    values: Floats


@dataclass(frozen=True, eq=False)
class Memory:
    """Digits told by the stored ones they hear, at some temperatures (T,): accuracy and mean log loss."""

    accuracy: Floats
    loss: Floats


@dataclass(frozen=True, eq=False)
class Costs:
    """Operations of a layer for a text, (N,) or one number: by part, and of a recurrent layer."""

    square: Any
    rest: Any
    recurrent: Any


@dataclass(frozen=True, eq=False)
class Result:
    """All that is shown for `params`.

    Attributes
    ----------
    asks : Which word asks, from 0.
    heard : The sentence.
    by_offset : (4, len(OFFSETS)) what each of POSITION adds to the score of a clue so many words away.
    divided, raw : At DIMS, and last at the size asked for: scores over the root of d, and as they are.
    learned : The trained head.
    memory, memory_here : At SWEPT, and at the temperature asked for, (1,).
    images_heard : By a digit, at the temperature asked for: the median.
    spread : (2, LAYERS + 1) how unlike words are, layer by layer: with the residual connection, without.
    """

    params: Params
    asks: int
    heard: Heard
    by_offset: Floats
    divided: Scaling
    raw: Scaling
    learned: Learned
    memory: Memory
    memory_here: Memory
    images_heard: float
    spread: Floats

    @property
    def weights(self) -> Floats:
        """(n,) of the word that asks."""
        return np.asarray(self.heard.weights[self.asks])

    @property
    def top(self) -> int:
        """The word that is heard most, the first of those alike."""
        return int(np.argmax(self.weights > self.weights.max() - 1e-9))

    @property
    def alike(self) -> tuple[int, ...]:
        """All words that are heard as much as the one heard most."""
        return tuple(int(i) for i in np.flatnonzero(self.weights > self.weights.max() - 1e-9))

    @property
    def words_heard(self) -> float:
        """exp of the entropy of the weights."""
        return float(words_heard(self.weights))

    @property
    def sense(self) -> float:
        """First sense less second of what the asking word becomes."""
        return self.sense_of(self.asks)

    def sense_of(self, word: int) -> float:
        """First sense less second of what a word becomes; what rounding leaves is 0."""
        sense = float(self.heard.out[word, 0] - self.heard.out[word, 1])
        return 0.0 if abs(sense) < 1e-12 else sense

    @property
    def scaling(self) -> Scaling:
        """Of the scores that are used: divided by the root of d or not."""
        return self.divided if self.params.divided else self.raw

    @once
    def costs(self) -> Costs:
        """At LENGTHS."""
        return _costs(LENGTHS, self.params.width)

    @once
    def costs_here(self) -> Costs:
        """At the length asked for."""
        return _costs(float(self.params.length), self.params.width)

    @property
    def block(self) -> tuple[int, int]:
        """Weights of a block: of attention, and of the feed-forward part."""
        return block_weights(self.params.width)

    @property
    def cached(self) -> float:
        """How many times the operations it takes to write the text without a cache."""
        n, d = self.params.length, self.params.width
        return generation_flops(n, d, False) / generation_flops(n, d, True)

    @property
    def cache(self) -> tuple[int, int]:
        """Bytes of the cache of a model as GIVEN, with as many key heads as heads and with few."""
        n, g = self.params.length, GIVEN
        full, few = (
            cache_bytes(n, g["layers"], g[heads], g["head_size"]) for heads in ("heads", "grouped")
        )
        return full, few


def compute(params: Params, tables: Tables) -> Result:
    """What the words hear, and what else is shown of attention.

    `tables["digits"]["X"]` and `["y"]` are read.
    """
    p = params
    divided, raw = _scaled(p.head_size, p.keys, p.temperature, p.seed)
    digits = tables["digits"]
    return Result(
        params=p,
        asks=asking(p.asks, p),
        heard=_heard(_sentence_alone(p)),
        by_offset=_by_offset(p.strength),
        divided=divided,
        raw=raw,
        learned=_learned(p.distances, p.seed),
        memory=_remembered(digits, p.seed, tuple(SWEPT.tolist())),
        memory_here=_remembered(digits, p.seed, (p.temperature,)),
        images_heard=_images_heard(digits, p.seed, p.temperature),
        spread=_spread(p.seed),
    )


# --- the sentence --------------------------------------------------------------------------------


def _sentence_alone(p: Params) -> Params:
    """The same, with all that has no say in the sentence at its default."""
    groups = (SCALING, TRAINING, COST)
    plain = [name for name, each in controls_of(Params).items() if each.group in groups]
    return replace(p, **{name: getattr(Params, name) for name in (*plain, *UNSEEN)})


@lru_cache(maxsize=16)
def _heard(p: Params) -> Heard:
    words = text_of(p)
    kinds = tuple(word.rstrip(ENDS).lower() for word in words)
    known, senses = (
        (REFERENCE, SENSES["reference"])
        if p.sentence in ("tired", "wide")
        else (BANKS, SENSES["banks"])
    )
    vectors = _vectors(kinds, known, p)
    mask = causal_mask(len(words)) if p.mask == "past" else None
    layers = _reference(vectors, p, mask) if known is REFERENCE else _by_sense(vectors, p, mask)
    places = np.arange(float(len(words)))
    own = _scores(*_banks_asked(vectors), p) if known is BANKS else None
    before = previous_word_scores(places, frequencies(ENCODED), BEFORE)
    by_sense = (
        own if own is not None else _scores(*_nouns_asked(vectors, np.zeros((len(words), 2))), p)
    )
    heads = [
        attention_weights(each / p.temperature, mask)
        for each in (by_sense, before, by_sense + before)
    ]
    values = vectors[:, :2]
    return Heard(
        words=words,
        kinds=kinds,
        asks=np.array([known.get(kind, (0.0,) * 4)[3] > 0 for kind in kinds]),
        senses=senses,
        values=values,
        layers=layers,
        out=layers[-1] @ values,
        heads=np.array(heads),
    )


def _vectors(kinds: tuple[str, ...], known: Vectors, p: Params) -> Floats:
    """(n, entries) Vectors by hand, with noise: one draw for each kind, in the order of letters."""
    entries = len(next(iter(known.values())))
    types = sorted(set(kinds))
    noise = p.noise * np.random.default_rng(p.seed).standard_normal((len(types), entries))
    made = {
        kind: np.array(known.get(kind, (0.0,) * entries)) + each
        for kind, each in zip(types, noise, strict=True)
    }
    return np.array([made[kind] for kind in kinds])


def _scores(q: Floats, k: Floats, p: Params) -> Floats:
    """(n, n) Products of q and k, (n, f), with positions as `p` has them."""
    places = np.arange(float(len(q)))
    match p.position:
        case "rotary":
            # each entry is the first of a pair of its own, all turned alike
            turned = [
                rotated(_paired(each), places, np.repeat(FREQUENCY, each.shape[1]))
                for each in (q, k)
            ]
            return np.asarray(turned[0] @ turned[1].T)
        case "sine":
            encoded = sine_encoding(places, FREQUENCY)
            return np.asarray(q @ k.T + p.strength * encoded @ encoded.T)
        case "linear":
            return np.asarray(q @ k.T + linear_bias(places, p.strength / PER_WORD))
    return np.asarray(q @ k.T)


def _paired(each: Floats) -> Floats:
    return np.stack([each, np.zeros_like(each)], axis=-1).reshape(len(each), -1)


def _banks_asked(vectors: Floats) -> tuple[Floats, Floats]:
    return CONTENT * vectors[:, 3:4], vectors[:, 2:3]


def _nouns_asked(vectors: Floats, wants: Floats) -> tuple[Floats, Floats]:
    """Who asks wants a noun, and one that is what it wants, (n, 2)."""
    asks, noun = vectors[:, 3:4], vectors[:, 4:5]
    return asks * np.hstack([np.full_like(asks, NOUN), FITS * wants]), noun * np.hstack(
        [np.ones_like(noun), vectors[:, :2]]
    )


def _by_sense(vectors: Floats, p: Params, mask: NDArray[np.bool_] | None) -> Floats:
    return attention_weights(_scores(*_banks_asked(vectors), p) / p.temperature, mask)[None]


def _reference(vectors: Floats, p: Params, mask: NDArray[np.bool_] | None) -> Floats:
    """(L, n, n) First who asks hears properties, then nouns that are what these say; or nouns alone."""
    wants, made = np.zeros((len(vectors), 2)), []
    if p.layers == 2:
        asked = PROPERTY * vectors[:, 3:4], vectors[:, 2:3]
        made.append(attention_weights(_scores(*asked, p) / p.temperature, mask))
        wants = made[0] @ vectors[:, :2]
    made.append(attention_weights(_scores(*_nouns_asked(vectors, wants), p) / p.temperature, mask))
    return np.array(made)


@lru_cache(maxsize=16)
def _by_offset(strength: float) -> Floats:
    away = OFFSETS.astype(float)
    here = sine_encoding(np.zeros(1), FREQUENCY)
    turned = rotated(np.array([[CONTENT, 0.0]]), np.zeros(1), FREQUENCY)
    clue = np.tile([[1.0, 0.0]], (len(away), 1))
    return np.array(
        [
            np.zeros(len(away)),
            strength * (here @ sine_encoding(away, FREQUENCY).T)[0],
            (turned @ rotated(clue, away, FREQUENCY).T)[0] - CONTENT,
            linear_bias(np.append(0.0, away), strength / PER_WORD)[0, 1:],
        ]
    )


# --- beside it -----------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _scaled(d: int, keys: int, temperature: float, seed: int) -> tuple[Scaling, Scaling]:
    sizes = np.append(DIMS, d)
    scores = random_key_scores(sizes, keys, DRAWS, np.random.default_rng([seed, 1])) / temperature
    found = []
    for each in (scores / np.sqrt(sizes)[:, None, None], scores):
        weights = attention_weights(each)
        top = np.median(weights.max(axis=-1), axis=1)
        found.append(Scaling(top, slope_left(weights).mean(axis=1)))
    return found[0], found[1]


@lru_cache(maxsize=16)
def _learned(distances: bool, seed: int) -> Learned:
    rng = np.random.default_rng([seed, 2])
    embeddings, theta = started(rng)
    learns, fresh = sentences(TRAINED_ON, rng), sentences(TRAINED_ON, rng)
    nearer, farther = fresh.near()
    found = []
    kept = train_head(theta, embeddings, learns, distances, UPDATES)
    for each in kept:
        weights, logit = heard(each, embeddings, fresh)
        right = (logit > 0) == (fresh.label == 1)
        on = [(weights * clue).sum(axis=1).mean() for clue in (nearer, farther)]
        found.append([right.mean(), *on])
    accuracy, near, far = np.array(found).T.copy()
    says = embeddings[[FIRST, SECOND]] @ head_of(kept[-1]).v
    return Learned(accuracy, near, far, says * np.array([1.0, -1.0]))


@remembered
def _remembered(table: Table, seed: int, temperatures: tuple[float, ...]) -> Memory:
    scores, one_hot, label = _asked(table, seed)
    if len(temperatures) > 1:  # a curve: single precision takes a third of the time
        scores, one_hot = scores.astype(np.float32), one_hot.astype(np.float32)
    found = []
    for temperature in temperatures:
        weights = attention_weights(scores / temperature)
        chance = weights @ one_hot
        right = chance.argmax(axis=1) == label
        loss = -np.log(chance[np.arange(len(label)), label] + TINY).mean()
        found.append([right.mean(), loss])
    return Memory(*np.array(found).T.copy())


@remembered
def _images_heard(table: Table, seed: int, temperature: float) -> float:
    """The median number of stored images that a digit hears."""
    scores, _, _ = _asked(table, seed)
    return float(np.median(words_heard(attention_weights(scores / temperature))))


@remembered
def _asked(table: Table, seed: int) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Scores (ASKED, STORED) of new digits for stored ones, what the stored are, and what the new are.

    q'k - |k|²/2 is -|q - k|²/2 but for what all keys share: a product alone would favour long keys.
    """
    X, y = np.asarray(table["X"], float) / 16, np.asarray(table["y"], np.int64)
    rows = np.random.default_rng([seed, 3]).permutation(len(X))
    stored, asked = rows[:STORED], rows[STORED : STORED + ASKED]
    scores = X[asked] @ X[stored].T - np.square(X[stored]).sum(axis=1) / 2
    return scores, np.eye(10)[y[stored]], y[asked]


@lru_cache(maxsize=16)
def _spread(seed: int) -> Floats:
    rng = np.random.default_rng([seed, 4])
    x = rng.standard_normal((WORDS_IN, WIDTH_IN))
    weights = rng.standard_normal((LAYERS, 4, WIDTH_IN, WIDTH_IN)) / np.sqrt(WIDTH_IN)
    return np.array([spread_by_layer(x, weights, residual) for residual in (True, False)])


def _costs(n: Any, d: int) -> Costs:
    return Costs(
        attention_flops(n, d),
        projection_flops(n, d) + feed_forward_flops(n, d),
        recurrent_flops(n, d),
    )
