"""What the fixture's figures say."""

from concepts import desk as concept
from sentences import numbers
from sentences.numbers import counted, quoted


def claim(result):
    return f"{quoted(result.params.words)} has {counted(len(result.words), 'word')}."


def headline(result):
    return {"Words": str(len(result.words)), "Ink": str(result.ink)}


def facts(result):
    return {"sentence": quoted(result.params.words)}


def measures(result):
    return {"words": float(len(result.words)), "ink": float(result.ink)}


def answer(result):
    return {"words": len(result.words), "ink": result.ink}


def sentence(result):
    return f"The longest of {quoted(result.params.words)} has {counted(max(result.letters), 'letter')}."


def digit(result):
    return f"The drawing holds {counted(result.ink, 'unit')} of ink."


def budget(result):
    return numbers.budget(concept.COSTS, result.costs, result.limits, concept.UNITS)


miniature = digit
