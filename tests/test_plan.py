"""The plan until the interview: its minutes by hand, and what holds for any time."""

from datetime import date, timedelta

import pytest

from rehearsal.plan import (
    BLOCKS,
    LEAST,
    MOST_DAYS,
    NIGHT,
    ROLES,
    ROUND,
    Task,
    Topic,
    Unplannable,
    fitting,
    make_plan,
    new_a_day,
    pour,
    shared,
)

MONDAY = date(2026, 11, 30)
WEIGHTS = {
    "theory": {"bias": 4.0, "penalty": 3.0, "trees": 2.0, "drift": 1.0},
    "deep": {"attention": 2.0, "dropout": 1.0},
    "design": {"ranking": 1.0, "fraud": 1.0},
}
KINDS = {"theory": "concept", "deep": "concept", "design": "design"}
FEW = [
    Topic(KINDS[block], name, block, weight, cards=40)
    for block, weights in WEIGHTS.items()
    for name, weight in weights.items()
]
# As many as the site has: every third of a block is a kata.
MANY = [
    Topic("kata" if i % 3 == 2 else KINDS[block], f"{block}{i}", block, 9.0 - i % 9)
    for block in BLOCKS[:-1]
    for i in range(27)
]


def planned(days, hours, role="any", topics=FEW):
    return make_plan(MONDAY, MONDAY + timedelta(days), hours, role, topics)


def minutes_of(plan):
    """Minutes by kind, or by name where there is one."""
    found = {}
    for day in plan.days:
        for task in day.tasks:
            found[task.name or task.kind] = found.get(task.name or task.kind, 0) + task.minutes
    return found


def days_of(plan, *names):
    return [i for i, day in enumerate(plan.days) for task in day.tasks if task.name in names]


