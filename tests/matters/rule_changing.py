"""A change of the rules on its way: speeches of three minutes instead of two, proposed and led by 陈国栋."""

from sqlalchemy import select

from tests import world
from tests.matters.planning import seen
from tests.matters.proposing import case, clock_strikes, someone
from tests.world import COUNCIL
from yishi.clock import today
from yishi.communities.adopting import adopt, kept
from yishi.communities.models import Body, BodyKind
from yishi.polls.models import Poll
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.people import Role
from yishi.procedure.poll import Choice
from yishi.procedure.rule_set import shipped

LUOHU = kept(shipped("luohu10"))
LONGER = LUOHU.replace("[parameters.speech_seconds]\nvalue = 120", "[parameters.speech_seconds]\nvalue = 180")
LATER = LUOHU.replace("[parameters.seconders_needed]\nvalue = 5", "[parameters.seconders_needed]\nvalue = 8")
assert LUOHU not in (LONGER, LATER)
NUMBER = "柳荫街-柳荫-2026-0001"


def chen(session, time, **typed):
    return case(session, "陈国栋", time, Role.COUNCILLOR, **typed)


def staff(session, time, **typed):
    return case(session, "王主任", time, Role.STAFF, **typed)


def planned(session, home, time, number=NUMBER, title="每次发言改为3分钟"):
    """In the hands of its plan group."""
    it = world.matter(
        session, home, time.at, kind=MatterKind.RULE_CHANGE, title=title, need="两分钟说不完一件事。", place="", beneficiaries="",
        number=number, state=MatterState.REVIEW, seconds=5,
    )  # fmt: skip
    it.proposer_id = someone(session, "陈国栋").id
    it.take("accept", staff(session, time, checked="yes"))
    return it


def written(session, matter, time, text=LONGER, base=None, variant="A"):
    """A next version, against the rules in force."""
    typed = {"text": [text], "base": [str(base or matter.community.rule_set_version_id)]}
    draft = matter.keep_draft(variant, typed, seen(matter, variant), chen(session, time))
    return matter.save_draft(variant, draft.revision, today(time.at), chen(session, time))


def published(session, home, time, **more):
    it = planned(session, home, time, **more)
    written(session, it, time)
    it.take("publish", chen(session, time))
    return it


def debated(session, database, home, time, **more):
    """Frozen, and nobody has more to say."""
    it = published(session, home, time, **more)
    time.passes(days=9)
    it.take("freeze", chen(session, time))
    for _ in range(12):
        time.passes(days=1)
        clock_strikes(session, database, time.at)
    return it


def voting(session, database, home, time, **more):
    it = debated(session, database, home, time, **more)
    it.take("put", case(session, "周敏", time, Role.CHAIR))
    return it


def posted(session, database, home, time, ayes=12, **more):
    it = voting(session, database, home, time, **more)
    poll = session.scalars(select(Poll).filter_by(matter_id=it.id).order_by(Poll.id.desc())).first()
    for n, name in enumerate(COUNCIL):
        poll.cast(case(session, name, time, Role.COUNCILLOR), Choice.AYE if n < ayes else Choice.NO)
    return it


def confirmable(session, database, home, time, **more):
    """The posting is over."""
    it = posted(session, database, home, time, **more)
    time.passes(days=7)
    return it


def on_paper(session, home, time, text=LATER):
    """Meanwhile the council decides another version in the hall."""
    council = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.COUNCIL)).one()
    return adopt(session, home, council, text, today(time.at), "第2次会议决议", staff(session, time))
