"""A table, and what is remembered with it."""

import gc
from weakref import ref

import numpy as np

from methods.tables import Table, remembered


def test_a_table_is_asked_for_its_columns_and_equals_itself_alone():
    columns = {"x": np.array([1.0, 2.0])}
    table = Table("some", columns)
    assert table["x"] is columns["x"] and table != Table("some", columns)


def test_what_a_table_led_to_is_remembered_and_goes_with_it():
    asked = []

    @remembered
    def total(table, factor):
        asked.append(factor)
        return float(table["x"].sum() * factor)

    one, other = (Table("own", {"x": np.array(x)}) for x in ([1.0, 2.0], [5.0]))
    assert [total(one, 2), total(one, 2), total(other, 2), total(one, 3)] == [6, 6, 10, 9]
    assert asked == [2, 2, 3]
    gone = ref(one)
    del one
    gc.collect()
    assert gone() is None
    total.cache_clear()
    assert total(other, 2) == 10 and asked == [2, 2, 3, 2]
