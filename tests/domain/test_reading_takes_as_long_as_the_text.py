"""What reads a notice takes four times as long for four times the text, never sixteen times or for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from committee.domain.conclusions.proposals import proposals
from committee.domain.deadline_words import read_deadlines

SIGNED = date(2024, 10, 28)
# Words that a wording of a deadline may repeat, or that begin one which then does not come.
PIECES = (
    *("trong ", "trong từ ", "trong thời hạn ", "thời hạn: ", "từ ngày 20 đến ", "hết ", "hạn báo cáo ", "ngày "),
    *("thời gian hoàn thành ", "chậm nhất là ", "ngày 20-25/6 ", "trong 5 ngày kể từ ngày ", "kể từ ký ", "sớm ", "\n"),
    *("do A ", "A:\n", "Sở Y tế:\n", "1 (", "các ", "muộn nhất "),
    *("do Sở Y tế hết năm ", "báo cáo do Sở Y tế; "),
)


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the processor's time, the better of two."""
    took = []
    for _ in range(2):
        begun = time.process_time()
        read(text)
        took.append(time.process_time() - begun)
    return min(took)


def test_a_long_gap_between_two_words_is_read_in_proportion() -> None:
    took = [
        seconds(lambda text: proposals(text, issued_on=SIGNED), f"1. Giao Sở Y tế lập báo cáo{' ' * gap}x")
        for gap in (5_000, 20_000)
    ]
    assert took[1] < 10 * max(took[0], 0.003)


@pytest.mark.parametrize(
    "read",
    [lambda text: read_deadlines(text, issued_on=SIGNED), lambda text: proposals(text, issued_on=SIGNED)],
    ids=["deadlines", "conclusions"],
)
def test_words_that_repeat_are_read_in_proportion(read: Callable[[str], object]) -> None:
    for piece in PIECES:
        short, long = (piece * 4_000)[:1_000], (piece * 4_000)[:4_000]
        assert seconds(read, long) < 10 * max(seconds(read, short), 0.003), piece
