"""审计记录 · append-only entries chained by digest, and the mixin through which every lifecycle moves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sqlalchemy import DDL, ForeignKey, Index, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from ..db import Base, CommunityId, Line, session_of
from ..procedure.digest import digest_of
from ..procedure.lifecycle import Case, Lifecycle, Move, Offer

BEGINNING = "0" * 64


class LedgerHead(Base):
    """The end of one community's chain. Its row is locked while an entry is added, so the chain cannot fork."""

    __tablename__ = "ledger_heads"
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), unique=True)
    seq: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(default=BEGINNING)


class LedgerEntry(Base):
    """One act: who, when, which step of which record, what was given, and what the rules saw."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("community_id", "seq"),
        Index("ix_ledger_entries_matter_id_seq", "matter_id", "seq"),
        Index("ix_ledger_entries_subject_seq", "subject", "seq"),
    )

    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[Line]
    subject: Mapped[Line]  # "matter/12"
    matter_id: Mapped[int | None]
    step: Mapped[Line]
    label: Mapped[Line]
    source: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    given: Mapped[dict[str, Any]]
    evidence: Mapped[list[Any]]
    rule_set: Mapped[str] = mapped_column(default="")  # "luohu10@3": the version this act ran under
    previous: Mapped[str]
    digest: Mapped[str]

    def content(self) -> dict[str, Any]:
        """Everything the digest covers, as plain JSON values."""
        return {
            "community_id": self.community_id, "seq": self.seq, "at": self.at.isoformat(timespec="microseconds"),
            "actor_id": self.actor_id, "actor_name": self.actor_name, "subject": self.subject, "matter_id": self.matter_id,
            "step": self.step, "label": self.label, "source": self.source, "target": self.target,
            "given": self.given, "evidence": self.evidence, "rule_set": self.rule_set, "previous": self.previous,
        }  # fmt: skip

    def computed(self) -> str:
        """SHA-256 over the canonical JSON of the content."""
        return digest_of(self.content())


def append_only(model: type[Base], what: str) -> None:
    """The database itself refuses to change a row of this table, or to take one out."""
    table: Any = model.__table__
    for when in ("UPDATE", "DELETE"):
        sqlite = (
            f"CREATE TRIGGER {table.name}_no_{when.lower()} BEFORE {when} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, 'the {what} is append-only'); END"
        )
        event.listen(table, "after_create", DDL(sqlite).execute_if(dialect="sqlite"))
    name = f"{what}_is_append_only"
    postgresql = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'the {what} is append-only'; END $$; "
        f"CREATE TRIGGER {table.name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
    event.listen(table, "after_create", DDL(postgresql).execute_if(dialect="postgresql"))


append_only(LedgerEntry, "ledger")


def record(
    session: Session,
    case: Case,
    *,
    community_id: int,
    subject: str,
    step: str,
    label: str,
    matter_id: int | None = None,
    source: str = "",
    target: str = "",
    given: Mapping[str, Any] | None = None,
    evidence: list[Any] | None = None,
    rule_set: str = "",
) -> LedgerEntry:
    """Append one entry to the community's chain. Holds the head's row until the transaction ends."""
    head = session.scalar(select(LedgerHead).where(LedgerHead.community_id == community_id).with_for_update())
    if head is None:
        head = LedgerHead(community_id=community_id, seq=0, digest=BEGINNING)
        session.add(head)
    entry = LedgerEntry(
        community_id=community_id, seq=head.seq + 1, at=case.at, actor_id=case.actor.id, actor_name=case.actor.name,
        subject=subject, matter_id=matter_id, step=step, label=label, source=source or "", target=target or "",
        given=plain(given or {}), evidence=plain(evidence or []), rule_set=rule_set, previous=head.digest,
    )  # fmt: skip
    entry.digest = entry.computed()
    head.seq, head.digest = entry.seq, entry.digest
    session.add(entry)
    return entry


def hold(session: Session, community_id: int) -> None:
    """Wait for whoever adds to this chain now, and let nobody add to it until the transaction ends: what is then read stays so."""
    session.scalar(select(LedgerHead.id).where(LedgerHead.community_id == community_id).with_for_update())


def plain(value: Any) -> Any:
    """As JSON keeps it, so that the digest is the same before and after it is stored."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


