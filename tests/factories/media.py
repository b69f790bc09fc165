"""Pictures and documents for tests, in the collection of a course."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image

from courses.catalog.pages import CoursePage
from courses.models import CourseDocument, CourseImage, CourseTeam


def png(name: str = "picture.png", *, size: tuple[int, int] = (1400, 700)) -> ImageFile:
    """Return a picture file."""
    data = BytesIO()
    Image.new("RGB", size, "red").save(data, "PNG")
    return ImageFile(BytesIO(data.getvalue()), name=name)


def picture(course: CoursePage, title: str = "A picture", *, name: str = "picture.png") -> CourseImage:
    """Return a picture in the collection of `course`."""
    return CourseImage.objects.create(title=title, file=png(name), collection=_collection(course))


def document(
    course: CoursePage, title: str = "A document", *, name: str = "notes.txt", content: bytes = b"0123456789"
) -> CourseDocument:
    """Return a document in the collection of `course`."""
    return CourseDocument.objects.create(
        title=title, file=ContentFile(content, name=name), collection=_collection(course)
    )


def _collection(course: CoursePage):
    return CourseTeam.objects.get(course_key=course.translation_key).collection
