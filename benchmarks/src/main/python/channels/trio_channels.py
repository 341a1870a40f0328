"""trio's memory channels."""

import rows
import trio


def send(row):
    capacity, producers, consumers = rows.numbers(row)

    async def body(elements):
        sending, receiving = trio.open_memory_channel(capacity)
        received = 0

        async def produce():
            for _ in range(elements // producers):
                await sending.send(1)

        async def consume():
            nonlocal received
            total = 0
            for _ in range(elements // consumers):
                total += await receiving.receive()
            received += total

        async with trio.open_nursery() as nursery:
            for _ in range(producers):
                nursery.start_soon(produce)
            for _ in range(consumers):
                nursery.start_soon(consume)
        return received

    return body


rows.run(send, trio.run)
