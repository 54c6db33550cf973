"""The end of a fetch that went wrong, as a kind for the program and a sentence for people."""

from __future__ import annotations

import re
import socket
import ssl

import aiohttp
import httpx

from feeds.fetch.guard import RefusedAddress, RefusedRedirect
from feeds.fetch.inflate import TooLarge, Undecodable
from feeds.printed import on_one_line

_TEMPORARY_DNS = {socket.EAI_AGAIN}
_NUMBERED = re.compile(r"\A\d{3}, message:\s*")
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def explain(problem: BaseException) -> tuple[str, str]:
    """The kind (of :class:`~feeds.model.poll.Reply`) of whatever was raised, and a sentence.

    What a server said may be in it, so it is one line of printable text, not too long.
    """
    kind, said = _explain(_chain(problem))
    return kind, on_one_line(said)[:280]


def _explain(chain: list[BaseException]) -> tuple[str, str]:
    for look in (_ours, _of_connecting):
        if found := next(filter(None, map(look, chain)), None):
            return found
    if any(isinstance(e, aiohttp.ServerDisconnectedError) for e in chain):
        return "connect", "it closed the connection without an answer"
    if any(isinstance(e, aiohttp.ClientPayloadError) for e in chain):
        return "protocol", f"its answer broke off or was framed wrong ({_innermost(chain)})"
    if any(isinstance(e, ConnectionError | aiohttp.ClientConnectorError) for e in chain):
        return "connect", f"no connection could be made ({_innermost(chain)})"
    if any(isinstance(e, TimeoutError | httpx.TimeoutException) for e in chain):
        return "timeout", "no answer in time"
    return "protocol", f"its answer broke the rules of HTTP ({_innermost(chain)})"


def _chain(problem: BaseException) -> list[BaseException]:
    """An exception and those it came from."""
    chain: list[BaseException] = []
    cause: BaseException | None = problem
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain


def _ours(error: BaseException) -> tuple[str, str] | None:
    """What this package itself refused."""
    if isinstance(error, RefusedAddress):
        return ("redirect" if isinstance(error, RefusedRedirect) else "refused-address"), str(error)
    if isinstance(error, TooLarge):
        return "too-large", str(error)
    if isinstance(error, Undecodable):
        return "decode", str(error)
    return None


def _of_connecting(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        why = getattr(error.certificate_error, "verify_message", error.certificate_error)
        return "tls", f"its certificate is not to be trusted ({why})"
    if isinstance(error, ssl.SSLError | aiohttp.ClientSSLError):
        return "tls", f"its certificate or encryption failed ({str(error)[:200]})"
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(
        error.os_error, ConnectionResetError
    ):  # a connection that is only being made is refused, not reset
        return "tls", "it closed the connection before encryption was agreed on"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "timeout", "no connection was made in time"
    if isinstance(error, aiohttp.SocketTimeoutError):
        return "timeout", "it fell silent: nothing more came in time"
    if isinstance(error, aiohttp.InvalidURL):  # nobody was asked
        return "dns", f"its host name is none ({error})"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns", _of_dns(error.os_error)
    return None


def _of_dns(error: OSError) -> str:
    if not isinstance(error, socket.gaierror):
        return str(error) or "its host name leads to no address"
    if error.errno in _NO_SUCH_NAME:
        return "its host name leads to no address"
    if error.errno in _TEMPORARY_DNS:
        return "its name server does not answer now"
    return f"its host name could not be looked up ({error.strerror})"


def _innermost(chain: list[BaseException]) -> str:
    # aiohttp numbers its own faults as if the server had answered with that.
    said = [_NUMBERED.sub("", str(error)).strip() for error in chain if str(error)]
    return (said[-1] if said else type(chain[0]).__name__)[:200]
