"""The smallest program with a group of two tasks."""

import asyncio


async def value(number):
    return number


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(value(1))
        two = group.create_task(value(2))
    print("result:", one.result() + two.result())


asyncio.run(main())
