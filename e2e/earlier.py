"""前情 · how far a matter has come before a story begins: done by its people through the verbs, at the same clock."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from e2e.town import Town
from tests.world import COUNCIL, RESIDENTS
from yishi.clock import today
from yishi.communities.models import Body, BodyKind, Community, Unit
from yishi.debates.models import run_on
from yishi.debates.motions import Motion, MotionBallot
from yishi.matters import drafting
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.polls.models import Elector, Poll
from yishi.procedure.electorate import Standing
from yishi.procedure.floor import Command, Do
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind
from yishi.procedure.people import Actor
from yishi.procedure.poll import Choice
from yishi.procedure.sitting import ItemKind
from yishi.sittings.models import AgendaItem, Sitting, new_secret
from yishi.sittings.roll import invite
from yishi.web.sign_ins import actor_in

PROPOSAL = {
    "need": ["晚上看不清台阶，去年摔了两位老人。请沿步道装灯。"], "place": ["南门"], "beneficiaries": ["1、2、3栋的住户"],
    "project_class": ["works"], "estimate": ["40000"],
}  # fmt: skip
PLAN = {
    "title": ["步道加装庭院灯"], "text": ["沿步道装12盏庭院灯。\n每晚六点到十一点亮。\n由物业日常维护。"],
    "item": ["庭院灯", "安装"], "quantity": ["12", "1"], "measure": ["盏", "项"], "price": ["2800", "3000"],
    "milestone": ["灯具进场", "装好通电"], "risks": ["雨天顺延。"],
}  # fmt: skip


class Earlier:
    """`Earlier(town).delivering()`: a matter that has come so far. Every stage begins with the one before it."""

    def __init__(self, town: Town, title: str = "南门步道加装路灯", proposer: str = "林秀兰", lead: str = ""):
        self.town, self.title, self.proposer, self.lead = town, title, proposer, lead or proposer
        self.id = 0

    @classmethod
    def of(cls, town: Town, url: str) -> "Earlier":
        """A matter that a story has already brought somewhere."""
        it = cls(town)
        it.id = int(url.rpartition("/")[2])
        return it

    @property
    def url(self) -> str:
        return f"/c/liuyin/matters/{self.id}"

    # -- stages -------------------------------------------------------------------------------

    def seconding(self, seconded_by: Sequence[str] = ()) -> "Earlier":
        with self.town.meanwhile() as session:
            home = session.scalars(select(Community).filter_by(slug="liuyin")).one()
            by = self.case(session, self.proposer, known="yes")
            assert by.actor.id
            matter = drafting.begin(session, home, by.actor.id, self.title, MatterKind.MICRO_PROJECT, by.at)
            assert not drafting.write(matter, PROPOSAL, by.at)
            matter.take("submit", by)
            self.id = matter.id
        for name in seconded_by:
            self.take("second", name)
        return self

    def in_review(self) -> "Earlier":
        return self.seconding([name for name in (*RESIDENTS, *COUNCIL) if name not in (self.proposer, "胡军")][:5])

    def planning(self) -> "Earlier":
        self.in_review()
        with self.town.meanwhile() as session:
            lead = session.scalars(select(Person.id).filter_by(name=self.lead)).one()
            self.matter(session).take("accept", self.case(session, "王主任", checked="yes", lead=lead))
        return self

    def consulting(self) -> "Earlier":
        self.planning()
        self.writes()
        return self.take("publish", self.lead)

    def noticed(self) -> "Earlier":
        """Frozen; the debate is on the notice board."""
        self.consulting()
        self.town.waits(days=8)
        return self.take("freeze", self.lead)

    def debating(self) -> "Earlier":
        """The first day of the first round."""
        self.noticed()
        self.town.waits(days=4)
        return self

    def all_said(self) -> "Earlier":
        """Nobody spoke in the first round."""
        self.debating()
        self.town.waits(days=4)
        return self

    def voting(self) -> "Earlier":
        return self.all_said().take("put", "周敏")

    def posted(self) -> "Earlier":
        self.voting()
        return self.votes(ayes=9, noes=3)

    def delivering(self) -> "Earlier":
        self.posted()
        self.town.waits(days=6)
        return self.take("confirm", "王主任")

    def accepting(self) -> "Earlier":
        self.delivering()
        return self.finishes()

    def rating(self) -> "Earlier":
        return self.accepting().passes()

    def closed(self) -> "Earlier":
        self.rating()
        self.town.waits(days=16)
        return self

    # -- acts ---------------------------------------------------------------------------------

    def take(self, step: str, by: str, **typed: Any) -> "Earlier":
        with self.town.meanwhile() as session:
            self.matter(session).take(step, self.case(session, by, **typed))
        return self

    def writes(self, variant: str = "A", **changed: list[str]) -> None:
        """The lead writes a plan and saves it as a version."""
        with self.town.meanwhile() as session:
            matter, by = self.matter(session), self.case(session, self.lead)
            unit = session.scalars(select(Unit).filter_by(community_id=matter.community_id)).first()
            typed = {**PLAN, "due": [self.town.day(40), self.town.day(60)], "unit": [str(unit.id)], **changed}
            matter.keep_draft(variant, typed, (0, 0), by)
            matter.save_draft(variant, 1, today(by.at), by)

    def votes(self, ayes: int, noes: int = 0, but: Sequence[str] = ()) -> "Earlier":
        """So many of the roll, in its order, in the latest poll of the matter."""
        with self.town.meanwhile() as session:
            poll = session.scalars(select(Poll).filter_by(matter_id=self.id).order_by(Poll.id.desc()).limit(1)).one()
            roll = session.scalars(select(Elector.name).filter_by(poll_id=poll.id, state=Standing.ENTITLED).order_by(Elector.id))
            for name, choice in _choices(roll, ayes, noes, but):
                poll.cast(self.case(session, name), choice)
        return self

    def marks(self, motion_url: str, ayes: int, noes: int = 0, but: Sequence[str] = ()) -> None:
        """So many of the roll, in its order, on a motion."""
        with self.town.meanwhile() as session:
            motion = session.get_one(Motion, int(motion_url.rpartition("/")[2]))
            lines = select(Person.name).join(MotionBallot).where(MotionBallot.motion_id == motion.id).order_by(MotionBallot.id)
            for name, choice in _choices(session.scalars(lines), ayes, noes, but):
                motion.take("vote", self.case(session, name, choice=choice.value))
            run_on(motion, self.town.at)

    def finishes(self) -> "Earlier":
        """Every milestone is reported, and acceptance asked for."""
        with self.town.meanwhile() as session:
            matter = self.matter(session)
            for it in [it for it in matter.delivery.milestones if not it.done]:
                matter.take("report", self.case(session, "物业小何", milestone=it.id, progress=100, report="做好了。"))
            matter.take("finish", self.case(session, "物业小何"))
        return self

    def passes(self) -> "Earlier":
        """Every item of the checklist, and three signatures."""
        with self.town.meanwhile() as session:
            matter = self.matter(session)
            for it in [it for it in matter.delivery.checks if it.round == matter.delivery.round]:
                it.take("pass", self.case(session, "监督员甲"))
            for name in ("监督员甲", "监督员乙", "监督员丙"):
                matter.take("sign", self.case(session, name))
        return self

    # -- 会议 -----------------------------------------------------------------------------------

    def on_the_agenda(self, number: int = 1) -> str:
        """A sitting of the council with this matter on its agenda: everybody was told, it begins now. Returns its address."""
        with self.town.meanwhile() as session:
            home, at = self.matter(session).community, self.town.at
            body = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.COUNCIL)).one()
            people = {name: session.scalars(select(Person.id).filter_by(name=name)).one() for name in ("周敏", "郑秘书")}
            sitting = Sitting(
                community_id=home.id, body=body, rule_set_version_id=home.rule_set_version_id, number=number,
                title=f"第{number}次会议",
                starts_at=at + timedelta(days=5), place="社区会议室", secret=new_secret(), chair_id=people["周敏"],
                secretary_id=people["郑秘书"], created_at=at, entered_at=at, touched_at=at,
            )  # fmt: skip
            session.add(sitting)
            session.flush()
            for position, (kind, title) in enumerate(((ItemKind.DECIDE, self.title), (ItemKind.DISCUSS, "夏天怎么乘凉"))):
                item = AgendaItem(community_id=home.id, sitting_id=sitting.id, position=position, kind=kind, title=title)
                item.matter_id = self.id if kind is ItemKind.DECIDE else None
                session.add(item)
            session.flush()
            invite(sitting, session.scalars(select(Person).filter_by(name=self.lead)).one(), "提出人")
            session.expire(sitting, ["roll"])
            sitting.take("announce", self.case(session, "郑秘书"))
            address: str = sitting.url
        self.town.waits(days=5)
        return address

    def in_hall(self, address: str, name: str, do: Do, to: str = "", **more: Any) -> None:
        """What somebody does there away from the pages."""
        self.town.seconds_pass()
        with self.town.meanwhile() as session:
            sitting = session.get_one(Sitting, int(address.rpartition("/")[2]))
            case = self.case(session, name)
            whom = self.case(session, to).actor.id if to else None
            sitting.act(Command(do=do, by=case.actor.id or 0, to=whom, **more), case)

    # -- who and when -------------------------------------------------------------------------

    def matter(self, session: Session) -> Any:
        return session.get_one(Matter, self.id)

    def case(self, session: Session, name: str, **typed: Any) -> Case:
        """A person as the community sees them now, with what they typed."""
        home = session.scalars(select(Community).filter_by(slug="liuyin")).one()
        person = session.scalars(select(Person).filter_by(name=name)).one()
        actor: Actor = actor_in(session, person, home, today(self.town.at))
        return Case(actor, self.town.at, {key: [str(value)] for key, value in typed.items()})


def _choices(roll: Iterable[str], ayes: int, noes: int, but: Sequence[str]) -> list[tuple[str, Choice]]:
    choices = [Choice.AYE] * ayes + [Choice.NO] * noes
    return list(zip([name for name in roll if name not in but], choices, strict=False))
