"""A photo keeps what it shows and loses where and with what it was taken."""

import io

import pytest
from PIL import Image

from command_center.core.errors import Invalid
from workorders.services.photos import LONGEST_SIDE, cleaned

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
    photo = cleaned(upload())
    again = Image.open(photo)
    assert dict(again.getexif()) == {}
    assert max(again.size) == LONGEST_SIDE
    assert "passwd" not in photo.name and photo.name.endswith(".jpg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg(kind):
    assert Image.open(cleaned(upload((20, 10), kind))).format == "JPEG"


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 broken"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(Invalid):
        cleaned(io.BytesIO(content))
