"""A form sent after the session ended: nothing of it is written, and what was typed stays on the page of the door."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.accounts.forms import SignInForm
from committee.accounts.views.entrance import sign_in_page
from committee.accounts.views.proof import HOME, page_of_form


def ask_before_writing() -> AnyResponse:
    """Ask who it is; what was typed is shown to be copied where the browser says that it sends a page of ours.

    Another site's page may send a form to this address too: its words must not stand on the page of the door.
    """
    back = page_of_form()
    door = url_for("accounts.sign_in", next=back if back != HOME else None)
    sends_our_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    shows_the_answer = request.headers.get("Sec-Fetch-Mode") == "navigate"
    typed = _typed() if sends_our_page and shows_the_answer else ""
    if not typed:
        return redirect(door, 303)
    return sign_in_page(SignInForm(formdata=None), 401, door=door, typed=typed)


def _typed() -> str:
    """Return the sentences of the form that was sent, no key, code or choice; nothing of one with a password."""
    if any("password" in name for name in request.form):
        return ""
    found = (value.strip() for name, value in request.form.items(multi=True) if name != "csrf_token")
    return "\n\n".join(dict.fromkeys(filter(_is_a_sentence, found)))


def _is_a_sentence(value: str) -> bool:
    """Return whether several words were typed; a code of an app is digits, in groups or not."""
    return len(value.split()) > 1 and any(map(str.isalpha, value))
