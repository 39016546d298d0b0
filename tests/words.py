"""What is wrong with words that people read, as far as a program can know."""

import re

# A hue may be named beside a shape, for those who see it; never instead of one.
HUE = r"\b(red|green|blue|orange|purple|violet|pink|yellow|vermilion|turquoise)\b"
SHAPE = r"(dot|diamond|circle|square|star|triangle|cross|line|curve|bar|band|area|arrow)s?\b"

# What the house says among itself, with what the field says.
HOUSE = {
    "stability limit": r"\bcliffs?\b",
    "step, degree, complexity": r"\b(rungs?|ladder)\b",
    "uniform": r"\beven (points|data|density)\b|\b(data|density|points) (is|are) even\b|\blies? evenly\b",
    "balanced": r"\bclasses (are )?even\b|\beven classes\b|\bmakes? (them|it) even\b",
    "distribution, formula, rule": r"(?<!Bayes' )(?<!Little's )\blaws?\b(?! of succession)",
    "calibrated": r"\bprobabilit(y|ies) that holds?\b|\bhonest probabilit(y|ies)\b",
    "positive": r"(%|\}\}) (is|are) true\b",
    "independent rows": r"\b(pieces of|fresh) news\b",
    "the other way round": r"\bturn(s|ed) (this )?round\b",
    "so": r", so that\b(?! is\b)",
    "costly": r"\bdear(er|est)?\b",
    "possible": r"\bto be had\b|\btakes it that\b",
    "enough": r"\bwill do\b",
    "alarms": r"\bcr(ies|ying|y) wolf\b",
    "around, about": r"\brattles?\b|\bnext to 0\b",
}


def in_house(text):
    """House words in a text, each with what the field says for it; names of facts do not count."""
    text = re.sub(r"\{\{\w+\}\}", "{{}}", text)
    return {
        found[0]: better
        for better, pattern in HOUSE.items()
        if (found := re.search(pattern, text, re.IGNORECASE))
    }


VERBS = "is was has less times plus takes needs costs multiplies neither".split()
KINDS = (
    "synthetic false useful noise missed other ringed near".split()
)  # of things that are counted
ONE_MANY = rf"(?<![\d.,−/⁻=] )(?<![\d.,−/⁻])\b1 (?:(?:{'|'.join(KINDS)}) )?(?!(?:{'|'.join(VERBS)})\b)[a-zé]+(?<!s)s\b"
WRONG = {
    "nan": r"\bnan\b", "None": r"\bNone\b", "inf": r"\binf\b", "a hyphen for a minus": r"(?:^|[\s(=])-\d",
    "minus nothing": r"−0(?:\.0+)?(?!\.?\d)", "0 of 0": r"\b0 of 0\b", "undefined of": r"undefined of",
    "two stops": r"\.\.(?!\.)", "two spaces": r"  ", "an empty name": r"\( ?\)|^ | ,",
    "one, of many": ONE_MANY, "many, of one": r"(?<![\d.,])\b(?:[02-9]|\d{2,}) (?:positive|negative|point|case|feature|copy|dimension|update|row)\b(?!-)",
    "0 % of what is there": r"\b0\.0 %", "all, but not quite": r"\b100\.0 %",
}  # fmt: skip


def faults(texts):
    """What is wrong with these texts, however they came about."""
    return [
        f"{what}: {name}: {text}"
        for name, text in texts.items()
        for what, pattern in WRONG.items()
        if re.search(pattern, text.replace("\u00a0", " "))
    ]
