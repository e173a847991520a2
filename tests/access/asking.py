"""A question of the matrix, and what the model says that somebody is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.access.model import Who, has_seat, may, may_report_by, may_see_by, may_somewhere
from tests.access.world import World

ANYONE, SIGNED_IN, NEVER = "anyone", "signed in", "never"
HUGE = 10**20
FORM: dict[str, Any] = {"data": {}}


@dataclass(frozen=True)
class Ask:
    """One question of a route. `at`: the units it is about, all of which are needed; none: anywhere will do.

    `sight`: who does not have this right there either gets `blind` instead of 404: a file's rows are refused in words,
    the same for a unit that is not to be seen and one that is not there. `harm`: whoever may is not asked, for it would
    be done. `tie`: what is asked about names the person who asks, and is seen or reported on by that too.
    """

    path: str
    need: str = SIGNED_IN
    at: tuple[str, ...] = ()
    fine: tuple[int, ...] = (200,)
    options: dict[str, Any] = field(default_factory=dict)
    sight: str = ""
    blind: int = 404
    ends_session: bool = False
    harm: bool = False
    tie: str = ""

    def expected(self, who: Who, method: str) -> tuple[int, ...]:
        """Return the statuses the model allows."""
        if self.need == ANYONE:
            return self.fine
        if not who.is_signed_in:
            return (401,) if self.path.startswith("/api/") else self._at_the_door(method)
        if self.need == SIGNED_IN or (self.need != NEVER and self._is_allowed(who)):
            return self.fine
        if self._is_nowhere():
            return (404, 405)
        seen = not self.sight or all(may(who, self.sight, unit) for unit in self.at)
        return (404,) if seen else (self.blind,)

    def _at_the_door(self, method: str) -> tuple[int, ...]:
        if self._is_nowhere():
            return (404, 405)
        return (302,) if method == "GET" else (303,)

    def _is_nowhere(self) -> bool:
        """Return whether no route takes the number in the address, whatever the method."""
        return str(HUGE) in self.path.partition("?")[0]

    def _is_allowed(self, who: Who) -> bool:
        if self.tie:
            return may_report_by(who, self.tie) if self.need == "report tasks" else may_see_by(who, self.tie)
        return all(may(who, self.need, unit) for unit in self.at) if self.at else may_somewhere(who, self.need)

    def is_for(self, who: Who) -> bool:
        """Return whether the question can be put to somebody without changing anything, and about something.

        Nothing names the seat of a person who has none.
        """
        if self.tie and "seat" in self.tie and who.is_signed_in and not has_seat(who):
            return False
        return not (self.harm and who.is_signed_in and (self.need == SIGNED_IN or self._is_allowed(who)))

    def address(self, world: World, who: Who) -> str:
        """Return the address in this world: ids stand for things by their words, as in {case T OPEN}."""
        found = self.path
        own = {"own notice": world.things.get(f"notice to {who.name}", 0)}
        if self.tie:
            own["own"] = world.things.get(f"{self.tie} {who.name}", 0)
        for words, thing in {**world.things, **own}.items():
            found = found.replace(f"{{{words}}}", str(thing))
        return found


def ask(path: str, need: str = SIGNED_IN, at: str = "", fine: tuple[int, ...] | int = 200, **more: Any) -> Ask:
    """Return a question; `at` names units by letter, with spaces between."""
    own = {name: more.pop(name) for name in ("sight", "blind", "ends_session", "harm", "tie") if name in more}
    statuses = fine if isinstance(fine, tuple) else (fine,)
    return Ask(path, need, tuple(at.split()), statuses, more, **own)


def absent(*paths: str, **more: Any) -> tuple[Ask, ...]:
    """Return questions about things that are not there for anybody."""
    return tuple(ask(path, NEVER, **more) for path in paths)
