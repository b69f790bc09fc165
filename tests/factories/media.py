"""Pictures and documents for tests, in the collection of a course."""

import struct
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from courses.catalog.pages import CoursePage
from courses.models import CourseDocument, CourseImage, CourseTeam


def png(name: str = "picture.png", *, size: tuple[int, int] = (1400, 700), profile: bytes | None = None) -> ImageFile:
    """Return a picture file."""
    data = BytesIO()
    Image.new("RGB", size, "red").save(data, "PNG", icc_profile=profile)
    return ImageFile(BytesIO(data.getvalue()), name=name)


def picture(
    course: CoursePage, title: str = "A picture", *, name: str = "picture.png", profile: bytes | None = None
) -> CourseImage:
    """Return a picture in the collection of `course`."""
    return CourseImage.objects.create(title=title, file=png(name, profile=profile), collection=_collection(course))


def display_p3() -> bytes:
    """Return a colour profile with the primaries of Display P3, as phones write one (ICC.1:2001-04)."""
    white, red = (0.9642, 1, 0.8249), (0.5151, 0.2412, -0.0011)
    green, blue = (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)
    points = {b"wtpt": white, b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue}
    tags = {
        name: b"XYZ " + bytes(4) + struct.pack(">3i", *(round(n * 65536) for n in xyz)) for name, xyz in points.items()
    }
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(2.2 * 256)))
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s12x4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return head.ljust(68, b"\0") + struct.pack(">3i", *(round(n * 65536) for n in white)) + bytes(48) + table + body


def document(
    course: CoursePage, title: str = "A document", *, name: str = "notes.txt", content: bytes = b"0123456789"
) -> CourseDocument:
    """Return a document in the collection of `course`."""
    return CourseDocument.objects.create(
        title=title, file=ContentFile(content, name=name), collection=_collection(course)
    )


def _collection(course: CoursePage):
    return CourseTeam.objects.get(course_key=course.translation_key).collection
