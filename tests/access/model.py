"""Who may do what where, once more: written from the words of docs/domain.md, sections 1 and 13, and from nothing else.

It shares no line with the application: units are letters in a tree, rights are a table of its own, no path is
compared. What this says and what the application answers must be the same.
"""

from __future__ import annotations

from dataclasses import dataclass

# Two provinces. T is the commune that everything is asked about; X has ended; M lay below D1 and lies below D2 now.
ABOVE = {
    "P1": None, "D1": "P1", "T": "D1", "H": "T", "S": "D1", "X": "D1",
    "P2": None, "D2": "P2", "Q": "D2", "M": "D2",
}  # fmt: skip
ENDED = {"X"}
WHOLE = "*"

COMMITTEE = ("chair", "standing_vice_chair", "vice_chair", "member", "secretariat")
OFFICES = ("reporter", "reviewer", "supervisor", "administrator")

# What: for which roles, in the unit itself (o) and in those below it (b).
RIGHTS = {
    "see unit": dict.fromkeys((*COMMITTEE, *OFFICES), "ob"),
    "see figures": dict.fromkeys((*COMMITTEE, "reporter", "reviewer", "supervisor"), "ob"),
    "see cases": {
        **dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter", "supervisor"), "ob"),
        "member": "o",
    },
    "see documents": {
        **dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter", "supervisor"), "ob"),
        "member": "o",
    },
    "keep documents": dict.fromkeys(("standing_vice_chair", "secretariat"), "ob"),
    "see committees": dict.fromkeys(
        ("chair", "standing_vice_chair", "vice_chair", "secretariat", "supervisor", "administrator"), "ob"
    ),
    "see people": dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "administrator"), "ob"),
    "see audit": dict.fromkeys(("standing_vice_chair", "secretariat", "supervisor", "administrator"), "ob"),
    "see what was sent": dict.fromkeys(("standing_vice_chair", "secretariat", "administrator"), "ob"),
    "type figures": {"secretariat": "o", "reporter": "ob"},
    "import figures": dict.fromkeys(("standing_vice_chair", "secretariat"), "ob"),
    "decide about reports": dict.fromkeys(("standing_vice_chair", "secretariat", "reviewer"), "b"),
    "assign targets": dict.fromkeys(("standing_vice_chair", "secretariat"), "ob"),
    "confirm cases": dict.fromkeys(
        ("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter"), "o"
    ),
    "silence cases": dict.fromkeys(("chair", "standing_vice_chair", "secretariat"), "b"),
    "explain cases": dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter"), "o"),
    "decide about explanations": dict.fromkeys(("chair", "standing_vice_chair", "secretariat"), "b"),
    "see tasks": {
        **dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter", "supervisor"), "ob"),
        "member": "o",
    },
    "give tasks": {"chair": "o", **dict.fromkeys(("standing_vice_chair", "secretariat"), "ob")},
    "report tasks": dict.fromkeys(("chair", "standing_vice_chair", "vice_chair", "secretariat", "reporter"), "o"),
    "hand tasks on": {
        "chair": "o", "vice_chair": "o", "reporter": "o", **dict.fromkeys(("standing_vice_chair", "secretariat"), "ob"),
    },
    "decide about tasks": dict.fromkeys(("chair", "standing_vice_chair", "secretariat"), "ob"),
    "keep people": {"administrator": "ob"},
    "keep units": {"administrator": "ob"},
    "change settings": {"administrator": "ob"},
}  # fmt: skip
# Somebody in charge of an area reads there, and decides nothing.
IN_CHARGE = {"see unit", "see figures", "see cases", "see documents", "see tasks"}


# What names a person: in which things, the units whose readers see these anyway, and where the person has to sit
# themselves for their name to count: in or below (b) or in or above (a) a unit, in the seat that is named, or it never
# does.
# Tasks are of the committee of D1 and led by T, where no other lead is named; proposals are of T.
TIES = {
    "giver": ("task", "D1 T", "never", ""),
    "lead": ("task", "D1", "b", "D1"),
    "helper": ("task", "D1 T", "b", "D1"),
    "officer": ("task", "D1 T", "b", "T"),
    "reporter": ("task", "D1 T", "b", "T"),
    "officer of a name": ("task", "D1", "b", "D1"),
    "reporter of a name": ("task", "D1", "b", "D1"),
    "leading seat": ("task", "D1", "seat", ""),
    "helping seat": ("task", "D1 T", "seat", ""),
    "raiser": ("petition", "T", "never", ""),
    "addressee": ("petition", "T", "a", "T"),
    "addressed seat": ("petition", "T", "seat", ""),
}
DOING = {"lead", "officer", "reporter", "officer of a name", "reporter of a name", "leading seat"}


