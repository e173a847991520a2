"""What a person has to do with tasks: their own, those that wait for their answer, those that need another lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.dashboards.my_work import Job, MyWork
from committee.domain.access import Action, Viewer, reach
from committee.domain.task_status import When
from committee.tasks.access import eyes_of
from committee.tasks.completing import papers_to_complete
from committee.tasks.queries import TaskRow, Work, work_of
from committee.tasks.queries.reminding import PaperDue
from committee.tasks.queries.returned import returned
from committee.tasks.queries.waiting import Waiting, petitions_to_answer, tasks_without_lead
from committee.tasks.queries.work import when_of

LONGEST_REASON = 160
MOST_SHOWN = 50  # of one group; the list of tasks has them all


@dataclass
class TaskJobs:
    """Jobs with tasks. `later`: how many of one's own are due after this week, or never; they wait in the list.

    `more`: how many jobs of a group there are beside those in it.
    """

    overdue: list[Job] = field(default_factory=list)
    soon: list[Job] = field(default_factory=list)
    waiting: list[Job] = field(default_factory=list)
    later: int = 0
    more: Mapping[str, int] = field(default_factory=dict)


def task_jobs(viewer: Viewer, today: date) -> TaskJobs:
    """Return what `viewer` has to do with tasks, the earliest day first. As many statements for 2 as for 20."""
    eyes = eyes_of(viewer, on=today)
    work = work_of(eyes)
    back = returned([row.id for row in work.to_do])
    near = [row for row in work.to_do if row.id in back or when_of(row, today) is not When.LATER]
    jobs = [
        *(_to_do(row, back) for row in near),
        *(job for row in work.to_answer for job in _to_answer(row, viewer)),
        *(_to_say(one) for one in petitions_to_answer(eyes, within=reach(viewer, Action.ASSIGN_TASKS))),
        *(_to_complete(one) for one in papers_to_complete(eyes)),
        *(_to_give_anew(one) for one in tasks_without_lead(reach(viewer, Action.ASSIGN_TASKS), today)),
    ]
    jobs.sort(key=_day)
    late = [job for job in jobs if job.due_on and job.due_on < today]
    soon = [job for job in jobs if not job.due_on or job.due_on >= today]
    sent, unread = _sent(work), work.unread
    return TaskJobs(
        overdue=late[:MOST_SHOWN],
        soon=soon[:MOST_SHOWN],
        waiting=sent[:MOST_SHOWN],
        later=len(work.to_do) - len(near) + unread.get(When.LATER, 0),
        more={
            "overdue": len(late[MOST_SHOWN:]) + unread.get(When.OVERDUE, 0),
            "soon": len(soon[MOST_SHOWN:]) + unread.get(When.SOON, 0) + work.unread_to_answer,
            "waiting": len(sent[MOST_SHOWN:]) + unread.get(When.SENT, 0),
        },
    )


def add_tasks(work: MyWork, viewer: Viewer, today: date) -> int:
    """Put the jobs with tasks among a person's work, by their days; return how many tasks are due later."""
    found = task_jobs(viewer, today)
    work.overdue = sorted([*work.overdue, *found.overdue], key=_day)
    work.soon = sorted([*work.soon, *found.soon], key=_day)
    work.waiting += found.waiting
    work.more = found.more
    return found.later


def gives_tasks(viewer: Viewer) -> bool:
    """Return whether somebody gives tasks of any committee."""
    return not reach(viewer, Action.ASSIGN_TASKS).is_nowhere


def _day(job: Job) -> date:
    return job.due_on or date.max


def _to_do(row: TaskRow, back: Mapping[int, str]) -> Job:
    if row.id in back:
        return _about(gettext("Returned, to be completed:"), row, row.due_on, note=_shortened(back[row.id]))
    asked = gettext("more time asked for, up to %(day)s", day=vn_date(row.wanted_on)) if row.wanted_on else ""
    return _about(gettext("Do"), row, row.due_on, note=asked)


def _to_answer(row: TaskRow, viewer: Viewer) -> list[Job]:
    """Return one job for what was sent and one for the time that was asked, each only where somebody else did so."""
    found = []
    if row.waiting_since is not None and row.waiting_by != viewer.account_id:
        note = gettext("%(name)s sent it on %(day)s", name=row.lead.name, day=vn_date(row.waiting_since))
        found.append(_about(gettext("Accept or return the result of"), row, None, note=note))
    if row.wanted_on is not None and row.extension_by != viewer.account_id:
        note = gettext("more time asked for, up to %(day)s", day=vn_date(row.wanted_on))
        found.append(_about(gettext("Answer the request for more time for"), row, row.due_on, note=note))
    return found


def _to_say(one: Waiting) -> Job:
    return Job(gettext("Answer the proposal"), one.title, "petitions.show", {"petition_id": one.id}, one.due_on)


def _to_complete(paper: PaperDue) -> Job:
    place: dict[str, str | int] = {"meeting_id": paper.meeting_id, "paper_id": paper.id}
    note = gettext("returned on %(day)s", day=vn_date(paper.returned_on))
    return Job(gettext("Complete the paper"), paper.subject, "meetings.show_paper", place, paper.due_on, note)


def _to_give_anew(one: Waiting) -> Job:
    note = gettext("its lead has left the post or is a unit that has ended")
    return Job(gettext("Give to another lead"), one.title, "tasks.show", {"task_id": one.id}, one.due_on, note)


def _shortened(reason: str) -> str:
    said = " ".join(reason.split())
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON].rstrip()}…"


def _sent(work: Work) -> list[Job]:
    asked = [row for row in work.to_do if row.wanted_on is not None]
    return [
        *(_about(gettext("Waits to be accepted:"), row, None, note=_since(row)) for row in work.sent),
        *(_about(gettext("Waits for more time:"), row, None) for row in asked),
    ]


def _since(row: TaskRow) -> str:
    return gettext("sent on %(day)s", day=vn_date(row.waiting_since))


def _about(verb: str, row: TaskRow, due_on: date | None, note: str = "") -> Job:
    return Job(verb, f"{row.title} ({row.code})", "tasks.show", {"task_id": row.id}, due_on, note)
