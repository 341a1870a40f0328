"""The frame of every contender's main, as class Rows has it for Java: COUNT ROW..."""

import os
import statistics
import sys
import time

TASKS = 100
SECTIONS_PER_YIELD = 16


def run(workload, run_main):
    """Measures `workload(row)`, an async function of the count, for every row."""
    count, rows = int(sys.argv[1]), sys.argv[2:]
    seconds = int(os.environ.get("TREADLE_BENCH_MILLIS", "2000")) / 1e3 / len(rows)
    for row in rows:
        end = time.perf_counter() + seconds
        values = []
        # Nothing is compiled while it runs, so there is nothing to warm up for.
        while time.perf_counter() < end or not values:
            values.append(once(workload(row), count, run_main))
        value = statistics.median(values)
        print(f"result {row}: {value}", flush=True)
        if len(rows) == 1:
            print(f"result: {value}", flush=True)


def once(body, count, run_main):
    async def timed():
        start = time.perf_counter()
        done = await body(count)
        elapsed = time.perf_counter() - start
        assert done == count, f"expected {count} operations to be done, got {done}"
        return elapsed * 1e9 / count

    return run_main(timed)


def numbers(row):
    return [int(part) for part in row.split("-")[1:]]
