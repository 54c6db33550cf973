"""What wires dress a plain-text story in, head and foot: telex codes, carets, release notes, end marks.

ZCZC MDW0123 4 POL /MDW-HARBOUR/            the beginning of a telex
^BC-Harbour, 1st Ld-Writethru,0456<         the slug, headline and byline of ANPA 1312
EMBARGOED UNTIL 1200 GMT, THURSDAY 7 MARCH 2024
…
-30-   ###   ENDS   (more)   jd/mk/ab       the end, or who typed it
Media contact: …                            whom to ask: feeds.parse.wirecontact
AFP 071030 GMT MAR 24                       when it was sent
"""

from __future__ import annotations

import re
from itertools import dropwhile, pairwise, takewhile

from feeds.parse.wireabove import opens_with_dateline
from feeds.parse.wirecontact import is_release, without_contacts
from feeds.parse.wiredate import take_day
from feeds.parse.wiredesk import without_desk_notes
from feeds.parse.wireexchange import without_exchange
from feeds.parse.wirenotes import (
    embargo_beside,
    embargo_in,
    embargo_noted,
    embargo_on,
    embargo_until_month,
    is_headline_of,
    names_no_end,
    status_ordered,
)

Values = list[tuple[str, str]]
_LONGEST_HEADLINE = 120  # characters; what is longer is told
_WITHIN = 8  # lines of a head in which a note may stand, whatever they are
_LONGEST_HEAD = 40  # lines of one that goes on below, as with an address
_TOLD = 50  # characters of a line that is told, if it is a sentence or goes on below
# Its first line, routing codes below it; or the header of IPTC 7901 whose control characters are lost.
_TELEX = re.compile(
    r"\s*(?:ZCZC(?![a-z])[^\n]*(?:\n|$)(?:[A-Z]{3}[ \t]*\n"
    r"(?:(?=[^\n]{0,80}\d)[A-Z\d]{1,4}(?:[ \t]+[A-Z\d]{1,4})*[ \t]*\n)?"
    r"|[A-Z]{3}\d{5,17}_[A-Z]{3}_[A-Z]{4}[ \t]*\n(?:[A-Z](?: [A-Z\d]{3,4}){2,4}[ \t]*\n)?)?"  # ANSA's
    r"|[A-Za-z]\d{4}[a-z-]{2,8}[ \t]*\n[a-z] [a-z] ?[^\n]{3,80}\d\d-\d\d(?: +\d{3,4})?[ \t]*\n"  # ANPA 1312's
    r"|(?:[a-z]{2,4}\d{3,4} +[1-9] +[a-z]{1,3}|[A-Z]{2,4}\d{3,4} +[1-9] +[A-Z]{1,3})"
    r" +\d{1,5}\b[^\n]{0,100}\n)"
)
_OF_DPA = re.compile(r" (dpa)(?:-[a-z]{2,4})? \d{3,4}[ \t]*$", re.MULTILINE)
_FILL = re.compile(r"(?<![ \t])[ \t]+=[ \t]*$", re.MULTILINE)  # no address may lose its last sign
_TOPICS = re.compile(r"\s*(?P<slug>[^\s/][^\n]{1,80})/[ \t]*\n(?=[ \t]*\S)")  # Harbour/Ferries/
_CARET = re.compile(r"[ \t]*\^(?P<said>[^\n<=]*)[<=]?[ \t]*$")
_SLUG = re.compile(
    r"(?:[A-Z]{2}-{1,2})?(?P<slug>[\w'/-]+(?:-[\w'/]+)*)(?:,[ \w,-]*)?|"
    # Of several words: with its length at the end, or the cycle that it is for before it.
    r"(?:[A-Z]{2}-{1,2}(?=.*,\s?\d{2,4}$)|(?:BC|AM|PM)-{1,2})(?P<spaced>[\w'/ -]{3,60})(?:,[ \w,-]*)?"
)
# The same without its caret, above lines that have one: BC-Harbour,1st Ld-Writethru,250
_SLUG_LINE = re.compile(r"(?:[A-Z]{2}-{1,2})(?P<slug>[\w'/-]+)(?:,[ \w,-]*)?[<=]?")
_NOTE = re.compile(r"eds|note|ed:", re.IGNORECASE)  # to editors
_ADVANCE = re.compile(r"adv ?\d{2}(?:-\d{2})?", re.IGNORECASE)  # the day of an advance: ADV09
_BY = re.compile(r"(?:by|par|por)\s+", re.IGNORECASE)
_FREE = re.compile(r"\W*for immediate release\W*$", re.IGNORECASE)
# A line of nothing else; it is a headline where the story speaks of an embargo besides.
_LIFTED = re.compile(
    r"\W*(?:embargo (?:is |has been |now )*(?:lifted|over|expired)|l?[’']?embargo (?:est |a été )?levé|"
    r"embargo (?:levantado|levantada|suspenso|revocato|rimosso|tolto|aufgehoben)|sperrfrist (?:aufgehoben|abgelaufen)|"
    r"эмбарго снято|(?:تم )?رفع (?:حظر النشر|الحظر(?: عن النشر)?))\W*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"embargo date\b(?!.*\d[:h.]\d\d\b)", re.IGNORECASE)
_TOLD_OF = re.compile(
    r"\W*(?:(?:an?|the|its|this|that|\w+['’]s?)\s+)?(?:[\w-]+\s+){0,2}"
    r"embargo(?:es)? (?:on|against|imposed)\b(?! (?:this|the (?:report|release|study|story)))",
    re.IGNORECASE,
)
_OF_EMBARGOES = re.compile("embargo|sperrfrist|эмбарго|حظر", re.IGNORECASE)
_END = re.compile(
    r"[ \t]*(?:-{1,2}\s?30\s?-{1,2}|-\s?0\s?-|#\s?#(?:\s?#)*|"
    r"[-–—/(\[]*\s?(?:ENDS?|FIN|FINAL|ENDE|MORE|more|[Ee]nds?)\s?[-–—/)\]]*|"
    r"(?:[A-Z]{2,6}-[A-Z]{2}-)?\d\d-\d\d-\d\d\s+\d{4}[A-Z]{3,4}<?|"
    r"\(\([^()\n]{3,200}\)\)|Keywords: [^\n]{1,200}|"  # Reuters: whom to ask, what it is filed under
    r"\(Schluss\)(?: [a-z/]{2,20})?|Enditem|"
    r"dpa(?:[-/][a-z]{2,4})?(?: [a-z\d]{1,4}){2,6}|"  # who worked on it
    r"[A-Z]{1,3}\d{1,3}-[A-Z]{2,3}|"  # the same on ANSA's wire
    r"XXX|x-x-x|انتهى|/{1,2}\s?انتهى\s?/{1,2}|\(انتهى\)|\d{1,2}:\d{2} ?ت ?مـ?|"
    r"[a-z]{2,4}(?:[-/][a-z]{2,4}){1,4}|[A-Z]{2,4}/[a-z]{2,4}(?:/[a-z]{2,4})*)[ \t]*$"
)
# When it was sent: AFP 071030 GMT MAR 24   07-MAR-24 10:30   APA0123  2024-03-07/10:30   AP-NY-03-07-24 0530EST<
_SENT = re.compile(
    r"[ \t]*(?:[A-Za-z]{2,6} |[A-Z]{3}\d{4}[ \t]+(?=\d{4}-))?(?P<when>"
    r"\d{6} ?(?:[A-Za-z]{1,4} )?[^\W\d_]{3}\.? \d{2}(?:\d{2})?|"
    r"\d{1,2}-[A-Z]{3}-\d{2}(?:\d{2})? \d{1,2}:\d{2}|\d{4}-\d\d-\d\d/\d\d:\d\d)[ \t]*|"
    r"[ \t]*[A-Z]{2,6}-[A-Z]{2}-(?P<mo>\d\d)-(?P<d>\d\d)-(?P<y>\d\d)\s+(?P<h>\d\d)(?P<mi>\d\d)(?P<z>[A-Z]{3,4})<?[ \t]*"
)
_BELOW_MARK = (
    (re.compile(r"\d{1,2}:\d{2} ?ت ?مـ?\s*$"), re.compile(r"\d{3,4}")),
    (re.compile(r"\(ANSA\)\.?\s*$"), re.compile(r"[A-Z]{2,4}(?:-[A-Z]{2,4})?")),
)
_RUN_IN_END = re.compile(r"(?<=[.!?”\"])\s{1,3}Enditem\s{0,3}$")  # Xinhua's
_MOST_ENDS = 3


def undress(story: str) -> tuple[Values, str]:
    """What the dress says, and the story without it.

    >>> undress("EMBARGOED UNTIL 1200 GMT, 7 MARCH 2024\\n\\nThe port reopened.\\n-30-")
    ([('embargo', '1200 GMT, 7 MARCH 2024')], 'The port reopened.')
    """
    values: Values = []
    telex = _TELEX.match(story)
    if telex and (service := _OF_DPA.search(telex[0])):
        values.append(("credit", service[1]))
    story = _below_header(story[telex.end() :], values) if telex else story
    lines = story.strip("\n").split("\n")
    before, release = lines, is_release(lines)
    lines = without_exchange(lines, values)
    lines = _without_lifted(lines, values)
    lines = _without_notes(lines, values)
    day, lines = take_day(lines)
    values += [("sent", day)] if day else []
    for _ in range(_MOST_ENDS):
        if len(lines) < 2 or not (sent := _SENT.fullmatch(lines[-1])):
            break
        values.append(("sent", _when(sent)))
        lines = "\n".join(lines[:-1]).rstrip().split("\n")
    lines = without_desk_notes(lines)
    bare = without_contacts(lines, _END, release=release)
    # Below a contact that stood above, the head goes on.
    lines = lines if bare == lines else _without_notes(bare, values)
    lines = _without_number(lines)
    ends = 0
    while len(lines) > 1 and ends < _MOST_ENDS and _END.match(lines[-1]):
        lines.pop()
        ends += 1
        while lines and not lines[-1].strip():
            lines.pop()
        lines = without_contacts(lines, _END, release=release)
    if lines and "Enditem" in lines[-1] and (run_in := _RUN_IN_END.search(lines[-1])):
        lines = [*lines[:-1], lines[-1][: run_in.start()]]
    changed = lines != before or telex
    return values, "\n".join(lines).strip("\n") if changed else story


def _below_header(story: str, values: Values) -> str:
    """What stands below a message's header, without the line of its topics and the sign that ends lines of a head."""
    story = _FILL.sub("", story)
    if topics := _TOPICS.match(story):
        values.append(("slug", topics["slug"]))
        return story[topics.end() :]
    return story


def _without_number(lines: list[str]) -> list[str]:
    """Without the last line, where it is what a desk sets below its mark: SPA's number below when it was sent,
    ANSA's initials below the agency.
    """
    written = [line for line in lines[-_WITHIN:] if line.strip()][-2:]
    known = len(written) > 1 and any(
        last.fullmatch(written[1].strip()) and above.search(written[0])
        for above, last in _BELOW_MARK
    )
    return "\n".join(lines).rstrip().rpartition("\n")[0].rstrip().split("\n") if known else lines


def head_lines(lines: list[str], least: int = _WITHIN) -> int:
    """How many of the first lines may hold a note: the ``least``, and those below as long as nothing is told."""
    for number, (line, below) in enumerate(pairwise([*lines[:_LONGEST_HEAD], ""])):
        if _is_told(line, below) and embargo_in(line) is None:
            return max(number, least)
    return max(_LONGEST_HEAD, least)


def _is_told(line: str, below: str) -> bool:
    """Whether a line is of a text, and not of a head, a letterhead or an address."""
    length = len(line.strip())
    if length > _LONGEST_HEADLINE or opens_with_dateline(line):
        return True
    return length > _TOLD and bool(below.strip() or line.rstrip()[-1] in '.!?…»”"')


def is_heading(line: str, above: list[str]) -> bool:
    """Whether a line that names an embargo and no end stands below sentences of the story, whose heading it is."""
    return names_no_end(line) and any(_is_told(one, "") for one in above)


def tells_of_embargo(line: str, below: list[str]) -> bool:
    """Whether a first line “Embargo date: …” is the headline of a story that tells of an embargo on something: it has
    no other, no hour, and its text begins with that embargo. What is told of it (“A study shows that the embargo …”) is
    a release under one.

    >>> tells_of_embargo("Embargo date: 3 May", ["", "The embargo on steel begins in May, a ministry has said today."])
    True
    """
    text = [one for one in below if one.strip()]
    told = bool(text) and _is_told(text[0], "")
    return told and _DATED.match(line) is not None and _TOLD_OF.match(text[0]) is not None


def _without_notes(lines: list[str], values: Values) -> list[str]:
    """The lines without the notes in their head, whose values go to ``values``."""
    within = head_lines(lines)
    return [*_head(lines[:within], values), *lines[within:]]


def _without_lifted(lines: list[str], values: Values) -> list[str]:
    """The lines without one that says that the embargo is over, which overrules one that names its end. Below words
    of the story it is a heading in them; right above them, where no embargo was, it may be the headline.
    """
    head = [*takewhile(lambda line: len(line) <= _LONGEST_HEADLINE, lines[:_WITHIN])]
    places = [n for n, line in enumerate(head) if _LIFTED.match(line)]
    if not places:
        return lines
    left = [line for n, line in enumerate(lines) if n not in places]
    spoken_of = [line for line in left if _OF_EMBARGOES.search(line)]
    of_it = any(embargo_in(line) is None for line in spoken_of)
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    alone = places == [first] and not any(map(str.strip, head[first + 1 :]))
    if of_it or (alone and not spoken_of and not lines[first].isupper()):
        return lines
    values.append(("embargo", "lifted"))
    return left


def _head(lines: list[str], values: Values) -> list[str]:
    """The lines that are no notes; what those say goes to ``values``."""
    left: list[str] = []
    anpa = any(map(_CARET.match, lines))
    joined = _joined(lines)
    for number, line in enumerate(joined):
        slug = _SLUG_LINE.fullmatch(line.strip()) if anpa and not left else None
        if slug and not any(name == "slug" for name, _ in values):
            values.append(("slug", slug["slug"]))
            continue
        caret, embargo = _CARET.match(line), embargo_in(line)
        if embargo is None and not left:
            below = next((one for one in joined[number + 1 :] if one.strip()), "")
            embargo = embargo_until_month(line, below)
        if embargo == "" and is_heading(line, left):
            embargo = None
        if embargo and not left and tells_of_embargo(line, joined[number + 1 :]):
            embargo = None
        ordered = status_ordered(line) if not left else None
        if ordered and _heads(line, joined[number + 1 :]):
            ordered = None
        beside = embargo_beside(line) if embargo is None else None
        if caret and _is_within(caret["said"].strip(), values, left):
            left += ["", caret["said"].strip(), ""]
        elif caret:
            values += _caret(caret["said"].strip(), values) + _noted(caret["said"].strip())
        elif embargo is not None:
            values.append(("embargo", embargo))
        elif beside:
            values.append(("embargo", beside[0]))
            left.append(beside[1])
        elif ordered:
            values.append(("status", ordered))
        elif left and (sent := _SENT.fullmatch(line)):  # below the headline: 07-MAR-24 10:30
            values.append(("sent", _when(sent)))
        elif _FREE.match(line):
            continue
        else:
            left.append(line)
    return left


def sent_in(line: str) -> str | None:
    """When a story was sent, by the line of nothing else that says so; None for any other.

    >>> sent_in("AP-NY-03-07-24 0530EST<")
    '2024-03-07 05:30 EST'
    """
    found = _SENT.fullmatch(line)
    return _when(found) if found else None


def _when(sent: re.Match[str]) -> str:
    """When it was sent, as dates are written elsewhere: New York's line has the month first."""
    if sent["when"]:
        return sent["when"].replace("/", " ")
    century = "19" if sent["y"] > "69" else "20"
    return f"{century}{sent['y']}-{sent['mo']}-{sent['d']} {sent['h']}:{sent['mi']} {sent['z']}"


def _heads(line: str, below: list[str]) -> bool:
    """Whether a line that may be an order is the headline of what stands below it."""
    written = [*dropwhile(lambda one: not one.strip(), below)]
    text = [*takewhile(lambda one: one.strip(), written)]
    if not text or opens_with_dateline(text[0]):
        return False
    more = any(one.strip() for one in written[len(text) :])
    return is_headline_of(line, "\n".join(text), more=more)


def _joined(lines: list[str]) -> list[str]:
    """The lines, with an embargo on one whose end stands below it."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    for number, below in pairwise(written):
        line, end = lines[number].strip(), lines[below].strip()
        if not embargo_in(line) and embargo_on(line, end):
            return [*lines[:number], f"{line} {end}", *lines[below + 1 :]]
    return lines


def _noted(said: str) -> Values:
    """What a line of ANPA's head orders: an embargo, or to kill the story."""
    until, ordered = embargo_noted(said), status_ordered(said)
    orders = (("embargo", until), ("status", ordered))
    return [(name, value) for name, value in orders if value is not None]


def _is_within(said: str, values: Values, above: list[str]) -> bool:
    """Whether a line of a caret stands within the text, whose heading it is: below words, and below the headline."""
    titled = any(name == "title" for name, _ in values)
    note = _NOTE.match(said) or _BY.match(said) or _ADVANCE.fullmatch(said)
    told = not note and embargo_in(said) is None and not _noted(said)
    return bool(said and titled and told and any(map(str.strip, above)))


def _caret(said: str, values: Values) -> Values:
    """A line of ANPA's head: the slug first, then headline and byline, notes to editors."""
    if not said or _NOTE.match(said) or _ADVANCE.fullmatch(said):
        return []
    if embargo_in(said) is not None:
        return []
    if by := _BY.match(said):
        return [("byline", said[by.end() :].strip())]
    named = {name for name, _ in values}
    if (slug := _SLUG.fullmatch(said)) and not named:
        return [("slug", slug["slug"] or slug["spaced"])]
    return [] if "title" in named else [("title", said)]
