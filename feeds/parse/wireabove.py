"""The head of a wire story whose lines no blank one sets apart: what stands above its dateline.

    URGENT                                          how urgent it is
    BC-Harbour-Ferries, 2nd Ld                      the desk's keyword
    Eds: Updates with quote.                        a note to editors
    Ferries sail again                              the headline
    By JANE ROE
    Associated Press
    (Adds details)                                  a note that readers may see: it stays with the text
    SALTMARSH, March 7 (AP) - The ferries …

A head with any other line is left as it was: it may be a deck, or the text may begin before.
"""

from __future__ import annotations

import re
from itertools import pairwise

from feeds.parse.wiredate import MONTH

Values = list[tuple[str, str]]
_WITHIN = 12  # lines in which the dateline stands
_LONGEST = 250  # characters of a headline
_LONGEST_CUT = 60  # characters of the first half of a dateline
# In Arabic an agency in brackets is one word, or letters: what else stands in them may be a name.
_IN_BRACKETS = (
    r"\s*(?:(?![\u0600-\u06ff])[^\W\d_][^()\n\[\]]{1,24}|[\u0621-\u064a]{2,12}|"
    r"(?:[\u0621-\u064a] ){1,4}[\u0621-\u064a])\s*"
)
# How a dateline looks: RABAT, March 7 (MAP) - The …   (ANSA) - ROMA, …   PARIS, March 7 - The …
_DATELINE = re.compile(
    rf"[ \t]*+(?:(?!\d)[^\W_a-z][^\n()\[\]]{{1,55}}[(\[]{_IN_BRACKETS}[)\]]\s*\.?\s*[-–—ـ_:]"
    r"|[(\[](?:[A-Z]{2,10}[)\]]\s*[-–—]+|[A-Z][A-Za-z]{2,11}[)\]]\s*(?:--|[–—]))\s*[A-ZÀ-Þ]"
    # MOSCOW, March 7. /TASS/. The …   Skagen /ritzau/: Færgen …
    r"|(?!\d)[^\W_a-z][^\n/]{1,55}(?:\.\s*/[^\W\d_]{2,12}/\.|\s/ritzau/:?)\s"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{2,30},\s(?:[^\n]{3,18}|(?=[^\n]{0,40}\d)[A-ZÀ-Þ][^\n]{3,40})\s[-–—]+\s"
    # New Delhi, Mar 7 (PTI) The …
    rf"|[A-ZÀ-Þ][\w'’.\- ]{{2,30}},\s(?i:{MONTH}\s\d{{1,2}}|\d{{1,2}}\s{MONTH})(?:,?\s\d{{4}})?"
    r"\s?\([A-Z]{2,8}\)\s[A-ZÀ-Þ]"
    # 【札幌共同】…   (서울=연합뉴스) …   新华社北京3月7日电 …
    r"|\s*【[^【】\n]{3,15}】|\s*[(\[][가-힣]{1,8}(?: [A-Z]{2,5})?=[가-힣\d]{2,8}[)\]]"
    r"|\s*[（(]?[\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日[电電])"
)
# The same cut after the day, the place or the agency: RABAT, March 7 | (MAP) - The …
_CUT_PLACE = (
    r"[ \t]*(?:[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{2,20},?|"
    r"[A-ZÀ-Þ][\w'’.-]{2,20}(?: [A-ZÀ-Þ][\w'’.-]{1,20}){0,2}(?:, [A-ZÀ-Þ][\w. ]{1,20})?,|"
    r"[\u0621-\u064a]{2,12}(?: [\u0621-\u064a]{2,12})?[,،]?)"
)
_CUT_DAY = rf"(?i:\d{{1,2}}\.?\s{MONTH}|{MONTH}\s\d{{1,2}})"
_CUT = (
    (rf"{_CUT_PLACE}\s{_CUT_DAY},?", rf"[(\[]{_IN_BRACKETS}[)\]]\s*\.?\s*[-–—ـ:]"),
    (rf"{_CUT_PLACE}(?<=[,،])", rf"{_CUT_DAY}\s*[(\[]{_IN_BRACKETS}[)\]]\s*\.?\s*[-–—ـ:]"),
    (rf"{_CUT_PLACE}\s{_CUT_DAY}\s[(\[]{_IN_BRACKETS}[)\]]", r"[-–—]+[ \t]+\S"),
)
_HALVES = tuple((re.compile(f"{first}[ \t]*"), re.compile(f"[ \t]*{rest}")) for first, rest in _CUT)
_URGENCY = re.compile(
    r"\W*(?:(?:urgente?|flash|bulletin|snap|alerte?|alerta|news ?alert|eil(?:meldung)?|priority|priorité|عاجل)\b\W*)+",
    re.IGNORECASE,
)
# What the text is to the one before it: it stays with the text, as a note in brackets.
_STATE = re.compile(
    r"\W*(?:correct(?:ed|ions?|ive)?|refiled?|clarification|errat(?:um|a)|writethru|wrapup|updated?|lead|recasts?|"
    r"adds?(?: details)?|"
    r"correctif|rectificati(?:f|on)|corrigé|annule et remplace|mise à jour|maj|actualisation|"
    r"correcci[oó]n|rectificaci[oó]n|anula y sustituye|actualizaci[oó]n|ampliaci[oó]n|"
    r"corre[cç][aã]o|retifica[cç][aã]o|atualiza[cç][aã]o|correzione|rettifica|aggiornamento|"
    r"korrektur|berichtigung|aktualisiert|aktualisierung|исправление|уточнение|обновление|düzeltme|güncelleme|"
    r"تصحيح|تصويب|استدراك|تحديث|إضافة|\d(?:st|nd|rd|th) (?:ld|lead)(?:[- ]writethru)?)\b ?\d{0,2}\W*",
    re.IGNORECASE,
)
_EVERYDAY = re.compile(r"(?:lead|adds?|updated?|recasts?|maj|wrapup)", re.IGNORECASE)
# A rubric in capitals.
_RUBRIC = re.compile(
    r"\W*(?:BREAKING(?: NEWS)?|EXCLU(?:SIVE|SIF|SIVA|SIVO)|ESCLUSIVA|EXKLUSIV|ANALYS[IE]S?|ANÁLISI?S|ANALISI|ANÁLISE|"
    r"FACTBOX|FEATURE|EXPLAINER|REPORTAGE|INTERVIEW|ENTRETIEN|ENTREVISTA|INTERVISTA|REPEAT|RPT|R[ÉE]P[ÉE]TITION|REPETICI[ÓO]N)\W*"
)
# What kind of text it is, above the headline of one that is sent to editors.
_KIND = re.compile(
    r"\W*(?:(?:press|news|media) release|(?:press|media) statement|"
    r"(?:asx|stock exchange|regulatory|market|company) announcement|communiqu[ée](?: de presse)?|"
    r"nota de (?:prensa|imprensa)|comunicado(?: de prensa)?|comunicato stampa|"
    r"presse(?:mitteilung|meldung|information)|medienmitteilung|пресс-релиз|(?:بيان|بلاغ) صحفي|بلاغ)\W*",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"[A-Z]{2,5}(?: ?\d{3,8}|-\d{1,3})|[a-z]\d{4}"
)  # which message it is, or when it was sent: AFP071030
_JOINED = re.compile(
    r"(?:[A-Z]{2,4}-{1,2})?(?P<slug>[^\W_]+(?:(?:-{1,2}|/)[^\W_]+)+|[^\W_]+(?=/))/?(?:,[ ]?\w[\w -]{0,30})*[=<]?"
)
_TO_EDITORS = re.compile(
    r"(?:with )?(?:[A-Z]{2,4} )?(?:photos?|videos?|graphics?|images?|fotos?)"
    r"(?:,? (?:and )?(?:photos?|videos?|graphics?))*(?:,? [A-Z]{2,5}\d{2,5})*\.?"
    # Not a headline of some: “Editors resign over a cartoon”
    r"|(?:(?:eds?|editors?)(?:['’]s?)?(?:\s?[:.,–—-]|\s+(?:please|notes?)\b)|notes? to editors?\b).{0,300}"
    r"|attention\s?[-–—].{1,200}///?",
    re.IGNORECASE,
)
_TELLS = re.compile(r"kill|withdr|cancel|embargo|hold|advis", re.IGNORECASE)
_CAPITAL_SLUGS = "(EFE)"  # who sets the keyword in capitals, in words, above the headline
_ASIDE = re.compile(r"\([^()]*\)")
# Xinhua's line below the headline, whose hour is Beijing's: Source: Xinhua| 2024-03-07 18:30:00|Editor: …
_SOURCED = re.compile(
    r"source:\s*(?P<source>[^|\n:]{2,40}?)\s*\|\s*\d{4}-\d\d-\d\d[^\n]{0,80}", re.IGNORECASE
)
_FEW = 2  # words: of a keyword
_MANY = 4  # words: a headline, no keyword
_NOTE = re.compile(r"\([^()]{3,200}\)")
_DECK = re.compile(
    r"(?:Utl|Untertitel)\.?: ?(?P<deck>\S.{2,200}?)[ =]*"
)  # APA's line below the headline
_BY = re.compile(r"(?:by|par|por|di|von)\s+(?P<names>\S.{2,80})", re.IGNORECASE)
_AGENCY = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}")


