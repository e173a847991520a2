"""Putting right cells that do not say what the figures say."""

from __future__ import annotations

from datetime import datetime

from committee.audit import operations as audit
from committee.domain.access import Actor
from committee.figures import refreshing


def repair_cells(*, differences: int, by: Actor, now: datetime) -> int:
    """Make every cell anew from the figures and return how many there are; `differences` is what was found before."""
    cells = refreshing.rebuild(now=now)
    facts = {"differences": differences, "cells": cells}
    audit.record(action="cells rebuilt", thing=("cells", "all"), facts=facts, by=by, now=now)
    return cells
