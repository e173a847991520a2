"""A town where something stands behind every address: targets, reports in every state, cases, notices, mail, keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from committee.accounts import operations as accounts
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.domain.access import Actor
from committee.escalation.sweep import sweep
from committee.figures import operations as figures
from committee.figures.operations import Typed
from committee.figures.periods import period_closing_on
from committee.figures.reports import Report, report_of
from committee.notify.models import Delivery, LinkUse, Notice
from committee.notify.operations import Recipient, announce
from committee.targets.operations.not_applicable import COLUMNS as MARKS
from committee.targets.operations.plans import set_plan
from committee.units.queries import unit_with_code
from tests import cast as people
from tests.cast import BY, DISTRICT_REVIEWER, EXAMPLES, OTHER_REPORTER, REPORTER, Cast, Person
from tests.figures.october import CUT_OFF
from tests.hostile.town_at_work import calendars, explained, links_of_mails, reset_of, set_to_work

NOT_APPLICABLE = "unit_code,indicator,from,reason\n31441,campaign_events,2024-01-01,Không có\n".encode()


@dataclass(frozen=True)
class Town:
    """The cast, and what an address needs so that something stands behind it."""

    cast: Cast
    case_id: int
    receipt: str
    invitation: str
    notices: dict[Person, int]
    delivery_id: int
    keys: dict[tuple[Person, str], str]
    at_work: dict[str, Any]
    mail_links: dict[Person, str]
    calendars: dict[Person, str]
    reset: str

    def good(self, name: str, person: Person, endpoint: str = "") -> object:
        """Return a value for the gap `name` of an address of `endpoint`, such as `person` would open."""
        known = {
            **self.at_work,
            "by_link:token": self.mail_links[person],
            "accounts.reset:token": self.reset,
            "accounts.accept_reset:token": self.reset,
            "documents:kind": "meeting",
            "documents:thing_id": self.at_work["meeting_id"],
            "secret": self.calendars[person],
            "code": "31441",
            "day": CUT_OFF.isoformat(),
            "year": 2024,
            "case_id": self.at_work["own_case"] if person is REPORTER else self.case_id,
            "notice_id": self.notices[person],
            "delivery_id": self.delivery_id,
            "receipt": self.receipt,
            "token": self.invitation,
            "account_id": self.cast.accounts[REPORTER],
            "unit_id": self.cast.units["31441"],
            "seat_id": next(iter(self.cast.seats.values())),
            "filename": "favicon.svg",
            "kind": "figures",
        }
        room = endpoint.partition(".")[0]
        return next((known[key] for key in (f"{endpoint}:{name}", f"{room}:{name}", name) if key in known), 1)


def founded(app: Flask) -> Town:
    """Write everything into the database of the running application and return where it stands."""
    cast = people.enter()
    for name in ("targets", "milestones", "figures"):
        done = app.test_cli_runner().invoke(args=[name, "import", str(EXAMPLES / f"{name}.csv")])
        assert done.exit_code == 0, done.output
    with transaction():
        set_plan(year=2024, cut_off_day=25, rhythm=None, by=BY, now=clock.now())
        rows = read_table(NOT_APPLICABLE, "marks.csv", columns=MARKS)
        figures.import_not_applicable(rows=rows, by=BY, now=clock.now())
    receipt = _reports(cast)
    at_work = set_to_work(cast)
    with transaction():
        sweep(effective_at=clock.now(), by=BY, now=clock.now())
    with transaction():
        notices = {person: _told(cast, person) for person in cast.accounts}
        delivery_id = _given_up()
        guest = accounts.add_account(email="moi@haugiang.example", name="Hà Thị Mời", by=BY, now=clock.now())
        invitation = accounts.invite(account_id=guest, by=BY, now=clock.now())
        keys = {(person, scope): _key(cast, person, scope) for person in cast.accounts for scope in accounts.SCOPES}
        mail_links = links_of_mails(notices, cast, at_work["task_id"])
        secrets = {"mail_links": mail_links, "calendars": calendars(cast), "reset": reset_of(OTHER_REPORTER)}
        _used(notices[REPORTER], cast.accounts[REPORTER], at_work["task_id"])
    with transaction():
        case_id, own_case, explanation_id = explained(cast, at_work["task_id"])
    at_work |= {"explanation_id": explanation_id, "own_case": own_case}
    db.session.remove()
    return Town(cast, case_id, receipt, invitation, notices, delivery_id, keys, at_work, **secrets)


def _reports(cast: Cast) -> str:
    """Send October's report of one commune, have that of another returned, and return the first one's receipt."""
    reporter, other, reviewer = (cast.actor(person) for person in (REPORTER, OTHER_REPORTER, DISTRICT_REVIEWER))
    with transaction():
        receipt = _sent("31441", reporter, si_voluntary=702, hi_participants=5010)
        _sent("31318", other, si_voluntary=880)
    with transaction():
        waiting = _report("31318").submitted
        figures.return_for_correction(
            figure_ids=[one.id for one in waiting], reason="Xem lại số tháng 10", by=reviewer, now=clock.now()
        )
        figures.save_draft(
            unit_id=cast.units["31441"],
            as_of=CUT_OFF,
            values={"hi_students": Typed(900)},
            by=reporter,
            now=clock.now(),
        )
    return receipt


def _report(code: str) -> Report:
    return report_of(unit_with_code(code, CUT_OFF), period_closing_on(CUT_OFF))


def _sent(code: str, by: Actor, **values: int) -> str:
    here = {"unit": unit_with_code(code, CUT_OFF), "period": period_closing_on(CUT_OFF), "by": by, "now": clock.now()}
    typed = {indicator: Typed(value) for indicator, value in values.items()}
    figures.keep_report(version=_report(code).version, values=typed, **here)
    reasons = dict.fromkeys(values, "theo danh sách thu")
    return figures.send_report(version=_report(code).version, reasons=reasons, key=f"{code} key", **here).receipt


def _told(cast: Cast, person: Person) -> int:
    recipient = Recipient(cast.accounts[person], person.email)
    notice_id = announce(
        kind="step",
        recipient=recipient,
        subject=("case", 1),
        title="Xã chậm tiến độ",
        body="Đề nghị giải trình.",
        facts={"unit_name": "Xã", "actual": 1},
        dedupe_key=f"town {person.email}",
        not_before=clock.now(),
        by=BY,
        now=clock.now(),
    )
    assert notice_id is not None
    return notice_id


def _used(notice_id: int, account_id: int, task_id: int) -> None:
    said = {"notice_id": notice_id, "subject_kind": "task", "subject_id": task_id, "account_id": account_id}
    db.session.add(LinkUse(**said, act="progress", at=clock.now()))


def _given_up() -> int:
    first = db.session.scalars(db.select(Delivery).join(Notice).where(Delivery.channel == "email")).first()
    first.state, first.last_error, first.next_try_at = "dead", "550 no such user", None
    return first.id


def _key(cast: Cast, person: Person, scope: str) -> str:
    return accounts.make_token(account_id=cast.accounts[person], scope=scope, days=30, by=BY, now=clock.now())