def is_urgency(line: str) -> bool:
    """Whether a line says how urgent a story is, and nothing else."""
    return _URGENCY.fullmatch(line) is not None


def state_of(line: str) -> str | None:
    """What a line that says nothing else says of the text before it: that this corrects or updates it; as a note.

    >>> state_of("CORRECTION"), state_of("2nd Ld-Writethru"), state_of("Update your boat")
    ('(CORRECTION)', '(2nd Ld-Writethru)', None)
    """
    if _STATE.fullmatch(line) is None or (_EVERYDAY.fullmatch(line) and not line.isupper()):
        return None
    return f"({line.strip(' -–—:*()')})"


def names_its_kind(line: str) -> bool:
    """Whether a line says that a press release or an analysis follows, and nothing else.

    >>> names_its_kind("NOTA DE PRENSA"), names_its_kind("Press release rules change")
    (True, False)
    """
    return _KIND.fullmatch(line) is not None or _RUBRIC.fullmatch(line) is not None


def opens_with_dateline(line: str) -> bool:
    """Whether a line looks as if a dateline opened it."""
    return _DATELINE.match(line) is not None


def are_halves(line: str, below: str) -> bool:
    """Whether a line and the one below it begin with the two halves of a dateline."""
    return len(line) <= _LONGEST_CUT and any(
        first.fullmatch(line) and rest.match(below) for first, rest in _HALVES
    )


