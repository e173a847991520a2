"""Text as people type it: cleaned once at the door, and the keys by which it is found and sorted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

from committee.domain.errors import DomainError

_SPACES = frozenset("\t\n\v\f\r\x85")
_LOOK_ALIKES = (("Ð", "Đ"), ("ð", "đ"), ("\u0189", "Đ"))

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = {_GRAVE: "1", _HOOK: "2", _TILDE: "3", _ACUTE: "4", _DOT: "5"}

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Letters and digits only, rising in ASCII: byte order is then the alphabet's order on every engine.
_RANKS = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_BEFORE_TONES = "!"  # lower than anything a rank, a space or a number is written with
_SPACE_RANK = "."

_TYPES = (
    ("thành phố", r"thành phố|tp\.|tp"),
    ("thị trấn", r"thị trấn|tt\.|tt"),
    ("thị xã", r"thị xã|tx\.|tx"),
    ("đặc khu", r"đặc khu|đk\.|đk"),
    ("phường", r"phường|p\."),
    ("huyện", r"huyện|h\."),
    ("quận", r"quận|q\."),
    ("tỉnh", r"tỉnh|t\."),
    ("xã", r"xã|x\."),
)
# A word needs a space after it, an abbreviation with a dot does not: "X.Tân Phú".
_TYPE_PREFIXES = tuple((kind, re.compile(rf"(?:{words})(?:(?<=\.)\s*|\s+)(?=\S)")) for kind, words in _TYPES)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"[0-9]+|\w|[^\w]+")

# What the fonts of before Unicode leave behind when their bytes are read as letters.
_TCVN3 = re.compile(r"[a-z][µ¸¶¨©®¬ª«][a-z]|[a-z][µ¸¶]", re.IGNORECASE)
_VNI = re.compile(r"[aeoôuyö][øûï]|[aeuyö]õ|aâ|eâ|oâ|aê|[aeuyö]ù|öô|ñ[aeioôuöy]", re.IGNORECASE)


def clean(text: str) -> str:
    """Return `text` as it is kept: NFC, one line, single spaces, nothing invisible, the Vietnamese Đ.

    The place of the tone mark stays as the writer put it. A control character is refused.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():  # the usual text: nothing in it is invisible, its only white is the plain space
        return _vietnamese(" ".join(composed.split()))
    kept = []
    for position, character in enumerate(composed, start=1):
        category = unicodedata.category(character)
        if character in _SPACES or category in {"Zs", "Zl", "Zp"}:
            kept.append(" ")
        elif category in {"Cc", "Cs"}:
            raise DomainError(
                "Character %(position)d is an invisible control character (%(code)s): type the text again.",
                read=_printable(text),
                position=position,
                code=f"U+{ord(character):04X}",
            )
        elif category != "Cf":  # zero-width marks, byte order marks, direction marks
            kept.append(character)
    one_line = " ".join("".join(kept).split())
    # Again, for a mark that stood apart from its letter by something invisible.
    return _vietnamese(unicodedata.normalize("NFC", one_line))


def clean_lines(text: str) -> str:
    """Return `text` as it is kept line by line, without blank lines around it."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def refuse_unstorable(name: str, text: str) -> None:
    """Refuse what was sent as `name` if there is a character in it that no database keeps: NUL, half a letter."""
    found = _UNSTORABLE.search(text)
    if found:
        raise DomainError(
            "“%(name)s”: character %(position)d is an invisible control character (%(code)s): type the text again.",
            name=_printable(name)[:80],
            position=found.start() + 1,
            code=f"U+{ord(found.group()):04X}",
        )


def search_key(text: str) -> str:
    """Return `text` without case, tones and marks: "Xã Tân Phú" becomes "xa tan phu"."""
    return "".join(filterfalse(unicodedata.combining, _apart(text))).replace("đ", "d")


def sort_key(text: str) -> str:
    """Return ASCII text whose byte order is the Vietnamese order of `text`.

    Letters count first (a ă â b c d đ e ê …), the tones of the syllables decide between equals; numbers sort
    by value ("Ấp 2" before "Ấp 10"); marks that Vietnamese has not are ignored, other scripts come last.
    """
    letters, tones = _letters_and_tones(text)
    ranks = "".join(_rank(piece) for piece in _PIECE.findall(letters)).strip(_SPACE_RANK)
    return f"{ranks}{_BEFORE_TONES}{tones}" if tones.strip("0") else ranks


@lru_cache(maxsize=8192)  # names come back again and again in a file
def tone_placement_key(text: str) -> str:
    """Return a key that is equal for spellings that differ in case or in the place of the tone (hoà, hòa)."""

    def tone_last(word: re.Match[str]) -> str:
        letters, tones = _letters_and_tones(word.group())
        return f"{letters}{tones if tones != '0' else ''}"

    composed = unicodedata.normalize("NFC", clean(text).casefold())
    return _WORD.sub(tone_last, composed)


def type_and_name(name: str) -> tuple[str | None, str]:
    """Return the type a unit's name begins with, in full and in small letters, and the name after it.

    None where it begins with no type: Xã/X., Phường/P., Thị trấn/TT, Thành phố/TP, Thị xã/TX, Tỉnh/T.,
    Huyện/H., Quận/Q., Đặc khu/ĐK. A letter by itself counts as a type only with its dot.
    """
    cleaned = clean(name)
    folded = cleaned.lower()
    for kind, prefix in _TYPE_PREFIXES:
        found = prefix.match(folded)
        if found:
            return kind, cleaned[found.end() :]
    return None, cleaned


def name_without_type(name: str) -> str:
    """Return a unit's name without the type in front: "X. Tân Phú" and "Xã Tân Phú" give "Tân Phú"."""
    return type_and_name(name)[1]


def legacy_font(text: str) -> str | None:
    """Return the name of the old font code `text` was typed in ("TCVN3", "VNI"), or None for Unicode."""
    if _TCVN3.search(text):
        return "TCVN3"
    if _VNI.search(text):
        return "VNI"
    return None


def _vietnamese(text: str) -> str:
    for other, ours in _LOOK_ALIKES:
        text = text.replace(other, ours)
    return text


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", clean(text).casefold())


def _letters_and_tones(text: str) -> tuple[str, str]:
    """Return the letters with ă â ê ô ơ ư whole but without tones, and one tone digit for each word."""
    letters = []
    tones = []
    for word in _apart(text).split(" "):
        tones.append(next((_TONES[c] for c in word if c in _TONES), "0"))
        letters.append("".join(c for c in word if c not in _TONES))
    return unicodedata.normalize("NFC", " ".join(letters)), "".join(tones)


def _rank(piece: str) -> str:
    if piece.isascii() and piece.isdigit():
        digits = piece.lstrip("0") or "0"
        # The length in front makes 2 smaller than 10.
        return (str(len(digits)) if len(digits) < 9 else f"9{len(digits):04d}") + digits
    if not piece.isalnum():
        return _SPACE_RANK
    known = _RANKS.get(piece) or _RANKS.get(unicodedata.normalize("NFD", piece)[0])
    return known or "".join(f"z{ord(c):06x}" for c in piece)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
