"""What holds for anything that comes in: nothing raises, nothing is lost, doing it again changes nothing."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from html5lib import parseFragment
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.model.poll import Source
from feeds.normalize.credit import take_credit
from feeds.normalize.date_convention import convention
from feeds.normalize.dates import doubt, parse_date, parse_day
from feeds.normalize.html import plain, sanitize, without_end
from feeds.normalize.management import embargo
from feeds.normalize.url import absolute, canonical
from feeds.text import fold, words
from tests.newsroom.normalized import normalize

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
BASE = "https://gazette.example/news/"
quick = settings(max_examples=150, deadline=None)

TAGS = """
a p div table tr td tbody th caption pre ul li h1 img br script style svg math iframe blockquote span form select
title textarea noscript template i font object
"""
ATTRIBUTES = [
    "",
    ' href="/a"',
    ' href="javascript:x()"',
    ' href="java&#10;script:x()"',
    ' onclick="x()"',
    " onerror=x() src=1",
    ' src="/p.png"',
    " src=x.gif width=1",
    ' alt="]]> <b>"',
    ' style="x"',
    " title='\"><script>x()</script>'",
    ' srcdoc="<script>"',
]
SCRAPS = [
    "&#8238;",
    "&lt;script&gt;",
    "\n",
    "\n\n",
    "&nbsp;",
    "<!--",
    "-->",
    "]]>",
    "<",
    "&",
    " ",
    "&#1;",
    "<![CDATA[",
]
markup = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(SCRAPS),
        st.builds("<{}{}>".format, st.sampled_from(TAGS.split()), st.sampled_from(ATTRIBUTES)),
        st.builds("</{}>".format, st.sampled_from(TAGS.split())),
    ),
    max_size=14,
).map("".join)
anything = st.one_of(
    st.text(max_size=40), markup, st.text(st.characters(max_codepoint=0x2FF), max_size=20)
)
HOSTS = """
www.example.org amp.m.Example.org:80 ميناء.example [::1] [:: u:p@example.org.:443 a\\b
"""
PARTS = "/ ? # & = . ; : % | /amp /index.html utm_source=a id=5 #! %2f %e9 amp=1 /é from=rss"
addresses = st.one_of(
    st.text(max_size=12),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "HTTPS://", "//", "ftp://", "javascript:", ""]),
        st.sampled_from(HOSTS.split()),
        st.lists(st.one_of(st.sampled_from(PARTS.split()), st.text(max_size=3)), max_size=7).map(
            "".join
        ),
    ),
)


def times(first: str, last: str) -> st.SearchStrategy[datetime]:
    return st.datetimes(datetime.fromisoformat(first), datetime.fromisoformat(last)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    )


dates = st.one_of(
    anything,
    times("0001-01-01", "9999-12-31").map(str),
    st.builds(
        "{} {} {} {}:{} {}".format,
        st.integers(0, 99),
        st.sampled_from(["Mar", "mars", "مارس", "marzo", "März", "Sept", "no-month"]),
        st.integers(0, 99999),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(["", "GMT", "+0100", "-99:99", "CEST", "pm", "+14", "IST"]),
    ),
    st.integers(0, 10**14).map(str),
)
texts = st.builds(Text, value=anything, type=st.sampled_from(["text", "html"]))
maybe = st.none() | anything
entries = st.builds(
    Entry,
    guid=maybe,
    title=st.none() | texts,
    links=st.lists(st.builds(Link, href=addresses, type=maybe), max_size=2).map(tuple),
    summary=st.none() | texts,
    content=st.none() | texts,
    published=st.none() | dates,
    updated=st.none() | dates,
    authors=st.lists(st.builds(Person, name=anything, email=maybe, uri=st.none() | addresses), max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, term=anything, scheme=maybe, label=maybe), max_size=2).map(tuple),
    enclosures=st.lists(st.builds(Enclosure, href=addresses, type=maybe), max_size=2).map(tuple),
    rights=maybe,
    lang=maybe,
    base=st.none() | addresses,
    source=st.none() | st.builds(FeedMeta, id=maybe, title=anything, link=maybe, self_link=maybe, lang=maybe),
    wire=st.booleans(),
)  # fmt: skip


def take_in(entry: Entry) -> object:
    return normalize(
        entry,
        source=Source(name="Gazette", url="https://gazette.example/feed"),
        meta=FeedMeta(title="Gazette", link="https://gazette.example/"),
        location="https://gazette.example/feed",
        first_seen=NOW,
    )


@quick
@given(entries)
def test_every_entry_makes_an_item_and_the_same_one_each_time(entry: Entry) -> None:
    item = take_in(entry)
    assert item == take_in(entry)
    assert (
        re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", repr_of_texts(item))
        is None
    )


def repr_of_texts(value: object) -> str:
    """Every string in an item but the raw date, which is kept for those who look into a fault."""
    if isinstance(value, str):
        return value.replace("\n", " ").replace("\t", " ")
    if isinstance(value, tuple):
        return " ".join(map(repr_of_texts, value))
    fields = getattr(value, "__dataclass_fields__", {})
    return " ".join(
        repr_of_texts(getattr(value, n))
        for n in fields
        if n not in ("published_raw", "updated_raw")
    )


@quick
@given(addresses)
def test_a_canonical_address_is_its_own_canonical_form(address: str) -> None:
    once = canonical(address)
    assert canonical(once) == once
    whole = absolute(address, BASE)
    assert absolute(whole) == whole


@quick
@given(st.sampled_from(["https://example.org/a?id=3", "https://example.org/b"]), st.data())
def test_how_a_reader_came_does_not_change_a_canonical_address(
    page: str, data: st.DataObject
) -> None:
    names = ["utm_source", "utm_campaign", "fbclid", "gclid", "mc_eid", "at_medium", "xtor", "_ga"]
    tracks = data.draw(
        st.lists(st.tuples(st.sampled_from(names), st.from_regex(r"[\w-]{0,8}", fullmatch=True)))
    )
    joined = "&".join(f"{name}={value}" for name, value in tracks)
    tracked = f"{page}{'&' if '?' in page else '?'}{joined}#part"
    assert canonical(tracked) == canonical(page)


@settings(max_examples=250, deadline=None)
@given(markup)
def test_sanitized_html_is_safe_for_another_parser_and_stays_as_it_is(given_markup: str) -> None:
    safe = sanitize(given_markup, BASE)
    assert sanitize(safe, BASE) == safe
    for element in parseFragment(safe, namespaceHTMLElements=False).iter():
        if isinstance(element.tag, str):
            assert element.tag not in {
                "script",
                "style",
                "iframe",
                "object",
                "svg",
                "math",
                "form",
                "template",
            }
            assert not any(
                name.startswith("on") or name in ("style", "srcdoc") for name in element.attrib
            )
            for name in ("href", "src"):
                assert re.match(r"(?:https?|mailto|tel):", element.get(name) or "https:")


@quick
@given(markup)
def test_plain_text_has_no_markup_of_its_own_and_keeps_the_words(given_markup: str) -> None:
    safe = sanitize(given_markup, BASE)
    text = plain(safe)
    assert (
        plain(sanitize(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>", BASE)) == text
    )
    shown = "".join(parseFragment(safe, namespaceHTMLElements=False).itertext())
    assert "".join(text.split()) == "".join(shown.split())


@quick
@given(markup, st.text(max_size=8))
def test_html_without_its_end_is_a_beginning_of_it(given_markup: str, end: str) -> None:
    safe = sanitize(given_markup, BASE)
    less = without_end(safe, end)
    assert "".join(plain(safe).split()).startswith("".join(plain(less).split()))


@settings(max_examples=250, deadline=None)
@given(anything)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(" ".join(words(text))) == words(text)


def test_folding_twice_is_folding_once_for_every_character_that_has_another_form() -> None:
    every = [c for c in map(chr, range(0x110000)) if unicodedata.decomposition(c) or c.lower() != c]
    assert [c for c in every if fold(fold(f"a{c}e")) != fold(f"a{c}e")] == []
    assert fold("ＭＡＰ 𝐀𝐁") == fold("map ab")


@settings(max_examples=250, deadline=None)
@given(dates, times("1995-01-01", "2090-01-01"))
def test_a_date_is_a_moment_in_utc_that_can_be_believed_or_none(raw: str, now: datetime) -> None:
    moment = parse_date(raw, now=now)
    if moment is not None:
        assert moment.utcoffset() == timedelta(0)
        assert moment.year >= 1981
        assert moment <= now + timedelta(days=2)
    parse_day(raw, now=now)


@quick
@given(times("1981-01-02", "2024-03-10"), st.integers(-12, 14))
def test_written_dates_are_read_back(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0)
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assume(there.year >= 1981)
    for form in (
        "%Y-%m-%dT%H:%M:%S%z",
        "%a, %d %b %Y %H:%M:%S %z",
        "%d %B %Y %H:%M:%S %z",
        "%Y%m%dT%H%M%S%z",
    ):
        assert parse_date(there.strftime(form), now=NOW) == moment


# January, May and August as people write them, with what stands around them.
SPOKEN = (
    ("{d} {m} {y} {c}", "january may august"),
    ("{m} {d}, {y} {c}", "January May August"),
    ("le {d} {m} {y} à {c}", "janvier mai août"),
    ("{d} de {m} de {y} a las {c}", "enero mayo agosto"),
    ("{d} de {m} de {y} às {c}", "janeiro maio agosto"),
    ("{d} {m} {y} ore {c}", "gennaio maggio agosto"),
    ("den {d}. {m} {y} um {c} Uhr", "Januar Mai August"),
    ("{d} {m} {y} г., {c}", "января мая августа"),
    ("{d} {m} {y} - {c}", "يناير ماي غشت"),
    ("{d} {m} {y} الساعة {c}", "جانفي ماي أوت"),
    ("{d} {m} {y}، {c}", "كانون_الثاني أيار آب"),
    ("{y}年{n}月{d}日 {c}", "- - -"),
)
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@quick
@given(
    st.sampled_from(SPOKEN),
    st.integers(0, 2),
    st.integers(1, 28),
    times("1995-01-01", "2023-01-01"),
)
def test_a_day_and_hour_is_read_in_every_language(
    spoken: tuple[str, str], nth: int, day: int, at: datetime
) -> None:
    form, names = spoken
    month = (1, 5, 8)[nth]
    moment = datetime(at.year, month, day, at.hour, at.minute, tzinfo=UTC)
    called = names.split()[nth].replace("_", " ")
    raw = form.format(d=day, m=called, n=month, y=at.year, c=f"{at:%H:%M}")
    assert parse_date(raw, now=NOW) == moment
    assert parse_date(raw.translate(ARABIC), now=NOW) == moment


@quick
@given(st.lists(times("1995-01-01", "2024-01-01"), min_size=1, max_size=6), st.booleans())
def test_a_feed_of_figures_is_read_in_its_own_order_or_not_at_all(
    moments: list[datetime], first: bool
) -> None:
    raws = [f"{m:%d/%m/%Y}" if first else f"{m:%m/%d/%Y}" for m in moments]
    custom = convention(raws)
    assert custom.day_first in (first, None)
    for raw, moment in zip(raws, moments, strict=True):
        read = parse_date(raw, now=NOW, convention=custom)
        assert read is None or read.date() == moment.date()
        assert read is not None or custom.day_first is None


@settings(max_examples=250, deadline=None)
@given(dates)
def test_every_date_is_believed_or_there_is_a_reason(raw: str) -> None:
    assume(raw.strip())
    assert (parse_date(raw, now=NOW) is None) == (doubt(raw, now=NOW) is not None)


@settings(max_examples=250, deadline=None)
@given(dates)
def test_an_embargo_never_ends_before_the_time_it_names(raw: str) -> None:
    end = embargo(raw, NOW)
    named = parse_date(raw, now=NOW)
    assert end is None or named is None or end >= named


# Words of ordinary sentences, some of which also stand in credits.
PROSE = """
the ferries sail By by again Source reporting Reporting said ( ) March 7 : Rabat RABAT , . writing editing With from
on Monday pier القاهرة قال الوزير عن مصدر كتب le port par avec mercado por con “ ” … ! ?
"""
prose = st.lists(
    st.lists(st.sampled_from(PROSE.split()), min_size=3, max_size=12).map(" ".join),
    min_size=1,
    max_size=4,
)
heads = st.sampled_from(
    [
        "",
        "RABAT, March 7 (MAP) - ",
        "Rabat, 7 mars 2024 (MAP) – ",
        "Madrid, 7 mar (EFE).- ",
        "الرباط 7 مارس (ومع) ـ ",
        "القاهرة - أ ف ب: ",
    ]
)
feet = st.sampled_from(
    [
        "MAP: 07 March 2024",
        "(AFP)",
        "With Reuters",
        "Source : MAP",
        "المصدر: رويترز",
        "Con información de EFE",
        "",
    ]
)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_taking_credits_leaves_one_unbroken_stretch_of_any_text(text: str) -> None:
    assert take_credit(text, (), now=NOW).text in text


@settings(max_examples=200, deadline=None)
@given(prose)
def test_words_that_are_no_credit_stay(lines: list[str]) -> None:
    # Else "By Rabat" could open it, which is how a byline looks, or "Writing by Rabat" close it.
    text = "It was " + "\n".join(lines) + " as it was"
    assert take_credit(text, (), now=NOW).text.split() == text.split()


@settings(max_examples=200, deadline=None)
@given(heads, prose, feet)
def test_credits_go_and_every_other_word_stays(head: str, lines: list[str], foot: str) -> None:
    body = "Officials told the paper so. " + "\n".join(lines) + " as it was"
    credited = take_credit("\n".join(filter(None, [head + body, foot])), (), now=NOW)
    assert credited.text.split() == body.split()
    assert (credited.credit.dateline is not None) == bool(head)
    assert credited.credit.credit_line == (foot or None)
    assert (credited.credit.agency is not None) == bool(head or foot)
