"""会上提修正案 · the form by which somebody says how one paragraph of the plan, as it stands now, should read."""

from collections.abc import Mapping, Sequence

from ..procedure.amendment import AmendmentForm
from ..procedure.asking import Ask, Kind, options
from ..procedure.floor import Command, Do, Floor, Question
from ..procedure.floor.amending import amended, unfit
from ..procedure.plan_form import TEXT

BEGINNING = 24  # so much of a paragraph tells which one it is
HOW = Ask("how", "怎样改", Kind.CHOICE, choices=options(AmendmentForm))
WORDS = Ask("text", "新的文字", required=False, longest=TEXT.longest, hint="写成一段；删去一段时不用写")
OTHER_WORDS = Ask("text", "这一段改成", longest=TEXT.longest, hint="这里是修正案现在的文字，在上面直接改，写成一段")


def paragraphs(floor: Floor) -> Sequence[str]:
    """The plan that an amendment moved now would change, as it stands; none where it would change something else."""
    return amended(floor).paragraphs if floor.stack else ()


def asks(floor: Floor) -> tuple[Ask, ...]:
    """How, where and what; of an amendment to an amendment only what. None where an amendment says itself what it wants."""
    if plan := paragraphs(floor):
        return (HOW, Ask("paragraph", "哪一段", Kind.CHOICE, choices=_places(plan), hint="增加一段时，加在这一段之后"), WORDS)
    return (OTHER_WORDS,) if _wording(floor) else ()


def _places(plan: Sequence[str]) -> tuple[tuple[str, str], ...]:
    numbered = [(str(n), f"第{n}段：{text[:BEGINNING]}{'…' if len(text) > BEGINNING else ''}") for n, text in enumerate(plan, 1)]
    return (*numbered, ("0", "最前面（增加一段时才选）"))


def values(floor: Floor, number: int | None) -> Mapping[str, str]:
    """The form as it is opened: to rewrite this paragraph, or the wording of the amendment that is pending."""
    plan = paragraphs(floor)
    if number and number <= len(plan):
        return {"how": AmendmentForm.REWRITE.value, "paragraph": str(number), "text": plan[number - 1]}
    return {"text": _wording(floor)}


def _wording(floor: Floor) -> str:
    """Of a pending amendment that would put a paragraph into the plan, or in its place."""
    target: Question | None = amended(floor) if floor.stack else None
    return target.text if target and target.change else ""


def problems(floor: Floor, wanted: Command) -> Mapping[str, str]:
    """What is wrong with the change itself, by the field that it is about."""
    says = unfit(floor, wanted) if wanted.do is Do.AMEND and floor.stack else ""
    rewrites_nothing = wanted.form is AmendmentForm.REWRITE and not wanted.paragraph
    field = "paragraph" if wanted.form is AmendmentForm.STRIKE or rewrites_nothing else "text"
    return {field: says} if says else {}
