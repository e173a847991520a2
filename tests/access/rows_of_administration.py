"""The rows of the matrix for people and seats, the audit, settings and health, and a person's own account."""

from __future__ import annotations

from typing import Any

from tests.access.asking import ANYONE, FORM, Ask, absent, ask
from tests.access.world import Q_CHAIR, T_CHAIR

NOBODY_THERE = 2**31 - 1
T_SEAT, Q_SEAT = f"{{seat of {T_CHAIR}}}", f"{{seat of {Q_CHAIR}}}"
T_PERSON, Q_PERSON = f"{{account of {T_CHAIR}}}", f"{{account of {Q_CHAIR}}}"


def on_seats(ending: str, fine: tuple[int, ...], **more: Any) -> tuple[Ask, ...]:
    """Ask of a seat of the unit, of one in the other province, and of one that is not there."""
    return (
        ask(f"/people/seats/{T_SEAT}{ending}", "keep people", "T", fine, **more),
        ask(f"/people/seats/{Q_SEAT}{ending}", "keep people", "P2", fine, **more),
        *absent(f"/people/seats/{NOBODY_THERE}{ending}", **more),
    )


def on_people(ending: str) -> tuple[Ask, ...]:
    """Ask of an account only those who may not: it would be changed."""
    return (
        ask(f"/people/{T_PERSON}{ending}", "keep people", "T", harm=True, **FORM),
        ask(f"/people/{Q_PERSON}{ending}", "keep people", "P2", harm=True, **FORM),
        *absent(f"/people/{NOBODY_THERE}{ending}", **FORM),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    # One's own account.
    "accounts.code GET": (ask("/sign-in/code", ANYONE, fine=303),),
    "accounts.show_code POST": (ask("/sign-in/code", ANYONE, fine=303, **FORM),),
    "accounts.second_factor GET": (ask("/account/second-factor"),),
    "accounts.new_second_factor GET": (ask("/account/second-factor/new"),),
    "accounts.set_second_factor POST": (ask("/account/second-factor/new", fine=422, **FORM),),
    "accounts.renew_recovery_codes POST": (ask("/account/second-factor/recovery-codes", harm=True, **FORM),),
    "accounts.remove_second_factor POST": (ask("/account/second-factor/removal", harm=True, **FORM),),
    "accounts.end_other_sessions POST": (ask("/account/sessions/end-others", fine=303, **FORM),),
    "accounts.keys GET": (ask("/account/keys"),),
    "accounts.make_key POST": (ask("/account/keys", harm=True, **FORM),),
    "accounts.revoke_key POST": absent(f"/account/keys/{NOBODY_THERE}/revocation", **FORM),
    "accounts.password_reset GET": (ask("/password-reset", ANYONE, fine=(200, 302, 404)),),
    "accounts.ask_for_reset POST": (ask("/password-reset", ANYONE, fine=(200, 303, 404, 422), **FORM),),
    "accounts.reset GET": (ask("/password-reset/unknown", ANYONE, fine=404),),
    "accounts.accept_reset POST": (ask("/password-reset/unknown", ANYONE, fine=404, **FORM),),
    # People and seats.
    "members.index GET": (ask("/people", "see people"), ask("/people?format=csv", "see people")),
    "members.show GET": (
        ask(f"/people/{T_PERSON}", "see people", "T"),
        ask(f"/people/{Q_PERSON}", "see people", "P2"),
        *absent(f"/people/{NOBODY_THERE}"),
    ),
    "members.show_seat GET": (
        ask(f"/people/seats/{T_SEAT}", "see people", "T", (200, 302)),
        ask(f"/people/seats/{Q_SEAT}", "see people", "P2", (200, 302)),
        *absent(f"/people/seats/{NOBODY_THERE}"),
    ),
    "members.new GET": (ask("/people/new", "keep people"),),
    "members.add POST": (ask("/people/new", "keep people", fine=422, **FORM),),
    "members.new_place GET": (
        ask(f"/people/{T_PERSON}/places", "keep people", "T"),
        *absent(f"/people/{NOBODY_THERE}/places"),
    ),
    "members.add_place POST": (
        ask(f"/people/{T_PERSON}/places", "keep people", "T", 422, **FORM),
        *absent(f"/people/{NOBODY_THERE}/places", **FORM),
    ),
    "members.new_account GET": absent(f"/people/seats/{NOBODY_THERE}/account"),
    "members.add_account POST": absent(f"/people/seats/{NOBODY_THERE}/account", **FORM),
    "members.invite POST": on_people("/invitation"),
    "members.close POST": on_people("/closing"),
    "members.open_again POST": on_people("/opening"),
    "members.sign_out POST": on_people("/signing-out"),
    "members.reset_second_factor POST": on_people("/second-factor/removal"),
    "members.ending GET": (*on_seats("/ending", (200,)), *absent(f"/people/posts/{NOBODY_THERE}/ending")),
    "members.end POST": (
        *on_seats("/ending", (422,), data={"on": "mai"}),
        *absent(f"/people/posts/{NOBODY_THERE}/ending", **FORM),
    ),
    "members.take_back POST": (
        *on_seats("/ending/withdrawal", (422,), **FORM),
        *absent(f"/people/posts/{NOBODY_THERE}/ending/withdrawal", **FORM),
    ),
    "members.areas GET": on_seats("/areas", (200,)),
    "members.put_in_charge POST": on_seats("/areas", (422,), data={"areas": "không có đơn vị này"}),
    "members.new_cover GET": on_seats("/covers", (200,)),
    "members.add_cover POST": on_seats("/covers", (422,), **FORM),
    "members.end_cover POST": absent(f"/people/covers/{NOBODY_THERE}/ending", **FORM),
    "members.import_page GET": (ask("/people/import", "keep people"),),
    "members.import_template GET": (ask("/people/import/template", "keep people"),),
    "members.upload POST": (ask("/people/import", "keep people", fine=422, **FORM),),
    "members.preview GET": absent(f"/people/import/{NOBODY_THERE}"),
    "members.confirm POST": absent(f"/people/import/{NOBODY_THERE}/confirmation", **FORM),
    "members.links POST": absent(f"/people/import/{NOBODY_THERE}/links", **FORM),
    # The audit.
    "audit.index GET": (ask("/audit", "see audit"), ask("/audit?format=csv", "see audit")),
    "audit.show GET": absent(f"/audit/{NOBODY_THERE}"),
    # What was held back after a restore.
    "notify.release_held POST": (ask("/outbox/held/sending", "see what was sent", harm=True, **FORM),),
    "notify.discard_held POST": (ask("/outbox/held/discarding", "see what was sent", harm=True, **FORM),),
    # Settings and health.
    "operation.settings GET": (ask("/settings", "change settings"),),
    "operation.health GET": (ask("/health", "change settings"),),
    "operation.plan GET": (ask("/settings/plans/2024", "change settings"),),
    "operation.change_plan POST": (
        ask("/settings/plans/2024", "change settings", fine=422, data={"cut_off_day": "x"}),
    ),
    "operation.metrics GET": (ask("/metrics", ANYONE, fine=(200, 404)),),
}
