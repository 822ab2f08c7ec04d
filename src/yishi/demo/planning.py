"""制定方案 · the ordinary way of a plan: a group, a draft, a version, comments with answers, a second version, the freeze."""

from typing import Any

from ..clock import today
from ..matters.comments import Comment
from ..matters.plan_drafts import last_number
from ..matters.rule_changes import in_force
from ..procedure.people import Actor
from ..procedure.plan import Section
from ..procedure.rule_text import with_parameter
from .walk import Acts, Walk


def lead_of(w: Walk) -> Actor:
    """Who leads the plan group of this matter now."""
    return next(it for actors in w.cast.people.values() for it in actors if it.id == w.matter.lead_id)


def joined(w: Walk, *people: Actor) -> Acts:
    """Those who ask are let in the same day."""
    for person in people:
        yield w.days(1)
        place: Any = w.matter.ask_to_join("想一起写方案。", w.case(person))
        yield w.soon()
        place.take("confirm", w.case(lead_of(w)))


def saved(w: Walk, revised: bool = False, variant: str = "A", **changed: Any) -> None:
    """Typed into the draft, looked at, saved as a version; a revision keeps the days of the schedule."""
    matter: Any = w.matter
    day = today(w.at)
    w.written_on = w.written_on if revised else day
    typed = {**w.topic.written(w.cast.units[w.topic.unit], w.written_on, revised), **changed}
    writer = w.case(lead_of(w))
    draft = matter.keep_draft(variant, typed, (0, last_number(matter, variant)), writer)
    matter.save_draft(variant, draft.revision, day, writer)


def rules_saved(w: Walk, parameter: str, value: Any, source: str) -> None:
    """One figure of the rules in force, written anew and saved as a version."""
    matter: Any = w.matter
    rules = in_force(matter)
    text = with_parameter(rules.text, parameter, {"value": value, "source": source})
    writer = w.case(lead_of(w))
    draft = matter.keep_draft("A", {"text": [text], "base": [str(rules.id)]}, (0, last_number(matter, "A")), writer)
    matter.save_draft("A", draft.revision, today(w.at), writer)


def published(w: Walk, days: int = 4, **changed: Any) -> Acts:
    """A version, and the consultation begins."""
    yield w.days(days)
    saved(w, **changed)
    yield w.days(1)
    w.take("publish", lead_of(w))


def commented(w: Walk, count: int = 3, answered: int | None = None, first: tuple[Actor, ...] = ()) -> Acts:
    """What people say of the draft, one a day, and the answers some days later. `answered` of them; all if not told."""
    people = [*first, *w.others(max(min(count, len(w.topic.comments)) - len(first), 0))]
    made: list[tuple[Comment, tuple[str, ...]]] = []
    for person, said in zip(people, w.topic.comments, strict=False):
        yield w.days(1)
        comment = w.matter.comment_on(w.matter.plan, Section(said[0]), said[1], w.case(person))
        made.append((comment, said))
    for n, (comment, (_, _, disposition, answer)) in enumerate(made[: len(made) if answered is None else answered]):
        yield w.days(1 if n == 0 else 0)
        comment.take("answer", w.case(lead_of(w), disposition=disposition, answer=answer))


def frozen(w: Walk, revised: bool = True) -> Acts:
    """With what the comments changed put in; when the time for comments is over and that version has stood its days."""
    if revised and w.topic.revises:
        yield w.soon()
        saved(w, revised=True)
    yield w.after(w.matter.due_at)
    w.take("freeze", lead_of(w))


def planned(w: Walk, comments: int = 3) -> Acts:
    """From the group to the frozen plan."""
    yield from published(w)
    yield from commented(w, comments)
    yield from frozen(w)
