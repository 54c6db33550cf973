"""Running the demo: newsroom, configuration, daemon, and what to look at."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from feeds import config
from feeds.clock import now
from feeds.daemon import Daemon, handle_signals
from feeds.demo.newsroom import Newsroom
from feeds.demo.script import Outlet, Script, load
from feeds.errors import DatelineError
from feeds.serve.server import bind, serve


async def run_demo(*, port: int, seconds: int | None, speed: float) -> None:
    """Serve the newsroom and the daemon on loopback until told to stop, or for so many seconds.

    Port 0 takes any free one; at ``speed`` 5 the newsroom's news comes five times sooner.
    """
    script, begun = load().faster(speed), time.monotonic()
    front = _listener(port)
    port = front.getsockname()[1]
    newsroom = Newsroom(script, start=now(), elapsed=lambda: time.monotonic() - begun)
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory(prefix="dateline-demo-") as name:
        folder = Path(name)
        (folder / "wire").mkdir()
        newsroom.write_wire(folder / "wire")
        listener = bind("127.0.0.1", 0)
        outlets = asyncio.create_task(serve(newsroom.app(), listener, stop=stop))
        path = folder / "config.toml"
        path.write_text(configure(script, listener.getsockname()[1], port), encoding="utf-8")
        try:
            await _run(Daemon(config.load(path)), newsroom, folder, front, seconds)
        finally:
            stop.set()
            await outlets


def _listener(wanted: int) -> socket.socket:
    """What listens on that port, or for 0 on one that nobody has: it must be known before the daemon is configured.

    Raises DatelineError where somebody has it.
    """
    try:
        return bind("127.0.0.1", wanted)
    except OSError as error:
        raise DatelineError(
            f"can't listen on 127.0.0.1:{wanted} ({error.strerror}); name another port, or any"
            " free one: dateline demo --port 0"
        ) from error


async def _run(
    daemon: Daemon, newsroom: Newsroom, folder: Path, front: socket.socket, seconds: int | None
) -> None:
    handle_signals(daemon)
    if seconds is not None:
        asyncio.get_running_loop().call_later(seconds, daemon.stop)
    typist = asyncio.create_task(_type(newsroom, folder / "wire"))
    welcome = _welcome(newsroom.script, front.getsockname()[1])
    try:
        await daemon.run(listener=front, started=lambda: click.echo(welcome))  # noqa: TID251 -- our own words
    finally:
        typist.cancel()


async def _type(newsroom: Newsroom, folder: Path) -> None:
    """Keep the wire folder up with the script."""
    while True:
        await asyncio.sleep(2)
        newsroom.write_wire(folder)


def configure(script: Script, newsroom_port: int, port: int) -> str:
    """The demo's ``config.toml``."""
    head = f"""
[site]
title = "Dateline demo"
base_url = "http://127.0.0.1:{port}/"
[store]
url = "sqlite:///dateline.db"
[polling]
interval = "3s"
min_interval = "2s"
max_interval = "5s"
per_host = 8
allow_networks = ["127.0.0.0/8"]
[server]
listen = "127.0.0.1:{port}"
"""
    sources = "".join(_source(outlet, newsroom_port) for outlet in script.outlets)
    return head + sources + "".join(_topic(topic) for topic in script.topics)


def _source(outlet: Outlet, port: int) -> str:
    where = (
        'path = "wire"'
        if outlet.format == "wire"
        else f'url = "http://127.0.0.1:{port}/{outlet.place}/feed"'
    )
    agency = f'agency = "{outlet.agency}"\n' if outlet.agency else ""
    tags = ", ".join(f'"{tag}"' for tag in outlet.tags)
    return (
        f'[[source]]\nname = "{outlet.name}"\n{where}\ntags = [{tags}]\n'
        f'language = "{outlet.language}"\n{agency}'
    )


def _topic(topic: dict[str, Any]) -> str:
    lines = "".join(f"{key} = '{value}'\n" for key, value in topic.items())
    return f"[[topic]]\n{lines}"


def _welcome(script: Script, port: int) -> str:
    base = f"http://127.0.0.1:{port}"
    topics = "\n".join(f"    {base}/topics/{topic['slug']}.atom" for topic in script.topics)
    return f"""
{len(script.outlets)} sample outlets are on the air; new copies and a correction arrive in the next minute.

  Look at     {base}/
  The sources {base}/sources
  Subscribe to any of these in your feed reader (.rss and .json work too):
{topics}

One agency story, "sea rescue", is carried by six outlets under other titles, cut and corrected;
each topic shows it once. Ctrl-C stops it.
"""
