"""Photos of a reply: re-encoded before they are stored, so that no phone's place, device or script comes along."""

import io
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from command_center.core.errors import Invalid

LONGEST_SIDE = 1600
MOST_PIXELS = 50_000_000


def cleaned(upload: Any) -> "ContentFile[bytes]":
    """A fresh JPEG of an uploaded picture: upright, at most 1,600 pixels a side, without metadata, randomly named.

    Raises ``Invalid`` for what is no picture, and for one that would unpack into more than 50 megapixels.
    """
    try:
        picture = Image.open(upload)
        if picture.width * picture.height > MOST_PIXELS:
            raise Invalid(_("This picture is too large."), pointer="/photo")
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid(_("This is not a picture we can read."), pointer="/photo") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.jpg")