def with_whole_dateline(story: str) -> str:
    """The story with a dateline on one line that a line's end had cut in two, or a paragraph's.

    >>> with_whole_dateline("RABAT, March 7\\n(MAP) - They sail.")
    'RABAT, March 7 (MAP) - They sail.'
    """
    lines = story.split("\n", _WITHIN)
    said = [number for number, line in enumerate(lines[:_WITHIN]) if line.strip()]
    for number, following in pairwise(said):
        line, below = lines[number], lines[following]
        if are_halves(line, below):
            whole = f"{line.rstrip()} {below.lstrip()}"
            return "\n".join([*lines[:number], whole, *lines[following + 1 :]])
    return story


def take_above(story: str) -> tuple[Values, str] | None:
    """What the lines above the dateline say, and the rest; None where they are no such head.

    >>> take_above("Ferries sail again\\nBy Jane Roe\\nRABAT, March 7 (MAP) - They sail.")
    ([('title', 'Ferries sail again'), ('byline', 'Jane Roe')], 'RABAT, March 7 (MAP) - They sail.')
    """
    lines = story.strip("\n").split("\n")
    place = next((n for n, line in enumerate(lines[:_WITHIN]) if opens_with_dateline(line)), 0)
    head = [" ".join(line.split()) for line in lines[:place] if line.strip()]
    if not head:
        return None
    notes = [line for line in head if _NOTE.fullmatch(line)]
    notes = notes if len(notes) < len(head) else head[1:]  # one is the headline
    head = [line for line in head if line not in notes]
    states = [line for line in head if state_of(line)]
    if len(states) < len(head):
        head = [line for line in head if line not in states]
        notes = [*filter(None, map(state_of, states)), *notes]
    head = [line for line in head if not _to_editors(line)]
    values = _said(head, keyword=_CAPITAL_SLUGS in lines[place])
    return (values, "\n\n".join([*notes, "\n".join(lines[place:])])) if values else None


def _said(head: list[str], *, keyword: bool) -> Values:
    """The values of the head's lines; none where one is of no known kind.

    ``keyword`` says that one in capitals may stand first.
    """
    foot: Values = []
    if len(head) > 2 and _BY.fullmatch(head[-2]) and _AGENCY.fullmatch(head[-1]):
        foot.append(("credit", head.pop()))
    if len(head) > 1 and (sourced := _SOURCED.fullmatch(head[-1])):
        foot.append(("credit", sourced["source"]))
        head.pop()
    if len(head) > 1 and (deck := _DECK.fullmatch(head[-1])):
        foot.insert(0, ("deck", deck["deck"]))
        head.pop()
    if len(head) > 1 and (by := _BY.fullmatch(head[-1])):
        foot.insert(0, ("byline", by["names"]))
        head.pop()
    if len(head) > 1 and _STAMP.fullmatch(head[0]):
        head.pop(0)
    if len(head) > 1 and (is_urgency(head[0]) or names_its_kind(head[0])):
        head.pop(0)
    slug = _JOINED.fullmatch(head[0]) if len(head) > 1 else None
    values = [("slug", slug["slug"])] if slug else []
    if keyword and not slug and len(head) > 1 and _is_keyword(head[0]):
        values.append(("slug", head[0]))
    head = head[1:] if values else head
    if len(head) == 2 and head[0].isupper() and len(head[0].split()) >= _MANY and _is_deck(head[1]):
        foot.insert(0, ("deck", head.pop()))
    if len(head) != 1 or not 2 < len(head[0]) <= _LONGEST or head[0].endswith((".", ":", ";", ",")):
        return []
    return [*values, ("title", head[0].rstrip(" =<")), *foot]


def _is_keyword(line: str) -> bool:
    """Whether a line is one or two words that a desk files a story under, in capitals or not."""
    return _ASIDE.sub("", line).isupper() or len(line.split()) <= _FEW


def _is_deck(line: str) -> bool:
    """Whether a line below a headline in capitals goes on as one, and is no sentence."""
    return len(line) <= _LONGEST and not line.isupper() and not line.endswith((".", ":", ";", ","))


def _to_editors(line: str) -> bool:
    """A note that tells nothing of how the story is to be handled."""
    return _TO_EDITORS.fullmatch(line) is not None and not _TELLS.search(line)
