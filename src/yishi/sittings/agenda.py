"""议程 · what may be put on the agenda of one sitting, and whom it is well to ask in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import session_of
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.asking import Ask, Kind, options
from ..procedure.matter import MatterState
from ..procedure.sitting import ItemKind, Place
from .models import AgendaItem, Attendee, Sitting, undecided_among
from .planning import member_ids

MOST_READY = 100  # matters offered
NOT_YET = (MatterState.DRAFT, MatterState.REVIEW)

KIND = Ask("kind", "这一项做什么", Kind.CHOICE, choices=options(ItemKind), hint="审议表决要有到了公开辩论的事项")
TITLE = Ask("title", "议题", Kind.LINE, longest=100)
MINUTES = Ask("minutes", "大约几分钟", Kind.NUMBER, required=False, lowest=1, highest=480)
NOTE = Ask("note", "说明", required=False, longest=500)
FILES = Ask("papers", "材料", Kind.FILES, required=False, hint="照片、PDF、Word、Excel，每个不超过10MB")
NAME = Ask("name", "姓名", Kind.LINE, longest=40)
PHONE = Ask("phone", "手机号", Kind.LINE, required=False, longest=100, hint="登记过的居民可不填；不住在这里的人要填，会一并登记")
WHY = Ask("title", "为什么来", Kind.LINE, longest=40, hint="写在名册上，例如 提出人、物业经理、规划师")
OTHER = (KIND, TITLE, MINUTES)
INVITED = (NAME, PHONE, WHY)


def listed(sitting: Sitting) -> Sequence[AgendaItem]:
    """The items in their order, with their matters, in one query."""
    wanted = select(AgendaItem).where(AgendaItem.sitting_id == sitting.id).order_by(AgendaItem.position)
    return session_of(sitting).scalars(wanted.options(joinedload(AgendaItem.matter))).all()


def observers(sitting: Sitting) -> Sequence[Attendee]:
    return [line for line in sitting.roll if line.place is Place.OBSERVER]


def ready(sitting: Sitting) -> Sequence[Matter]:
    """What can be on the agenda: what is being debated first, then whatever else is under way, not what is still under review."""
    there = select(AgendaItem.matter_id).where(AgendaItem.sitting_id == sitting.id, AgendaItem.matter_id.is_not(None))
    wanted = select(Matter).where(
        Matter.community_id == sitting.community_id,
        Matter.running.is_(True),
        Matter.number.is_not(None),
        Matter.id.not_in(there),
        Matter.state.not_in(NOT_YET),
    )
    debating = Matter.state == MatterState.DEBATING
    return session_of(sitting).scalars(wanted.order_by(debating.desc(), Matter.id.desc()).limit(MOST_READY)).all()


def parted(offered: Sequence[Matter]) -> tuple[Sequence[Matter], Sequence[Matter]]:
    """Those that a sitting can decide, and the others, which it can talk about."""
    debating = {it.id for it in offered if it.state is MatterState.DEBATING}
    free = debating - undecided_among(session_of(offered[0]), debating) if debating else debating
    return [it for it in offered if it.id in free], [it for it in offered if it.id not in free]


def matter_ask(offered: Sequence[Matter]) -> Ask:
    return Ask("matter", "事项", Kind.CHOICE, choices=tuple((str(it.id), f"{it.title}（{it.state.label}）") for it in offered))


def item_asks(item: AgendaItem) -> tuple[Ask, ...]:
    """A matter's item is called as the matter is."""
    return (KIND, *((TITLE,) if item.matter_id is None else ()), MINUTES, NOTE, FILES)


def close_to(sitting: Sitting) -> list[tuple[Person, str]]:
    """Those whose matter is on the agenda and who are not on the roll: the proposer, and who leads the plan group."""
    known = {line.person_id for line in sitting.roll} | member_ids(sitting) | {sitting.secretary_id}
    found: dict[int, str] = {}
    for matter in (item.matter for item in sitting.items if item.matter is not None):
        for person_id, why in ((matter.proposer_id, "提出人"), (matter.lead_id, "方案小组牵头人")):
            if person_id is not None and person_id not in known:
                found.setdefault(person_id, f"“{matter.title}”{why}"[:40])
    wanted = select(Person).where(Person.id.in_(found))
    people = {it.id: it for it in session_of(sitting).scalars(wanted)} if found else {}
    return [(people[person_id], why) for person_id, why in found.items()]
