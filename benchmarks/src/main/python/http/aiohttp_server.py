"""aiohttp, one process, uvloop if it is there."""

import asyncio
import sys

from aiohttp import web

try:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
except ImportError:
    pass


async def plaintext(_):
    return web.Response(text="Hello, World!")


async def as_json(_):
    return web.json_response({"message": "Hello, World!", "id": 42})


async def sleep(_):
    await asyncio.sleep(0.01)
    return web.Response(text="Hello, World!")


app = web.Application()
app.add_routes([web.get("/plaintext", plaintext), web.get("/json", as_json), web.get("/sleep", sleep)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
