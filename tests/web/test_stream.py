"""直播: a change is read once for all who follow, what comes thick and fast is told together, and the last word is always told."""

import asyncio
import threading

from yishi.web.stream import Wires, follow


class Counter:
    """What is followed: how often it was changed, and how often it was read."""

    def __init__(self):
        self.changes = self.reads = 0
        self.open = threading.Event()
        self.open.set()

    def read(self):
        self.open.wait(5)
        self.reads += 1
        return self.changes

    def changed(self, wires):
        self.changes += 1
        wires.changed(["hall"])


async def following(wires, counter, count):
    """So many streams, each with its first message read."""
    streams = [follow(wires, "hall", counter.read, lambda seen: f"{seen}".encode()) for _ in range(count)]
    assert {await anext(it) for it in streams} == {b"retry: 1000\n\n"}
    return streams


async def next_of(streams):
    return await asyncio.wait_for(asyncio.gather(*map(anext, streams)), 5)


def test_a_change_is_read_once_for_all_who_follow():
    async def told():
        counter, wires = Counter(), Wires()
        wires.opened(asyncio.get_running_loop())
        streams = await following(wires, counter, 50)
        assert await next_of(streams) == [b"0"] * 50
        counter.changed(wires)
        assert await next_of(streams) == [b"1"] * 50
        return counter.reads

    assert asyncio.run(told()) == 2


def test_many_changes_at_once_are_told_together_and_the_last_is_told():
    async def told():
        counter, wires, heard = Counter(), Wires(), [b""]
        wires.opened(asyncio.get_running_loop())
        [stream] = await following(wires, counter, 1)
        assert await next_of([stream]) == [b"0"]
        for _ in range(30):
            counter.changed(wires)
            await asyncio.sleep(0)
        while heard[-1] != b"30":
            heard += await next_of([stream])
        return heard

    assert len(asyncio.run(told())) < 5


def test_a_change_during_a_look_is_told_after_it():
    async def told():
        counter, wires = Counter(), Wires()
        wires.opened(asyncio.get_running_loop())
        [stream] = await following(wires, counter, 1)
        counter.open.clear()
        looking = asyncio.create_task(next_of([stream]))
        await asyncio.sleep(0)
        counter.changed(wires)
        counter.open.set()
        return [await looking, await next_of([stream])]

    assert asyncio.run(told())[-1] == [b"1"]


def test_whoever_goes_away_does_not_take_the_look_from_the_others():
    async def told():
        counter, wires = Counter(), Wires()
        wires.opened(asyncio.get_running_loop())
        first, second = await following(wires, counter, 2)
        counter.open.clear()
        leaving, staying = asyncio.create_task(next_of([first])), asyncio.create_task(next_of([second]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        leaving.cancel()
        counter.open.set()
        return await staying

    assert asyncio.run(told()) == [b"0"]


def test_a_server_that_stops_ends_every_stream():
    async def ended():
        counter, wires = Counter(), Wires()
        wires.opened(asyncio.get_running_loop())
        streams = await following(wires, counter, 3)
        await next_of(streams)
        waiting = [asyncio.create_task(_rest(it)) for it in streams]
        await asyncio.sleep(0)
        wires.close()
        return await asyncio.wait_for(asyncio.gather(*waiting), 5)

    assert all(len(rest) == 1 for rest in asyncio.run(ended()))


async def _rest(stream):
    return [message async for message in stream]
