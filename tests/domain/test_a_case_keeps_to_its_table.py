"""Whatever happens in whatever order, a case moves only as the table allows."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from committee.domain.case_facts import (
    FREE,
    Acknowledged,
    Evaluated,
    Explained,
    ExplanationAccepted,
    ExplanationReturned,
    Looked,
    MilestoneKept,
    MilestoneMissed,
    SeatsVacant,
    State,
    Suppression,
    UnitMerged,
)
from committee.domain.errors import DomainError
from committee.domain.ladder import DEFAULT_LADDER
from tests.domain.cases import DECEMBER, LAG, MONDAY, NOVEMBER, OCTOBER, SEVERE, after, at, case

# From which state to which an event may lead; None is "no case" or "removed".
ALLOWED = {
    (None, State.PENDING),
    (State.PENDING, None),
    (State.PENDING, State.OPEN),
    (State.OPEN, State.ACKED),
    (State.ACKED, State.EXPLAINED),
    (State.ACKED, State.OPEN),
    (State.EXPLAINED, State.ACKED),
    (State.EXPLAINED, State.COMMITTED),
    (State.EXPLAINED, State.OPEN),
    (State.COMMITTED, State.OPEN),
    (State.RECOVERING, State.RESOLVED),
    (State.RESOLVED, State.OPEN),
    *((state, State.RECOVERING) for state in (State.OPEN, State.ACKED, State.EXPLAINED, State.COMMITTED)),
    *((State.RECOVERING, state) for state in (State.OPEN, State.ACKED, State.EXPLAINED, State.COMMITTED)),
    *((state, State.CLOSED) for state in set(State) - {State.CLOSED}),
    *((state, state) for state in set(State) - {State.RESOLVED, State.CLOSED}),
}
SIGNALS = st.builds(
    Evaluated,
    st.sampled_from([None, LAG, LAG, SEVERE]),
    st.sampled_from([OCTOBER, NOVEMBER, DECEMBER]),
    st.sampled_from(["a", "b", "c", "d"]),
    st.booleans(),
)
ACTS = st.sampled_from(
    [
        Looked(),
        Looked(),
        Looked(),
        Acknowledged(),
        Explained(),
        ExplanationReturned(),
        ExplanationAccepted(date(2025, 1, 15)),
        MilestoneKept(None),
        MilestoneMissed(),
        SeatsVacant(),
        UnitMerged(LAG),
        UnitMerged(None),
    ]
)
SUPPRESSIONS = st.sampled_from([FREE, FREE, Suppression(held_from_step=2), Suppression(until=at(12, 16))])
TAPES = st.lists(st.tuples(st.one_of(SIGNALS, ACTS), st.integers(0, 9 * 24), SUPPRESSIONS), max_size=40)
ANSWERED = [State.OPEN, State.ACKED, State.EXPLAINED, State.COMMITTED]
STARTS = st.one_of(
    st.none(), st.builds(case, st.sampled_from(ANSWERED), st.integers(1, 4), next_look_at=st.just(MONDAY))
)


@settings(max_examples=400, deadline=None, database=None)
@given(STARTS, TAPES)
def test_whatever_happens_a_case_keeps_to_the_table(start, tape):
    known, now, keys = start, MONDAY, []

    for event, hours, suppression in tape:
        now += timedelta(hours=hours)
        try:
            decision = after(known, event, now, suppression)
        except DomainError:
            continue
        if decision is None:
            continue
        keep_to_the_table(known, decision, now)
        keys += [(n.episode, n.step, n.kind, n.repeat) for n in decision.notices if n.kind == "step"]
        known = decision.after

    assert len(keys) == len(set(keys)), "a step is told once per episode and repeat"


def keep_to_the_table(known, decision, now):
    before = known.state if known else None
    assert (before, decision.to_state) in ALLOWED
    assert 0 <= decision.to_step <= DEFAULT_LADDER.top
    if decision.to_state in set(State) - {None, State.RESOLVED, State.CLOSED}:
        assert decision.next_look_at is not None
    if known and decision.after:
        assert decision.to_step >= known.step, "a case never steps down by itself"