def test_eight_weeks_of_ten_hours():
    """4,800 minutes: 240 for the first round, 1,200 for the end, and 1,200 for each block of two weeks."""
    plan = planned(56, 10)
    said = minutes_of(plan)
    assert [said[name] for name in WEIGHTS["theory"]] == [384, 288, 192, 96]
    assert [said[name] for name in ("attention", "dropout", "ranking", "fraud")] == [
        800,
        400,
        600,
        600,
    ]
    # of 1,200: 6 stories, then three quarters of 1,140 are 855: 7 loops of 60 and 29 rounds of 15
    assert (said["story"], said["loop"], said["round"], said["cards"]) == (60, 420, 435, 285)
    assert max(days_of(plan, *WEIGHTS["theory"])) < 14
    assert [task.minutes for task in plan.days[0].tasks] == [60, 60], "of 240, in four sittings"
    assert {i // 14 for i in days_of(plan, *WEIGHTS["deep"])} == {1}
    assert {i // 14 for i in days_of(plan, *WEIGHTS["design"])} == {2}
    assert [day.new_cards for day in plan.days] == [6] * 54 + [0, 0] and plan.dropped == ()


def test_four_weeks_of_five_hours_are_a_week_a_block():
    """1,200 minutes: 60, 300 at the end, 300 a block, of which the first round takes its 60."""
    plan = planned(28, 5)
    said = minutes_of(plan)
    assert [said[name] for name in WEIGHTS["theory"]] == [96, 72, 48, 24]
    assert [said[name] for name in ("attention", "dropout", "ranking", "fraud")] == [
        200,
        100,
        150,
        150,
    ]
    # 300: 6 stories, 180 of the other 240 are one loop and 8 rounds
    assert (said["story"], said["loop"], said["round"], said["cards"]) == (60, 60, 120, 60)
    assert {i // 7 for i in days_of(plan, *WEIGHTS["deep"])} == {1}
    assert {i // 7 for i in days_of(plan, *WEIGHTS["design"])} == {2}


def test_two_weeks_of_six_hours_are_half_a_week_a_block():
    """720 minutes: 36, 180; three, four and three days share 540 as 162, 216, 162."""
    plan = planned(14, 6)
    said = minutes_of(plan)
    # 126 by 4, 3, 2, 1 leaves the last 12.6: it is dropped, and 126 by 4, 3, 2 are 56, 42, 28
    assert [said.get(name) for name in WEIGHTS["theory"]] == [56, 42, 28, None]
    assert [topic.name for topic in plan.dropped] == ["drift"]
    assert [said[name] for name in ("attention", "dropout", "ranking", "fraud")] == [
        144,
        72,
        81,
        81,
    ]
    assert max(days_of(plan, *WEIGHTS["theory"])) < 3
    assert {3 <= i < 7 for i in days_of(plan, *WEIGHTS["deep"])} == {True}
    assert {7 <= i < 10 for i in days_of(plan, *WEIGHTS["design"])} == {True}


def test_one_week_of_seven_hours():
    """420 minutes. Days 1 and 2 theory, 3 deep, 4 and 5 design, 6 and 7 rounds and five stories."""
    plan = planned(7, 7)
    said = minutes_of(plan)
    assert [said.get(name) for name in WEIGHTS["theory"]] == [47, 35, 23, None]  # of 126 - 21
    assert [said[name] for name in ("attention", "dropout", "ranking", "fraud")] == [42, 21, 63, 63]
    assert (said["story"], said["round"], said["cards"]) == (50, 30, 25)
    assert set(days_of(plan, *WEIGHTS["theory"])) == {0, 1}
    assert set(days_of(plan, *WEIGHTS["deep"])) == {2}
    assert set(days_of(plan, *WEIGHTS["design"])) == {3, 4}
    stories = [i for i, day in enumerate(plan.days) for task in day.tasks if task.kind == "story"]
    assert set(stories) == {5, 6} and len(stories) == 5
    assert [day.new_cards for day in plan.days] == [56] * 5 + [0, 0]  # 7 topics of 40, in five days


def test_two_days_of_an_hour_each_are_one_block():
    """120 minutes: 15, 30 at the end, and 75 for the heaviest: 4, 3 and 2 of 9 are 33, 25 and 17, too few."""
    plan = planned(2, 7)
    said = minutes_of(plan)
    assert {name: said.get(name) for name in ("bias", "penalty")} == {"bias": 43, "penalty": 32}
    assert (said["first"], said["story"], said["round"], said["cards"]) == (15, 10, 15, 5)
    assert [day.new_cards for day in plan.days] == [0, 0]
    assert [topic.name for topic in plan.dropped][:2] == ["attention", "trees"]


def test_one_night():
    """A round, three pages, two katas, a design, two stories, cards, a round: three hours."""
    plan = planned(1, 99 / 7, topics=MANY)
    (night,) = plan.days
    assert [(task.kind, task.minutes) for task in night.tasks] == [
        ("first", 15), ("concept", 20), ("concept", 20), ("concept", 20), ("kata", 15), ("kata", 15),
        ("design", 30), ("story", 10), ("story", 10), ("cards", 10), ("round", 15),
    ]  # fmt: skip
    assert plan.minutes == NIGHT == 180 and night.new_cards == 0
    assert len(plan.dropped) == len(MANY) - 6
    assert planned(1, 5, topics=FEW[:1]).minutes == NIGHT, "what is not there is time for cards"


@pytest.mark.parametrize("role", ROLES)
def test_what_holds_for_any_time(role):
    """Over all lengths, few hours and many: the minutes add up, none is short, the lightest are dropped."""
    for topics in (FEW, MANY):
        for days in (*range(2, 40), 56, 90, MOST_DAYS):
            for hours in (0.5, 1, 3.3, 7, 20, 60):
                minutes = round(hours * 60 * days / 7)
                if minutes < ROUND:
                    continue
                plan = planned(days, hours, role, topics)
                assert plan.minutes == minutes
                tasks = [task for day in plan.days for task in day.tasks]
                assert len({task.id for task in tasks}) == len(tasks)
                said = {}
                for task in tasks:
                    if task.name:
                        said[task.name] = said.get(task.name, 0) + task.minutes
                assert min(said.values(), default=LEAST) >= LEAST
                assert {*said} | {topic.name for topic in plan.dropped} == {t.name for t in topics}
                assert [day.date for day in plan.days] == [
                    MONDAY + timedelta(i) for i in range(days)
                ]
                assert tasks[0].kind == "first" and tasks[0].minutes >= ROUND
                for block in BLOCKS[:-1]:
                    kept = [t.weight for t in topics if t.block == block and t.name in said]
                    gone = [t.weight for t in topics if t.block == block and t.name not in said]
                    assert not kept or not gone or min(kept) >= max(gone)


def test_a_role_has_more_days():
    for role, block in {"theory": "theory", "deep": "deep", "production": "design"}.items():
        mine = [t.name for t in MANY if t.block == block]
        assert len({*days_of(planned(28, 10, role, MANY), *mine)}) > len(
            {*days_of(planned(28, 10, "any", MANY), *mine)}
        )


@pytest.mark.parametrize(
    ("days", "hours", "says"),
    [
        (0, 5, "The interview is today: there is no day left to plan. A mock round takes 15 minutes."),
        (-1, 5, "The date of the interview has passed. Choose a day to come."),
        (MOST_DAYS + 1, 5, "The interview is more than a year away. Choose a day within a year."),
        (14, 0, "With no time in the week there is nothing to plan. Give it half an hour at least."),
        (14, -3, "With no time in the week there is nothing to plan. Give it half an hour at least."),
        (14, 61, "A week has no room for that. Give it at most 60 hours."),
        (14, float("nan"), "A week has no room for that. Give it at most 60 hours."),
        (2, 0.5, "That is 9 minutes in all, and one mock round takes 15. Give it more hours."),
        (2, 0.05, "That is 1 minute in all, and one mock round takes 15. Give it more hours."),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_said_in_a_sentence(days, hours, says):
    with pytest.raises(Unplannable) as refused:
        planned(days, hours)
    assert str(refused.value) == says


def test_no_topics_leave_the_time_to_rounds_and_cards():
    plan = planned(14, 6, topics=[])
    assert plan.minutes == 720 and not days_of(plan, "bias")


def test_minutes_are_shared_whole():
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(7, [3, 1]) == [5, 2] and shared(5, []) == []
    assert [topic.name for topic, _ in fitting(FEW[:4], 39)] == ["bias"]
    assert fitting(FEW[:4], 19) == []
    long = Topic("design", "long", "design", 3.0, least=45)
    assert [topic.name for topic, _ in fitting([FEW[0], long, FEW[3]], 60)] == ["bias"]
    assert fitting([FEW[0], long], 105) == [(FEW[0], 60), (long, 45)]
    assert [topic.name for topic, _ in fitting([long, FEW[3]], 44)] == ["drift"], (
        "the next that fits"
    )


def test_a_task_stands_on_the_day_of_its_first_minute():
    tasks = [
        Task("kata", name, 1, minutes)
        for name, minutes in zip("abcd", [30, 30, 40, 20], strict=True)
    ]
    assert [(at - MONDAY).days for at, _ in pour(tasks, MONDAY, 4)] == [0, 1, 2, 3]
    assert [(at - MONDAY).days for at, _ in pour(tasks, MONDAY, 2)] == [0, 0, 1, 1]
    assert pour([], MONDAY, 3) == []


def test_new_cards_have_come_two_days_before():
    assert (new_a_day(100, 12), new_a_day(101, 12), new_a_day(100, 2), new_a_day(0, 9)) == (
        10,
        11,
        0,
        0,
    )
