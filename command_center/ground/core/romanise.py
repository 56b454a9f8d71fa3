"""A name at home in Latin letters, where the data has no English one: words of the trade are translated, the rest is
written in Hanyu Pinyin. The same rule as ``static/js/names/romanise.js``, from the same tables.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

CHINESE = re.compile(r"[\u3400-\u9fff]")
OTHER = re.compile(r"[^\u3400-\u9fff\s]+|\s+|.", re.DOTALL)
NUMBERED = re.compile(r"(.*?)(\d+)$", re.DOTALL)
LONGEST = 6
KEPT = 20_000  # names of a province; as in names.js
LEAST_OF_A_NAME = 2  # 随县 is Suixian, 咸丰县 is Xianfeng County


@lru_cache(maxsize=KEPT)
def romanised(text: str) -> str:
    """``丁寨 01 班`` → ``Dingzhai Crew 01``; what holds no Chinese stays as it is."""
    if not CHINESE.search(text):
        return text
    joined = " ".join(_Reading(text).parts())
    return re.sub(r"([（(]) ", r"\1", re.sub(r" ([,.;:，。；：·、）)])", r"\1", joined))


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """Character → how it is read; the words of the trade."""
    folder = settings.BASE_DIR / "static/js/names"
    read = json.loads((folder / "pinyin.json").read_text(encoding="utf-8"))
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    return {character: syllable for syllable, found in read.items() for character in found}, words


class _Reading:
    """One walk over a text; ``name`` is what is being spelt, ``read`` how many characters it has."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.found: list[str] = []
        self.name, self.read = "", 0
        self.syllables, self.rule = _tables()

    def parts(self) -> list[str]:
        while self.at < len(self.text):
            self.at += self._after_a_number() or self._word() or self._syllable() or self._other()
        self._close()
        return self.found

    def _after_a_number(self) -> int:
        last = NUMBERED.match(self.found[-1]) if self.found and not self.name else None
        counted = self._longest(self.rule["after_a_number"]) if last else ""
        if not counted or last is None:
            return 0
        self.found[-1:] = [*([last[1]] if last[1] else []), f"{self.rule['after_a_number'][counted]} {last[2]}"]
        return len(counted)

    def _word(self) -> int:
        here = self.text[self.at]
        word = self._longest(self.rule["words"])
        number = self.rule["numbers"].get(here)
        follows = number and any(self.text.startswith(one, self.at + 1) for one in self.rule["numbered"])
        kind = self.rule["after_a_name"].get(here) if self.read >= LEAST_OF_A_NAME else None
        if not (word or follows or kind):
            return 0
        self._close()
        self.found.append(str(self.rule["words"][word] if word else number if follows else kind))
        return len(word) or 1

    def _syllable(self) -> int:
        syllable = self.syllables.get(self.text[self.at])
        if syllable is None:
            return 0
        apart = "’" if self.name and syllable[0] in "aeo" else ""
        self.name += apart + syllable
        self.read += 1
        return 1

    def _other(self) -> int:
        self._close()
        match = OTHER.match(self.text, self.at)
        plain = match[0] if match else self.text[self.at]
        if plain.strip():
            self.found.append(plain)
        return len(plain)

    def _close(self) -> None:
        if self.name:
            self.found.append(self.name[0].upper() + self.name[1:])
        self.name, self.read = "", 0

    def _longest(self, table: Mapping[str, str]) -> str:
        return next(self._known(table), "")

    def _known(self, table: Mapping[str, str]) -> Iterator[str]:
        for length in range(LONGEST, 0, -1):
            part = self.text[self.at : self.at + length]
            if len(part) == length and part in table:
                yield part
