"""A photo keeps what it shows and loses where and with what it was taken."""

import io
import struct
import zlib

import pytest
from PIL import Image

from workorders.services import photos
from workorders.services.photos import LONGEST_SIDE, taken

GPS, MAKE = 0x8825, 0x010F


def upload(size=(2000, 1000), kind="JPEG"):
    picture, exif = Image.new("RGB", size, "red"), Image.Exif()
    exif[MAKE] = "Phone"
    exif.get_ifd(GPS)[2] = (29.0, 40.0, 1.0)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    out.seek(0)
    out.name = "../../etc/passwd.jpg"
    return out


def test_place_and_device_are_gone_and_the_name_is_ours():
    photo = taken(upload()).photo
    again = Image.open(photo)
    assert dict(again.getexif()) == {}
    assert max(again.size) == LONGEST_SIDE
    assert "passwd" not in photo.name and photo.name.endswith(".jpg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(kind):
    assert Image.open(taken(upload((20, 10), kind)).photo).format == "JPEG"


def png_of(width, height):
    """The head of a picture that says it is that large: what a decoder would make room for."""
    size = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("size", [(1, 49_000_000), (49_000_000, 1), (12_001, 10), (7000, 7000), (60_000, 60_000)])
def test_what_would_unpack_into_gigabytes_is_not_decoded(size, monkeypatch):
    monkeypatch.setattr(photos, "_jpeg_of", lambda picture: pytest.fail("decoded"))
    photo, refused = taken(io.BytesIO(png_of(*size)))
    assert photo == "" and refused


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 broken", EPS, b"GIF89a\1\0\1\0"])
def test_what_is_no_picture_of_ours_is_left_out_with_a_word(content, monkeypatch):
    monkeypatch.setattr("PIL.EpsImagePlugin.EpsImageFile._open", lambda *_: pytest.fail("opened"))
    photo, refused = taken(io.BytesIO(content))
    assert photo == "" and refused


def test_a_picture_of_an_iphone_is_named():
    assert "HEIC" in taken(io.BytesIO(HEIC)).refused
