"""Questions an author writes: four blocks, one shape of data for whoever asks and marks them."""

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS = ("single", "multiple", "true_false", "numeric")


class OptionBlock(blocks.StructBlock):
    """An answer to choose, whether it is right, and what to say to who chooses it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("This answer is right"), required=False)
    feedback = blocks.TextBlock(
        label=_("Said to who chooses it"), required=False, rows=2, help_text=_("Why it is right, or what misled.")
    )

    class Meta:
        icon = "list-ul"


EMPTY = {"text": "", "correct": False, "feedback": ""}


class QuestionBlock(blocks.StructBlock):
    """What every question has."""

    question = blocks.TextBlock(label=_("Question"), rows=2)

    class Meta:
        icon = "help"
        group = _("Question")


class _Feedback(blocks.StructBlock):
    feedback_right = blocks.TextBlock(label=_("Said after a right answer"), required=False, rows=2)
    feedback_wrong = blocks.TextBlock(
        label=_("Said after a wrong answer"), required=False, rows=2, help_text=_("Name the mistake, kindly.")
    )
    read_again = blocks.PageChooserBlock(
        label=_("Lesson to read again"),
        required=False,
        page_type="courses.LessonPage",
        help_text=_("Offered after a wrong answer."),
    )


class _ChoiceQuestion(QuestionBlock):
    # The editor fills in what a new block says, key by key, and writes of what it lacks that it is undefined.
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10, default=[EMPTY, EMPTY])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(bool(option["correct"]) for option in cleaned["options"])
        if problem := self.problem(right):
            raise StructBlockValidationError(block_errors={"options": ValidationError(problem)})
        return cleaned

    def problem(self, right: int) -> "StrOrPromise | None":
        """Return what is wrong with `right` right answers, or nothing: at least one must be."""
        return None if right else _("Mark every answer that is right; at least one must be.")


class SingleBlock(_ChoiceQuestion, _Feedback):
    """One answer is right."""

    def problem(self, right: int) -> "StrOrPromise | None":
        """Exactly one answer may be right."""
        if right == 0:
            return _("Mark the one answer that is right.")
        if right > 1:
            return _("Only one answer may be right here. For several, use a question with several right answers.")
        return None

    class Meta:
        label = _("One right answer")
        icon = "radio-full"
        form_layout = ["question", "options", "feedback_right", "feedback_wrong", "read_again"]


class MultipleBlock(_ChoiceQuestion, _Feedback):
    """Several answers may be right."""

    class Meta:
        label = _("Several right answers")
        icon = "tasks"
        form_layout = ["question", "options", "feedback_right", "feedback_wrong", "read_again"]


class TrueFalseBlock(QuestionBlock, _Feedback):
    """A statement that is true or false."""

    answer = blocks.ChoiceBlock(
        label=_("The statement is"), choices=[("true", _("True")), ("false", _("False"))], required=True
    )

    class Meta:
        label = _("True or false")
        icon = "check"
        form_layout = ["question", "answer", "feedback_right", "feedback_wrong", "read_again"]


class NumericBlock(QuestionBlock, _Feedback):
    """A number, right within a tolerance."""

    answer = blocks.FloatBlock(label=_("Right number"))
    tolerance = blocks.FloatBlock(
        label=_("Tolerance"),
        default=0,
        min_value=0,
        help_text=_("Answers this far from the right number still count. 0 asks for the exact number."),
    )

    class Meta:
        label = _("Number")
        icon = "decimal"
        form_layout = ["question", "answer", "tolerance", "feedback_right", "feedback_wrong", "read_again"]


def question_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the four kinds of question by their names, for a StreamBlock."""
    return [
        ("single", SingleBlock()),
        ("multiple", MultipleBlock()),
        ("true_false", TrueFalseBlock()),
        ("numeric", NumericBlock()),
    ]


def question_data(child: Any) -> dict[str, Any]:
    """Return the data of a question block of a stream: plain JSON with its key, for asking and for marking."""
    value, kind = child.value, child.block_type
    again = value.get("read_again")
    return {
        "id": str(child.id or uuid.uuid4()),
        "type": kind,
        "question": value["question"],
        "options": _options(kind, value),
        "answer": value["answer"] if kind == "numeric" else None,
        "tolerance": value.get("tolerance") or 0 if kind == "numeric" else 0,
        "feedback_right": value.get("feedback_right") or "",
        "feedback_wrong": value.get("feedback_wrong") or "",
        "read_again": str(again.translation_key) if again else "",
    }


def _options(kind: str, value: Any) -> list[dict[str, Any]]:
    if kind == "numeric":
        return []
    if kind == "true_false":
        truth = value["answer"] == "true"
        return [
            {"text": str(_("True")), "correct": truth, "feedback": ""},
            {"text": str(_("False")), "correct": not truth, "feedback": ""},
        ]
    return [
        {"text": option["text"], "correct": bool(option["correct"]), "feedback": option.get("feedback") or ""}
        for option in value["options"]
    ]
