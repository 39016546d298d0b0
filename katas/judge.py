"""Judges a kata: runs a check on somebody's functions, and says what went in, what was expected, what came.

It runs in three places: in the tests, in the worker of a browser (Brython), and within the file that is
taken away. So it is plain Python that imports nothing.
"""

TOLERANCE = 1e-6
LONG = 400  # characters of a value that is shown


def numbers(n, seed=1):
    """n numbers from -2 to 2 with two decimals, the same wherever it runs."""
    found = []
    for _ in range(n):
        seed = seed * 16807 % 2147483647  # Lehmer's generator: exact in any kind of number
        found.append((seed % 401 - 200) / 100)
    return found


def rows(n, p, seed=1):
    """n rows of p such numbers."""
    every = numbers(n * p, seed)
    return [every[i * p : (i + 1) * p] for i in range(n)]


def plain(value):
    """The value with every array and tuple as a list, and NumPy's numbers as Python's."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {plain(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def alike(one, other):
    """Whether two plain values have the same shape, and numbers that differ by at most TOLERANCE.

    nan is like nan alone, and None like None.
    """
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other or abs(one - other) <= TOLERANCE or (one != one and other != other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(alike(one[name], other[name]) for name in one)
    return type(one) is type(other) and one == other


def short(value):
    """A value as it is shown: six digits, and not without end."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        text = "[" + ", ".join(short(each) for each in value[:60]) + "]"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{name!r}: {short(value[name])}" for name in list(value)[:60]) + "}"
    else:
        text = repr(value)
    return text if len(text) <= LONG else text[:LONG] + " ..."


def given(check):
    """The values that a check hands over, by name."""
    scope = {"numbers": numbers, "rows": rows}
    exec(check["given"], scope)
    return {name: scope[name] for name in scope if name not in ("numbers", "rows", "__builtins__")}


def told(check):
    """What goes in, as code: the values that are handed over, and the call."""
    lines = []
    for line in check["given"].strip().splitlines():
        name = line.split(" = ")[0]
        written = "numbers(" in line or "rows(" in line
        lines.append(f"{name} = {short(given(check)[name])}" if written else line)
    return "\n".join(lines + [check["call"]])


def judge(check, functions, handed=None):
    """Whether the functions (by name) pass the check, and what is said of it.

    `handed` makes of a value what is handed over: an array of a list.
    """
    scope = dict(functions)
    for name, value in given(check).items():
        scope[name] = handed(value) if handed else value
    raises = check.get("raises")
    expected = (
        f"{raises} is raised" if raises else short(eval(check["expected"], {"nan": float("nan")}))
    )
    said = {"says": check["says"], "input": told(check), "expected": expected}
    try:
        got = plain(eval(check["call"], scope))
        if check.get("take"):
            got = eval(check["take"], {"got": got})
            said["input"] += "\ncompared: " + check["take"]
    except Exception as problem:
        passed = bool(raises) and type(problem).__name__ == raises
        return dict(
            said, passed=passed, got=f"{type(problem).__name__}: {problem}", problem=problem
        )
    try:
        passed = not raises and alike(got, eval(check["expected"], {"nan": float("nan")}))
        return dict(said, passed=passed, got=short(got))
    except Exception as problem:  # what came can be neither compared nor shown
        return dict(said, passed=False, got=f"{type(problem).__name__}: {problem}", problem=problem)
