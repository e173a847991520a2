"""What every route is asked in the matrix: with which things, and what it needs. A new route wants its row here.

A row is `"endpoint METHOD": (ask(…), …)`. Whoever may gets one of `fine`; whoever may not gets 404, as for a thing that
is not there. The questions are such that nothing is changed by them: what is sent is refused once the right was asked.
"""

from __future__ import annotations

import json
from io import BytesIO
from itertools import chain
from typing import Any

from tests.access import (
    rows_of_administration,
    rows_of_committees,
    rows_of_documents,
    rows_of_explanations,
    rows_of_meetings,
    rows_of_reach,
    rows_of_several,
    rows_of_silences,
    rows_of_task_doors,
    rows_of_tasks,
)
from tests.access.asking import ANYONE, FORM, HUGE, NEVER, Ask, absent, ask
from tests.access.model import WHOLE
from tests.access.world import CODES, DRAFT, STATES, SUBMITTED, VOLUNTARY

T, Q, M = CODES["T"], CODES["Q"], CODES["M"]
UNKNOWN = "99999"
FIGURE = f"unit_code,indicator,as_of,value\n{T},{VOLUNTARY},2024-10-26,500\n"
TARGET = f"unit_code,indicator,year,value,assigner\n{T},{VOLUNTARY},2024,700,UBND\n"
MILESTONE = f"indicator,year,cut_off,cumulative_percent\n{VOLUNTARY},2024,2024-11-25,80\n"
NOT_APPLICABLE = f"unit_code,indicator,from,reason\n{T},hi_students,2024-01-01,x\n"
SEAT = f"committee_unit_code,committee_name,full_name,role\n{T},BCĐ,An,member\n"
UNIT = "code,name,unit_type,level\n30,Tỉnh Ba,tỉnh,province\n"
SUCCESSION = "level,old_code,new_code,extent\ncommune,10101,10102,whole\n"
DOCUMENT = f"type,number,issued_on,issuer,subject,unit_code\nQĐ,9/QĐ-UBND,2024-10-01,UBND,Việc,{T}\n"
TASK = f"code,committee_unit_code,title,lead,deliverable,assigned_on\nKL,{T},Việc,{T},Báo cáo,2024-10-01\n"
INDICATOR = "code,name,unit_of_measure,kind,direction\nmine,Mới,người,stock,up\n"


def file(text: str) -> dict[str, Any]:
    """Return the options of a request that sends a file."""
    return {"data": {"file": (BytesIO(text.encode()), "sent.csv")}, "content_type": "multipart/form-data"}


def sent(kind: str, text: str, need: str, at: str, **more: Any) -> Ask:
    """Return a file on trial."""
    return ask(f"/api/v1/imports/{kind}?dry_run=true", need, at, (200, 422), file_text=text, **more)


def figures_of(*codes: str, origin: str = "official") -> dict[str, Any]:
    """Return a body whose values are refused, once the rights were asked."""
    items = [
        {"unit_code": code, "indicator": VOLUNTARY, "as_of": "2024-10-26", "value": "x", "origin": origin}
        for code in codes
    ]
    return {"data": json.dumps(items), "content_type": "application/json"}


def report(day: str, code: str = T) -> str:
    """Return the address of a report."""
    return f"/units/{code}/reports/{day}"


def on_reports(ending: str, need: str, fine: tuple[int, ...], **more: Any) -> tuple[Ask, ...]:
    """Ask of the report in each of its states, of one that moved away, and of what is not there."""
    return (
        *(ask(report(day) + ending, need, "T", fine, **more) for day in STATES.values()),
        ask(report(SUBMITTED, M) + ending, need, "M", fine, **more),
        *absent(report(DRAFT, UNKNOWN) + ending, report("2024-10-24") + ending, report("soon") + ending, **more),
    )


def on_cases(ending: str, need: str, fine: tuple[int, ...], prefix: str = "", **more: Any) -> tuple[Ask, ...]:
    """Ask of a case in each of three states, of another unit's, and of one that is not there."""
    return (
        *(ask(f"{prefix}/cases/{{case T {state}}}{ending}", need, "T", fine, **more) for state in ("OPEN", "ACKED")),
        ask(f"{prefix}/cases/{{case M OPEN}}{ending}", need, "M", fine, **more),
        *absent(f"{prefix}/cases/{2**31 - 1}{ending}", f"{prefix}/cases/{HUGE}{ending}", **more),
    )


OF_UNITS: dict[str, Any] = {"sight": "see figures", "blind": 422}
OF_SEATS: dict[str, Any] = {"sight": "see unit", "blind": 422}
WRONG_VERSION = {"data": json.dumps({"version": 999}), "content_type": "application/json"}
CHOICE = f"{{unit T}}:{SUBMITTED}:old"

