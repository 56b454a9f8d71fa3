"""Message catalogues without gettext's own tools: find what must be translated, read ``.po``, write ``.mo``.

``manage.py shell -c "from tests.house.catalogues import main; main()"`` lists what lacks a translation and compiles ``.mo``.
"""

import ast
import gettext
import re
import struct

from django.apps import apps
from django.utils.translation.template import templatize

from tests.house.sources import APPS, ROOT, calls, python_files, scripts, templates

LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
JOIN = "\x04"  # between context and msgid, as gettext keeps them

LITERAL = r"u?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
CALL = re.compile(rf"\b(gettext|ngettext|pgettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?")


def wanted_in_python() -> dict[str, str]:
    """Msgid → one place where it is used."""
    found = {}
    for path in python_files(*APPS, "demo"):
        for name, call in calls(path):
            words = [argument.value for argument in call.args if _is_text(argument)]
            if name in SINGULAR | PLURAL and words:
                found[words[0]] = path.name
            elif name in IN_CONTEXT and len(words) == 2:
                found[JOIN.join(words)] = path.name
    return found


def wanted_in_models() -> dict[str, str]:
    """Names that ``organisation.back_office.translate_names`` sends through the catalogue."""
    return {
        JOIN.join(("field", field._verbose_name or field.name.replace("_", " "))): model.__name__
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in APPS
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if isinstance(field._verbose_name or "", str) and not field.auto_created
    }


def wanted_in_templates() -> dict[str, str]:
    return {msgid: path.name for path in templates() for msgid in _literals(templatize(path.read_text()))}


def wanted_in_server() -> dict[str, str]:
    return wanted_in_python() | wanted_in_models() | wanted_in_templates()


def wanted_in_scripts() -> dict[str, str]:
    return {msgid: path.name for path in scripts() for msgid in _literals(path.read_text())}


def unreadable_calls() -> list[str]:
    """Translation calls whose msgid is no literal: no catalogue can hold those."""
    return [
        f"{path.name}:{call.lineno}"
        for path in python_files(*APPS, "demo")
        if path.name != "back_office.py"
        for name, call in calls(path)
        if name in SINGULAR | PLURAL | IN_CONTEXT and call.args and not _is_text(call.args[0])
    ]


def read_po(domain: str) -> dict[str, str]:
    """Msgid (with its context) → translation; fuzzy and obsolete entries do not count."""
    entries = {}
    for block in (LOCALE / f"{domain}.po").read_text().split("\n\n"):
        if re.search(r"^#~|^#,.*fuzzy", block, re.MULTILINE):
            continue
        fields = {
            key: _unquote(text) for key, text in re.findall(r'^(msg\w+)(?:\[0\])? ((?:".*"\n?)+)', block, re.MULTILINE)
        }
        if "msgid" in fields:
            context = fields.get("msgctxt")
            msgid = f"{context}{JOIN}{fields['msgid']}" if context else fields["msgid"]
            entries[msgid] = fields["msgstr"]
            if "msgid_plural" in fields:
                entries[f"{msgid}\0{fields['msgid_plural']}"] = entries.pop(msgid)
    return entries


def read_mo(domain: str) -> dict[str, str]:
    with (LOCALE / f"{domain}.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {(key[0] if isinstance(key, tuple) else key): text for key, text in catalogue.items()}


def write_mo(domain: str) -> None:
    """The binary form (GNU gettext manual, "The Format of GNU MO Files"): header, two tables, the strings."""
    entries = sorted((msgid.encode(), text.encode()) for msgid, text in read_po(domain).items() if text)
    start = 28 + 16 * len(entries)
    originals, translations, strings = [], [], b""
    for column, table in ((0, originals), (1, translations)):
        for entry in entries:
            table += [len(entry[column]), start + len(strings)]
            strings += entry[column] + b"\0"
    header = [0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, start]
    numbers = header + originals + translations
    (LOCALE / f"{domain}.mo").write_bytes(struct.pack(f"<{len(numbers)}I", *numbers) + strings)


def singular(catalogue: dict[str, str]) -> dict[str, str]:
    """The same with the plural form of the key left out, as callers ask for it."""
    return {msgid.split("\0")[0]: text for msgid, text in catalogue.items()}


def missing(domain: str, wanted: dict[str, str]) -> dict[str, str]:
    known = singular(read_po(domain))
    return {msgid: place for msgid, place in wanted.items() if not known.get(msgid)}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _literals(source: str) -> list[str]:
    found = []
    for name, first, second in CALL.findall(source):
        words = [ast.literal_eval(literal) for literal in (first, second) if literal]
        found.append(JOIN.join(words[:2]) if name == "pgettext" else words[0])
    return found


def _unquote(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.strip().splitlines())


def main() -> None:
    wanted = {"django": wanted_in_server(), "djangojs": wanted_in_scripts()}
    for domain, messages in wanted.items():
        for msgid, place in sorted(missing(domain, messages).items()):
            print(f"{domain}: {place}: {msgid}")
        write_mo(domain)
