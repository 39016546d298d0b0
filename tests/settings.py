"""Random settings of a page, the same ones whatever else is in the menu."""

import zlib
from importlib import import_module

import numpy as np

from concepts.controls import (
    Choice,
    Drawing,
    Range,
    Seed,
    Several,
    Text,
    applies,
    controls_of,
    parse,
    stops,
    words_of,
)


def settings(stem, many, stream=1):
    """So many Params of a concept; another stream gives others."""
    rng = np.random.default_rng([zlib.crc32(stem.encode()), stream])
    params_type = import_module(f"concepts.{stem}").Params
    return [drawn(params_type, rng) for _ in range(many)]


def drawn(params_type, rng):
    """Random values for all controls that apply: mostly stops of the sliders, often their ends."""
    values = {}
    for name, control in controls_of(params_type).items():
        if not applies(control, params_type(**values)):
            continue
        match control:
            case Range(low=low, high=high):
                ends = [low, high]
                values[name] = ends[rng.integers(2)] if rng.random() < 0.15 else None
                if values[name] is None:
                    values[name] = stops(control)[rng.integers(len(stops(control)))]
            case Seed(low=low, high=high):
                values[name] = int(rng.integers(low, high + 1))
            case Choice(options=options):
                values[name] = list(options)[rng.integers(len(options))]
            case Several(options=options, most=most):
                some = rng.permutation(list(options))[: rng.integers(1, most + 1)].tolist()
                values[name] = tuple(each for each in options if each in some)
            case Text(words=(fewest, most)):
                usual = words_of(control, getattr(params_type(), name))
                some = rng.permutation(usual)[: max(fewest, int(rng.integers(most + 1)))]
                values[name], _ = parse(control, [" ".join(some)])
            case Drawing(examples=examples):
                painted = "".join(rng.choice(list("0123456789abcdef"), 64))
                values[name] = [painted, *examples.values()][rng.integers(1 + len(examples))]
            case _:
                values[name] = bool(rng.integers(2))
    return params_type(**values)
