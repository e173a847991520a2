"""The rows of the matrix for what reaches people outside: calendar addresses, and links of mails."""

from __future__ import annotations

from tests.access.asking import ANYONE, FORM, Ask, absent, ask

ROWS: dict[str, tuple[Ask, ...]] = {
    # One's own address; whoever has none has none to revoke.
    "calendar.own GET": (ask("/account/calendar"),),
    "calendar.make POST": (ask("/account/calendar", harm=True, **FORM),),
    "calendar.revoke POST": absent("/account/calendar/revocation", **FORM),
    "calendar.read GET": (ask("/calendar/unknown.ics", ANYONE, fine=404),),
    "by_link.show GET": (ask("/act/unknown", ANYONE, fine=404),),
    **{
        f"by_link.{name} POST": (ask(f"/act/unknown/{act}", ANYONE, fine=404, **FORM),)
        for name, act in (
            ("take", "receipt"),
            ("progress", "progress"),
            ("submission", "submission"),
            ("extension", "extension"),
        )
    },
}
