"""What the fixture's diagrams say."""

from concepts import walk as concept


def claim(result):
    return f"At {concept.said_of(result.params.step, result.params)} the loss is {result.loss:.3f}."


def headline(result):
    return {"Loss": f"{result.loss:.3f}", "Step": f"{result.params.step}"}


def facts(result):
    return {"loss": f"{result.loss:.3f}"}


def measures(result):
    return {"loss": result.loss}


def answer(result):
    return {"loss": result.loss}


def _same(result):
    return claim(result)


network = tree = window_on = words = budget = everything = loss = miniature = _same
