"""A bare Litestar broadcast: what is posted goes to every open stream as a server-sent event, and nothing is made for anybody."""

import os
from collections.abc import AsyncIterator

from litestar import Litestar, get, post
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.response import ServerSentEvent, ServerSentEventMessage

TEXT = "议" * (int(os.environ["BENCH_SIZE"]) // 3)


@get("/live")
async def live(channels: ChannelsPlugin) -> ServerSentEvent:
    async def told() -> AsyncIterator[ServerSentEventMessage]:
        yield ServerSentEventMessage(data=TEXT, id="0")
        async with channels.start_subscription(["hall"]) as subscriber:
            async for number in subscriber.iter_events():
                yield ServerSentEventMessage(data=TEXT, id=number.decode())

    return ServerSentEvent(told())


@post("/{number:int}")
async def press(number: int, channels: ChannelsPlugin) -> None:
    channels.publish(str(number), "hall")


channels = ChannelsPlugin(MemoryChannelsBackend(), channels=["hall"])
app = Litestar([live, press], plugins=[channels], openapi_config=None, logging_config=None)
