"""The last resort when neither bytes nor labels tell the encoding, or a label can't be true: what reads like language.

chardet weighs the encodings that feeds really come in. Of few foreign letters it can't tell the Latin code pages apart:
there the language that the document names decides, else windows-1252 unless another is far likelier. Its
models, 30 MB, are loaded when it is first asked, which most processes never do.
"""

from __future__ import annotations

import re

import chardet

from feeds.parse.beside import text_of
from feeds.parse.pairpages import other_page

# By Python's names, as everywhere here.
_ASKED = {
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1258)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 5, 6, 7)},
    **{"koi8-r": "koi8-r", "koi8-u": "koi8-u", "ibm866": "cp866", "maccyrillic": "mac-cyrillic"},
    **{"gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp949": "cp949"},
    **{"cp932": "cp932", "euc-jp": "euc_jp", "cp874": "cp874"},
}
_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2"})
_RUSSIAN = ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
# What a document in a language comes in, the likeliest first.
_PAGES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), ("cp1250", "iso8859-2")),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256", "iso8859-6")),
    **dict.fromkeys(("ru", "be", "bg", "sr", "mk"), _RUSSIAN),
    **dict.fromkeys(
        ("ca", "da", "de", "es", "fi", "fr", "it", "nl", "no", "pt", "sv"), ("cp1252",)
    ),
    **{
        "uk": ("cp1251", "koi8-u", *_RUSSIAN[1:]),
        "tr": ("cp1254",),
        "he": ("cp1255",),
        "el": ("cp1253", "iso8859-7"),
        "th": ("cp874",),
        "ja": ("cp932", "euc_jp"),
        "ko": ("cp949",),
        "zh": ("gb18030", "big5hkscs"),
    },
}
# Unasked, systems name English (`en-US`), which tells nothing of the letters that a document has.
_UNTOLD = frozenset({"", "en"})
# Of one script, its letters in the same places but for a few: not windows-1256 and ISO-8859-6, which have Arabic
# ones in others.
_KIN = (
    _LATIN | {"iso8859-3", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-15", "iso8859-16"},
    frozenset({"cp1253", "iso8859-7"}),
    frozenset({"cp1255", "iso8859-8"}),
    frozenset({"cp874", "iso8859-11"}),
    frozenset({"koi8-r", "koi8-u"}),
)
LATIN_PAGES = _KIN[0] | {"cp437", "cp850", "cp852", "mac-roman"}
"""Where letters beyond ASCII are Latin: those stand alone or in twos, never in long runs."""
_OF_SCRIPTS = frozenset(page for pages in _PAGES.values() for page in pages) - _LATIN
_WIDE_PAGES = frozenset({"cp932", "euc_jp", "cp949", "gb18030", "big5hkscs"})
ALPHABETS = _OF_SCRIPTS - _WIDE_PAGES
"""Pages of one byte a letter whose letters beyond ASCII are not Latin."""
_LAST_LATIN = 0x24F
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LANGUAGE = re.compile(rb"(?:<language>\s*|xml:lang=[\"'])([A-Za-z]{2})\b")
_MARKS = re.compile(rb"[<>&\"]+")
_HEAD = 20_000  # bytes in which a document names its language
_SAMPLE = 20_000  # bytes: more tells no more
_TOO_FEW = 4  # foreign bytes that no statistics can be made of
_FAR_LIKELIER = 1.3
_FEW_WIDE = 20  # characters of Chinese or Japanese, which a headline has without kana
# Spanish ¿ and ¡ before a capital; what other pages have there stands at no word's beginning.
_OPENS = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xbf\xa1][A-Z\xc0-\xde]")
# À, å and ò, where central Europe has ŕ, ĺ and ň: those come with others of its letters.
_RARE = frozenset(b"\xc0\xc5\xd2\xe0\xe5\xf2")
# What letters of Polish, and of others in ISO-8859-2, are in windows-1252: within words none but units have them.
_WITHIN_WORD = re.compile("[a-z][³¹±¿¶¼¾º](?=[a-z])|\\b[¼¾](?=[a-z])")
# The same of central Europe and Turkey: together, twice each, no western language has them.
_NO_WESTERN = tuple(
    tuple(map(re.compile, row))
    for row in (
        ("ø(?=[aeiíy])", "[šž¹¾]", "[áéíý]"),  # Czech
        ("ì(?=[a-zíý])", "[šž¹¾]", "[áéíý]"),  # likewise; in Italian it ends words
        ("õ(?!e)", "[öü]", "[áéíóú]"),  # Hungarian
        ("[a-z][þº]", "ã"),  # Romanian
        ("æ", "è", "[šž¹¾]"),  # Croatian, Slovene
        ("[ýþ]", "[çü]"),  # Turkish
    )
)
_ICELANDIC = re.compile("[ðþýÐÞÝ]")
_KANA = re.compile("[\u3041-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_WIDE = re.compile("[\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3]")
# Katakana of half the width in Shift_JIS: all of it, ka to to and ha to ho with a voice mark, and the first half (a
# to so), where KOI8-R has no letters.
_HALF_WIDTH, _HIGH = re.compile(rb"[\xa1-\xdf]+"), re.compile(rb"[\x80-\xff]")
_VOICED = re.compile(rb"[\xb6-\xc4\xca-\xce]\xde|[\xca-\xce]\xdf")
_FIRST_KANA = re.compile(rb"[\xa6-\xbf]")
_FEW_KANA = 8
_FOREIGN = re.compile("[^\x00-\x7f]")
_TURNED = re.compile("[\u0430-\u045f][\u0401-\u042f]")  # a small letter before a capital: тСР
# A letter of an alphabet that is not Latin, beside a plain one: Noлl, as Noël is in the Cyrillic of Macintosh.
_BESIDE = re.compile(
    "(?<=[A-Za-z])[\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f](?=[A-Za-z])"
)
_TOGETHER = re.compile("[\u0370-\u06ff\u0e00-\u0e7f]{2}")  # as in any word of theirs
# Letters that are some of Serbian's or Ukrainian's, and a sign: ISO-8859-5 has them where windows-1251 has р to я.
_RARE_CYRILLIC = re.compile("[\u0452-\u045f№]")
_MIXED = re.compile(
    "[\u00c0-\u00ff][\u0621-\u064a]|[\u0621-\u064a][\u00c0-\u00ff]"
)  # within an Arabic word


def guess(body: bytes) -> str:
    """The Python name of the encoding that bytes outside of ASCII most likely are in.

    >>> guess("<p>Les députés ont adopté la réforme</p>".encode("cp1252"))
    'cp1252'
    """
    sample = sample_of(body)
    if _is_half_width(sample):
        return "cp932"
    if len(sample) - len(re.sub(rb"[\x80-\xff]", b"", sample)) < _TOO_FEW:
        return "cp1252"
    ranked = _ranked(sample)
    found = next(iter(ranked), "cp1252")
    language = named_language(body)
    pages = _PAGES.get(language, ())
    if found in _LATIN:
        if pages and pages[0] in _LATIN:
            return next((page for page in ranked if page in pages), pages[0])
        far = ranked.get(found, 0) > _FAR_LIKELIER * ranked.get("cp1252", 0)
        untold = language in _UNTOLD and not _reads_western(sample, found)
        found = found if far and untold else "cp1252"
    if found in pages or not pages:
        return found
    likely = (page for page in (*ranked, *pages) if page in pages)
    return next((page for page in likely if _fits(sample, page)), found)


def _is_half_width(sample: bytes) -> bool:
    """Whether all letters are katakana of half the width, one byte each, with their voice marks behind them."""
    kana = sum(map(len, _HALF_WIDTH.findall(sample)))
    foreign = len(sample) - len(_HIGH.sub(b"", sample))
    if kana < _FEW_KANA or kana < foreign or len(_VOICED.findall(sample)) < 2:
        return False
    return len(_FIRST_KANA.findall(sample)) * 4 > kana


def are_kin(one: str, other: str) -> bool:
    """Whether what looks like one of two pages may as well be in the other.

    >>> are_kin("cp1253", "iso8859-7"), are_kin("big5hkscs", "cp874")
    (True, False)
    """
    return any(one in kin and other in kin for kin in _KIN)


def contradicted(body: bytes, text: str, label: str) -> str | None:
    """The encoding that bytes are in rather than in that of their label, under which they give this text; None
    where the label may stand. Only what no language looks like is looked into, or not the language that is named.
    """
    if other := other_page(body, label):
        return other
    foreign = _FOREIGN.findall(text[: _SAMPLE * 5])
    pages = _PAGES.get(named_language(body), ())
    elsewhere = bool(pages) and label in _LATIN and label not in pages
    if label == "cp1252" and "cp1254" in pages:  # they differ in ð þ ý, which Turkish has not
        return "cp1254" if _ICELANDIC.search(text) else None
    doubtful = elsewhere or _doubtful(text[: _SAMPLE * 5], len(foreign), label)
    if len(foreign) < _TOO_FEW or not doubtful:
        return None
    sample = sample_of(body)
    ranked = _ranked(sample)
    found = next(iter(ranked), label)
    if pages and (label in pages or elsewhere) and found not in pages:
        return None  # a language that the label or none agrees with speaks for the label
    if found in _LATIN and _reads_western(sample, found):
        found = "cp1252"
    if label == "cp1252" and not elsewhere and found not in _LATIN:
        return None  # Latin letters made it doubtful: ¼cup is no Korean
    far = ranked.get(found, 0) > _FAR_LIKELIER * ranked.get(label, 0)
    return found if found != label and far else None


def named_language(body: bytes) -> str:
    """The language that a document names at its head, an empty string if it names none."""
    named = _LANGUAGE.search(body[:_HEAD])
    return named[1].decode("ascii").lower() if named else ""


def _doubtful(text: str, foreign: int, label: str) -> bool:
    """Whether a text is such as none in that encoding is; ``foreign`` of its characters are beyond ASCII."""
    wide = len(_WIDE.findall(text)) or 1
    kana, hangul = len(_KANA.findall(text)), len(_HANGUL.findall(text))
    if label in ("euc_jp", "cp932"):
        return wide > _FEW_WIDE and kana * 20 < wide
    if label == "cp949":
        return hangul * 5 < wide * 4
    if label in ("gb18030", "big5hkscs"):
        return (kana + hangul) * 20 > wide
    if label == "cp1252":
        rows = (all(_twice(one, text) for one in row) for row in _NO_WESTERN)
        return _WITHIN_WORD.search(text) is not None or any(rows)
    if label not in _OF_SCRIPTS:
        return False
    letters = [char for char in text if char.isalpha() and ord(char) > _LAST_LATIN]
    if len(_BESIDE.findall(text)) * 3 > len(letters) or len(_RARE_CYRILLIC.findall(text)) * 5 > len(
        letters
    ):
        return True
    capitals = sum(char.isupper() for char in letters)
    # KOI8 and windows-1251 have each other's capitals for small letters.
    turned = capitals * 2 > len(letters) and _TURNED.search(text) is not None
    return turned or len(letters) * 2 < foreign or len(_MIXED.findall(text)) * 30 > len(letters)


def _twice(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.search(text)
    return found is not None and pattern.search(text, found.end()) is not None


def sample_of(body: bytes) -> bytes:
    """What stands between markup and is not ASCII alone: a character of several bytes is never cut."""
    found: list[bytes] = []
    size = 0
    for part in _MARKS.split(body[: _SAMPLE * 50]):
        if size < _SAMPLE and not part.isascii():
            found.append(part)
            size += len(part)
    return _CONTROL.sub(b" ", b" ".join(found))


def _ranked(sample: bytes) -> dict[str, float]:
    """The encodings that the bytes can be in, the likeliest first, each with how likely it is."""
    every = chardet.detect_all(
        sample, include_encodings=list(_ASKED), no_match_encoding="windows-1252", max_bytes=_SAMPLE
    )
    found: dict[str, float] = {}
    for one in every:
        name = _ASKED.get((one["encoding"] or "").lower())
        if name and name not in found and not (name in ALPHABETS and _splits(sample, name)):
            found[name] = float(one["confidence"])
    return found


def _reads_western(sample: bytes, page: str) -> bool:
    """Whether there is Spanish, or hardly anything that another Latin page has otherwise than windows-1252."""
    if _OPENS.search(sample):
        return True
    foreign = (bytes([one]) for one in {*sample} if one > 0x7F)
    apart = {
        one[0] for one in foreign if one.decode("cp1252", "replace") != one.decode(page, "replace")
    }
    return page in ("cp1250", "iso8859-2") and apart <= _RARE


def _splits(sample: bytes, encoding: str) -> bool:
    """Whether the letters that bytes are in that encoding stand within words of plain ones, or each alone: then they
    aren't those.
    """
    text = sample.decode(encoding, "replace")
    letters = sum(char.isalpha() and ord(char) > _LAST_LATIN for char in text)
    return _TOGETHER.search(text) is None or len(_BESIDE.findall(text)) * 3 > letters


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether the bytes can be in that encoding, and mostly are its letters beyond ASCII."""
    text = text_of(sample, encoding, replacing=True)
    foreign = [char for char in text if not char.isascii()]
    script = sum(char.isalpha() and ord(char) > _LAST_LATIN for char in foreign)
    return "\ufffd" not in text and script * 2 > len(foreign)
