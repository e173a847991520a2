"""Why somebody may see a unit, or why not, in sentences that an official reads."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext

from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.explaining import Claim, Door, Explanation, Reason, View, Way
from committee.domain.grants import Action, Relation
from committee.members.roles import role_name

ACTIONS = {
    Action.SEE_UNIT_NAME: lazy_gettext("see its name"),
    Action.SEE_UNIT: lazy_gettext("see the unit"),
    Action.SEE_TARGETS: lazy_gettext("see targets"),
    Action.SEE_FIGURES: lazy_gettext("see figures"),
    Action.SEE_CASES: lazy_gettext("see cases"),
    Action.SEE_TASKS: lazy_gettext("see tasks"),
    Action.SEE_DOCUMENTS: lazy_gettext("see documents"),
    Action.SEE_COMMITTEES: lazy_gettext("see who sits in committees"),
    Action.SEE_PEOPLE: lazy_gettext("see people and seats"),
    Action.SEE_OUTBOX: lazy_gettext("see what was sent"),
    Action.SEE_AUDIT: lazy_gettext("see the audit"),
    Action.SEE_OWN_WORK: lazy_gettext("see their own work"),
    Action.ENTER_FIGURES: lazy_gettext("type figures"),
    Action.IMPORT_FIGURES: lazy_gettext("import figures"),
    Action.ACCEPT_FIGURES: lazy_gettext("accept figures"),
    Action.RETURN_FIGURES: lazy_gettext("return figures"),
    Action.ASSIGN_TARGETS: lazy_gettext("assign targets"),
    Action.ACKNOWLEDGE_CASE: lazy_gettext("confirm cases"),
    Action.EXPLAIN_CASE: lazy_gettext("explain cases"),
    Action.REVIEW_EXPLANATION: lazy_gettext("decide about explanations"),
    Action.SILENCE_CASES: lazy_gettext("hold cases back"),
    Action.ASSIGN_TASKS: lazy_gettext("assign tasks"),
    Action.REPORT_TASKS: lazy_gettext("report on tasks"),
    Action.ACCEPT_TASKS: lazy_gettext("accept tasks"),
    Action.MANAGE_DOCUMENTS: lazy_gettext("keep documents"),
    Action.DRAFT_LETTERS: lazy_gettext("draft letters"),
    Action.MANAGE_UNITS: lazy_gettext("keep the list of units"),
    Action.REORGANISE: lazy_gettext("reorganise units"),
    Action.MANAGE_PEOPLE: lazy_gettext("keep people and seats"),
    Action.MANAGE_SETTINGS: lazy_gettext("change settings"),
}
RELATIONS = {
    Relation.OWN: lazy_gettext("this is the unit itself"),
    Relation.BELOW: lazy_gettext("the unit lies below"),
    Relation.ABOVE: lazy_gettext("the unit lies above"),
    Relation.ELSEWHERE: lazy_gettext("the unit lies elsewhere"),
    Relation.FORMER: lazy_gettext("the unit once lay below and no longer does"),
}


def verdict(explanation: Explanation, *, person: str, unit: str, on: date) -> str:
    """Return in one sentence whether somebody sees a unit on a day."""
    shown: dict[str, object] = {"person": person, "unit": unit, "day": vn_date(on)}
    if explanation.view is View.SEES:
        return gettext("%(person)s sees %(unit)s on %(day)s.", **shown)
    if explanation.view is View.NAME_ONLY:
        return gettext("%(person)s sees only the name of %(unit)s on %(day)s.", **shown)
    return gettext("%(person)s does not see %(unit)s on %(day)s: to them it is not there.", **shown)


def at_the_door(door: Door, *, email: str, opened_on: date | None, closed_on: date | None) -> str:
    """Return why the person could not come in on the day, "" where they could."""
    if door is Door.OPEN:
        return ""
    if door is Door.DISABLED:
        return gettext("The account has been disabled since %(day)s.", day=vn_date(closed_on))
    if opened_on is None:
        return gettext("No account has the e-mail %(email)s.", email=email)
    return gettext("The account was only opened on %(day)s.", day=vn_date(opened_on))


def said_of(reason: Reason, on: date) -> str:
    """Return a reason as one sentence: what is held, where the unit lies seen from it, what that allows."""
    shown = {"held": _held(reason.claim), "relation": _related(reason, on)}
    if not reason.actions:
        return gettext("%(held)s: %(relation)s; this allows nothing.", **shown)
    allowed = ", ".join(str(ACTIONS[action]) for action in Action if action in reason.actions)
    return gettext("%(held)s: %(relation)s; this allows to %(actions)s.", **shown, actions=allowed)


def nothing_held() -> str:
    """Return the sentence for somebody who holds nothing and never did."""
    return gettext("The person holds no seat, post or area and covers nobody.")


def _held(claim: Claim) -> str:
    place = claim.place or gettext("the whole system")
    if claim.way is Way.AREA:
        return gettext("In charge of the area %(place)s", place=place)
    role = role_name(claim.role)
    if claim.way is Way.COVER:
        return gettext("Covers %(of)s (%(role)s, %(place)s)", of=claim.of, role=role, place=place)
    return gettext("%(role)s, %(place)s", role=role, place=place)


def _related(reason: Reason, on: date) -> str:
    claim = reason.claim
    if claim.holds_on(on):
        return str(RELATIONS[reason.relation])
    if claim.from_on and on < claim.from_on:
        return gettext("this only begins on %(day)s", day=vn_date(claim.from_on))
    if claim.to_on and claim.to_on < on:
        return gettext("this ended on %(day)s", day=vn_date(claim.to_on))
    return gettext("%(place)s ended on %(day)s", place=claim.place, day=vn_date(claim.unit_ended_on))
