"""The plan as a calendar file: a day of the plan is an event of that day, which any calendar imports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Sightglass//Plan//EN"


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar on a day: a line, some more, and a link."""

    day: date
    summary: str
    description: str
    link: str


def calendar_file(entries: Iterable[Entry], name: str, now: datetime) -> bytes:
    """The entries as iCalendar (RFC 5545), each for the whole day and without making it busy.

    A day has the same UID whenever the plan called `name` is written, so that a calendar which imports
    it again moves what it has.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.day:%Y%m%d}-plan@sightglass")
        event.add("dtstamp", now)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(1))
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("url", entry.link)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
