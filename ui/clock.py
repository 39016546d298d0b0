"""What day it is where the visitor is."""

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def zone() -> tzinfo:
    """Where the visitor's browser is; it may say a place that we do not know."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ValueError, OSError, KeyError):
        return UTC


def today() -> date:
    """The day where the visitor is."""
    return now().astimezone(zone()).date()
