"""trio's nursery; its tasks have no values, so they count themselves."""

import measuring
import trio


async def spawn(children):
    done = 0

    async def one():
        nonlocal done
        done += 1

    async with trio.open_nursery() as nursery:
        for _ in range(children):
            nursery.start_soon(one)
    return done


measuring.run({"SPAWN": spawn}, trio.run)
