"""304s and compressed feeds a second, beside nginx: ``python -m bench.serve`` (needs ``nginx`` and ``wrk`` from apt).

Both serve the same feed, in turns within one run, on the same processor core; the client (wrk) has the other.
nginx sends a file that was compressed beforehand (``gzip_static``). Answers are counted for each second of the
server's own processor time, which other work on the machine moves least; what is printed is the median of the turns.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import uvloop

from bench.publish import _START, _desk, _fill
from feeds.release import release
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.server import bind, serve
from store.open import open_store

_PATH = "/topics/t0.atom"
_NGINX = """
daemon off; master_process off; worker_processes 1; error_log stderr crit; pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
  access_log off; types {{ application/atom+xml atom; }} root {folder}/www; sendfile on; tcp_nopush on;
  open_file_cache max=100; gzip_static on; keepalive_requests 100000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; }}
}}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3, help="of one measurement")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--serve", nargs=2, metavar=("STORE", "PORT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        _pin(0)
        uvloop.run(_serve(given.serve[0], int(given.serve[1])))
        return
    missing = [tool for tool in ("nginx", "wrk") if not shutil.which(tool)]
    if missing:
        sys.exit(f"install {' and '.join(missing)} with apt first")
    with tempfile.TemporaryDirectory() as name:
        _compare(Path(name), given.seconds, given.turns)


def _compare(folder: Path, seconds: int, turns: int) -> None:
    url = f"sqlite:///{folder}/bench.db"
    store, desk = open_store(url), _desk(10, 100)
    _fill(store, 10, 100)
    release(store, desk, now=_START)
    with store.read() as snapshot:
        document = snapshot.document(_PATH)
    store.close()
    assert document is not None
    target = folder / "www" / _PATH.lstrip("/")
    target.parent.mkdir(parents=True)
    target.write_bytes(document.body)
    subprocess.run(["gzip", "-6", "-k", target], check=True)
    folder.chmod(0o755)
    port = _free_port()
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    nginx = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    own = [sys.executable, "-m", "bench.serve", "--serve", url, str(port)]
    theirs, ours = [], []
    for _ in range(turns):
        theirs.append(_rates(nginx, port, seconds))
        ours.append(_rates(own, port, seconds))
    for what in ("304", "gzip"):
        one, other = (median(turn[what] for turn in of_one) for of_one in (theirs, ours))
        print(f"{what}: nginx {one:,.0f}/s, Dateline {other:,.0f}/s, ratio {other / one:.2f}")


def _rates(command: list[str], port: int, seconds: int) -> dict[str, float]:
    """Answers a second of a server's processor time."""
    found = {}
    with _running(command, port) as (process, address):
        for what, header, status in (
            ("304", f"If-None-Match: {_etag(address)}", 304),
            ("gzip", "Accept-Encoding: gzip", 200),
        ):
            before = _worked(process)
            answers = _answers(address, seconds, header, status)
            found[what] = answers / (_worked(process) - before)
    return found


async def _serve(url: str, port: int) -> None:
    store, desk = open_store(url), _desk(10, 100)
    front = Front(
        title=desk.title,
        base_url=desk.base_url,
        topics=desk.topics,
        sources=desk.sources,
        rate_limit=1200,
    )
    app = create_app(
        ServeDesk(store=store, front=lambda: front, now=lambda: _START, ready=lambda: None)
    )
    gc.freeze()  # as the daemon does
    await serve(app, bind("127.0.0.1", port), stop=asyncio.Event())


@contextmanager
def _running(command: list[str], port: int) -> Iterator[tuple[int, str]]:
    process = subprocess.Popen(command, preexec_fn=lambda: _pin(0))
    address = f"http://127.0.0.1:{port}{_PATH}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid, address
    finally:
        process.terminate()
        process.wait(20)


def _etag(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as got:
        return str(got.headers["ETag"])


def _worked(process: int) -> float:
    """Processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _answers(address: str, seconds: int, header: str, status: int) -> int:
    name, _, value = header.partition(": ")
    request = urllib.request.Request(address, headers={name: value})
    try:
        with urllib.request.urlopen(request, timeout=5) as got:
            answered, coding = got.status, got.headers["Content-Encoding"]
    except urllib.error.HTTPError as error:
        with error:
            answered, coding = error.code, None
    assert answered == status, answered
    assert status != 200 or coding == "gzip"
    wrk = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", header, address]
    done = subprocess.run(
        wrk, capture_output=True, text=True, check=True, preexec_fn=lambda: _pin(1)
    )
    found = re.search(r"(\d+) requests in", done.stdout)
    assert found, done.stdout
    return int(found[1])


def _pin(core: int) -> None:
    cores = sorted(os.sched_getaffinity(0) if core == 0 else range(os.cpu_count() or 1))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
