"""A few invented pictures, drawn once, of which a small share of the past has copies: papers, a meter, a place, a repaired fuse.

Each row has a file of its own, because a file goes with its row once people are forgotten. Every picture says that it is invented.
"""

import io
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from PIL import Image, ImageDraw, ImageFont

from workorders.kinds.connection.models import Appointment, ConnectionCase, ConnectionDocument, FeedPost
from workorders.models import Reply

SIZE, SAYS = (640, 480), "DEMO - INVENTED"
PAPERS = 0.05  # of the cases of connections
# Whose picture, in which field, taken when, in how many of the rows, of what.
WITH_PICTURES: tuple[tuple[type[Model], str, str, float, str], ...] = (
    (Appointment, "arrival_photo", "arrived_at", 0.02, "meter"),
    (FeedPost, "photo", "at", 0.06, "place"),
    (Reply, "photo", "at", 0.012, "fuse"),
)
What = ConnectionDocument.What
Tables = dict[type[Model], list[Model]]


def add_pictures(tables: Tables, lot: random.Random) -> list[str]:
    """Give some rows of these tables a picture, and some cases papers: the names of the files, which ``store`` writes."""
    names = []
    for model, field, moment, share, kind in WITH_PICTURES:
        for row in tables.get(model, []):
            at = getattr(row, moment)
            if at is not None and lot.random() < share:
                names.append(_name(model, field, kind, at, lot))
                setattr(row, field, names[-1])
    papers = []
    for case in tables.get(ConnectionCase, []):
        order = case.order  # type: ignore[attr-defined]
        for what in _handed_in(lot) if lot.random() < PAPERS else ():
            names.append(_name(ConnectionDocument, "photo", "paper", order.reported_at, lot))
            papers.append(ConnectionDocument(order=order, what=what.value, photo=names[-1], at=order.reported_at))
    tables.setdefault(ConnectionDocument, []).extend(papers)
    return names


def store(names: Sequence[str]) -> None:
    """Write the files, each a copy of the picture that its name begins with."""
    pictures = {kind: drawn(scene) for kind, scene in SCENES.items()}
    for name in names:
        default_storage.save(name, ContentFile(pictures[PurePosixPath(name).name.split("-")[0]]))


def _handed_in(lot: random.Random) -> list[What]:
    return [What.IDENTITY, What.PREMISES] if lot.random() < 0.4 else [What.PREMISES]


def _name(model: type[Model], field: str, kind: str, at: datetime, lot: random.Random) -> str:
    """In the folder in which an upload of that month lies."""
    folder = at.strftime(str(model._meta.get_field(field).upload_to))  # type: ignore[union-attr]
    return f"{folder}{kind}-{lot.getrandbits(96):024x}.jpg"


def drawn(scene: "Callable[[ImageDraw.ImageDraw], None]") -> bytes:
    """A small JPEG of the scene, with the words that say what it is."""
    picture = Image.new("RGB", SIZE, "#dfe5ea")
    pen = ImageDraw.Draw(picture)
    scene(pen)
    pen.rectangle((0, 430, 640, 480), fill="#22303c")
    pen.text((24, 438), SAYS, fill="white", font=ImageFont.load_default(28))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def _sheet(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((170, 30, 470, 415), fill="white", outline="#8896a3", width=2)
    pen.rectangle((200, 60, 330, 78), fill="#5b6b7a")
    for line in range(9):
        pen.rectangle((200, 110 + line * 28, 440 - (line % 3) * 40, 118 + line * 28), fill="#c3ccd4")
    pen.ellipse((370, 330, 440, 400), outline="#b3261e", width=5)


def _meter(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((190, 40, 450, 410), fill="#f4f6f8", outline="#5b6b7a", width=4)
    pen.rectangle((225, 90, 415, 160), fill="#c9d8c2", outline="#5b6b7a", width=2)
    pen.text((240, 100), "001742.6", fill="#1d2a22", font=ImageFont.load_default(38))
    for place in range(4):
        pen.ellipse((240 + place * 45, 340, 265 + place * 45, 365), fill="#8a6d3b")


def _place(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 640, 300), fill="#bcd3e6")
    pen.rectangle((0, 300, 640, 430), fill="#9fb58c")
    pen.rectangle((110, 60, 124, 420), fill="#6b6259")
    pen.rectangle((60, 90, 175, 100), fill="#6b6259")
    pen.polygon([(300, 220), (430, 130), (560, 220)], fill="#9a4b3c")
    pen.rectangle((325, 220, 535, 390), fill="#efe6d8")


def _fuse(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 640, 430), fill="#cfd6dc")
    for place in range(3):
        left = 150 + place * 130
        pen.rectangle((left, 80, left + 70, 360), fill="#f7f7f4", outline="#5b6b7a", width=3)
        pen.rectangle((left + 22, 130, left + 48, 310), fill="#b9762f")


SCENES: Mapping[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "paper": _sheet, "meter": _meter, "place": _place, "fuse": _fuse,
}  # fmt: skip
