"""asyncio's own means. The first argument, before those of rows.py, is the loop: asyncio or uvloop."""

import asyncio
import sys

import rows


def send(row):
    capacity, producers, consumers = rows.numbers(row)
    counts_done = row.startswith("WORK")

    async def body(elements):
        queue = asyncio.Queue(capacity)

        async def produce():
            for _ in range(elements // producers):
                await queue.put(1)

        async def consume():
            total = 0
            for _ in range(elements // consumers):
                total += await queue.get()
                if counts_done:
                    queue.task_done()
            return total

        async with asyncio.TaskGroup() as group:
            for _ in range(producers):
                group.create_task(produce())
            tasks = [group.create_task(consume()) for _ in range(consumers)]
        return sum(task.result() for task in tasks)

    return body


def ping_pong(row):
    (capacity,) = rows.numbers(row)

    async def body(trips):
        there, back = asyncio.Queue(capacity), asyncio.Queue(capacity)

        async def play():
            for _ in range(trips):
                await back.put(await there.get())

        async def serve():
            total = 0
            for _ in range(trips):
                await there.put(1)
                total += await back.get()
            return total

        _, returned = await asyncio.gather(play(), serve())
        return returned

    return body


def locked(row):
    kind, form = row.split("-")

    async def body(sections):
        lock = asyncio.Lock() if kind == "MUTEX" else asyncio.Semaphore(1)
        counted = 0

        async def count():
            nonlocal counted
            for _ in range(sections // rows.TASKS):
                async with lock:
                    counted += 1
                    if form == "QUEUED" and counted % rows.SECTIONS_PER_YIELD == 0:
                        await asyncio.sleep(0)

        await asyncio.gather(*(count() for _ in range(rows.TASKS)))
        return counted

    return body


WORKLOADS = {"SEND": send, "WORK": send, "PINGPONG": ping_pong, "MUTEX": locked, "SEMAPHORE": locked}


def main():
    run = asyncio.run
    if sys.argv.pop(1) == "uvloop":
        import uvloop

        try:
            run = uvloop.run
        except AttributeError:  # before 0.18
            uvloop.install()
    rows.run(lambda row: WORKLOADS[row.split("-")[0]](row), lambda timed: run(timed()))


main()
