"""Writes static/js/names/pinyin.json: syllable of Hanyu Pinyin → the characters that are read so in names of places.

    python -m pip install pypinyin==0.55.0     # in an environment of its own
    python tools/make_pinyin.py

The readings are those of pypinyin (MIT) for single characters of GB 2312; where a character has several, the one below
is what names of places and people use.
"""

import json
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TARGET = Path(__file__).parents[1] / "static/js/names/pinyin.json"
IN_NAMES = {
    "都": "du", "曾": "zeng", "长": "chang", "重": "chong", "乐": "le", "陂": "pi", "堡": "bao", "石": "shi", "车": "che",
    "中": "zhong", "六": "liu", "会": "hui", "单": "shan", "区": "qu", "华": "hua", "任": "ren", "盛": "sheng", "柏": "bai",
    "蔚": "wei", "泊": "bo", "行": "xing", "大": "da", "朝": "chao", "调": "diao", "茄": "qie", "漯": "luo", "台": "tai",
    "覃": "qin", "冉": "ran", "仇": "qiu", "解": "xie",
    "地": "di", "的": "de", "上": "shang", "还": "huan", "干": "gan", "分": "fen", "间": "jian", "相": "xiang", "湾": "wan",
    "沙": "sha", "咸": "xian", "郧": "yun", "浠": "xi", "秭": "zi", "归": "gui", "猇": "xiao", "亭": "ting", "咀": "zui",
    "奓": "zha", "塝": "bang", "洑": "fu", "垱": "dang", "洈": "wei",
}  # fmt: skip


def characters() -> list[str]:
    """All of GB 2312, rows 16 to 87, and the others that are named above."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    found = []
    for code in rows:
        try:
            found.append(code.decode("gb2312"))
        except UnicodeDecodeError:
            continue
    return sorted({*found, *IN_NAMES})


def main() -> None:
    read: dict[str, list[str]] = defaultdict(list)
    for character in characters():
        syllable = IN_NAMES.get(character) or lazy_pinyin(character, style=Style.NORMAL)[0]
        read[syllable.replace("v", "ü")].append(character)
    table = {syllable: "".join(sorted(found)) for syllable, found in sorted(read.items())}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f'"{syllable}":"{found}"' for syllable, found in table.items())
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    assert json.loads(TARGET.read_text(encoding="utf-8")) == table


if __name__ == "__main__":
    main()
