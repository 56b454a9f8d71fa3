"""Phones in one spelling; names, phones, addresses and plates as a screen may show them.

Masked means enough to recognise, not enough to use (domain reference §7: ``138****5678``, 张*, address to building).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import phonenumbers

REGION = "CN"
MOBILE_DIGITS = 11
HIDDEN = "***"
# A mobile, or a landline with its area code, within a sentence; digits of any width.
SPOKEN_PHONE = re.compile(
    r"(?<!\d)((?:\+?86[- ]?)?[1１][3-9３-９]\d[- ]?\d{4}[- ]?\d{4}|[0０]\d{2,3}[- ]?\d{7,8})(?!\d)"
)

_DOTS = re.compile(r"(?<=\d)[·•・.](?=\d)")
_NUMBER = re.compile(r"\+?\(?\d[\d\s()-]{4,}\d")
_FOREIGN_ZERO = re.compile(r"^0?86[\s-]+")

# What to keep of an address, most telling first: to the building, the village, the house number, the street or town.
KEPT = tuple(
    re.compile(pattern)
    for pattern in (
        r".*?[0-9A-Za-z一二三四五六七八九十]+(?:号楼|栋|幢|座)",
        r".*?(?:村|社区|小区)",
        r".*?\d+号",
        r".*(?:路|街|道|巷|镇|乡|县)",
    )
)


def normalise_phone(text: str) -> str:
    """``138 0013 5612`` and ``0718-682 3456`` as E.164; "" for what cannot be called back from anywhere.

    That is text, short codes (95598, 110) and landlines without their area code.
    """
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not (phonenumbers.is_valid_number(number) or _looks_mobile(number)):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class SaidPhone(NamedTuple):
    """The first number somebody can be called back on, E.164 or "", and what was said beside it."""

    number: str
    remark: str


def read_phone(text: str) -> SaidPhone:
    """``19876544334（老婆）``, ``0718-6823456转801``, ``198·7654·4334/13900001111``: the number, and the whole text as remark.

    A text that is the number and nothing else has no remark.
    """
    plain = _DOTS.sub("", unicodedata.normalize("NFKC", text)).strip()
    for said in _numbers_in(plain):
        if number := normalise_phone(_FOREIGN_ZERO.sub("+86", said.strip())):
            beside = plain.replace(said, "", 1)
            return SaidPhone(number, text.strip() if any(map(str.isalnum, beside)) else "")
    return SaidPhone("", text.strip())


def _numbers_in(text: str) -> Iterator[str]:
    if not any(map(str.isalpha, text)):
        yield text
    for run in _NUMBER.findall(text):
        yield run
        yield from run.split()


def _looks_mobile(number: phonenumbers.PhoneNumber) -> bool:
    """New mobile ranges are in use before the library's tables know them."""
    digits = str(number.national_number)
    return number.country_code == 86 and len(digits) == MOBILE_DIGITS and digits.startswith("1")


def mask_name(name: str) -> str:
    """冉明 → 冉*, 冉小明 → 冉**; a Latin name keeps its initial."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 0), 2)


def mask_phone(phone: str) -> str:
    """+8613812345612 → 138****5612; landlines keep the last two digits."""
    digits = re.sub(r"^\+86", "", phone.strip())
    if len(digits) == MOBILE_DIGITS:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if digits else ""


def mask_address(address: str) -> str:
    """东湖花园3栋2单元501 → 东湖花园3栋***, 丁寨镇旋坨村3组12号 → 丁寨镇旋坨村***; else half of it."""
    address = address.strip()
    found = next(filter(None, (pattern.match(address) for pattern in KEPT)), None)
    kept = found.group() if found else address[: (len(address) + 1) // 2]
    return address if kept == address else f"{kept}{HIDDEN}"


def mask_phones_in(text: str) -> str:
    """我电话13812349999 → 我电话138****9999: numbers that somebody wrote into a free text."""
    return SPOKEN_PHONE.sub(_masked_as_spoken, text)


def _masked_as_spoken(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", found[1]))
    return mask_phone(re.sub(r"^(?:86(?=1)|0)", "", digits))


def mask_plate(plate: str) -> str:
    return f"{plate[:-4]}****" if len(plate) > 4 else plate