@dataclass(frozen=True)
class Held:
    """A role held for a unit, or for the whole system; `is_over`: no longer."""

    role: str
    at: str
    is_over: bool = False


@dataclass(frozen=True)
class Who:
    """Somebody, by what they hold: themselves, or by covering another; `areas` are units they are in charge of."""

    name: str
    held: tuple[Held, ...] = ()
    covered: tuple[Held, ...] = ()
    areas: tuple[str, ...] = ()
    is_signed_in: bool = True


def may(who: Who, need: str, unit: str) -> bool:
    """Return whether somebody may do what `need` says with a thing of `unit`."""
    living = [one for one in (*who.held, *who.covered) if not one.is_over and one.at not in ENDED]
    if any(_where(one.at, unit) in RIGHTS[need].get(one.role, "-") for one in living):
        return True
    sits = any(one.role in COMMITTEE for one in living)
    return sits and need in IN_CHARGE and any(_where(area, unit) in "ob" for area in who.areas)


def may_somewhere(who: Who, need: str) -> bool:
    """Return whether there is any unit, be it in thought, where somebody may do it."""
    living = [one for one in (*who.held, *who.covered) if not one.is_over and one.at not in ENDED]
    reads = bool(who.areas) and need in IN_CHARGE and any(one.role in COMMITTEE for one in living)
    return reads or any(one.role in RIGHTS[need] for one in living)


def has_seat(who: Who) -> bool:
    """Return whether somebody has, or had, a seat that something can name: what they held first, if it is one."""
    return bool(who.held) and who.held[0].role in COMMITTEE


def is_bound(who: Who, tie: str) -> bool:
    """Return whether being named so counts for somebody: a former seat or unit, or none, makes it count for nothing."""
    _kind, _readers, how, unit = TIES[tie]
    living = [one for one in (*who.held, *who.covered) if not one.is_over and one.at not in ENDED]
    if how == "seat":
        return has_seat(who) and who.held[0] in living
    if how == "b":
        return any(_where(unit, one.at) in "ob" for one in living)
    return how == "a" and any(one.at != WHOLE and _where(one.at, unit) in "ob" for one in living)


def may_see_by(who: Who, tie: str) -> bool:
    """Return whether somebody sees what names them so, by their right or by the name."""
    return any(may(who, "see tasks", unit) for unit in TIES[tie][1].split()) or is_bound(who, tie)


def may_report_by(who: Who, tie: str) -> bool:
    """Return whether somebody reports on a task that names them so."""
    led_by_t = "T" in TIES[tie][1].split()
    return (led_by_t and may(who, "report tasks", "T")) or (tie in DOING and is_bound(who, tie))


def _where(held_at: str, unit: str) -> str:
    """Return o, b or x: the unit itself, one below, any other."""
    if held_at == unit:
        return "o"
    if held_at == WHOLE:
        return "b"
    line = ABOVE.get(unit)
    while line is not None:
        if line == held_at:
            return "b"
        line = ABOVE[line]
    return "x"


def everybody() -> list[Who]:
    """Return one person for every role in every relation to T, and whoever holds something otherwise or nothing."""
    found = [Who("nobody", is_signed_in=False), Who("without a seat")]
    for role in (*COMMITTEE, *OFFICES):
        found += [
            Who(f"{role} of the unit", (Held(role, "T"),)),
            Who(f"{role} above", (Held(role, "D1"),)),
            Who(f"{role} two levels above", (Held(role, "P1"),)),
            Who(f"{role} below", (Held(role, "H"),)),
            Who(f"{role} beside", (Held(role, "S"),)),
            Who(f"{role} in another province", (Held(role, "P2"),)),
            Who(f"{role} until yesterday", (Held(role, "T", is_over=True),)),
            Who(f"{role} of a unit that ended", (Held(role, "X"),)),
        ]
    for role in ("supervisor", "administrator"):
        found.append(Who(f"{role} of the whole system", (Held(role, WHOLE),)))
    for role in COMMITTEE:
        found += [
            Who(f"{role} elsewhere in charge", (Held(role, "Q"),), areas=("T",)),
            Who(f"{role} until yesterday in charge", (Held(role, "Q", is_over=True),), areas=("T",)),
            Who(f"covers {role}", (Held("member", "T"),), covered=(Held(role, "T"),)),
            Who(f"covered {role} until yesterday", (Held("member", "T"),), covered=(Held(role, "T", is_over=True),)),
        ]
    found.append(Who("covers who covers the chair", (Held("member", "T"),), covered=(Held("member", "T"),)))
    return found
