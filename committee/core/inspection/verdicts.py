"""What is said of a file that is not kept."""

from __future__ import annotations

from committee.domain.errors import DomainError


def damaged() -> DomainError:
    return DomainError("The file is damaged or is not what its ending says: open it, save it again and send that.")


def too_large() -> DomainError:
    return DomainError("The file unpacks to more than can be kept: make its pictures smaller, or send it as a PDF.")


def with_macros() -> DomainError:
    return DomainError("The file holds macros: save it without them, or send it as a PDF.")


def with_password() -> DomainError:
    return DomainError("The file has a password, so nobody could examine it: save it without one.")


def with_another_inside() -> DomainError:
    return DomainError("Another file or program is embedded in this one: take it out, or send it as a PDF.")


def reaching_outside() -> DomainError:
    return DomainError("The file fetches something from outside: break that link, or send it as a PDF.")


def with_program() -> DomainError:
    return DomainError("The PDF holds a script or starts a program: print it to a new PDF and send that.")


def too_many_points() -> DomainError:
    return DomainError("The picture has more points than can be kept: scan it at 300 dots per inch.")


def too_complicated() -> DomainError:
    return DomainError("The file takes too long to examine: print it to a new PDF and send that.")
