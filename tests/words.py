"""What words may not lean on."""

# A hue may be named beside a shape, for those who see it; never instead of one.
HUE = r"\b(red|green|blue|orange|purple|violet|pink|yellow|vermilion|turquoise)\b"
SHAPE = r"(dot|diamond|circle|square|star|triangle|cross|line|curve|bar|band|area|arrow)s?\b"
