"""Who a route is open to, said at the route and asked before every request.

A route without a policy stops the start; a viewer is put here once a request by `web`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, g, has_request_context

if TYPE_CHECKING:
    from committee.domain.access import Viewer

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """`public`: a stranger may come in; otherwise one must be signed in, and the view fetches through permission.

    `sensitive`: whoever showed who they are too long ago is asked again first.
    """

    public: bool
    sensitive: bool = False


class RouteWithoutPolicy(Exception):
    """A route was added without saying who it is open to."""


def anyone(view: View) -> View:
    """Open the route to strangers."""
    view.policy = Policy(public=True)  # type: ignore[attr-defined]  # functions carry attributes; typing does not know
    return view


def signed_in(view: View) -> View:
    """Open the route to whoever has signed in; what they may see there is asked inside, thing by thing."""
    view.policy = Policy(public=False)  # type: ignore[attr-defined]  # functions carry attributes; typing does not know
    return view


def sensitive(view: View) -> View:
    """Open the route to whoever has signed in and showed who they are within the last ten minutes, else ask again.

    A page that was asked for is shown after the answer. A form that was sent is sent again with the answer, nothing
    typed being lost; one with a file leads back to its page, for no page can choose a file for anybody. Not for a form
    with a password in it, which asks for the present one itself.
    """
    view.policy = Policy(public=False, sensitive=True)  # type: ignore[attr-defined]  # functions carry attributes; typing does not know
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Return the policy declared at `endpoint`, or None."""
    return getattr(app.view_functions.get(endpoint), "policy", None)


def refuse_routes_without_policy(app: Flask) -> None:
    """Raise `RouteWithoutPolicy` if any route of `app` does not say who it is open to."""
    missing = sorted({rule.endpoint for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is None})
    if missing:
        raise RouteWithoutPolicy(", ".join(missing))


def current_viewer() -> Viewer:
    """Return who is looking; a programmer's mistake outside a request."""
    viewer: Viewer = g.viewer
    return viewer


def set_viewer(viewer: Viewer) -> None:
    """Say who is looking, for the length of this request."""
    g.viewer = viewer


def note_refusal(sentences: Iterable[str]) -> None:
    """Keep what a person was told by a rule's no, for whoever writes refusals down at the end of the request."""
    if has_request_context():
        g.refusals = [*refusals(), *sentences]


def refusals() -> list[str]:
    """Return what was told by refusals in this request."""
    found: list[str] = g.get("refusals", [])
    return found


def refusal_was_recorded() -> None:
    """Say that this request's refusal stands in the audit already."""
    g.refusal_is_recorded = True


def refusal_is_recorded() -> bool:
    """Return whether this request's refusal stands in the audit already."""
    return bool(g.get("refusal_is_recorded"))


def forget_refusals() -> None:
    """Begin a request without the refusals of another."""
    g.pop("refusals", None)
    g.pop("refusal_is_recorded", None)
