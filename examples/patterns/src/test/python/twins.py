"""Runs the Python programs of docs/from-asyncio.md in virtual time.

usage: twins.py PAGE: prints, for each, "> HEADING", what the program prints, and "# HEADING: SECONDS".
"""

import asyncio
import concurrent.futures
import contextlib
import re
import sys
import time
import warnings

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Clock:
    """The time of all programs, which passes only when they wait."""

    now = 0.0

    def advance(self, seconds):
        self.now += max(0.0, seconds)


class Selector:
    """Instead of waiting for the next timer, lets time pass; waits for threads as ever."""

    def __init__(self, selector, clock, work):
        self.selector = selector
        self.clock = clock
        self.work = work

    def __getattr__(self, name):
        return getattr(self.selector, name)

    def select(self, timeout=None):
        if timeout is None or (timeout > 0 and self.work):
            return self.selector.select(None)
        self.clock.advance(timeout)
        return self.selector.select(0)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self, clock):
        super().__init__()
        self.clock = clock
        self.work = set()
        self._selector = Selector(self._selector, clock, self.work)

    def time(self):
        return self.clock.now

    def run_in_executor(self, executor, function, *arguments):
        future = super().run_in_executor(executor, function, *arguments)
        self.work.add(future)
        future.add_done_callback(self.work.discard)
        return future


def run(program, clock):
    """Runs a program and returns how long it took."""
    start = clock.now
    real = asyncio.run, time.sleep, time.monotonic, concurrent.futures.ProcessPoolExecutor

    def asyncio_run(main):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            with asyncio.Runner(loop_factory=lambda: Loop(clock)) as runner:
                return runner.run(main)
        return real[0](main)

    asyncio.run, time.sleep, time.monotonic = asyncio_run, clock.advance, lambda: clock.now
    # A process could not find a function that stands in a page.
    concurrent.futures.ProcessPoolExecutor = concurrent.futures.ThreadPoolExecutor
    try:
        names = {"__name__": "__main__"}
        for module in (asyncio, concurrent, contextlib, time):
            names[module.__name__] = module
        exec(compile(program, "from-asyncio.md", "exec"), names)
    finally:
        asyncio.run, time.sleep, time.monotonic, concurrent.futures.ProcessPoolExecutor = real
    return clock.now - start


def main(page):
    clock = Clock()
    warnings.simplefilter("ignore")
    for section in open(page, encoding="utf-8").read().split("\n## ")[1:]:
        for program in BLOCK.findall(section):
            if "asyncio.run(main())" in program:
                heading = section.split("\n", 1)[0]
                print(f"> {heading}")
                took = run(program, clock)
                print(f"# {heading}: {took:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
