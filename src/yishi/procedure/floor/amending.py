"""修正 · what an amendment changes on the floor: one numbered paragraph where a plan is before the assembly, else what it says.

An amendment to an amendment of a paragraph gives the new wording of what that one would put in.
"""

from dataclasses import replace

from ..amendment import Amendment, AmendmentForm, amendment_refusals
from ..amendment import amended as text_amended
from .commands import Command
from .questions import Question, QuestionKind, Terms
from .sitting import Floor


def amended(floor: Floor) -> Question:
    """What an amendment moved now would change: the amendment that is pending, else the motion."""
    return next((question for question in reversed(floor.stack) if question.kind is QuestionKind.AMEND), floor.stack[0])


def unfit(floor: Floor, command: Command) -> str:
    """Why this would change nothing in the plan, or too much; '' where it may be moved, or no plan is to be changed."""
    target, text = amended(floor), command.text.strip()
    if target.paragraphs:
        if command.form is None or command.paragraph is None:
            return "请写明改第几段、怎样改"
        return _refusal(target, Amendment(command.form, command.paragraph, text))
    if target.change is None:
        return ""
    if target.change.form is AmendmentForm.STRIKE:
        return "删去一段没有文字可改；要留下来改写，请等这一件有结果再提"
    if text == target.text:
        return "和正在议的修正案一样"
    return _refusal(floor.stack[0], replace(target.change, text=text))


def _refusal(plan: Question, new: Amendment) -> str:
    return next(iter(amendment_refusals(plan.paragraphs, new)), "")


def original(target: Question, terms: Terms) -> str:
    """What stands where an amendment would put its words; '' where it only adds some."""
    if target.change:
        return target.text
    new = terms.change("")
    return new.original(target.paragraphs) if new else ""


def with_it(target: Question, carried: Question) -> Question:
    """The question that an amendment changes, once that has carried."""
    if target.change:
        return replace(target, text=carried.text)
    amendments = (*target.amendments, carried.words)
    if carried.change is None:
        return replace(target, amendments=amendments)
    paragraphs = text_amended(target.paragraphs, carried.change)
    return replace(target, amendments=amendments, paragraphs=paragraphs, changes=(*target.changes, carried.change))
