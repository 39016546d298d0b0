import numpy as np
import pytest

from methods.networks.label_noise import mislabelled, random_labels

Y = np.arange(200) % 10


@pytest.mark.parametrize("share", [0.0, 0.1, 0.33, 1.0])
def test_so_many_are_wrong(share):
    labels = mislabelled(np.random.default_rng(0), Y, share, 10)
    assert (labels != Y).sum() == round(share * 200)
    assert set(labels) <= set(range(10))


def test_a_larger_share_begins_with_the_same_rows():
    few, many = (mislabelled(np.random.default_rng(3), Y, share, 10) for share in (0.1, 0.4))
    wrong = few != Y
    np.testing.assert_array_equal(few[wrong], many[wrong])
    assert (Y == np.arange(200) % 10).all()  # nothing was written into it


def test_all_other_classes_come_up_alike():
    labels = mislabelled(np.random.default_rng(0), np.full(9000, 4), 1.0, 10)
    counts = np.bincount(labels, minlength=10)
    assert counts[4] == 0 and (abs(np.delete(counts, 4) - 1000) < 5 * np.sqrt(1000)).all()


def test_random_labels_leave_a_tenth_right():
    labels = random_labels(np.random.default_rng(0), 10_000, 10)
    assert abs((labels == np.arange(10_000) % 10).mean() - 0.1) < 5 * np.sqrt(0.09 / 10_000)
    counts = np.bincount(labels, minlength=10)
    assert counts.sum() == 10_000 and (abs(counts - 1000) < 5 * np.sqrt(900)).all()
