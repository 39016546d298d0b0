"""Writes data/examples/: for each shape of a visitor's own table a small file of real data.

Run as `python -m data.examples`; a test holds that it writes what is there.
"""

import csv
import io
import math

import numpy as np

from data.read import EXAMPLES, read_table


def examples() -> dict[str, str]:
    """The text of each example file by the name of its shape."""
    people, flights = read_table("acs_employment_ma"), read_table("flights_nyc13_20k")
    weather = read_table("seattle_weather")
    year = np.flatnonzero(people["year"] == 2018)
    people_rows = year[:: len(year) // 2000][:2000]
    measured = ["hour", "distance", "temp", "humid", "wind_speed", "precip", "visib"]
    there = np.all([~np.isnan(flights[name]) for name in measured], axis=0)
    flight_rows = np.flatnonzero(there)[::5]
    days = np.arange(weather["date"].size)
    return {
        "own_scores": _csv(
            {
                "employed": np.where(people["employed"][people_rows] == 1, "yes", "no"),
                "probability": people["predicted_probability"][people_rows],
            }
        ),
        "own_labelled": _csv(
            {"cancelled": np.where(flights["cancelled"][flight_rows] == 1, "yes", "no")}
            | {name: flights[name][flight_rows] for name in measured}
        ),
        "own_periods": _csv({name: column[days] for name, column in weather.columns.items()}),
        "own_target": _csv(
            {
                name: weather[name]
                for name in ("date", "precipitation", "temp_min", "wind", "weather", "temp_max")
            }
        ),
        "own_incomplete": _csv(
            {name: flights[name][flight_rows] for name in ("pressure", *measured[2:])}
        ),
        "own_features": _csv({name: flights[name][flight_rows] for name in measured}),
    }


def _csv(columns: dict[str, np.ndarray]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [_cell(cell) for cell in row]
        for row in zip(*(column.tolist() for column in columns.values()), strict=True)
    )
    return text.getvalue()


def _cell(cell: object) -> object:
    """A number in short, and nothing where it is missing."""
    if not isinstance(cell, float):
        return cell
    return "" if math.isnan(cell) else f"{cell:g}"


if __name__ == "__main__":
    for shape, written in examples().items():
        (EXAMPLES / f"{shape}.csv").write_text(written, encoding="utf-8")
