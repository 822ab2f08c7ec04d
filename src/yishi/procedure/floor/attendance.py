"""到会情况 · who was in the hall and when, as the minutes tell it: one line for each fact, never one for each check-in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from ..calendar import BEIJING
from .setup import Setup
from .sitting import Floor, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What the events do not tell. `names` are of people who are not on the roll, `titles` why an observer was there.

    `talk_only` is for an item that could no longer be decided, by its number, why.
    """

    place: str = ""
    excused: frozenset[int] = frozenset()
    titles: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    talk_only: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class Presence:
    """Who came and went, and who presided from when on."""

    moved: list[tuple[int, int, bool]] = field(default_factory=list)  # moment, person, came (or went)
    chairs: list[tuple[int, int]] = field(default_factory=list)  # moment, who presides from then on
    proxies: dict[int, int] = field(default_factory=dict)  # who was represented since the opening, and by whom last

    def see(self, before: Floor, after: Floor) -> None:
        self.moved += [(after.at, person, True) for person in sorted(after.present - before.present)]
        self.moved += [(after.at, person, False) for person in sorted(before.present - after.present)]
        if after.phase is not Phase.BEFORE:
            self.proxies |= {person: after.proxies[person] for person in after.represented}
        if after.chair_id != before.chair_id:
            self.chairs.append((after.at, after.chair_id))

    def attended(self, opened: int) -> list[int]:
        """Whoever was there at any time since the opening, in the order in which they came."""
        here = dict.fromkeys(person for at, person, came in self.moved if came)
        return [person for person in here if any(at > opened or came for at, person_, came in self._last(person, opened))]

    def presided(self, opened: Floor) -> list[int]:
        """Whoever had the chair since the opening, one after the other."""
        return list(dict.fromkeys([opened.chair_id, *(person for _, person in self.handed(opened))]))

    def handed(self, opened: Floor) -> list[tuple[int, int]]:
        """To whom the chair went since the opening. What was settled in the second before it is no change."""
        since = [it for it in self.chairs if it[0] >= opened.at]
        return since[1:] if since and since[0] == (opened.at, opened.chair_id) else since

    def _last(self, person: int, opened: int) -> Iterator[tuple[int, int, bool]]:
        """Where somebody was when it was opened, and what they did since."""
        mine = [it for it in self.moved if it[1] == person]
        early = [it for it in mine if it[0] <= opened]
        return iter([*early[-1:], *(it for it in mine if it[0] > opened)])

    def late_and_early(self, opened: int, name: Mapping[int, str]) -> list[str]:
        """何丽19:45到会 · who came after the opening, or went before the end; whoever came back did both."""
        told: dict[int, list[str]] = {}
        for at, person, came in self.moved:
            if at > opened:
                seen = bool(told.get(person)) or any(it[1] == person and it[0] <= opened for it in self.moved)
                told.setdefault(person, []).append(f"{clock(at)}{('回来' if seen else '到会') if came else '离会'}")
        return [f"{name[person]}{'、'.join(words)}" for person, words in told.items()]


def facts(setup: Setup, presence: Presence, meeting: Meeting, opened: Floor, ended: int) -> Iterator[tuple[str, str]]:
    """The head of the minutes: 时间, 地点, 主持, 记录, 应到 and so on; what there is nothing to say of is left out."""
    rules, names = setup.rules, {person.id: person.name for person in setup.people.values()}
    of = "家" if rules.counts_units else "人"
    there = presence.attended(opened.at)
    seats = [it for it in there if setup.seated(it)]
    by_proxy = {it: holder for it, holder in presence.proxies.items() if it not in there}
    missing = [it for it in setup.people if setup.seated(it) and it not in {*there, *by_proxy, *_spoken_for(setup, seats)}]
    until = clock(ended) if day(opened.at) == day(ended) else f"{day(ended)}{clock(ended)}"
    yield "时间", f"{day(opened.at)}{clock(opened.at)}开会，{until}散会"
    yield "地点", meeting.place
    handed = "，".join(f"{clock(at)}起由{names[person]}主持" for at, person in presence.handed(opened))
    yield "主持", f"{names[opened.chair_id]}{f'（{handed}）' if handed else ''}"
    yield "记录", names[setup.secretary_id]
    yield "应到", f"{len(opened.members)}{of}"
    yield "实到", _listed(seats, names, of, len(setup.voices(frozenset(seats))))
    represented = {it: f"{names[it]}（{names[holder]}代）" for it, holder in by_proxy.items()}
    yield "委托投票", _listed(sorted(represented), represented, "人")
    yield "请假", _listed([it for it in missing if it in meeting.excused], names, "人")
    yield "缺席", _listed([it for it in missing if it not in meeting.excused], names, "人")
    guests = {it: f"{names[it]}{f'（{title}）' if (title := meeting.titles.get(it)) else ''}" for it in there}
    yield "列席", _listed([it for it in there if not setup.seated(it) and it != setup.secretary_id], guests, "人")
    yield "中途到会、离会", "；".join(presence.late_and_early(opened.at, names))
    reached = "已达到" if opened.quorate else "没有达到"
    yield "法定人数", f"{rules.quorum.words}；开会时实到{len(opened.here)}{of}，{reached}"


def _spoken_for(setup: Setup, seats: Iterable[int]) -> frozenset[int]:
    """Where units are counted, nobody is missing whose unit was there."""
    there = setup.voices(frozenset(seats))
    return frozenset(it for it in setup.people if setup.rules.counts_units and setup.seated(it) and setup.voice(it) in there)


def _listed(people: list[int], names: Mapping[int, str], of: str, count: int | None = None) -> str:
    return f"{len(people) if count is None else count}{of}：{'、'.join(names[it] for it in people)}" if people else ""


def day(at: int) -> str:
    local = datetime.fromtimestamp(at, BEIJING)
    return f"{local.year}年{local.month}月{local.day}日"


def clock(at: int) -> str:
    """19:45"""
    return f"{datetime.fromtimestamp(at, BEIJING):%H:%M}"
