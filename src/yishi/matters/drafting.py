"""起草 · a proposal while it is being written: what is asked, what is still missing, and a stopped one taken up again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..communities import attachments
from ..communities.attachments import attached
from ..communities.models import Community
from ..procedure.asking import Answers, Ask, Kind, options, read
from ..procedure.lifecycle import Refused
from ..procedure.matter import STOPPED, MatterKind, MatterState
from ..procedure.matter.proposing import NOT_AN_ACT
from ..procedure.numerals import yuan
from ..procedure.parameter_forms import ProjectClass
from ..procedure.rule_set import RuleSet
from .correcting import Correction
from .models import Matter

MOST_DRAFTS = 20  # of one person in one community
TAKEN_UP = STOPPED - {MatterState.MERGED}
"""States out of which a matter may be proposed again, as a new one."""

KINDS = "微项目要花钱，走完五个阶段；公共议题定规矩、定做法，可以不花钱；规则修订改议事规则本身，通过以后就生效"
TITLE = Ask("title", "要办的事", Kind.LINE, longest=40, hint="一句话，带动词，例如“更换3栋楼道灯”")
KIND = Ask("kind", "种类", Kind.CHOICE, choices=options(MatterKind), hint=KINDS)
CLASS = Ask("project_class", "类别", Kind.CHOICE, required=False, choices=options(ProjectClass), hint="微项目都要选一类")
NEED = Ask("need", "为什么要办，办成什么样", longest=2000, hint="先写看得见的事实，再写具体、做得到的办法")
PLACE = Ask("place", "地点", Kind.LINE, longest=100, hint="写到楼栋、路口，别人找得到")
BENEFICIARIES = Ask("beneficiaries", "谁受益", Kind.LINE, longest=100, hint="例如“1、2、3栋的住户，尤其是老人”")
HOUSEHOLDS = Ask("households", "惠及户数", Kind.NUMBER, required=False, lowest=1, highest=100_000)
ESTIMATE = Ask("estimate", "估算费用", Kind.MONEY, required=False, lowest=1, hint="大概就行，制定方案时再细算")
PHOTOS = Ask("photos", "加照片", Kind.FILES, required=False, hint="JPG、PNG或WebP，最多6张，每张不超过10MB；照片里的位置信息会去掉")
CHANGE = Ask("need", "要改什么，为什么", longest=2000, hint="写明是第几条、哪个数，想改成怎样，遇到过什么事。条文由方案小组来写")

ASKS = (TITLE, KIND, CLASS, NEED, PLACE, BENEFICIARIES, HOUSEHOLDS, ESTIMATE)
_LENIENT = tuple(replace(ask, required=False) for ask in ASKS)
_WORDS = {"kind": MatterKind, "project_class": ProjectClass}


def begin(session: Session, community: Community, proposer_id: int, title: str, kind: MatterKind, at: datetime) -> Matter:
    """A new draft, known only to its proposer."""
    if community.rule_set_version_id is None:
        raise Refused("本社区还没有通过议事规则，暂时不能提出事项，请联系社区工作人员")
    if _drafts_of(session, community, proposer_id) >= MOST_DRAFTS:
        raise Refused(f"您已有{MOST_DRAFTS}份没有提交的草稿，请先提交或者删去一些")
    it = Matter(
        community_id=community.id, kind=kind, title=title, need="", place="", beneficiaries="", proposer_id=proposer_id,
        rule_set_version_id=community.rule_set_version_id, created_at=at, entered_at=at, touched_at=at,
    )  # fmt: skip
    session.add(it)
    session.flush()
    return it


def write(it: Matter, typed: Mapping[str, list[str]], at: datetime) -> Mapping[str, str]:
    """Put into the draft (of a returned proposal: into its correction) whatever was sent and can be read.

    Returns the sentences about the rest.
    """
    into: Matter | Correction = it.written
    sent = tuple(ask for ask in _LENIENT if ask.name in typed)
    answers: Answers = read(sent, typed)
    for name, value in answers.values.items():
        word = _WORDS.get(name)
        if word is None:
            setattr(into, name, value)
        elif value or name == "project_class":
            setattr(into, name, word(value) if value else None)
    if into.kind is MatterKind.RULE_CHANGE:
        into.place = into.beneficiaries = ""
        into.households = into.estimate = into.project_class = None
    it.touched_at = at
    if it.number is None and it.community.rule_set_version_id is not None:
        it.rule_set_version_id = it.community.rule_set_version_id
    return answers.problems


def asks_of(it: Matter | Correction) -> tuple[Ask, ...]:
    """The fields, as this kind of matter needs them: money is asked of a micro-project only, of the rules what is to change."""
    if it.kind is MatterKind.RULE_CHANGE:
        return (TITLE, KIND, CHANGE)
    money = (CLASS, ESTIMATE) if it.kind is MatterKind.MICRO_PROJECT else ()
    return tuple(replace(ask, required=True) if ask in money else ask for ask in ASKS)


def unready(it: Matter) -> dict[str, str]:
    """By field, what keeps this draft from being submitted."""
    text: Matter | Correction = it.written
    empty = [ask for ask in asks_of(text) if ask.required and not getattr(text, ask.name)]
    problems = {ask.name: f"请{'选择' if ask.kind is Kind.CHOICE else '填写'}{ask.label}" for ask in empty}
    if NOT_AN_ACT.fullmatch(text.title):
        problems["title"] = "名称要写出要做的事，例如“更换3栋楼道灯”"
    if excess := over_cap(it.rule_set, text.project_class, text.estimate):
        problems["estimate"] = f"{excess}。请改小；确实要这么多，可以改为公共议题，先议要不要办"
    return problems


def over_cap(rules: RuleSet, chosen: ProjectClass | None, fen: int | None) -> str:
    """A sentence when the estimate is above the cap of its class, else ''."""
    cap = rules.class_caps.get(chosen) if chosen else None
    if chosen is None or cap is None or (fen or 0) <= cap:
        return ""
    return f"超过{chosen.label}上限{yuan(cap)}"


def take_up(session: Session, folder: Path, stopped: Matter, proposer_id: int, at: datetime) -> Matter:
    """A new draft with the words and photographs of a stopped matter."""
    if stopped.state not in TAKEN_UP:
        raise Refused(f"事项现在是“{stopped.state.label}”，不用重新提出")
    it = begin(session, stopped.community, proposer_id, stopped.title, stopped.kind, at)
    for name in ("project_class", "need", "place", "beneficiaries", "households", "estimate"):
        setattr(it, name, getattr(stopped, name))
    it.origin_id = stopped.id
    session.flush()
    for photo in attached(session, stopped):
        attachments.copy(session, folder, photo, it, proposer_id, at)
    return it


def throw_away(session: Session, folder: Path, it: Matter) -> None:
    """A draft that was never submitted is gone without a trace, with its photographs."""
    if it.number is not None:
        raise Refused("这件事项已经编号公开，不能删去，可以撤回")
    for photo in attached(session, it):
        attachments.remove(session, folder, photo)
    session.delete(it)


def _drafts_of(session: Session, community: Community, proposer_id: int) -> int:
    mine = select(func.count()).where(
        Matter.proposer_id == proposer_id, Matter.community_id == community.id, Matter.number.is_(None)
    )  # fmt: skip
    return session.scalar(mine) or 0
