"""Runs a visitor's code in the worker, check by check, and tells the page; see static/kata_worker.js.

It is run by Brython alone. Everything told is one JSON text.
"""

import builtins
import json
import sys
from math import isfinite

from browser import self as worker
from judge import judge, plain

FILE = "kata"  # what the visitor's code is called as a module
# How browsers begin, in small letters, to say that a text or an array has become too long; the last two are Firefox.
TOO_LONG = (
    "invalid string length", "invalid array length", "allocation size overflow", "repeat count must be less",
)  # fmt: skip
# Firefox, whose stack may end before Brython has counted to its limit.
ENDLESS = "too much recursion"


class Printed:
    """Where print writes to."""

    def write(self, text):
        if not worker.kata.print(str(text)):
            raise TooMuch("too much printed")

    def flush(self):
        pass


class TooMuch(BaseException):
    """More was printed than is shown."""


def no_input(*_):
    """In place of input."""
    raise OSError("nobody can type while it runs: write the value into the code")


def no_files(*_, **__):
    """In place of open."""
    raise OSError("there are no files")


def tell(**said):
    """Tell the page."""
    worker.kata.tell(json.dumps(said))


def places(problem):
    """The lines of the visitor's code that an error went through, the last first."""
    found, trace = [], problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith("#" + FILE):
            found.append([trace.tb_lineno, trace.tb_frame.f_code.co_name])
        trace = trace.tb_next
    return found[::-1][:20]


def spoilt(problem):
    """What is told of an error."""
    if isinstance(problem, SyntaxError):
        return {
            "kind": type(problem).__name__,
            "words": str(problem.msg),
            "places": [[problem.lineno, ""]],
        }
    kind, words = type(problem).__name__, str(problem)
    if kind == "JavascriptError" and words.lower().startswith(TOO_LONG):
        kind, words = "MemoryError", "it has become too long to be kept"
    if kind == "JavascriptError" and words == ENDLESS:
        kind, words = "RecursionError", "maximum recursion depth exceeded"
    return {"kind": kind, "words": words, "places": places(problem)}


def draw(picture, functions):
    """Tell what the functions give for each frame of a picture."""
    scope = dict(functions)
    exec(picture["given"], scope)
    for frame in range(picture["frames"]):
        scope["frame"] = frame
        try:
            tell(frame=frame, yours=finite(plain(eval(picture["call"], scope))))
        except TooMuch:
            return
        except Exception as problem:
            tell(frame=frame, problem=spoilt(problem))


def finite(value):
    """A value with None for numbers that JSON does not have."""
    if isinstance(value, list):
        return [finite(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def drive():
    """Load the code that was sent, and run its checks one after the other."""
    asked = json.loads(worker.kata.asked)
    sys.stdout = Printed()
    builtins.input, builtins.open = no_input, no_files
    try:
        worker.kata.load(asked["source"], FILE)
    except TooMuch:
        tell(much=True)
        return
    except BaseException as problem:
        tell(problem=spoilt(problem))
        return
    functions = vars(sys.modules[FILE])
    if asked.get("picture"):
        draw(asked["picture"], functions)
    for check in asked["checks"]:
        tell(begun=check["says"])
        try:
            said = judge(check, functions)
        except TooMuch:
            tell(much=True)
            return
        problem = said.pop("problem", None)
        if problem is not None and not said["passed"]:
            said["problem"] = spoilt(problem)
        tell(check=said)
