"""委托投票 · a member who cannot come has another one vote for them, where the rule set allows it.

One for one, in one area, as in the elections of Wenhua (election rules of 2014); Robert's rules discourage it,
no shipped set has it.

Whoever gave a proxy counts as there while the other is there. Each vote is given by itself; nobody passes a proxy on; whoever
comes after all votes alone.
"""

from dataclasses import replace
from types import MappingProxyType

from .commands import Command, Do, OutOfOrder
from .events import Event, ProxyGiven, ProxyRevoked
from .sitting import Floor


def give(floor: Floor, command: Command) -> Event:
    """委托别人代为表决. Given again, it is the other one's."""
    rules, by, to = floor.rules, command.by, command.to
    if not rules.proxies_each:
        raise OutOfOrder(rules, "本规则集不许委托别人投票", "proxies_each", "not_entitled")
    if not floor.setup.seated(by):
        raise OutOfOrder(rules, "只有成员可以委托", "not_entitled")
    if by in floor.present:
        raise OutOfOrder(rules, f"{floor.name(by)}已经到会，自己投票", "already")
    if by in floor.removed:
        raise OutOfOrder(rules, "已被请离本次会议，不能再委托别人", "not_entitled", "obey_rulings")
    _not_while_voting(floor)
    if to is None or not floor.setup.seated(to) or to == by:
        raise OutOfOrder(rules, "请委托另一位成员", "not_entitled")
    if to in (floor.chair_id, floor.setup.chair_id):
        raise OutOfOrder(rules, "主持人不代别人投票", "not_entitled")
    if floor.proxies.get(by) == to:
        raise OutOfOrder(rules, f"已经委托了{floor.name(to)}", "already")
    if to in floor.proxies or by in floor.proxies.values():
        raise OutOfOrder(rules, "受了委托的人不再转托别人", "proxies_each", "not_entitled")
    if sum(holder == to for holder in floor.proxies.values()) >= rules.proxies_each:
        raise OutOfOrder(rules, f"{floor.name(to)}已经受了{rules.proxies_each}位成员委托，不能再受", "proxies_each", "not_entitled")
    return ProxyGiven(at=floor.at, by=by, person_id=to)


def revoke(floor: Floor, command: Command) -> Event:
    """收回委托"""
    if command.by not in floor.proxies:
        raise OutOfOrder(floor.rules, "没有委托可以收回", "not_in_order")
    _not_while_voting(floor)
    return ProxyRevoked(at=floor.at, by=command.by)


def _not_while_voting(floor: Floor) -> None:
    if floor.vote:
        raise OutOfOrder(floor.rules, "正在表决，等宣布结果以后再办委托", "not_in_order", "pending")


def revoked(floor: Floor, person_id: int) -> Floor:
    """Without the proxy that this person gave."""
    return replace(floor, proxies=MappingProxyType({by: to for by, to in floor.proxies.items() if by != person_id}))


GIVING = {Do.PROXY: give, Do.REVOKE: revoke}
