"""What notes to editors order: not to print a story before a time, or not at all.

EMBARGOED UNTIL 1200 GMT, THURSDAY 7 MARCH 2024
Ne pas publier avant le 7 mars 2024 à 12h00
EDITORS: please kill this story
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feeds.parse.wireabroad import embargo_abroad
from feeds.parse.wireends import is_end, is_month, is_quoted, tells_day, tells_hour

_LONGEST_LINE = 300  # characters of a line that names an embargo
_LONGEST_ORDER = 120  # characters of a line that orders what is to be done with a story
_LONGEST_NOTE = 2000  # characters
# What an embargo is called where its end follows: EMBARGOED UNTIL 1200 GMT, Sperrfrist: 7. März, 12 Uhr.
_CALLED = (
    r"(?:(?:under|sous|sotto|sob|bajo)\s+(?:strict\s+)?embargo|"
    r"embargo(?:ed(?: (?:press|news|media) (?:release|statement))?)?|embargad[oa]|embargat[oa]|gesperrt|"
    r"(?:sende)?sperrfrist|(?:под\s+)?эмбарго(?!\D*\d{4}\D*$)|(?:محظور|يحظر|يمنع|ممنوع|حظر)\s+(?:ال)?نشره?)"
)
_UNTIL = (
    r"(?:until|till|to|for|jusqu['’ ]?(?:aux?|à|a|en)?|hasta(?: el| las?)?|fino (?:al(?:le(?: ore)?)?|a)|"
    r"até(?: [oà]s?)?|bis(?: zum)?|до|حتى|قبل|:)"
)
_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# A day or an hour directly after FOR RELEASE; anything else there is a sentence (“For release of hostages …”).
_DAY_OR_HOUR = (
    rf"(?:{_WEEKDAYS}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?=\D*\d)|\d{4}-\d{2}-\d{2}|"
    r"\d{1,2}(?P<by>[/.-])\d{1,2}(?P=by)\d{2,4}|\d{1,2}[:.]\d{2}\b|\d{1,2}(?:[:.]?\d{2})?\s?(?:[ap]\.?m\b|gmt|utc|hrs|h\b))"
)
# What says so of itself: “This press release is”, before “embargoed until”.
_ITSELF = (
    r"(?:please note\W{1,3}(?:that )?)?(?:(?:this|the)(?: (?:press|news|media|following|above|attached))?"
    r" (?:releases?|stor(?:y|ies)|report|text|article|contents?|information|material|document|study|paper|advisory|"
    r"copy|item|statement|announcement)(?: (?:of|in) this [a-z]{4,12}(?: [a-z]{4,12})?)? (?:is|are|remains?)"
    r"|c(?:e|ette) (?:communiqué|texte|dépêche|article|information|document|étude|rapport)(?: de presse)? est"
    r"|est[ea] (?:comunicado|texto|nota|información|artículo|notícia)(?: de (?:prensa|imprensa))? está"
    r"|quest[oa] (?:comunicato|testo|notizia)(?: stampa)? è"
    r"|dies(?:er?|es) (?:text|meldung|pressemitteilung|mitteilung|beitrag|artikel|information) (?:ist|unterliegt einer)"
    r"|(?:этот|данный) (?:текст|материал|пресс-релиз)(?: находится)?|هذا (?:البيان|الخبر|النص)) "
)
# The kind of text that it is, on the same line: PRESS RELEASE - EMBARGOED UNTIL 1200 GMT, 7 MARCH
_KIND_NAMED = (
    r"(?:(?:press|news|media) (?:release|statement)|communiqué(?: de presse)?|"
    r"nota de (?:prensa|imprensa)|comunicado(?: de (?:prensa|imprensa))?|comunicato stampa|"
    r"pressemitteilung|medienmitteilung|пресс-релиз|(?:بيان|بلاغ) صحفي)"
)
_KIND = rf"(?:{_KIND_NAMED}\W+)?"
_KIND_ALONE = re.compile(rf"\W*{_KIND_NAMED}\W*", re.IGNORECASE)
# An order not to print it, before its end.
_NOT_BEFORE = (
    r"(?:please )?(?:do not|don['’]t|not to be|must not be|may not be) (?:publish|releas|us|broadcast|print|distribut)"
    r"(?:ed?)? (?:before|until|prior to)"
    r"|not for (?:broadcast|transmission|distribution) (?:before|until)"
    r"|(?:[àa] |merci de |prière de )?ne (?:pas|rien) (?:publier|diffuser|utiliser) avant(?: le)?"
    r"|no (?:publicar|difundir|usar|utilizar) (?:antes de(?:l| las?)?|hasta(?: el| las?)?)"
    r"|(?:da )?non (?:pubblicare|diffondere|utilizzare) prima d(?:el(?:le)?|i)"
    r"|não (?:publicar|divulgar|utilizar) (?:antes d(?:[aeo]s?)|até(?: [oà]s?)?)"
    r"|не (?:публиковать|распространять|использовать) (?:до|ранее|раньше)"
    r"|(?:لا (?:تنشر|ينشر)|(?:يرجى )?عدم النشر) (?:قبل|حتى)"
    r"|(?:bitte )?nicht vor(?: dem)?(?=.{5,60} (?:zu )?(?:veröffentlichen|verwenden|senden)\W*$)"
    r"|(?:(?:zur )?veröffentlichung )?frei(?:gegeben)?(?: zur veröffentlichung)? (?:ab|für)(?: dem)?"
    r"(?=[^\d]{0,15}\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d]{3,9})\s?\d{4}\b)"
)
_EMBARGO = re.compile(
    rf"\W*(?:(?:note|nota|hinweis|ملاحظة|eds?\.?|editors?)\s?:\s?)?{_KIND}(?:{_ITSELF})?(?:strict(?:ly)?\s+)?(?:{_CALLED}\W*{_UNTIL}\s?(?:release\b\W*(?:until|before|at|on)?)?"
    rf"|{_CALLED}\W+(?=not for (?:publication|release|use) |{_NOT_BEFORE})"
    r"|(?:embargo|sperrfrist|эмбарго)(?:\s+(?:le|on|am|el|il))?(?=\s+(?:[•·|–—-]\s+)?\d{1,4}\b[^\n]*\d)"
    r"|(?:not )?for (?:publication|release|use) (?:before|until|after|at|on)|hold (?:for release )?until|hfr(?= \d)"
    rf"|(?:hold )?for (?:publication|release)\W+(?={_DAY_OR_HOUR})"
    rf"|{_NOT_BEFORE}|embargo (?:expir(?:es|y)|ends?|lifts?|date|time)(?: date|(?: and |/)?time)?\s?:"
    r"|embargo (?:(?:will|to) be |is )?(?:lift(?:s|ed)|expires|ends) at (?=\d{1,2}(?:[:.h]?\d{2}|\s?[ap]\.?m))"
    r")\W*(?P<until>[^\n]{3,100}?)(?: (?:zu )?(?:veröffentlichen|verwenden|senden))?[\s)\]*.]*$",
    re.IGNORECASE,
)
_AGAIN = re.compile(rf"(?<!\w)(?:strictly\s+)?{_UNTIL}\s+(?=\d|{_WEEKDAYS})", re.IGNORECASE)
# A line of nothing else: held until further notice.
_HELD = re.compile(
    rf"\W*{_KIND}(?:strict(?:ly)?\s+)?(?:embargoed(?: (?:press|news|media) (?:release|statement))?|"
    r"under (?:strict )?embargo|hold for release|sous embargo|"
    r"sotto embargo|bajo embargo|sperrfrist|под эмбарго|(?-i:EMBARGO)|محظور النشر)\W*$",
    re.IGNORECASE,
)
# A line in capitals of nothing else; in other scripts, which have none.
_TAKEN_BACK = re.compile(
    r"(?:(?:BULLETIN|URGENT|FLASH|MANDATORY|ADVISORY|NEWS|STORY|ALERT|DÉPÊCHE|MELDUNG|NOTICIA|ACHTUNG|REDAKTIONEN|HABER)"
    r"[ :–-]{1,3})*(?:AVIS D['’])?"
    r"(?:(?:KILL(?:ED)?|WITHDRAWN|CANCEL(?:L?ED)?|ANNULATION|ANNULÉE?|ANULACIÓN|ANULAD[AO]|ANNULLAMENTO|ANNULLATO|ANULAÇÃO|"
    r"ZURÜCKGEZOGEN|ANNULLIERT|АННУЛИРОВАНО|إلغاء|ملغاة?|İPTAL(?:İ|DİR)?|INGETROKKEN|ANULOWAN[EYA]|WYCOFAN[EYA]|"
    r"TILLBAKADRAGEN|TRUKKET TILBAKE|TILBAGETRUKKET|撤稿(?:通知|声明|聲明)?|(?:記事|全文)?取り消し|"
    r"(?:기사|전문) ?(?:취소|삭제))[ :–-]{0,3}){1,3}(?:STORY|NOTICE|ITEM|COPY|NOTICIA|NOTA|DÉPÊCHE|MELDUNG)?"
)
# The same as headlines have it, of flights, of a player, of a product.
_HEADLINE_TOO = re.compile(
    r"KILLED|WITHDRAWN|CANCELL?ED|ANNULÉE?S?|ANULAD[AO]S?|ANNULLAT[OA]|ZURÜCKGEZOGEN|ANNULLIERT|АННУЛИРОВАНО|ملغاة?|"
    r"İPTAL(?:İ|DİR)?|INGETROKKEN|ANULOWAN[EYA]|WYCOFAN[EYA]|取り消し"
)
# What only those speak of who order it.
_OF_COPY = re.compile(
    r"\b(?:dépêches?|papier|despachos?|"
    r"notas?|cables?|noticias?|meldung(?:en)?|beitrag|notizi[ae]|lancio|сообщени\w+|материал\w*|(?:ال)?خبر|(?:ال)?برقية|"
    r"haber\w*|bericht(?:en)?|depesz\w+|wiadomoś\w+|nyhet\w*|telegram\w*)\b|記事",
    re.IGNORECASE,
)
# In English others do, too (a film has a story, and editors): there what becomes of it has to be told.
_COPY_IN_ENGLISH = re.compile(
    r"\b(?:stor(?:y|ies)|items?|cop(?:y|ies)|versions?|articles?|dispatch(?:es)?|editors?|eds)\b",
    re.IGNORECASE,
)
_HANDLED = re.compile(
    r"\b(?:kill|withdr|cancel|retract|disregard|taken back|delet|remov|discard|replac|used?\b|publish|sent\b|moved\b|"
    r"transmi|issued|error|wrong|incorrect|inaccura|duplicat|void|note\b)",
    re.IGNORECASE,
)
_NOT_AT_ALL = re.compile(
    r"(?:STRICTLY )?NOT FOR PUBLICATION|DO NOT (?:PUBLISH|USE)|NE PAS (?:PUBLIER|DIFFUSER)|NO PUBLICAR|NON PUBBLICARE|"
    r"NÃO PUBLICAR|NICHT (?:ZUR VERÖFFENTLICHUNG|VERÖFFENTLICHEN)|НЕ ПУБЛИКОВАТЬ|(?:غير قابل|ليس) للنشر"
)
# Not what a headline tells of one: Editor killed, Editors withdraw story
_TO_EDITORS = re.compile(
    r"(?:(?:eds?\.?|editors?)(?:\s?:|,?\s+please\b)|(?:notes? to|attention) editors?\b)",
    re.IGNORECASE,
)
_KILLS = re.compile(
    r"\W*(?:(?:eds?|editors?|note to editors?)\b\W*)?(?:please\s+)?"
    r"(kill(?:ed)?|cancel(?:l?ed|lation)?|withh[eo]ld|hold|withdrawn?)\b"
    # What the story tells of may be called so as well: “Kill Bill: adds quotes”, “Cancels and replaces …”.
    r"(?=\W*$|\s*[:;!.,–—-]|(?-i:(?<=[A-Z]))|\s+(?:it|this|immediately|for release|until|pending)\b"
    r"|\s+(?:(?:the|our|all|previous|earlier|above|following)\s+)*"
    r"(?:stor(?:y|ies)|items?|articles?|reports?|cop(?:y|ies)|versions?|texts?|alerts?|flash|bulletins?|dispatch(?:es)?)\b)",
    re.IGNORECASE,
)
# What goes on below or in the next cell: EMBARGOED UNTIL | 1200 GMT, 7 MARCH 2024
_GOES_ON = 40  # characters
_ENDS_ON = re.compile(
    r"(?=.{3,60}$).*(?:\d{4}|\d{1,2}[:.h]\d{2}|\b(?:gmt|utc|further notice)\b)", re.IGNORECASE
)
_OTHER_NAME = re.compile(r"[^\W\d_]{2,20}\s?:\s")  # Date: 7 March 2024, below a field left empty
_FIRST = re.compile(r"\W*(\w+)")
_BEGINNINGS = """
hfr ed eds editor editors note nota hinweis ملاحظة strict strictly under sous sotto sob bajo gesperrt sperrfrist
sendesperrfrist под محظور يحظر يمنع ممنوع حظر not for hold
please do don must may à a merci prière ne no da non não не لا يرجى عدم
bitte nicht zur veröffentlichung frei freigegeben this the ce cette este esta questo questa dieser dieses
diese этот данный هذا
press news media communiqué comunicado comunicato pressemitteilung medienmitteilung пресс بيان بلاغ
"""
_FIRST_WORDS = frozenset(_BEGINNINGS.split())
_BRACKETS = re.compile(
    r"[(\[](?P<first>[^()\[\]]{7,120})[)\]]\s*(?P<behind>\w.*)|(?P<before>.*\w\W?)\s*[(\[](?P<last>[^()\[\]]{7,120})[)\]]"
)
_SENTENCES = re.compile(r"(?<=[.;!])\s+|\n\s*")
_OPEN = re.compile(
    r"\b(?:further notice|auf weiteres|nouvel (?:ordre|avis)|nuevo aviso|nuovo avviso|novo aviso)\b",
    re.IGNORECASE,
)
# Said of a text and of little else, so that more than a time may follow: EMBARGOED UNTIL END OF SPEECH, 10 MARCH.
_OF_TEXTS = re.compile(
    rf"\W*(?:{_ITSELF})?(?:strictly\s+)?(?:embargoed|embargad[oa]|embargat[oa]|(?:sende)?sperrfrist)\b\W*"
    rf"(?!to\b|for (?!(?:release|publication)\b)){_UNTIL}",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\d|{_WEEKDAYS}$", re.IGNORECASE)
_EMBARGO_UNTIL = (
    r"\W*(?:strictly\s+)?(?:\w+\s+)?(?:strict\s+)?embargo\s*:?\s*"
    r"(?:until|till|jusqu['’ ]?(?:aux?|à|a)?|hasta(?: el| la)?|fino a(?:lla?)?|até|bis(?: zu[mr]?)?)\b"
)
_UNTIL_WHEN = re.compile(_EMBARGO_UNTIL, re.IGNORECASE)
_UNTIL_EVENT = re.compile(
    _EMBARGO_UNTIL
    + r"\s+(?:after|the |la |le |el |il |o |a )?\s*(?:publication|delivery|release|presentation|launch|end|"
    r"start|conclusion|speech|press conference|parution|fin|début|conférence|discours|publicación|final|discurso|"
    r"pubblicazione|fine|publicação|ende|beginn|rede|veröffentlichung)\b",
    re.IGNORECASE,
)


def embargo_in(line: str | None, *, note: bool = False) -> str | None:
    """When the embargo ends that a line names; an empty string for further notice, None for no embargo.

    ``note`` says that the line is to editors in any case, and not a headline or a sentence that looks so.

    >>> embargo_in("Embargoed until 0600 GMT, March 8, 2026."), embargo_in("Embargo on arms lifted in 2026")
    ('0600 GMT, March 8, 2026', None)
    """
    # Spaces are folded and long lines are none: the patterns' time grows with the cube of their runs.
    if not line or (first := _FIRST.match(line)) is None:
        return None
    if not _may_begin(first[1].lower()):
        return embargo_abroad(line.strip())
    said = " ".join(line.split())
    if len(said) > _LONGEST_LINE:
        return None
    if _HELD.match(said):
        return ""
    found = _EMBARGO.match(said)
    if found is None:
        return embargo_abroad(said)
    if is_quoted(said) and not note:
        return None
    until = _end(found, said)
    if _OPEN.search(until):
        return ""
    if note:
        return until if _WHEN.search(until) else None
    return until if is_end(until) or _is_held_until(said, until) else embargo_abroad(said)


def _end(found: re.Match[str], said: str) -> str:
    """What is said of the end, without an order or another “until” before it: Embargo: not for publication before …"""
    ordered = _EMBARGO.match(said, found.start("until"))
    until = (ordered or found)["until"].strip(' "”“»«')
    return _AGAIN.sub("", until)


def embargo_until_month(line: str, below: str) -> str | None:
    """The month until which a line holds what stands below it, if that is a headline: above a text the line is the
    headline itself, of an embargo on trade.

    >>> embargo_until_month("Embargo until May", "Ferries sail"), embargo_until_month("Embargo until May", "It ends.")
    ('May', None)
    """
    found = _EMBARGO.match(" ".join(line.split())) if len(line) <= _GOES_ON else None
    titled = (
        below.strip() and below.rstrip()[-1] not in '.!?…»”":;,' and len(below) <= _LONGEST_ORDER
    )
    return found["until"] if found and titled and is_month(found["until"]) else None


def _is_held_until(said: str, until: str) -> bool:
    """Whether a line orders to wait though its end is told in words (“END OF THE SPEECH, 1000 GMT”), and is no headline
    or sentence of an embargo on something else.
    """
    if _OF_TEXTS.match(said) and is_month(until):
        return True
    if _OF_TEXTS.match(said) or _UNTIL_EVENT.match(said):
        return tells_day(until)
    return (said.isupper() or _UNTIL_WHEN.match(said) is not None) and tells_hour(until)


def names_no_end(line: str) -> bool:
    """Whether a line is of nothing but a name for an embargo, as a heading within a story may be, too.

    >>> names_no_end("EMBARGO"), names_no_end("Embargoed until further notice")
    (True, False)
    """
    return len(line) <= _LONGEST_ORDER and _HELD.match(line) is not None


def _may_begin(word: str) -> bool:
    """Whether a line that names an embargo may begin with that word: most lines are told apart by it."""
    return word in _FIRST_WORDS or word.startswith(("embarg", "эмбарго"))


def embargo_beside(line: str) -> tuple[str, str] | None:
    """The same of a line that has it in brackets before or behind other words, and those; None for others.

    >>> embargo_beside("Ferries sail (EMBARGOED UNTIL 1200 GMT, 7 MARCH 2024)")
    ('1200 GMT, 7 MARCH 2024', 'Ferries sail')
    """
    bracketed = len(line) <= _LONGEST_LINE and ("(" in line or "[" in line)
    found = _BRACKETS.fullmatch(line.strip()) if bracketed else None
    until = embargo_in(found["first"] or found["last"]) if found else None
    if found is None or until is None:
        return None
    return until, (found["behind"] or found["before"]).strip()


def embargo_on(line: str, below: str) -> str | None:
    """The same of a line that the one below it, or the cell beside it, may go on.

    >>> embargo_on("EMBARGOED UNTIL", "1200 GMT, 7 MARCH 2024")
    '1200 GMT, 7 MARCH 2024'
    """
    until = embargo_in(line)
    if until or len(line) > _GOES_ON or not _ENDS_ON.match(below) or _KIND_ALONE.fullmatch(line):
        return until
    whole = embargo_in(f"{line} {below}")
    # An order's own words are left out of it (Until: 12:00 GMT, 8 March), those of a field below an empty one are not.
    other = line.rstrip().endswith((":", "：")) and _OTHER_NAME.match(whole or "")
    return until if other else whole or until


def embargo_noted(note: str | None) -> str | None:
    """The same of a note to editors, which may say other things before it.

    >>> embargo_noted("Adds quotes. EMBARGOED UNTIL 1200 GMT, 7 MARCH 2024")
    '1200 GMT, 7 MARCH 2024'
    """
    note = (note or "")[:_LONGEST_NOTE]
    rests = (note[found.end() :] for found in _SENTENCES.finditer(note))
    lines = (one.partition("\n")[0] for one in (note, *rests))
    return next(
        (until for line in lines if (until := embargo_in(line, note=True)) is not None), None
    )


def status_in(message: str | None) -> str | None:
    """What a message to editors that opens with it says of a story: kill, cancel, withhold; None for any other.

    >>> status_in("Editors: please kill this story"), status_in("Adds quotes")
    ('kill', None)
    """
    opening = _KILLS.match(message or "")
    return opening[1] if opening else None


def status_said(stated: str | None, notes: Iterable[str]) -> str | None:
    """The status that a format states, or what notes to editors say where it states none; one that is nothing but an
    order to kill the story overrules a status that was left at usable.

    >>> status_said("usable", ["Eds: KILL this story"]), status_said("usable", ["Kill Bill: adds quotes"])
    ('KILL', 'usable')
    """
    said = list(notes)
    if not stated:
        return next(filter(None, map(status_in, said)), None)
    ordered = next(filter(None, map(status_ordered, said)), None)
    return ordered if ordered and stated.rpartition(":")[2].lower() == "usable" else stated


def is_headline_of(line: str, below: str, *, more: bool = False) -> bool:
    """Whether one word that may order to kill a story is the headline of the text below: a sentence that speaks of no
    story, where a story that is killed has a headline or a dateline of its own. A line that asks or quotes may be
    such a headline, where ``more`` stands below it.

    >>> is_headline_of("CANCELLED", "No ferry sails today."), is_headline_of("CANCELLED", "Ferries sail")
    (True, False)
    """
    said = " ".join(line.split()).strip(" *=-/<>.!【】[]")
    if _HEADLINE_TOO.fullmatch(said) is None:
        return False
    titled = more and "\n" not in below.strip() and len(below) <= _LONGEST_ORDER
    ends = ".…" if titled else '.!?…»”"؟'
    return below.rstrip()[-1:] in tuple(ends) and not _speaks_of_copy(below)


def _speaks_of_copy(text: str) -> bool:
    in_english = _COPY_IN_ENGLISH.search(text) and _HANDLED.search(text)
    return bool(in_english or _OF_COPY.search(text))


def status_ordered(line: str) -> str | None:
    """What a line of a story's head orders that is nothing but an order, in capitals or to editors; None for others.

    >>> status_ordered("BULLETIN KILL"), status_ordered("Eds: please kill this story"), status_ordered("Kill Bill")
    ('kill', 'kill', None)
    """
    if len(line) > _LONGEST_ORDER:
        return None
    said = " ".join(line.split()).strip(" *=-/<>.!【】[]")
    if said.isupper() or not said.isascii():
        if _TAKEN_BACK.fullmatch(said):
            return "kill"
        if _NOT_AT_ALL.fullmatch(said):
            return "withheld"
    address = _TO_EDITORS.match(said)
    return status_in(said[address.end() :]) if address else None
