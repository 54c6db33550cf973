"""A list of posts as WordPress's own interface answers it (developer.wordpress.org/rest-api/reference/posts):
``/wp-json/wp/v2/posts``, which sites have whose feeds are switched off. With ``?_embed`` it also tells who wrote them,
their rubrics and their pictures.
"""

from __future__ import annotations

from collections.abc import Iterator

from feeds.errors import NotAFeed
from feeds.mediatype import media_type
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import plural
from feeds.parse.jsonobject import JsonObject, load
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.person import distinct, persons
from feeds.parse.xmlvalues import absolute

_INTERFACE = "/wp-json/"
_RUBRICS = "category", "post_tag"  # what WordPress itself sorts posts by


def read(received: Received) -> ParsedDocument:
    """The posts that the text lists; raises NotAFeed when there is no list of them in it."""
    problems: list[str] = []
    listed = load(received.text, "a list of posts", problems)
    if not isinstance(listed, list):
        raise NotAFeed(
            "the document is JSON without a list of posts; a list or a feed was expected"
        )
    given, over = bounded(listed)
    posts = [
        JsonObject(post, f"post {number}", problems)
        for number, post in enumerate(given, start=1)
        if isinstance(post, dict)
    ]
    site, answered, _ = (absolute(received.location) or "").partition(_INTERFACE)
    base = f"{site}/" if answered else None
    told = [
        entry
        for post in posts
        if (entry := _entry(post, base)).links or entry.title or entry.content or entry.summary
    ]
    odd = len(given) - len(told)
    return ParsedDocument(
        kind="wordpress",
        version="wp",
        meta=FeedMeta(title="", link=base),
        entries=tuple(told),
        problems=(
            *received.problems,
            *((f"{plural(odd, 'post')} without words or a page left out",) if odd else ()),
            *JsonObject({}, "the list", problems).told(),
            *over,
        ),
    )


KIND = Kind(name="wordpress", read=read, media_types=frozenset())


def _entry(post: JsonObject, base: str | None) -> Entry:
    link = post.string("link")
    # Times in Greenwich's stand beside those of the site, whose zone is not told.
    published, updated = (
        post.string(f"{name}_gmt") or post.string(name) for name in ("date", "modified")
    )
    embedded = post.object("_embedded")
    return Entry(
        guid=post.object("guid").string("rendered"),
        title=_rendered(post, "title"),
        links=(Link(href=link),) if link else (),
        summary=_rendered(post, "excerpt"),
        content=_rendered(post, "content"),
        published=published,
        updated=updated,
        authors=_authors(embedded),
        categories=tuple(dict.fromkeys(_categories(embedded))),
        enclosures=_pictures(post, embedded),
        base=base,
    )


def _rendered(post: JsonObject, name: str) -> Text | None:
    said = post.object(name).string("rendered")
    return Text(value=said, type="html") if said else None


def _authors(embedded: JsonObject) -> tuple[Person, ...]:
    named = filter(None, (one.string("name") for one in embedded.objects("author")))
    return distinct([person for name in named for person in persons(name)])


def _categories(embedded: JsonObject) -> Iterator[Category]:
    """The rubrics and tags, which stand in a list for each kind of them."""
    every = embedded.value("wp:term")
    for terms in every if isinstance(every, list) else ():
        for one in terms if isinstance(terms, list) else ():
            term = JsonObject(one, "a term", embedded.problems) if isinstance(one, dict) else None
            if term and term.string("taxonomy") in _RUBRICS and (name := term.string("name")):
                yield Category(term=name)


def _pictures(post: JsonObject, embedded: JsonObject) -> tuple[Enclosure, ...]:
    """The picture that stands above the post, as the interface embeds it or as Jetpack names it."""
    found = [
        Enclosure(href=href, type=media_type(one.string("mime_type"), "image", href))
        for one in embedded.objects("wp:featuredmedia")
        if (href := one.string("source_url"))
    ]
    named = post.string("jetpack_featured_media_url")
    if named and not found:
        found = [Enclosure(href=named, type=media_type(None, "image", named))]
    return tuple(found)
