"""asyncio's own means. The first argument, before those of measuring.py, is the loop: asyncio or uvloop."""

import asyncio
import sys

import measuring
from measuring import FAR, NEAR

LIMIT = 100


async def one():
    return 1


async def spawn(children):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one()) for _ in range(children)]
    return sum(task.result() for task in tasks)


async def group_of_one(groups):
    total = 0
    for _ in range(groups):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(one())
        total += task.result()
    return total


async def timeout(count):
    done = 0
    for _ in range(count):
        async with asyncio.timeout(FAR):
            done += 1
    return done


async def limited_map(items):
    permits = asyncio.Semaphore(LIMIT)

    async def item():
        async with permits:
            await asyncio.sleep(0)
            return 1

    return sum(await asyncio.gather(*(item() for _ in range(items))))


async def sleep_until_timed_out():
    try:
        async with asyncio.timeout(NEAR):
            await asyncio.sleep(FAR)
    except TimeoutError:
        return 1
    return 0


async def fire(count):
    return sum(await asyncio.gather(*(sleep_until_timed_out() for _ in range(count))))


async def sleep(children):
    return len(await asyncio.gather(*(asyncio.sleep(0.5) for _ in range(children))))


def main():
    run = asyncio.run
    if sys.argv.pop(1) == "uvloop":
        import uvloop

        try:
            run = uvloop.run
        except AttributeError:  # before 0.18
            uvloop.install()
    measuring.run(
        {
            "SPAWN": spawn,
            "GROUP_OF_ONE": group_of_one,
            "TIMEOUT": timeout,
            "MAP": limited_map,
            "FIRE": fire,
            "SLEEP": sleep,
        },
        lambda timed: run(timed()),
    )


main()
