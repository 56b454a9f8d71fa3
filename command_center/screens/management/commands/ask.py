"""``manage.py ask --questions questions.json --out OUT.json``: figures asked in plain Chinese or English, answered from the rows or refused."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.timezone import now
from tqdm import tqdm

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.screens.questions.answering import Reader, answer

KEYS = ("question", "text", "q")


class Command(BaseCommand):
    help = "Answers questions about the figures of the catalogue; what is no such question is refused, with the nearest one that is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--questions", type=Path, required=True, help='JSON: a list of texts or of {"question": …}')
        parser.add_argument("--out", type=Path, help="where the answers go; to the screen without it")
        parser.add_argument("--user", help="who asks: their area is what is asked about; without it who sees most")

    def handle(self, *args: Any, questions: Path, out: Path | None, user: str | None, **options: Any) -> None:
        asked = _questions(questions)
        reader, at = Reader.of(_who(user)), now()
        answers = []
        for each in tqdm(asked, desc="questions", unit="question", disable=len(asked) < 20):
            text = each["question"]
            with translation.override("zh-hans" if any("一" <= sign <= "鿿" for sign in text) else "en"):
                answers.append({**each, **answer(text, reader, at=at)})
        words = json.dumps(answers, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
        if out is None:
            self.stdout.write(words)
            return
        out.write_text(words + "\n", encoding="utf-8")
        count = sum(each["answered"] for each in answers)
        self.stdout.write(f"{len(answers)} questions, {count} answered, {len(answers) - count} refused: {out}")


def _questions(path: Path) -> list[dict[str, Any]]:
    """Each with what else it says (an id, say), which comes back with the answer. Raises ``CommandError``."""
    try:
        told = json.loads(path.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON: {error}") from error
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    if isinstance(told, dict):
        told = told.get("questions")
    if not isinstance(told, list):
        raise CommandError(f"{path}: expected a list of questions.")
    return [_question(each, number, path) for number, each in enumerate(told, start=1)]


def _question(told: Any, number: int, path: Path) -> dict[str, Any]:
    if isinstance(told, str):
        return {"question": told}
    text = next((told[key] for key in KEYS if isinstance(told.get(key), str)), None) if isinstance(told, dict) else None
    if text is None:
        raise CommandError(f'{path}: question {number} is neither a text nor an object with "question".')
    return {**told, "question": text}


def _who(name: str | None) -> User:
    people = User.objects.filter(is_active=True).select_related("home").order_by("pk")
    if name is not None:
        found = people.filter(username=name).first()
        if found is None or not found.may(Right.READ_ORDERS):
            raise CommandError(f"{name}: nobody of that name may read figures.")
        return found
    readers = [each for each in people if each.may(Right.READ_ORDERS) and each.scope_paths]
    if not readers:
        raise CommandError("Nobody may read figures: load the demo, or name somebody with --user.")
    return min(readers, key=lambda each: min(map(len, each.scope_paths)))
