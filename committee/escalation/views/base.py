"""The blueprint of this room, and the page of a case, which every act on it leads back to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from committee.core import clock, doors
from committee.domain.access import Action, Viewer, reach
from committee.escalation import access, pages, queries, words
from committee.escalation.given import target_behind, tasks_since
from committee.escalation.queries import CaseRow
from committee.escalation.views.answering import answering
from committee.tasks import task_words

blueprint = Blueprint("escalation", __name__)


def case_seen(case_id: int) -> CaseRow:
    """Return a case that the viewer may see; for anybody else there is none."""
    return access.case_for(doors.current_viewer(), case_id, on=clock.today())


def case_page(case: CaseRow, **more: Any) -> str:
    """Return the page of a case as its viewer sees it."""
    viewer = doors.current_viewer()
    shown = {**_shown(viewer, case), **answering(viewer, case, **more)}
    return render_template("escalation/case.html", case=case, words=words, **shown)


def _shown(viewer: Viewer, case: CaseRow) -> dict[str, Any]:
    today = clock.today()
    may_give = not case.is_over and not reach(viewer, Action.ASSIGN_TASKS).is_nowhere
    return {
        "bar": pages.bar_of(case),
        "numbers": pages.numbers_of(case),
        "told": pages.told_lines(queries.told_about(case.id)),
        "history": pages.history_of(queries.changes_of(case.id)),
        "next_look": pages.next_look_text(case),
        "may_acknowledge": access.may_acknowledge(viewer, case),
        "may_give_tasks": may_give,
        "target_id": target_behind(viewer, case, on=today) if may_give else None,
        "given": tasks_since(viewer, case, on=today),
        "task_words": task_words,
        "papers": pages.papers_of(viewer, case, on=today),
    }
