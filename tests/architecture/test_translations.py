"""Every sentence that people read exists in Vietnamese, whole, once, and with the same things in it."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.architecture.messages import (
    PLACEHOLDER,
    ROOMS,
    placeholders,
    raw_ids,
    said,
    sentences_of_the_rules,
    texts,
    translations,
)
from tests.architecture.source import place

KEY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)+|[A-Z0-9_]+_[A-Z0-9_]+")


def translated() -> set[str]:
    return {form for _, ids, _, _ in translations() for form in ids}


def test_everything_that_is_said_has_its_vietnamese() -> None:
    missing = {f"{one.where}: {one.message}" for one in said() if one.message not in translated()}

    assert not missing, "\n".join(sorted(missing))


def test_every_sentence_kept_as_data_on_the_ground_floor_has_its_vietnamese() -> None:
    missing = [f"{where}: {text}" for text, where in sentences_of_the_rules() if text not in translated()]

    assert not missing, "\n".join(missing)


def test_nothing_is_translated_that_nobody_says() -> None:
    left = [f"{place(room)}: {ids[0]}" for room, ids, _, _ in translations() if ids[0] not in texts()]

    assert not left, "\n".join(left)


def test_no_translation_is_empty_or_only_a_guess() -> None:
    bad = [f"{place(room)}: {ids[0]}" for room, ids, words, fuzzy in translations() if fuzzy or not all(words)]

    assert not bad, "\n".join(bad)


def test_a_translation_names_the_same_things_as_its_id() -> None:
    different = [
        f"{place(room)}: {ids[0]}"
        for room, ids, words, _ in translations()
        for word in words
        if placeholders(word) != placeholders(ids[-1])
    ]

    assert not different, "\n".join(different)


def test_a_percent_sign_is_written_twice() -> None:
    # What is never filled in, a plain word asked for by gettext, keeps a single one.
    filled = {one.message for one in said() if one.with_parameters or "gettext" not in one.call}
    stray = [
        f"{place(room)}: {text}"
        for room, ids, words, _ in translations()
        if placeholders(ids[-1]) or filled & set(ids)
        for text in (*ids, *words)
        if "%" in PLACEHOLDER.sub("", text).replace("%%", "")
    ]

    assert not stray, "\n".join(stray)


def test_a_sentence_asked_for_without_parameters_holds_no_percent_sign() -> None:
    # gettext fills a sentence in only when it is given something: %% would be shown as it stands.
    asked = [one for one in said() if "gettext" in one.call and not one.with_parameters and "%%" in one.message]

    assert [f"{one.where}: {one.message}" for one in asked] == []


def test_two_rooms_say_the_same_thing_in_the_same_words() -> None:
    by_id = defaultdict(set)
    for _, ids, words, _ in translations():
        by_id[ids].add(words)

    assert {ids[0]: words for ids, words in by_id.items() if len(words) > 1} == {}


def test_no_room_says_the_same_thing_twice() -> None:
    twice = {place(room): ids for room in ROOMS if len(ids := raw_ids(room)) != len(set(ids))}

    assert {name: sorted({one for one in ids if ids.count(one) > 1}) for name, ids in twice.items()} == {}


def test_an_id_is_english_that_can_be_read() -> None:
    assert [one.message for one in said() if KEY.fullmatch(one.message) or not one.message.strip()] == []


def test_people_are_addressed_in_one_way_and_a_thing_has_one_name() -> None:
    other = re.compile(r"\bbạn\b|đồng chí|anh/chị|quý vị|mã khôi phục|thư mời", re.IGNORECASE)
    found = [
        f"{place(room)}: {text}"
        for room, _, words, _ in translations()
        for text in words
        if other.search(text) or "ông/bà" in text
    ]

    assert not found, "\n".join(found)


def test_the_last_day_of_a_task_is_called_one_thing() -> None:
    """Domain, section 16: `due_on` is "thời hạn"; a day of something else says of what: "Hạn trả lời", "Hạn gửi"."""
    other = re.compile(r"^Hạn(:| %| khác| được| của| nhiệm vụ|$)|\b(?<!ời )hạn hoàn thành\b|\b[Đđ]ổi hạn\b")
    found = [f"{place(room)}: {text}" for room, _, words, _ in translations() for text in words if other.search(text)]

    assert not found, "\n".join(found)
