"""aiohttp, one process, uvloop if it is there."""

import asyncio
import sys

from aiohttp import web

try:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
except ImportError:
    pass

PIECE = bytes(16 * 1024)


async def plaintext(_):
    return web.Response(text="Hello, World!")


async def as_json(_):
    return web.json_response({"message": "Hello, World!", "id": 42})


async def sleep(_):
    await asyncio.sleep(0.01)
    return web.Response(text="Hello, World!")


async def stream(request):
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    for _ in range(64):
        await response.write(PIECE)
    await response.write_eof()
    return response


async def socket(request):
    response = web.WebSocketResponse()
    await response.prepare(request)
    async for message in response:
        await response.send_str(message.data)
    return response


app = web.Application()
app.add_routes([web.get("/plaintext", plaintext), web.get("/json", as_json), web.get("/sleep", sleep)])
app.add_routes([web.get("/stream", stream), web.get("/socket", socket)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
