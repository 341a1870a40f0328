"""Stages between asyncio's queues, and an asynchronous generator."""

import asyncio
import os
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "channels"))
import rows

ROOM = 64
STAGES = 5


async def first(count, out):
    for element in range(count):
        await out.put(element + 1)


async def stage(count, source, out):
    for _ in range(count):
        await out.put(await source.get() + 1)


async def buffered(count):
    queues = [asyncio.Queue(ROOM) for _ in range(STAGES)]
    arrived = 0
    async with asyncio.TaskGroup() as group:
        group.create_task(first(count, queues[0]))
        for source, out in zip(queues, queues[1:]):
            group.create_task(stage(count, source, out))
        for _ in range(count):
            arrived += await queues[-1].get() == arrived + STAGES
    return arrived


async def generator(count):
    for element in range(count):
        yield element


async def generated(count):
    arrived = 0
    async for element in generator(count):
        arrived += element == arrived
    return arrived


WORKS = {"BUFFERED": buffered, "GENERATED": generated}

rows.run(WORKS.__getitem__, lambda timed: asyncio.run(timed()))
