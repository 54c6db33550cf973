"""The title that a story came with, or a headline where it has none: the first sentence of its lead."""

from __future__ import annotations

import re

from feeds.model.atom import FeedMeta
from feeds.model.entry import Entry
from feeds.normalize import agencies, html
from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE, ends_sentence, fold, without_links, words

_LONGEST_TITLE = 1000  # characters
_FEW = 2  # words of a title, its dash included
_LONGEST = 110  # characters of a sentence that is taken whole
_CUT = 100
_NEARLY = 12  # characters that two forms of one title may differ by: quotes, points
# What systems set where nobody wrote one, and what programs print of a value that is none, spelled as they do: a
# film may be called Undefined, a headline may be NONE.
_NO_TITLE = re.compile(
    r"[\s.\-_–—…*#|/·•]+|[\[(<]?(?:untitled|no (?:title|subject|headline)|sans titre|sin t[ií]tulo|sem t[ií]tulo|"
    r"senza titolo|(?:ohne|kein) titel|без (?:названия|заголовка)|بدون عنوان|無題|无标题|"
    r"(?-i:null|NULL|undefined|none|None|object Object))[\])>]?",
    re.IGNORECASE,
)
_HOST = re.compile(r"//([^/?#\s]+)")  # also of what is no address: a bad one is no reason to fail
# Signs that end one without a space behind them do not within brackets.
_END = re.compile(
    rf"(?<=[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}])\s?[»”\"]?(?=\s|$)|(?<=[{ENDS_ANYWHERE}])(?![」』”）)\"])"
)
_FULL_STOPS = ".。।॥။។።۔։"


def own_title(entry: Entry) -> str:
    """The title it came with, on one line; an empty string if it has none.

    The name of whom it was taken from, set off at its end, is none of it (``Ferries sail - Gazette``).
    """
    if entry.title is None:
        return ""
    markup = entry.title.type == "html"
    title = html.one_line(entry.title.value, _LONGEST_TITLE, markup=markup)
    if _NO_TITLE.fullmatch(title):
        return ""
    taken_from = html.one_line(entry.source.title, _LONGEST_TITLE) if entry.source else ""
    if taken_from and title.casefold().endswith(taken_from.casefold()):
        bare = title[: -len(taken_from)]
        set_off = len(bare.split()) > _FEW and bare.endswith((" - ", " – ", " — ", " | "))
        if set_off and not _names_a_subject(taken_from, entry):
            return bare[:-3].rstrip()
    return title


def _names_a_subject(word: str, entry: Entry) -> bool:
    """Whether what an entry calls its source is a single word that no address has, that source's or, where it states
    none, the entry's own: a rubric such as Gaza, which may stand in a headline as well, and no outlet or agency.
    """
    name, of = _plain_letters(word), entry.source or FeedMeta()
    stated = [one for one in (of.link, of.self_link) if one]
    addresses = stated or [link.href for link in entry.links]
    hosts = [found[1] for one in addresses if (found := _HOST.search(one))]
    if " " in word or not name.isascii() or agencies.titled(word):
        return False
    return not any(name in _plain_letters(host) for host in hosts)


def _plain_letters(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())


def headline(text: str) -> str:
    """A headline from the lead (paragraphs on lines) but the addresses and tags behind it, cut at a word; empty where
    there is no text.

    >>> headline("Gen. Roe left the U.S. on Monday. He will be back.")
    'Gen. Roe left the U.S. on Monday'
    """
    sentence = without_links(_first_sentence(text.partition("\n")[0].strip()))
    if len(sentence) <= _LONGEST:
        return sentence.rstrip(_FULL_STOPS)
    return sentence[:_CUT].rsplit(" ", 1)[0].rstrip(" ,;:،-–") + "…"


def without_title(
    text: str, title: str, taken_from: str | None = None, *, listed: bool = False
) -> str:
    """The text (paragraphs on lines) without a first line that repeats its title, which would hide a dateline.

    Where that is all, or the first of a list (``listed``), and whom it was ``taken_from`` stands behind it, as in news
    searches, that name is no word of it, nor is what others call the news.

    >>> without_title("Ferries sail\\nRABAT (MAP) - They do.", "Ferries Sail")
    'RABAT (MAP) - They do.'
    >>> without_title("Ferries sail Gazette", "Ferries sail", "Gazette")
    'Ferries sail'
    """
    first, _, rest = text.partition("\n")
    if taken_from and title and first.startswith(title) and (listed or not rest):
        behind = first[len(title) :].strip()
        return title if behind.casefold() == taken_from.strip().casefold() else text
    if not rest.strip() or abs(len(first) - len(title)) > _NEARLY:
        return text
    wanted = [*words(title)]
    return rest if wanted and [*words(first)] == wanted else text


def _first_sentence(lead: str) -> str:
    for end in _END.finditer(lead):
        sentence = lead[: end.end()]
        if ends_sentence(lead[: end.start()], lead[end.end() :]):
            return sentence
    return lead
