"""Files as nobody who means well would bring them."""

# What a stranger may name a column.
HOSTILE = (
    '<a href="https://evil.example">y</a>', "<img src=x onerror=alert(1)>", "<b>x</b><br>z",
    "<script>alert(1)</script>", "$x^2$", r"\(\frac12\)", "&lt;b&gt;", "a & b", "=1+1", "@SUM(A1)",
    "[a](https://evil.example)", "**a** _b_ `c`", ":red[a] :material/bolt:", "%{y}<extra></extra>",
    "\u202egnp.exe", "עמודה", "{{facts}}", "\x1b[31mred", "../../etc/passwd", "'; drop table x; --",
)  # fmt: skip


def csv(rows):
    """A file of those rows, every cell in quotes."""
    return "\n".join('"' + '","'.join(str(cell).replace('"', '""') for cell in row) + '"' for row in rows).encode()  # fmt: skip


def many(names, times):
    """A file whose columns have those names, of numbers and one of texts, all of which move."""
    rows = [["time", *names, "kind"]]
    rows += [[i, *((i * (k + 3)) % 17 + (i > times / 2) * k for k in range(len(names))), names[i % 3]] for i in range(times)]  # fmt: skip
    return csv(rows)


# By the shape of the data that a page takes: a file with such names.
FILES = {
    "own_scores": lambda: csv([["label", HOSTILE[0], HOSTILE[1]], *([HOSTILE[i % 2], i / 60, i] for i in range(60))]),
    "own_labelled": lambda: many(HOSTILE, 200).replace(b'"kind"', b'"label"', 1),
    "own_periods": lambda: many(HOSTILE[:10], 400),
    "own_target": lambda: many(HOSTILE, 200).replace(b'"time"', b'"target"', 1),
    "own_features": lambda: many(HOSTILE, 200),
    "own_incomplete": lambda: many(HOSTILE, 200),
}  # fmt: skip