class Procedural:
    """A record whose state moves only along its lifecycle's rows, each move on the ledger in the same transaction."""

    lifecycle: ClassVar[Lifecycle]

    if TYPE_CHECKING:
        id: Mapped[int]
        state: Mapped[Any]

    community_id: Mapped[CommunityId]
    version: Mapped[int] = mapped_column(default=1)
    entered_at: Mapped[datetime]  # when it came into its present state
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # when the clock (or somebody) must act on it
    touched_at: Mapped[datetime]  # the last act of any kind

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]

    def take(self, name: str, case: Case) -> Move:
        """Take a step as the table allows: state, deadline, consequence and ledger entry, all or nothing.

        A consequence may return a mapping of what else the ledger should keep of the act.
        """
        move = self.lifecycle.move(self, name, case)
        step, source = move.step, self.state
        evidence = step.evidence(self, case)
        self.touched_at = case.at
        if step.target != source:
            self.state = step.target
            self.entered_at = case.at
            self.due_at = self.deadline(case.at)
            self.arrived(case, source)
        told = getattr(self, step.then)(case, move.given) if step.then else None
        sealed = {ask.name for ask in step.asks if ask.sealed}
        given = {**{name: value for name, value in move.given.items() if name not in sealed}, **(told or {})}
        self.note(case, step.name, step.label, source=source, target=step.target, given=given, evidence=evidence)
        return move

    def note(
        self, case: Case, step: str, label: str, *, source: str = "", target: str = "",
        given: Mapping[str, Any] | None = None, evidence: list[Any] | None = None,
    ) -> LedgerEntry:  # fmt: skip
        """Put an act about this record on the ledger, whether or not it moves the state."""
        self._session.flush()
        return record(
            self._session, case, community_id=self.community_id, subject=self.subject, matter_id=self.matter_number,
            step=step, label=label, source=source, target=target, given=given, evidence=evidence, rule_set=self.ran_under,
        )  # fmt: skip

    @property
    def _session(self) -> Session:
        return session_of(self)

    def offers(self, case: Case) -> list[Offer]:
        return list(self.lifecycle.offers(self, case))

    def deadline(self, at: datetime) -> datetime | None:
        """When the present state runs out; None where nothing presses."""
        return None

    def arrived(self, case: Case, source: Any) -> None:
        """Called once in a new state, before the step's own consequence; `source` is the state it came from."""

    @property
    def subject(self) -> str:
        return f"{self.lifecycle.name}/{self.id}"

    @property
    def matter_number(self) -> int | None:
        """The id of the matter whose file this belongs to."""
        return getattr(self, "matter_id", None)

    @property
    def ran_under(self) -> str:
        """The rule-set version the record runs under, as `name@number`."""
        return ""


Verb = TypeVar("Verb", bound=Callable[..., Any])


def consequence(model: type) -> Callable[[Verb], Verb]:
    """Attach to a model a verb that a later feature knows how to do, under the name the table's `then` gives it."""

    def attach(verb: Verb) -> Verb:
        assert not hasattr(model, verb.__name__), f"{model.__name__}.{verb.__name__} is there already"
        setattr(model, verb.__name__, verb)
        return verb

    return attach


def fact(model: type) -> Callable[[Verb], Verb]:
    """Attach to a model a property that a later feature knows, so that the rules may ask for it."""

    def attach(verb: Verb) -> Verb:
        assert not hasattr(model, verb.__name__), f"{model.__name__}.{verb.__name__} is there already"
        setattr(model, verb.__name__, property(verb))
        return verb

    return attach