COMMON: dict[str, tuple[Ask, ...]] = {
    "static GET": (ask("/static/app.css", ANYONE), ask("/static/none.css", ANYONE, fine=404)),
    "health.alive GET": (ask("/healthz", ANYONE),),
    "health.ready GET": (ask("/readyz", ANYONE, fine=(200, 503)),),
    # The door.
    "accounts.sign_in GET": (ask("/sign-in", ANYONE, fine=(200, 302)),),
    "accounts.sign_in_now POST": (ask("/sign-in", ANYONE, fine=422, **FORM),),
    "accounts.sign_out POST": (ask("/sign-out", fine=303, ends_session=True, **FORM),),
    "accounts.invitation GET": (ask("/invitations/unknown", ANYONE, fine=404),),
    "accounts.accept_invitation POST": (ask("/invitations/unknown", ANYONE, fine=404, **FORM),),
    "accounts.account GET": (ask("/account"),),
    "accounts.change_password POST": (ask("/account/password", fine=(422, 429), **FORM),),
    "accounts.proof GET": (ask("/account/proof"),),
    "accounts.give_proof POST": (ask("/account/proof", fine=(422, 429), **FORM),),
    "accounts.end_session POST": absent(f"/account/sessions/{2**31 - 1}/end", f"/account/sessions/{HUGE}/end", **FORM),
    # One's own.
    "work.index GET": (ask("/"),),
    "notify.index GET": (ask("/notices"), ask("/notices?unread=1")),
    "notify.show GET": (
        ask("/notices/{own notice}"),
        *absent("/notices/{notice T}", f"/notices/{2**31 - 1}", f"/notices/{HUGE}"),
    ),
    "notify.mark_read POST": (
        ask("/notices/{own notice}/reading", fine=303, **FORM),
        *absent("/notices/{notice T}/reading", f"/notices/{HUGE}/reading", **FORM),
    ),
    # Units, targets.
    "units.index GET": (ask("/units"), ask(f"/units?q={T}"), ask("/units?q=Đơn vị")),
    "units.show GET": (
        *(ask(f"/units/{T}{query}", "see figures", "T") for query in ("", "?as_of=25/06/2024", "?format=csv")),
        ask(f"/units/{M}", "see figures", "M"),
        ask(f"/units/{M}?as_of=25/06/2024", "see figures", "M"),
        ask(f"/units/{Q}", "see figures", "Q"),
        ask(f"/units/{CODES['D1']}", "see figures", "D1"),
        *absent(f"/units/{UNKNOWN}", f"/units/{UNKNOWN}?format=csv"),
    ),
    "targets.index GET": (ask("/targets", fine=(200, 302)),),
    "targets.show GET": (
        ask(f"/units/{T}/targets/2024", "see figures", "T"),
        ask(f"/units/{M}/targets/2024", "see figures", "M"),
        *absent(f"/units/{UNKNOWN}/targets/2024", f"/units/{T}/targets/1066"),
    ),
    "targets.propose_shares GET": (
        ask(f"/units/{T}/targets/2024/proposal?indicator={VOLUNTARY}", "assign targets", "T"),
        *absent(f"/units/{UNKNOWN}/targets/2024/proposal"),
    ),
    "targets.assign POST": (
        ask(
            f"/units/{T}/targets/2024/assignments?indicator={VOLUNTARY}",
            "assign targets",
            "T",
            (200, 422),
            data={"check": "1"},
        ),
        *absent(f"/units/{UNKNOWN}/targets/2024/assignments", **FORM),
    ),
    # Reports.
    "figures.index GET": (ask("/reports"),),
    "figures.entry GET": on_reports("", "see figures", (200, 302)),
    "figures.keep POST": on_reports("", "type figures", (409, 422), data={f"value_{VOLUNTARY}": "chín", "version": ""}),
    "figures.check GET": on_reports("/check", "type figures", (200, 302)),
    "figures.send POST": on_reports("/submissions", "type figures", (409, 422), data={"version": "old", "key": "k"}),
    "figures.withdraw POST": on_reports("/withdrawal", "type figures", (422,), **FORM),
    "figures.receipt GET": (
        ask(f"{report(SUBMITTED)}/receipts/BC-T-submitted", "see figures", "T"),
        *absent(f"{report(SUBMITTED)}/receipts/none", f"{report(DRAFT, UNKNOWN)}/receipts/BC-T-submitted"),
    ),
    "figures.review GET": on_reports("/review", "see figures", (200,)),
    "figures.accept POST": on_reports("/acceptance", "decide about reports", (409,), data={"version": "old"}),
    "figures.give_back POST": on_reports("/return", "decide about reports", (409, 422), data={"version": "old"}),
    "figures.reviews GET": (ask("/reviews", "decide about reports"),),
    "figures.accept_many POST": (
        ask("/reviews/acceptance", "decide about reports", fine=303, **FORM),
        ask("/reviews/acceptance", "decide about reports", "T", 303, choice=(CHOICE,)),
        ask("/reviews/acceptance", "decide about reports", "T Q", 303, choice=(CHOICE, CHOICE.replace("T", "Q"))),
        *absent("/reviews/acceptance", choice=("nothing",)),
        *absent("/reviews/acceptance", choice=(f"{HUGE}:{SUBMITTED}:old",)),
    ),
    # Cases.
    "escalation.index GET": (ask("/cases"), ask(f"/cases?unit={T}"), ask(f"/cases?unit={UNKNOWN}")),
    "escalation.show GET": on_cases("", "see cases", (200,)),
    "escalation.acknowledge POST": (*on_cases("/acknowledgement", "confirm cases", (303,), data={"version": "999"}),),
    # What was sent.
    "notify.ledger GET": (ask("/outbox", "see what was sent"), ask("/outbox?state=sent", "see what was sent")),
    "notify.send_again POST": (
        ask("/outbox/{delivery T}/sending", "see what was sent", "T", 422, **FORM),
        ask("/outbox/{delivery Q}/sending", "see what was sent", "Q", 422, **FORM),
        *absent(f"/outbox/{2**31 - 1}/sending", f"/outbox/{HUGE}/sending", **FORM),
    ),
    "notify.sent_mail GET": absent("/mails"),
    "notify.one_mail GET": absent("/mails/{delivery T}", f"/mails/{HUGE}"),
    # Programs.
    "api.description GET": (ask("/api/v1/openapi.json", ANYONE),),
    "api.health GET": (ask("/api/v1/health"),),
    "api.unit GET": (
        ask(f"/api/v1/units/{T}", "see figures", "T"),
        ask(f"/api/v1/units/{M}?as_of=2024-06-25", "see figures", "M"),
        *absent(f"/api/v1/units/{UNKNOWN}"),
    ),
    "api.children GET": (
        ask(f"/api/v1/units/{T}/children", "see figures", "T"),
        *absent(f"/api/v1/units/{UNKNOWN}/children"),
    ),
    "api.standings GET": (
        ask(f"/api/v1/standings?unit={T}", "see figures", "T"),
        ask(f"/api/v1/standings?unit={M}&as_of=2024-06-25", "see figures", "M"),
        ask(f"/api/v1/standings?parent={CODES['D1']}", "see figures", "D1"),
        *absent(f"/api/v1/standings?unit={UNKNOWN}", f"/api/v1/standings?parent={UNKNOWN}"),
    ),
    "api.cases GET": (
        ask("/api/v1/cases"),
        ask(f"/api/v1/cases?unit={T}", "see cases", "T"),
        *absent(f"/api/v1/cases?unit={UNKNOWN}"),
    ),
    "api.case GET": on_cases("", "see cases", (200,), prefix="/api/v1"),
    "api.acknowledge POST": on_cases("/acknowledgement", "confirm cases", (422,), prefix="/api/v1", **WRONG_VERSION),
    "api.notices GET": (ask("/api/v1/notices"),),
    "api.read POST": (
        ask("/api/v1/notices/{own notice}/reading"),
        *absent("/api/v1/notices/{notice T}/reading", f"/api/v1/notices/{HUGE}/reading"),
    ),
    "api.send POST": (
        ask("/api/v1/figures", "import figures", "T", 422, **figures_of(T)),
        ask("/api/v1/figures", "import figures", "T Q", 422, **figures_of(T, Q)),
        ask("/api/v1/figures", "type figures", "T", 422, **figures_of(T, origin="self_reported")),
        *absent("/api/v1/figures", **figures_of(UNKNOWN)),
    ),
    "api.take_over POST": (
        sent("figures", FIGURE, "import figures", "T", **OF_UNITS),
        sent("targets", TARGET, "assign targets", "T", **OF_UNITS),
        sent("milestones", MILESTONE, "assign targets", "P1 P2"),
        sent("not-applicable", NOT_APPLICABLE, "assign targets", "T", **OF_UNITS),
        sent("documents", DOCUMENT, "keep documents", "T", **OF_SEATS),
        sent("tasks", TASK, "give tasks", "T", **OF_SEATS),
        sent("members", SEAT, "keep people", "T", **OF_SEATS),
        sent("units", UNIT, "keep units", WHOLE),
        sent("successions", SUCCESSION, "keep units", WHOLE),
        sent("indicators", INDICATOR, "change settings", WHOLE),
        sent("nothing", FIGURE, NEVER, ""),
    ),
}

PARTS = (
    COMMON,
    rows_of_administration.ROWS,
    rows_of_committees.ROWS,
    rows_of_documents.ROWS,
    rows_of_explanations.ROWS,
    rows_of_meetings.ROWS,
    rows_of_reach.ROWS,
    rows_of_several.ROWS,
    rows_of_silences.ROWS,
    rows_of_task_doors.ROWS,
    rows_of_tasks.ROWS,
)
ROWS: dict[str, tuple[Ask, ...]] = dict(chain.from_iterable(part.items() for part in PARTS))
