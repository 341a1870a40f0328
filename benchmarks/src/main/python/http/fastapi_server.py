"""FastAPI under uvicorn, one worker."""

import asyncio
import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/plaintext", response_class=PlainTextResponse)
async def plaintext():
    return "Hello, World!"


@app.get("/json")
async def as_json():
    return {"message": "Hello, World!", "id": 42}


@app.get("/sleep", response_class=PlainTextResponse)
async def sleep():
    await asyncio.sleep(0.01)
    return "Hello, World!"


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)
