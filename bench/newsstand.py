"""Generated feeds of any number and a server of them, in a process of its own.

Texts are drawn from real words of five languages by Zipf's law; one item in six is a wire story that other
sources carry too. Every feed is there in two editions: ``first``, and ``second`` with one new item on top and
the oldest gone. ``GET /edition/second`` on the server changes what it serves; an ETag names feed and edition.
"""

from __future__ import annotations

import asyncio
import html
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing.connection import Connection

import numpy as np
from wordfreq import top_n_list

_LANGUAGES = ("en", "fr", "es", "ar", "de")
_VOCABULARY = 12_000
_SHORTEST, _LONGEST = 150, 300  # words of a text
_WIRE = 1 / 6  # of the items are wire stories, each carried by some sources of its language
_START = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edition:
    """The bodies of all feeds at one time, by their place in the list of feeds."""

    name: str
    bodies: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    title: str
    paragraphs: tuple[str, ...]
    agency: str | None = None


class _Writer:
    """Writes stories in one language, the same for the same seed."""

    def __init__(self, language: str, seed: int) -> None:
        words = np.array(top_n_list(language, _VOCABULARY), dtype=object)
        self._words = words
        law = np.cumsum(1 / np.arange(1, len(words) + 1))
        self._law = law / law[-1]
        self._chance = np.random.default_rng(seed)

    def story(self, agency: str | None = None) -> _Story:
        count = int(self._chance.integers(_SHORTEST, _LONGEST + 1))
        title, text = " ".join(self._draw(9)).capitalize(), self._draw(count)
        sentences = [
            " ".join(text[at : at + 14]).capitalize() + "." for at in range(0, len(text), 14)
        ]
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        if agency:
            paragraphs[0] = f"RABAT, 2 March ({agency}) - {paragraphs[0]}"
        return _Story(title, tuple(paragraphs), agency)

    def _draw(self, count: int) -> list[str]:
        found = np.searchsorted(self._law, self._chance.random(count))
        return list(self._words[found])


def editions(sources: int, items: int, seed: int = 1) -> tuple[Edition, Edition]:
    """Both editions of so many feeds of so many items."""
    writers = {language: _Writer(language, seed + at) for at, language in enumerate(_LANGUAGES)}
    chance = np.random.default_rng(seed)
    wire = {
        language: [writers[language].story("AFP") for _ in range(max(items, sources * items // 60))]
        for language in _LANGUAGES
    }
    first, second = [], []
    for source in range(sources):
        language = _LANGUAGES[source % len(_LANGUAGES)]
        stories = []
        pool = list(chance.permutation(len(wire[language])))  # a source carries no story twice
        for _ in range(items + 1):
            carried = chance.random() < _WIRE
            stories.append(wire[language][pool.pop()] if carried else writers[language].story())
        made = [
            (_START - timedelta(minutes=7 * at), f"{source}-{items - at}", story)
            for at, story in enumerate(stories)
        ]
        write = _atom if source % 3 == 2 else _rss
        first.append(write(source, language, made[1:]))
        second.append(write(source, language, made[:-1]))
    return Edition("first", tuple(first)), Edition("second", tuple(second))


Dated = tuple[datetime, str, _Story]


def _markup(source: int, key: str, story: _Story) -> str:
    """The story as a site's editor writes it: a picture, a link, some words in bold."""
    host = f"https://news{source}.example"
    first, *rest = (html.escape(paragraph, quote=False) for paragraph in story.paragraphs)
    head, _, tail = first.partition(" ")
    parts = [
        f'<figure><img src="/img/{key}.jpg" alt="" width="640" height="360"></figure>',
        f'<p class="lead"><strong>{head}</strong> {tail}</p>',
        *(f"<p>{paragraph}</p>" for paragraph in rest),
        f'<p><a href="{host}/topics/{key[:1]}?from=feed" target="_blank">&#8594;</a></p>',
    ]
    return "\n".join(parts)


def _rss(source: int, language: str, stories: Sequence[Dated]) -> bytes:
    host = f"https://news{source}.example"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>'
        f"<title>News {source}</title><link>{host}/</link><description>All of it</description>"
        f"<language>{language}</language><lastBuildDate>{format_datetime(stories[0][0])}</lastBuildDate>\n"
    ]
    for when, key, story in stories:
        markup = _markup(source, key, story)
        parts.append(
            f"<item><title>{html.escape(story.title)}</title><link>{host}/{key}.html</link>"
            f'<guid isPermaLink="false">{key}@news{source}.example</guid>'
            f"<pubDate>{format_datetime(when)}</pubDate><dc:creator>A. Writer</dc:creator>"
            f"<category>News</category><category>Region {source % 7}</category>"
            f"<description>{html.escape(story.paragraphs[0][:300])}</description>"
            f"<content:encoded><![CDATA[{markup}]]></content:encoded></item>\n"
        )
    parts.append("</channel></rss>\n")
    return "".join(parts).encode()


def _atom(source: int, language: str, stories: Sequence[Dated]) -> bytes:
    host = f"https://news{source}.example"
    parts = [
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<title>News {source}</title><id>urn:news:{source}</id><link href='{host}/'/>"
        f"<updated>{stories[0][0].isoformat()}</updated>\n"
    ]
    for when, key, story in stories:
        markup = _markup(source, key, story)
        parts.append(
            f"<entry><title>{html.escape(story.title)}</title><id>urn:news:{source}:{key}</id>"
            f"<link rel='alternate' href='{host}/{key}.html'/><published>{when.isoformat()}</published>"
            f"<updated>{when.isoformat()}</updated><author><name>A. Writer</name></author>"
            f"<category term='News'/><content type='html'>{html.escape(markup)}</content></entry>\n"
        )
    parts.append("</feed>\n")
    return "".join(parts).encode()


class _Stand(asyncio.Protocol):
    """Answers GETs on kept connections: a feed, 304 for its present ETag, or a change of edition."""

    editions: dict[str, tuple[bytes, ...]]
    present = "first"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))
            if b"connection: close" in head.lower() or b"HTTP/1.0" in head:
                self._transport.close()

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        if path.startswith("/edition/"):
            _Stand.present = path.rpartition("/")[2]
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        if not path.endswith(".xml"):  # robots.txt and such
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        number = int(path.strip("/").partition(".")[0])
        etag = f'"{number}-{self.present}"'
        if f"if-none-match: {etag}".encode() in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body = self.editions[self.present][number]
        kind = "application/xml; charset=utf-8"
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        return answer.encode() + body


def _serve(pipe: Connection, served: Sequence[Edition]) -> None:
    _Stand.editions = {edition.name: edition.bodies for edition in served}

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Stand, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving(served: Sequence[Edition]) -> Iterator[str]:
    """The address of a server of these editions, while it lives."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs, served), daemon=True
    )
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()
