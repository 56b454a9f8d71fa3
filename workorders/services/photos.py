"""Photos of a reply: re-encoded before they are stored, so that no phone's place, device or script comes along.

Bounded before anything is decoded: a picture of 190 kB can unpack into gigabytes.
"""

import io
import uuid
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from pi_heif import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

# Beside Pillow's own: what some phones write. It only decodes, and refuses by itself what would unpack too far.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

LONGEST_SIDE = 1600
# Of the sides and of the whole, before decoding; today's phones make 12 megapixels, the largest 50 and shrink them first.
MOST_A_SIDE = 12_000
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
HEIC_BRANDS = {b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif"}
UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


class Taken(NamedTuple):
    """What became of an attachment: the picture to store, or why there is none."""

    photo: "ContentFile[bytes] | str"
    refused: str = ""


def taken(upload: Any) -> Taken:
    """A fresh JPEG: upright, at most 1,600 pixels a side, without metadata, randomly named. Never raises: a report is
    not held back by its attachment, the crew reads why the picture is missing.
    """
    if not upload:
        return Taken("")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if max(picture.size) > MOST_A_SIDE or picture.width * picture.height > MOST_PIXELS:
                return Taken("", _("The report is taken, the photo is not: it is too large."))
            return Taken(_jpeg_of(picture))
    except UNREADABLE:
        if _is_heic(upload):
            return Taken(
                "", _("The report is taken, the photo is not: this HEIC cannot be read. Set the camera to JPEG.")
            )
        return Taken("", _("The report is taken, the photo is not: it is no picture that we can read."))


def _jpeg_of(picture: Image.Image) -> "ContentFile[bytes]":
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then decoded no larger than it is needed
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.jpg")


def _is_heic(upload: Any) -> bool:
    upload.seek(0)
    head = upload.read(12)
    upload.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS
