"""Whatever a server, a name or a certificate does wrong has a name, and others are polled meanwhile."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from feeds.fetch.client import Client, FetchLimits
from feeds.ingest import Visit, visit
from feeds.model.poll import Failed, Fetched, PollState, Source
from feeds.reading import read
from feeds.readout import Readout
from tests.fetch.faults import FAULTS, RSS, Fault
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_NOW = datetime(2026, 2, 3, tzinfo=UTC)
_LIMITS: dict[str, Any] = {
    "user_agent": "Dateline/test",
    "timeout": timedelta(seconds=20),
    "max_bytes": 1_000_000,
    "per_host": 2,
    "allow_networks": ("127.0.0.0/8",),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Upstream]:
    """One server for the whole table; each case sets its own answers."""
    with Upstream() as running:
        yield running


async def _read(body: bytes, **facts: Any) -> Readout:
    return read(body, **facts)


async def _poll(client: Client, url: str) -> Visit:
    state = PollState(source=url, due=_NOW)
    source = Source(name=url, url=url)
    return await visit(source, state, client=client, reader=_read, max_bytes=1_000_000, now=_NOW)


def _poll_both(server: Upstream, url: str, **limits: object) -> Visit:
    """The poll of an address, while a good source on another host is polled with the same client."""
    server.answers["/good"] = Answer(body=RSS)

    async def run() -> Visit:
        settings = FetchLimits(**{**_LIMITS, **limits})
        async with Client(settings, clock=lambda: datetime.now(UTC)) as client:
            good = server.url("/good", "127.0.0.2").replace("https:", "http:")
            bad, *others = await asyncio.gather(*(_poll(client, u) for u in (url, good, good)))
            others.append(await _poll(client, good))
        for other in others:
            assert isinstance(other.outcome, Fetched), other.reply
            assert [item.title for item in other.readout.items] == ["Quay reopens"]
        return bad

    return asyncio.run(run())


def _must_fail(found: Visit, kind: str | None, says: str) -> None:
    assert found.reply.error_kind == kind, found.reply
    assert isinstance(found.outcome, Failed)
    assert re.match(says, found.outcome.reason), found.outcome.reason
    assert "\n" not in found.outcome.reason
    assert len(found.outcome.reason) < 300
    if kind is not None:
        assert (found.reply.status, found.reply.headers, found.reply.body) == (None, (), b"")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_a_server_does_wrong_has_a_name_and_harms_no_other(
    server: Upstream, fault: Fault
) -> None:
    server.answers["/feed"] = fault.answer
    found = _poll_both(server, server.url("/feed"), **fault.limits)
    _must_fail(found, fault.kind, fault.says)


_TO = [
    ("itself", "/feed", "redirect", "it redirects in a circle"),
    ("and back", "/back", "redirect", "it redirects in a circle"),
    ("on and on", "/on/1", "redirect", "it redirects in a circle or more than 5 times"),
    ("a private address", "http://10.0.0.1/x", "refused-address", "10.0.0.1 is in a private"),
    (
        "a cloud's metadata",
        "http://169.254.169.254/latest",
        "refused-address",
        "169.254.169.254 is",
    ),
    (
        "Azure's metadata",
        "http://168.63.129.16/",
        "refused-address",
        "168.63.129.16 is in a private",
    ),
    (
        "a mapped address",
        "http://[::ffff:10.0.0.1]/",
        "refused-address",
        r"::ffff:(a00:1|10\.0\.0\.1) is in a priv",  # as the Python spells it
    ),
    ("a number", "http://3232235777/", "refused-address", "192.168.1.1 is in a private"),
    ("a link-local address", "http://[fe80::1%25eth0]/", "refused-address", "fe80::1 is in a priv"),
    ("a file", "file:///etc/hostname", "refused-address", "only http and https addresses"),
    ("a script", "javascript:alert(1)", "refused-address", "only http and https addresses"),
    ("data", "data:text/xml,<rss/>", "refused-address", "only http and https addresses"),
    ("FTP", "ftp://example.org/feed", "refused-address", "only http and https addresses"),
    ("mail's port", "http://127.0.0.2:25/", "refused-address", "port 25 is no web server's"),
    ("a port that can't be", "http://127.0.0.2:99999/", "(redirect|refused-address)", ".*99999"),
    ("no host", "http://", "(redirect|refused-address)", ".*"),
    ("a broken host", "http://[::1", "redirect", "it redirects to what is no address"),
    ("a host behind a user", "http://a.example@10.0.0.1/", "refused-address", "10.0.0.1 is in a"),
    (
        "a host behind a backslash",
        "http://a.example\\@10.0.0.1/",
        "(refused-address|redirect|dns)",
        ".*",
    ),
    ("an address of 10 KB", "/" + "a" * 10_000, "protocol", "its answer broke the rules of HTTP"),
]


@pytest.mark.parametrize(("target", "kind", "says"), [t[1:] for t in _TO], ids=[t[0] for t in _TO])
def test_a_redirect_that_must_not_be_followed_has_a_name(
    server: Upstream, target: str, kind: str, says: str
) -> None:
    server.answers["/feed"] = Answer(status=302, headers={"Location": target})
    server.answers["/back"] = Answer(status=301, headers={"Location": "/feed"})
    for n in range(1, 9):
        server.answers[f"/on/{n}"] = Answer(status=307, headers={"Location": f"/on/{n + 1}"})
    found = _poll_both(server, server.url("/feed"))
    assert re.fullmatch(kind, found.reply.error_kind or ""), found.reply
    _must_fail(found, found.reply.error_kind, says)


def _infos(*addresses: str) -> list[Any]:
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 80, 0, 0))
        if ":" in address
        else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
        for address in addresses
    ]


_NAMES: list[tuple[str, Any, str, str]] = [
    (
        "unknown",
        socket.gaierror(socket.EAI_NONAME, "no"),
        "dns",
        "its host name leads to no address",
    ),
    (
        "not now",
        socket.gaierror(socket.EAI_AGAIN, "no"),
        "dns",
        "its name server does not answer now",
    ),
    (
        "for ever",
        socket.gaierror(socket.EAI_FAIL, "broken"),
        "dns",
        "its host name could not be look",
    ),
    ("silent", None, "dns", "its name server gave no answer within 0.3 s"),
    ("empty", [], "dns", "its host name leads to no address"),
    ("inside", ["10.1.2.3"], "refused-address", "feed.example leads to 10.1.2.3, in a private"),
    ("both", ["93.184.215.14", "10.1.2.3"], "refused-address", "feed.example leads to 10.1.2.3"),
    ("both, six first", ["2a00::1", "::1"], "refused-address", "feed.example leads to ::1"),
    (
        "translated",
        ["64:ff9b::a01:203"],
        "refused-address",
        "feed.example leads to 64:ff9b::a01:203",
    ),
    ("mapped", ["::ffff:10.1.2.3"], "refused-address", "feed.example leads to ::ffff:10.1.2.3"),
    ("6to4", ["2002:a01:203::1"], "refused-address", "feed.example leads to 2002:a01:203::1"),
    (
        "many",
        ["93.184.215.14"] * 500 + ["0.0.0.0"],
        "refused-address",
        "feed.example leads to 0.0.0.0",
    ),
]


@pytest.mark.parametrize(
    ("answer", "kind", "says"), [n[1:] for n in _NAMES], ids=[n[0] for n in _NAMES]
)
def test_what_a_name_server_does_wrong_has_a_name(
    server: Upstream, monkeypatch: pytest.MonkeyPatch, answer: Any, kind: str, says: str
) -> None:
    real, given_up = socket.getaddrinfo, threading.Event()

    def look_up(host: Any, *more: Any, **facts: Any) -> Any:
        if host != "feed.example":
            return real(host, *more, **facts)
        if answer is None:
            given_up.wait(PATIENCE)
        if isinstance(answer, Exception):
            raise answer
        return _infos(*answer or ())

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        found = _poll_both(server, "http://feed.example/feed", connect=timedelta(seconds=0.3))
    finally:
        given_up.set()
    _must_fail(found, kind, says)


def test_a_label_that_no_name_has_is_said(server: Upstream) -> None:
    found = _poll_both(server, f"http://{'a' * 70}.example/feed")
    _must_fail(found, found.reply.error_kind, ".*")
    assert found.reply.error_kind in ("dns", "refused-address")


@dataclass(frozen=True, kw_only=True)
class Encryption:
    """A certificate authority that is trusted, one that is not, and what servers do with them."""

    trusted: trustme.CA
    other: trustme.CA

    def context(self, case: str) -> ssl.SSLContext:
        """A server's side of it."""
        authority = self.other if case == "unknown" else self.trusted
        host = "127.0.0.9" if case == "another host" else "127.0.0.1"
        until = _NOW - timedelta(days=900) if case == "expired" else None
        since = _NOW - timedelta(days=999) if case == "expired" else None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host, not_before=since, not_after=until).configure_cert(context)
        if case == "old":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old on purpose
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context


@pytest.fixture(scope="module")
def encryption(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encryption]:
    made = Encryption(trusted=trustme.CA(), other=trustme.CA())
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.trusted.cert_pem.write_to_path(str(file))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield made


_ENCRYPTION = [
    ("unknown", "its certificate is not to be trusted"),
    ("another host", "its certificate is not to be trusted .*127.0.0.1"),
    ("expired", "its certificate is not to be trusted .*expired"),
    ("old", "it closed the connection before encryption was agreed on"),
]


@pytest.mark.parametrize(("case", "says"), _ENCRYPTION, ids=[e[0] for e in _ENCRYPTION])
def test_encryption_that_can_t_be_trusted_has_a_name(
    server: Upstream, encryption: Encryption, case: str, says: str
) -> None:
    with Upstream(tls=encryption.context(case)) as secure:
        secure.answers["*"] = Answer(body=RSS)
        found = _poll_both(server, secure.url("/feed"))
        _must_fail(found, "tls", says)
        assert secure.seen == [], "nothing may be said to whom can't be trusted"


def test_each_of_more_than_ninety_faults_has_an_outcome_of_its_own() -> None:
    """What the four tables name; docs/fetching.md says so."""
    tables = ((fault.name for fault in FAULTS), *((row[0] for row in t) for t in (_TO, _NAMES)))
    named = [{*names} for names in (*tables, (row[0] for row in _ENCRYPTION))]
    assert sum(map(len, named)) == len(FAULTS) + len(_TO) + len(_NAMES) + len(_ENCRYPTION)
    assert sum(map(len, named)) >= 90


def test_encryption_that_can_be_trusted_is_and_is_never_left(
    server: Upstream, encryption: Encryption
) -> None:
    with Upstream(tls=encryption.context("good")) as secure:
        secure.answers["/feed"] = Answer(body=RSS)
        secure.answers["/down"] = Answer(status=301, headers={"Location": server.url("/good")})
        assert isinstance(_poll_both(server, secure.url("/feed")).outcome, Fetched)
        for written in (secure.url("/down"), secure.url("/down").replace("https:", "HTTPS:")):
            found = _poll_both(server, written)
            _must_fail(found, "redirect", "it redirects from https to unprotected http")


def test_no_encryption_where_it_was_asked_for_is_never_done_without(server: Upstream) -> None:
    server.answers["/feed"] = Answer(body=RSS)
    found = _poll_both(server, server.url("/feed").replace("http:", "https:"))
    _must_fail(found, "tls", "its certificate or encryption failed")


def test_a_handshake_that_never_ends_is_given_up(server: Upstream) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}/feed"
        found = _poll_both(server, url, connect=timedelta(seconds=0.3))
    _must_fail(found, "timeout", "no connection was made in time")


def test_nobody_at_a_port_is_said(server: Upstream) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    found = _poll_both(server, f"http://127.0.0.1:{port}/feed")
    _must_fail(found, "connect", "no connection could be made")
