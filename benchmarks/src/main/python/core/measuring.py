"""The measured program's end of the line, as class Measuring has it for Java."""

import os
import statistics
import sys
import time

NEAR = 0.2
FAR = 3600.0


def report(value):
    print("result:", value, flush=True)


def nanos_per_operation(elapsed, cpu, count):
    return elapsed * 1e9 / count


def overshoot_millis(elapsed, cpu, count):
    return (elapsed - NEAR) * 1e3


def cpu_micros_per_operation(elapsed, cpu, count):
    return cpu * 1e6 / count


REPEATED = {
    "NANOS": nanos_per_operation,
    "OVERSHOOT": overshoot_millis,
    "CPU": cpu_micros_per_operation,
}


def run(workloads, run_main):
    """Measures the workload that the command line names: WORKLOAD MEASURE COUNT."""
    body, measure, count = workloads[sys.argv[1]], sys.argv[2], int(sys.argv[3])
    if measure == "SECONDS":
        report(once(body, count, run_main)[0])
    else:
        report(median(body, REPEATED[measure], count, run_main))


def median(body, formula, count, run_main):
    total = int(os.environ.get("TREADLE_BENCH_MILLIS", "2000")) / 1e3
    values(body, formula, count, run_main, total / 3, 1)
    return statistics.median(values(body, formula, count, run_main, total * 2 / 3, 3))


def values(body, formula, count, run_main, seconds, at_least):
    end = time.perf_counter() + seconds
    found = []
    while time.perf_counter() < end or len(found) < at_least:
        elapsed, cpu = once(body, count, run_main)
        found.append(formula(elapsed, cpu, count))
    return found


def once(body, count, run_main):
    """Returns seconds of wall and of processor time; starting the event loop is not part of them."""

    async def timed():
        wall, cpu = time.perf_counter(), time.process_time()
        done = await body(count)
        assert done == count, f"expected {count} operations to be done, got {done}"
        return time.perf_counter() - wall, time.process_time() - cpu

    return run_main(timed)
