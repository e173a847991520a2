"""Identities of a case, of a notice and of a message."""

import pytest

from committee.domain.case_keys import dedupe_key, fingerprint, message_id

FACTS = {
    "kind": "step",
    "rule_version": 1,
    "unit": 12,
    "indicator": "si_voluntary",
    "period": "2024-10-31",
    "episode": 1,
    "step": 2,
    "repeat": 0,
    "recipient": "an@example.vn",
}


def test_a_case_is_the_same_whatever_the_month():
    assert fingerprint("pace", "si_voluntary", 12, 2024) == "pace|si_voluntary|12|2024"


def test_a_notice_has_one_key():
    assert dedupe_key(**FACTS) == "step|1|12|si_voluntary|2024-10-31|1|2|0|an@example.vn"


@pytest.mark.parametrize("name", FACTS)
def test_every_part_tells_notices_apart(name):
    assert dedupe_key(**{**FACTS, name: f"{FACTS[name]}9"}) != dedupe_key(**FACTS)


def test_a_separator_inside_a_part_makes_no_two_keys_alike():
    one = fingerprint("a|b", "c", 1, 2024)
    other = fingerprint("a", "b|c", 1, 2024)

    assert one != other


def test_a_message_keeps_its_id_over_repeats():
    first = message_id(dedupe_key(**FACTS), "dondoc.example.vn")

    assert first == message_id(dedupe_key(**FACTS), "dondoc.example.vn")
    assert first.endswith("@dondoc.example.vn>")
    assert len(first) == len("<@dondoc.example.vn>") + 32


@pytest.mark.parametrize("domain", ["", "a b", "x>\r\nBcc: y", "-a", "a."])
def test_a_message_id_needs_a_real_domain(domain):
    with pytest.raises(ValueError, match="domain"):
        message_id("key", domain)
