"""A picture is drawn anew, or refused with a reason; who may not see the profile finds none."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from community.people import pictures
from tests.factories.groups import group, member
from tests.factories.media import display_p3

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
CHANGE = "people:picture_change"


def drawn(kind="JPEG", size=(900, 600), mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **more)
    return out.getvalue()


def redrawn(data: bytes) -> Image.Image:
    return Image.open(pictures.redrawn(io.BytesIO(data), size=len(data)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_kind_becomes_a_square_webp(kind):
    image = redrawn(drawn(kind))
    assert (image.format, image.size) == ("WEBP", (512, 512))


def test_small_pictures_are_not_blown_up():
    assert redrawn(drawn(size=(200, 120))).size == (120, 120)


def test_place_and_camera_are_left_out():
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    exif.get_ifd(0x8825)[1] = "N"
    data = drawn(exif=exif, comment=b"CANARY comment")
    assert b"CANARY" in data
    kept = pictures.redrawn(io.BytesIO(data), size=len(data)).read()
    assert b"CANARY" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_picture_lying_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (400, 200), "white")
    image.paste("black", (0, 0, 200, 200))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    upright = redrawn(out.getvalue()).convert("L")
    assert upright.getpixel((100, 10)) < 60
    assert upright.getpixel((100, 190)) > 200


def test_transparency_of_a_picture_stays_when_it_is_drawn_anew():
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 128, 128, 90)).save(out, "PNG")
    assert redrawn(out.getvalue()).mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        drawn()[:200],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 60,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        drawn("BMP"),
    ],
)
def test_what_is_no_such_picture_is_refused_with_a_reason(data):
    with pytest.raises(ValidationError, match="not a picture that can be read"):
        redrawn(data)


def test_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ValidationError, match="16 million pixels"):
        redrawn(bomb(7_000, 7_000))
    with pytest.raises(ValidationError, match="120 million pixels"):
        redrawn(bomb(20_000, 20_000))


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("GIF", "P")])
def test_a_few_kilobytes_do_not_become_hundreds_of_megabytes(kind, mode):
    with pytest.raises(ValidationError, match="16 million pixels"):
        redrawn(drawn(kind, size=(4_100, 4_000), mode=mode))


@pytest.mark.parametrize("size", [(6_000, 4_000), (8_064, 6_048), (8_160, 6_120), (12_000, 9_000)])
def test_a_photo_as_large_as_cameras_and_phones_make_is_taken(size):
    assert redrawn(drawn("JPEG", size=size)).size == (512, 512)


def test_a_jpeg_that_is_held_whole_has_a_lower_bound_in_words_of_its_own():
    data = drawn("JPEG", size=(8_000, 6_000), progressive=True)
    with pytest.raises(ValidationError, match="Choose a smaller one, or save it as a JPEG that is not progressive"):
        redrawn(data)


def test_a_head_that_hides_its_scans_counts_as_held_whole():
    data = drawn("JPEG", size=(8_000, 6_000))
    with pytest.raises(ValidationError, match="40 million pixels"):
        redrawn(data[:2] + b"\xff" + data[2:])  # a filling byte, which decoders pass over


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_too_many_pixels_and_a_wrong_kind_are_told_apart(kind):
    with pytest.raises(ValidationError) as wrong:
        redrawn(b"nothing")
    with pytest.raises(ValidationError) as large:
        redrawn(jpeg_head(16_000, 16_000 // 2) if kind == "JPEG" else drawn(kind, size=(4_100, 4_000)))
    assert "Use a JPEG" in str(wrong.value)
    assert "million pixels" in str(large.value)
    assert ("send it as a JPEG" in str(large.value)) == (kind != "JPEG")


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_colours_of_another_space_are_those_of_the_web_afterwards(kind, mode):
    colour, image = (200, 100, 50, 255)[: len(mode)], Image.new(mode, (300, 300))
    image.paste(colour, (0, 0, 300, 300))
    out, lossless = io.BytesIO(), {"lossless": True} if kind == "WEBP" else {}
    image.save(out, kind, icc_profile=display_p3(), **lossless)
    drawn_anew = redrawn(out.getvalue())
    red, green, blue = drawn_anew.convert("RGB").getpixel((150, 150))
    assert red > 208
    assert green < 98
    assert blue < 44
    assert "icc_profile" not in drawn_anew.info


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200, display_p3()[:150]])
def test_a_profile_that_cannot_be_read_leaves_the_colours_as_they_are(profile):
    image = redrawn(drawn(icc_profile=profile)).convert("RGB")
    assert all(abs(one - other) < 6 for one, other in zip(image.getpixel((99, 99)), (0, 128, 128), strict=True))


def test_a_profile_for_other_colours_than_the_pictures_leaves_them_as_they_are():
    assert redrawn(drawn(mode="L", icc_profile=display_p3())).mode == "RGB"


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        pictures.redrawn(io.BytesIO(b""), size=21 * 1024 * 1024)


def test_new_picture_replaces_the_file_before_it(client, ada, django_capture_on_commit_callbacks):
    client.force_login(ada)
    names = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            upload = SimpleUploadedFile("../../x.php.jpg", drawn(), content_type="text/html")
            assert client.post(reverse(CHANGE), {"picture": upload}).status_code == 303
        ada.refresh_from_db()
        names.append(ada.picture.name)
    assert names[0] != names[1]
    assert all(name.startswith("pictures/") and name.endswith(".webp") for name in names)
    assert not ada.picture.storage.exists(names[0])
    assert ada.picture.storage.exists(names[1])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("people:picture_end"))
    ada.refresh_from_db()
    assert not ada.picture
    assert not ada.picture.storage.exists(names[1])


def test_refusal_is_said_on_the_page(client, ada):
    client.force_login(ada)
    response = client.post(reverse(CHANGE), {"picture": SimpleUploadedFile("a.jpg", b"nothing")})
    assert response.status_code == 422
    assert "not a picture that can be read" in response.content.decode()


def test_picture_is_sent_to_who_may_see_the_profile_alone(client, ada, ben, grace, mallory):
    client.force_login(ada)
    client.post(reverse(CHANGE), {"picture": SimpleUploadedFile("a.jpg", drawn())})
    ada.refresh_from_db()
    circle = group(grace)
    member(circle, ada)
    member(circle, ben)
    address = ada.picture_url
    for person, status in ((ada, 200), (ben, 200), (mallory, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 404
    client.force_login(ben)
    response = client.get(address)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    client.force_login(mallory)
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 404


def jpeg_head(width: int, height: int) -> bytes:
    """Return a small JPEG that says it is very large."""
    data, size = drawn(size=(64, 64)), (64).to_bytes(2, "big") * 2
    return data.replace(size, height.to_bytes(2, "big") + width.to_bytes(2, "big"), 1)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + crc

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_phones_jpeg_with_a_second_picture_is_taken():
    out = io.BytesIO()
    first, second = Image.new("RGB", (6000, 4000), "teal"), Image.new("RGB", (600, 400), "red")
    first.save(out, "MPO", save_all=True, append_images=[second])

    assert Image.open(io.BytesIO(out.getvalue())).format == "MPO"
    assert redrawn(out.getvalue()).size == (512, 512)
