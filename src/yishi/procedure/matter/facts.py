"""事项的事实 · what the rules may ask of a matter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..parameter_forms import ProjectClass
from ..people import Actor, Role
from ..rule_set import RuleSet
from .states import MatterKind, MatterState


class Proposal(Protocol):
    """What the rules may ask of the text of a proposal: as it was submitted, or as it is being corrected."""

    title: str
    project_class: ProjectClass | None
    estimate: int | None  # fen


class Matter(Protocol):
    """What the rules may ask of a matter. Records satisfy it by having the attributes; so does a small test object."""

    state: MatterState
    kind: MatterKind
    project_class: ProjectClass | None
    proposer_id: int
    estimate: int | None  # fen
    due_at: datetime | None
    appeals: int
    escalated: bool
    handled_by_id: int | None

    @property
    def rule_set(self) -> RuleSet: ...
    @property
    def written(self) -> Proposal: ...  # what would be submitted now: the correction under way, else the matter itself
    @property
    def missing(self) -> Sequence[str]: ...  # labels of required fields still empty
    @property
    def open_proposals(self) -> Sequence[str]: ...  # what else of the proposer's is submitted and not yet accepted or over
    @property
    def core_changes(self) -> Sequence[str]: ...  # labels of what a correction changes of that which was seconded

    seconds: int  # how many seconded

    def has_seconded(self, person_id: int | None) -> bool: ...
    def ever_seconded(self, person_id: int | None) -> bool: ...  # taken back or not
    @property
    def merge_consents_missing(self) -> Sequence[str]: ...  # names; empty when nothing is proposed or all agreed
    @property
    def merge_proposed(self) -> bool: ...
    @property
    def merge_hindrance(self) -> str: ...  # why the other matter cannot take this one in any more, or ""
    @property
    def appealed(self) -> bool: ...

    appeal_to: Role | None  # who hears the appeal: the chair, or the street where no chair is free of interest

    @property
    def plan_group_ids(self) -> Sequence[int]: ...
    @property
    def plan_lead_id(self) -> int | None: ...
    @property
    def plan_gaps(self) -> Sequence[str]: ...  # what the draft plan still lacks, as sentences
    @property
    def plan_total(self) -> int: ...  # fen
    @property
    def variant_chosen(self) -> bool: ...  # one variant only, or one chosen
    @property
    def base_outdated(self) -> str: ...  # the two versions, when rules other than those the plan was written against are in force
    @property
    def unanswered_comments(self) -> int: ...
    @property
    def plan_standing(
        self,
    ) -> tuple[datetime, datetime] | None: ...  # since when what would be frozen is public, until when it must be
    def presided_by(self, actor: Actor) -> bool: ...  # directs the debate: the chair, or who was handed the chair
    @property
    def debate_done(self) -> bool: ...
    @property
    def debate_standing(self) -> str: ...  # one line: "第1轮，还有2天"
    @property
    def amendments_pending(self) -> int: ...
    @property
    def motions_pending(self) -> int: ...  # procedural motions not yet decided
    @property
    def motion_carried(self) -> str: ...  # the kind of a carried procedural motion not yet acted on, or ""
    @property
    def in_hall(self) -> bool: ...  # on the agenda of a sitting that is open now
    @property
    def hall_outcome(self) -> str: ...  # what a sitting that is over decided and is not carried out yet, or ""
    @property
    def poll_over(self) -> bool: ...
    @property
    def poll_has_quorum(self) -> bool: ...
    @property
    def poll_carried(self) -> bool: ...
    @property
    def poll_sum(self) -> str: ...  # the verdict's sum in words; only asked after the poll is over
    @property
    def open_objections(self) -> int: ...
    @property
    def objection_upheld(self) -> bool: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def milestones_open(self) -> int: ...
    @property
    def line_choices(self) -> Sequence[tuple[str, str]]: ...  # the plan's budget lines, with what is left on each
    @property
    def expenses_recorded(self) -> int: ...
    @property
    def lines_exceeded(self) -> Sequence[str]: ...
    @property
    def change_orders_open(self) -> int: ...
    @property
    def checks_open(self) -> int: ...
    @property
    def signature_ids(self) -> Sequence[int]: ...

    @property
    def rating_since(self) -> datetime | None: ...  # when the present round of ratings was opened
    @property
    def disputes_signed(self) -> int: ...  # in the present round
    def registered_at(self, person_id: int | None) -> datetime | None: ...  # when they were put down as living here
    def on_rating_roll(self, person_id: int | None) -> bool: ...
    def has_rated(self, person_id: int | None) -> bool: ...
    def has_disputed(self, person_id: int | None) -> bool: ...
