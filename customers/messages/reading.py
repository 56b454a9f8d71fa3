"""What a customer's answer says. Pure: only what is surely meant is read; the rest is for a person."""

import re
import unicodedata
from enum import StrEnum


class Meaning(StrEnum):
    STILL_OUT = "STILL_OUT"
    IS_BACK = "IS_BACK"
    STOP = "STOP"
    RATED = "RATED"
    UNREAD = "UNREAD"


# Punctuation and courtesies that change no meaning.
NOISE = re.compile(r"[\s,.!?;:~。,!?;:、…\"'“”()()-]+|您好|你好|谢谢|请问|hello|please|thanks?", re.IGNORECASE)
WHO, STILL = (
    r"(我家|家里|这里|这边|我们家|我们这里|我们这|小区|村里)?",
    r"(还|仍|仍然|依然|依旧|还是|又|现在|到现在|目前)*",
)
SAID = (
    (Meaning.STILL_OUT, re.compile(rf"1|{WHO}{STILL}(没|没有|未|无|不)(有|来|恢复|恢复供)?电(呢|啊|呀|哦|的)?|{WHO}{STILL}(停电|停着电)(了|着|呢)?")),
    (Meaning.STILL_OUT, re.compile(r"(still|we are still|i am still)?(no|without|nopower|dark|out|off)(power|electricity)?(yet|still|here)?")),
    (Meaning.IS_BACK, re.compile(rf"2|{WHO}(已经|已|都|刚刚|刚)*(有电|来电|恢复|恢复供电|通电)(了|啦)?")),
    (Meaning.IS_BACK, re.compile(r"(yes)?(poweris|itis|we are|its)?(on|back)(again|now)?")),
    (Meaning.STOP, re.compile(r"t|td|退订|不要再发|别再发了?|stop|unsubscribe", re.IGNORECASE)),
)  # fmt: skip


def read_answer(text: str) -> Meaning:
    """The meaning of the whole answer; a word more than we know makes it one for a person."""
    plain = NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()
    for meaning, pattern in SAID:
        if pattern.fullmatch(plain):
            return meaning
    return Meaning.UNREAD


# How we did, in the words of the trade's callbacks; of the numbers 5 is best (assumed: as stars).
RATINGS = {
    "满意": 5, "很满意": 5, "非常满意": 5, "基本满意": 3, "一般": 3, "不满意": 1, "很不满意": 1, "非常不满意": 1,
    "satisfied": 5, "fair": 3, "unsatisfied": 1, "notsatisfied": 1, **{str(number): number for number in range(1, 6)},
}  # fmt: skip


def read_rating(text: str) -> int | None:
    """1 to 5, where the whole answer says so."""
    return RATINGS.get(NOISE.sub("", unicodedata.normalize("NFKC", text)).lower())


def read_reply(text: str, about: str) -> Meaning:
    """The meaning of an answer to a message of this kind: after a survey a number is a rating, and no word about power."""
    if about == "SURVEY" and read_rating(text) is not None:
        return Meaning.RATED
    return read_answer(text)
