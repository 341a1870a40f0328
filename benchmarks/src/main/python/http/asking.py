"""The frame of a client: 64 tasks ask one server, wait for the answer, and ask again."""

import asyncio
import os
import sys
import time

try:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
except ImportError:
    pass

ASKING = 64


def report(session, ask):
    """Answers with nanoseconds of processor time for a request, in plain text and over TLS."""
    asyncio.run(_report(session, ask))


async def _report(session, ask):
    seconds = int(os.environ.get("TREADLE_BENCH_MILLIS", "2000")) / 1000 / 4
    plain = f"http://127.0.0.1:{sys.argv[1]}/plaintext"
    tls = f"https://127.0.0.1:{sys.argv[2]}/plaintext"
    async with session() as opened:
        await _all(opened, ask, plain, seconds)
        await _row("CLIENT_PLAIN", opened, ask, plain, seconds)
        await _all(opened, ask, tls, seconds)
        await _row("CLIENT_TLS", opened, ask, tls, seconds)


async def _row(row, opened, ask, url, seconds):
    before = time.process_time_ns()
    requests = await _all(opened, ask, url, seconds)
    print(f"result {row}: {(time.process_time_ns() - before) / requests}", flush=True)


async def _all(opened, ask, url, seconds):
    end = time.monotonic() + seconds

    async def one():
        requests = 0
        while time.monotonic() < end:
            length = await ask(opened, url)
            if length != 13:
                raise ValueError(f"expected 13 bytes, got {length}")
            requests += 1
        return requests

    return sum(await asyncio.gather(*(one() for _ in range(ASKING))))
