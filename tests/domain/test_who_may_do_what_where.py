"""The table of rights, asked from outside, and random trees judged by a small model of its own."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.domain.access import (
    Action,
    Actor,
    Area,
    Reach,
    Relation,
    Role,
    SeatOf,
    Thing,
    Viewer,
    may,
    reach,
    relation_of,
    visible_paths,
)

PROVINCE, COMMUNE, SIBLING, HAMLET, OTHER_PROVINCE = "1/", "1/2/", "1/22/", "1/2/3/", "9/"
ME, SOMEBODY_ELSE = 7, 8


def holder(role, path=COMMUNE, *, former=False, areas=()):
    return Viewer(ME, "An", (SeatOf(role, 2, path, former),), areas)


def allowed(role, action):
    """Return where a seat at the commune may do `action`, as a word of five letters: o b a s x."""
    places = {"o": COMMUNE, "b": HAMLET, "a": PROVINCE, "s": SIBLING, "x": OTHER_PROVINCE}
    viewer = holder(role)
    return "".join(
        letter for letter, path in places.items() if may(viewer, action, Thing("thing", path, SOMEBODY_ELSE))
    )


ROLES = (
    "chair",
    "standing_vice_chair",
    "vice_chair",
    "member",
    "secretariat",
    "reporter",
    "reviewer",
    "supervisor",
    "administrator",
)
TABLE = {
    # action: chair standing vice member secretariat reporter reviewer supervisor administrator
    "see_unit_name": "oba oba oba oba oba oba oba oba oba",
    "see_unit": "ob ob ob ob ob ob ob ob ob",
    "see_targets": "ob ob ob ob ob ob ob ob -",
    "see_figures": "ob ob ob ob ob ob ob ob -",
    "see_cases": "ob ob ob o ob ob - ob -",
    "see_tasks": "ob ob ob o ob ob - ob -",
    "see_documents": "ob ob ob o ob ob - ob -",
    "see_committees": "ob ob ob - ob - - ob ob",
    "see_people": "ob ob ob - ob - - - ob",
    "see_outbox": "- ob - - ob - - - ob",
    "see_audit": "- ob - - ob - - ob ob",
    "see_own_work": "- - - - - - - - -",
    "enter_figures": "- - - - o ob - - -",
    "import_figures": "- ob - - ob - - - -",
    "accept_figures": "- b - - b - b - -",
    "return_figures": "- b - - b - b - -",
    "assign_targets": "- ob - - ob - - - -",
    "acknowledge_case": "o o o - o o - - -",
    "explain_case": "o o o - o o - - -",
    "review_explanation": "b b - - b - - - -",
    "silence_cases": "b b - - b - - - -",
    "assign_tasks": "o ob - - ob - - - -",
    "report_tasks": "o o o - o o - - -",
    "accept_tasks": "ob ob - - ob - - - -",
    "manage_documents": "- ob - - ob - - - -",
    "draft_letters": "- ob - - ob - - - -",
    "manage_units": "- - - - - - - - ob",
    "reorganise": "- ob - - ob - - - -",
    "manage_people": "- - - - - - - - ob",
    "manage_settings": "- - - - - - - - ob",
}
CASES = [
    (role, action, "" if where == "-" else where)
    for action, row in TABLE.items()
    for role, where in zip(ROLES, row.split(), strict=True)
]


def test_the_table_of_this_test_names_every_role_and_action():
    assert set(ROLES) == set(Role)
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize(("role", "action", "where"), CASES)
def test_a_seat_opens_what_the_table_says_and_nothing_else(role, action, where):
    assert allowed(Role(role), Action(action)) == where


@pytest.mark.parametrize("action", Action)
def test_a_stranger_and_an_account_without_a_seat_may_do_nothing(action):
    seat = SeatOf(Role.SECRETARIAT, 1, PROVINCE)

    assert not may(Viewer(None, "", (seat,)), action, Thing("figure", COMMUNE, None))
    assert not may(Viewer(ME, "An"), action, Thing("figure", COMMUNE, SOMEBODY_ELSE))


def test_a_person_sees_their_own_work_even_from_a_former_unit():
    viewer = holder(Role.REPORTER, former=True)

    assert may(viewer, Action.SEE_OWN_WORK, Thing("figure", COMMUNE, ME))
    assert not may(viewer, Action.SEE_OWN_WORK, Thing("figure", COMMUNE, SOMEBODY_ELSE))
    assert not may(viewer, Action.SEE_FIGURES, Thing("figure", COMMUNE, ME))
    assert not may(viewer, Action.SEE_UNIT_NAME, Thing("unit", PROVINCE))


@pytest.mark.parametrize("action", ["accept_figures", "return_figures", "review_explanation", "accept_tasks"])
def test_who_submitted_does_not_approve(action):
    viewer = holder(Role.SECRETARIAT, PROVINCE)

    assert may(viewer, Action(action), Thing("figure", COMMUNE, SOMEBODY_ELSE))
    assert not may(viewer, Action(action), Thing("figure", COMMUNE, ME))


def test_a_closed_thing_is_only_read():
    viewer = holder(Role.SECRETARIAT, PROVINCE)

    assert may(viewer, Action.SEE_FIGURES, Thing("figure", COMMUNE, None, "closed"))
    assert not may(viewer, Action.ACCEPT_FIGURES, Thing("figure", COMMUNE, None, "closed"))
    assert not may(viewer, Action.ASSIGN_TARGETS, Thing("target", COMMUNE, None, "closed"))


def test_a_member_reads_everything_in_the_areas_in_charge_and_decides_nothing_there():
    viewer = Viewer(ME, "An", (SeatOf(Role.MEMBER, 1, PROVINCE),), (Area(2, COMMUNE),))

    assert may(viewer, Action.SEE_CASES, Thing("case", COMMUNE))
    assert may(viewer, Action.SEE_CASES, Thing("case", HAMLET))
    assert not may(viewer, Action.SEE_CASES, Thing("case", SIBLING))
    assert not may(viewer, Action.ACKNOWLEDGE_CASE, Thing("case", COMMUNE))
    assert not may(viewer, Action.ENTER_FIGURES, Thing("figure", COMMUNE))


def test_an_area_without_a_living_seat_opens_nothing():
    ended = Viewer(ME, "An", (SeatOf(Role.MEMBER, 1, PROVINCE, former=True),), (Area(2, COMMUNE),))
    office = Viewer(ME, "An", (SeatOf(Role.ADMINISTRATOR, 1, PROVINCE),), (Area(2, COMMUNE),))

    assert not may(ended, Action.SEE_CASES, Thing("case", COMMUNE))
    assert not may(office, Action.SEE_CASES, Thing("case", COMMUNE))


def test_only_a_seat_over_the_whole_installation_reaches_the_installation():
    everywhere = holder(Role.ADMINISTRATOR, "")

    assert may(everywhere, Action.MANAGE_SETTINGS, Thing("settings", ""))
    assert may(everywhere, Action.MANAGE_PEOPLE, Thing("account", HAMLET))
    assert not may(holder(Role.ADMINISTRATOR, PROVINCE), Action.MANAGE_SETTINGS, Thing("settings", ""))
    assert not may(holder(Role.ADMINISTRATOR, PROVINCE), Action.SEE_UNIT_NAME, Thing("settings", ""))


@pytest.mark.parametrize(
    ("seat_path", "path", "relation"),
    [
        ("1/2/", "1/2/", Relation.OWN),
        ("1/2/", "1/2/3/", Relation.BELOW),
        ("1/2/", "1/", Relation.ABOVE),
        ("1/2/", "1/22/", Relation.ELSEWHERE),  # 22 begins with 2 and is not below it
        ("1/2/", "12/2/", Relation.ELSEWHERE),
        ("", "1/", Relation.BELOW),
        ("", "", Relation.OWN),
        ("1/", "", Relation.ELSEWHERE),
    ],
)
def test_a_relation_is_read_from_two_paths(seat_path, path, relation):
    assert relation_of(SeatOf(Role.CHAIR, 2, seat_path), path) is relation


@pytest.mark.parametrize("path", ["1", "1/2", "/", "1//2/", "a/", " 1/"])
def test_a_path_that_is_none_is_a_programmers_mistake(path):
    with pytest.raises(ValueError, match="path"):
        Thing("unit", path)


def test_queries_get_the_outermost_paths():
    viewer = Viewer(ME, "An", (SeatOf(Role.CHAIR, 2, COMMUNE), SeatOf(Role.SUPERVISOR, 1, PROVINCE)))

    assert visible_paths(viewer, Action.SEE_FIGURES) == (PROVINCE,)
    assert visible_paths(viewer, Action.MANAGE_PEOPLE) == ()
    assert reach(viewer, Action.ACKNOWLEDGE_CASE).units == (COMMUNE,)
    assert reach(holder(Role.REVIEWER), Action.ACCEPT_FIGURES).below == (COMMUNE,)
    assert visible_paths(holder(Role.REVIEWER), Action.ACCEPT_FIGURES) == ()


def test_what_lies_strictly_below_a_unit_does_not_reach_the_unit_itself():
    below = reach(holder(Role.REVIEWER), Action.ACCEPT_FIGURES)

    assert below.covers(f"{COMMUNE}7/")
    assert not below.covers(COMMUNE)


@pytest.mark.parametrize(
    ("role", "follows"),
    [
        (Role.CHAIR, True),
        (Role.STANDING_VICE_CHAIR, True),
        (Role.VICE_CHAIR, True),
        (Role.MEMBER, True),
        (Role.SECRETARIAT, True),
        (Role.REPORTER, False),
        (Role.REVIEWER, False),
        (Role.SUPERVISOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_an_area_in_charge_belongs_to_whoever_sits_on_a_committee(role, follows):
    viewer = holder(role, areas=(Area(9, OTHER_PROVINCE),))

    assert may(viewer, Action.SEE_FIGURES, Thing("figure", OTHER_PROVINCE)) is follows


def test_the_line_above_a_unit_is_reached_one_by_one():
    assert reach(holder(Role.REPORTER), Action.SEE_UNIT_NAME).units == (PROVINCE,)


def test_whoever_has_no_account_reaches_nothing():
    viewer = Viewer(None, "nobody", (SeatOf(Role.CHAIR, 1, PROVINCE),))

    assert reach(viewer, Action.SEE_FIGURES) == Reach((), (), ())


def test_the_command_line_has_no_account():
    assert Actor.command_line() == Actor(None, "command line")


# An independent model: parents in a list, rights read from this file's own table, no paths compared.


@st.composite
def trees(draw):
    """Draw [parent or None, …] with a first root and up to four levels below it."""
    parents, depths = [None], [0]
    for _ in range(draw(st.integers(0, 14))):
        parent = draw(st.sampled_from([None, *[n for n, depth in enumerate(depths) if depth < 4]]))
        parents.append(parent)
        depths.append(0 if parent is None else depths[parent] + 1)
    return parents


def line_of(parents, unit):
    line = [unit]
    while parents[line[-1]] is not None:
        line.append(parents[line[-1]])
    return line


def path_of(parents, unit):
    return "".join(f"{n + 1}/" for n in reversed(line_of(parents, unit)))


def letter_for(parents, seat_unit, unit):
    if seat_unit == unit:
        return "o"
    if seat_unit in line_of(parents, unit):
        return "b"
    return "a" if unit in line_of(parents, seat_unit) else "s"


def model_says(situation):
    parents, seats, areas, action, unit, maker = situation
    if action == "see_own_work":
        return maker == ME
    if maker == ME and action in {"accept_figures", "return_figures", "review_explanation", "accept_tasks"}:
        return False
    living = [(role, at) for role, at, former in seats if not former]
    for role, at in living:
        if letter_for(parents, at, unit) in TABLE[action].split()[ROLES.index(role)]:
            return True
    sits = any(role in {"chair", "standing_vice_chair", "vice_chair", "member", "secretariat"} for role, _ in living)
    reads = {
        "see_unit_name",
        "see_unit",
        "see_targets",
        "see_figures",
        "see_cases",
        "see_tasks",
        "see_documents",
    }
    return sits and action in reads and any(letter_for(parents, area, unit) in "ob" for area in areas)


@st.composite
def situations(draw):
    parents = draw(trees())
    units = st.integers(0, len(parents) - 1)
    seats = draw(st.lists(st.tuples(st.sampled_from(ROLES), units, st.booleans()), max_size=3))
    areas = draw(st.lists(units, max_size=2))
    action = draw(st.sampled_from(sorted(TABLE)))
    return parents, seats, areas, action, draw(units), draw(st.sampled_from([None, ME, SOMEBODY_ELSE]))


def judge(situation):
    parents, seats, areas, action, unit, maker = situation
    viewer = Viewer(
        ME,
        "An",
        tuple(SeatOf(Role(role), at + 1, path_of(parents, at), former) for role, at, former in seats),
        tuple(Area(at + 1, path_of(parents, at)) for at in areas),
    )
    path = path_of(parents, unit)

    decision = may(viewer, Action(action), Thing("thing", path, maker))

    assert decision is model_says(situation)
    if maker != ME:
        assert reach(viewer, Action(action)).covers(path) is decision


FREE_OF_LIMITS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=2_000, **FREE_OF_LIMITS)
@given(situations())
def test_any_seat_in_any_tree_is_judged_as_the_model_judges(situation):
    judge(situation)


@pytest.mark.long
@settings(max_examples=20_000, **FREE_OF_LIMITS)
@given(situations())
def test_twenty_thousand_situations_are_judged_as_the_model_judges(situation):
    judge(situation)
