"""How a step with a task is taken: the right asked, the form read, the act done, or the form back as it was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core.db import transaction
from committee.core.forms import Form
from committee.domain.errors import DomainError
from committee.tasks import access
from committee.tasks.operations import Stale
from committee.tasks.views.tasks.base import Asked, asked_for, version_in
from committee.tasks.views.tasks.page import task_page

F = TypeVar("F", bound=Form)


def allowed_to(task_id: int, right: Callable[[Asked], bool]) -> Asked:
    """Return the task that is asked for, where its reader may do this; nobody else learns more than that."""
    asked = asked_for(task_id)
    access.refuse_unless(right(asked))
    return asked


def take(asked: Asked, name: str, form: Form, do: Callable[[], object], *, done: str) -> AnyResponse:
    """Do one step in a transaction of its own; what is refused comes back on the page of the task, as typed."""
    if form.errors or not form.validate():
        return task_page(asked, 422, **{name: form})
    try:
        with transaction():
            do()
    except Stale as error:
        return _overtaken(asked, name, form, error)
    except DomainError as error:
        form.refuse(error)
        return task_page(asked_for(asked.task.id), 422, **{name: form})
    flash(done, "done")
    return redirect(url_for("tasks.show", task_id=asked.task.id), 303)


def version_of(form: Form) -> int | None:
    """Return the version a form was made with."""
    return version_in(form["version"].data)


def asks_first(form: Form, questions: Sequence[str]) -> bool:
    """Return whether something must be seen first that was not seen so before; it stands in the form from now on."""
    seen = hashlib.sha256("\n".join(questions).encode()).hexdigest()[:16] if questions else ""
    if seen in ("", form["confirmed"].data):
        return False
    form["confirmed"].data = seen
    return True


def _overtaken(asked: Asked, name: str, form: Form, error: Stale) -> AnyResponse:
    """Show the task as it stands by now with what was typed beside it; sending it again is meant knowingly."""
    now = asked_for(asked.task.id)
    form.refuse(error)
    form["version"].data = str(now.task.version)
    return task_page(now, 409, **{name: form})
