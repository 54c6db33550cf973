"""Bytes to text: byte order mark, HTTP charset, XML declaration and the bytes themselves weighed.

Not the order of RFC 7303, which believes the header: servers label by default, so what the
bytes are counts first. Strict UTF-8 that decodes is UTF-8 whatever is declared, since other
encodings practically never look like it. A damaged UTF-8 document loses its bad bytes only. Then the
declaration, then the header, then :mod:`feeds.parse.detect`. Every departure from the label is told.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from feeds.parse.beside import text_of
from feeds.parse.characters import plural
from feeds.parse.detect import LATIN_PAGES, are_kin, contradicted, guess
from feeds.parse.oldpages import old_page, unshaped
from feeds.parse.passages import in_utf8, put_back, without_utf8
from feeds.parse.twice import encoded_once, passages_once, spoilt_passages

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What labels mean on the web, where it isn't what they say (WHATWG Encoding Standard, section 4.2).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
}
# Labels of that standard which Python doesn't know; so it is with all that begin with "x-".
_SPELLED = {
    "csmacintosh": "mac-roman",
    "mac": "mac-roman",
    "mac-ukrainian": "mac-cyrillic",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "cseuckr": "cp949",
    "csksc56011987": "cp949",
    "iso-ir-149": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949",
    "csgb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "cn-big5": "big5",
    "cseucpkdfmtjapanese": "euc_jp",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "csisolatin9": "iso8859-15",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "unicode-1-1-utf-8": "utf-8",
}
# Python also knows punycode, rot13 or zip by such names: only these make text of bytes in one pass.
_CHARACTER_SETS = (
    *("ascii", "big5", "cp", "euc", "gb", "hz", "iso2022", "iso8859", "johab", "koi8", "kz1048"),
    *("mac", "ptcp154", "shift_jis", "tis-620", "utf-8"),
)
# Encodings whose bytes are all ASCII: that they decode as UTF-8 says nothing against them.
_SEVEN_BIT = ("iso2022", "hz")
_JAPANESE = (b"\x1b$B", b"\x1b$@")  # how ISO-2022-JP turns to its characters; nothing else has that
_UTF8 = "utf-8"
_DEFAULTS = frozenset({_UTF8, "cp1252"})  # what servers and editors name unasked
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_NAMES = {"cp1252": "windows-1252"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_ISO = re.compile(r"^iso_?8859(\d{1,2})$")
_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|"
    rb"[\xf0-\xf4][\x80-\xbf]{3}"
)
_FOREIGN = re.compile("[^\x00-\x7f]")
_REPLACED = "\ufffd"
_HARDLY = 20  # foreign characters for each byte that does not fit
_HEAD = 2048
_UTF16_HEAD = 512


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the Python name of the encoding it was read as, and what was mended."""

    text: str
    encoding: str
    problems: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of a document, by all the evidence there is. Never fails.

    >>> decode(b"<?xml version='1.0' encoding='iso-8859-1'?><a>caf\\xe9</a>", "text/xml").encoding
    'cp1252'
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            marked = body[len(mark) :]
            if encoding == _UTF8:
                return _marked(marked, content_type)
            return _decode_as(marked, encoding, "its byte order mark says")
    wide = _wide(body[:_UTF16_HEAD])
    if wide:
        return _decode_as(body, wide, "its bytes look like")
    labels = _labels(body, content_type)
    return (
        _strict_utf8(body, labels)
        or _damaged_utf8(body, labels)
        or _mixed(body, labels)
        or _legacy(body, labels)
    )


def _strict_utf8(body: bytes, labels: list[str]) -> Decoded | None:
    """UTF-8 if every byte fits; labels of 7-bit encodings go first when their escapes occur."""
    seven = next((name for name in labels if name.startswith(_SEVEN_BIT)), None)
    if seven and (b"\x1b" in body or b"~{" in body):
        return _try(body, seven)
    japanese = any(escape in body for escape in _JAPANESE) and body.isascii()
    if japanese and (found := _try(body, "iso2022_jp")):
        return replace(found, problems=(f"{_label(labels)}, read as iso2022_jp",))
    try:
        text = body.decode(_UTF8)
    except UnicodeDecodeError as error:
        return _in_halves(body) or _broken_off(body, error)
    if meant := encoded_once(text):
        return Decoded(meant, _UTF8, ("all of it was encoded twice, and decoded twice",))
    if spoilt_passages(body):
        text, count = passages_once(text)
        if count:
            told = f"{plural(count, 'passage')} encoded twice, decoded twice"
            return Decoded(text, _UTF8, (told,))
    if labels and labels[0] != _UTF8 and not body.isascii():
        return Decoded(text, _UTF8, (f"declared as {labels[0]}, but is UTF-8",))
    return Decoded(text, _UTF8)


def _in_halves(body: bytes) -> Decoded | None:
    """UTF-8 but for characters that stand as their two halves, as databases and Java write them (CESU-8, Unicode's
    technical report 26).
    """
    whole, count = _HALVES.subn(_joined, body)
    found = _try(whole, _UTF8) if count else None
    told = f"{plural(count, 'character')} in two halves (CESU-8) put together"
    return replace(found, problems=(told,)) if found else None


def _joined(halves: re.Match[bytes]) -> bytes:
    pair = halves[0].decode(_UTF8, "surrogatepass").encode("utf-16-be", "surrogatepass")
    return pair.decode("utf-16-be").encode(_UTF8)


def _broken_off(body: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 that ends within a character, if it has other ones before: a document that was cut, not one in another
    encoding.
    """
    if error.reason != "unexpected end of data" or body[: error.start].isascii():
        return None
    return Decoded(body[: error.start].decode(_UTF8), _UTF8, ("ends within a character",))


def _marked(body: bytes, content_type: str | None) -> Decoded:
    """What stands behind UTF-8's mark: mostly that, but an empty file with a mark may have been set before anything."""
    if found := _try(body, _UTF8) or _damaged_utf8(body, [_UTF8]):
        return found
    meant = _legacy(body, _labels(body, content_type))
    told = "its byte order mark says utf-8, which its bytes are not"
    return replace(meant, problems=(told, *meant.problems))


def _damaged_utf8(body: bytes, labels: list[str]) -> Decoded | None:
    """UTF-8 with passages in other encodings read as such and its bad bytes replaced, if what is good outweighs
    what is bad.
    """
    # Three bytes and four are UTF-8 by chance far more seldom than two.
    good = sum((len(one) - 1) ** 2 for one in _MULTIBYTE.findall(body))
    if not good:
        return None
    says_utf8 = not labels or _UTF8 in labels
    whole, passages = in_utf8(body) if says_utf8 else (body, {})
    left = _MULTIBYTE.sub(b"", whole)
    bad = len(left) - len(re.sub(rb"[\x80-\xff]+", b"", left))
    if good < bad * (1 if says_utf8 else 10):
        return None
    text = whole.decode(_UTF8, "replace")
    told = [
        f"{plural(count, 'passage')} read as {_NAMES.get(page, page)}"
        for page, count in passages.items()
    ]
    told += [f"{plural(bad, 'byte')} replaced: not UTF-8"] if bad else []
    return Decoded(text, _UTF8, tuple(told))


def _mixed(body: bytes, labels: list[str]) -> Decoded | None:
    """Another page's document, in which whole passages are UTF-8."""
    bare, passages = without_utf8(body)
    if not passages:
        return None
    found = _legacy(bare, labels)
    text = put_back(found.text, found.encoding, passages)
    if text is None:
        return None
    told = f"{plural(len(passages), 'passage')} read as utf-8"
    return replace(found, text=text, problems=(*found.problems, told))


def _legacy(body: bytes, labels: list[str]) -> Decoded:
    """By the first label that decodes, else by guess."""
    label = _label(labels)
    if _DEFAULTS.issuperset(labels) and (page := old_page(body)):
        old = _decode_as(body, page, f"{label}, read as", told=True)
        return replace(old, text=unshaped(old.text)) if page == "cp864" else old
    for name in labels:
        if name == _UTF8 or (name in LATIN_PAGES and _dense(body)):
            continue
        if (found := _try(body, name) or _almost(body, name)) is None:
            continue
        if other := contradicted(body, found.text, name):
            return _decode_as(body, other, f"{label}, read as", told=True)
        return found
    guessed = guess(body)
    return _decode_as(body, guessed, f"{label}, read as", told=guessed not in labels)


def _label(labels: list[str]) -> str:
    return f"declared as {labels[0]}" if labels else "no encoding declared"


def _try(body: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(text_of(body, encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _almost(body: bytes, encoding: str) -> Decoded | None:
    """The text where hardly a byte does not fit a label: those are replaced, for they say little against it.

    They say nothing for it either: most pages have a place for nearly every byte of any other. So the rest must look
    like it, or like another page of its script.
    """
    try:
        text = text_of(body, encoding, replacing=True)
        sound = body.decode(encoding, "ignore").encode(encoding, "ignore")
    except LookupError:
        return None
    bad, foreign = text.count(_REPLACED), len(_FOREIGN.findall(text))
    if bad * 2 > foreign:
        return None
    likely = guess(sound)
    kin = encoding != "cp1252" and bad * _HARDLY < foreign and are_kin(likely, encoding)
    if likely != encoding and not kin:
        return None
    return Decoded(text, encoding, (f"{plural(bad, 'byte')} replaced: not {encoding}",))


def _decode_as(body: bytes, encoding: str, why: str, *, told: bool = False) -> Decoded:
    """Decode with what doesn't fit replaced; the problem is told if there was any, or ``told``."""
    try:
        text = text_of(body, encoding)
    except UnicodeDecodeError:
        text = text_of(body, encoding, replacing=True)
        return Decoded(text, encoding, (f"{why} {encoding}; what doesn't fit was replaced",))
    return Decoded(text, encoding, (f"{why} {encoding}",) if told else ())


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark, told by where its zero bytes are (XML 1.0 appendix F)."""
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, few = len(head) // 2 * 0.4, len(head) // 2 * 0.2
    # The other byte may be zero as well: that of 一 is, the commonest character of Chinese.
    if odd > most and even < few:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd < few else None


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """What the XML declaration and the HTTP header name, in this order, as Python names."""
    declared = _DECLARED.search(body[:_HEAD])
    charset = _CHARSET.search(content_type or "")
    names = [declared[1].decode("ascii")] if declared else []
    names += [charset[1]] if charset else []
    return [name for name in map(_python_name, names) if name]


def _python_name(label: str) -> str | None:
    """Python's name of an encoding, None for those unknown or of wide units (the bytes aren't)."""
    spelled = _ISO.sub(r"iso-8859-\1", label.lower().removeprefix("x-"))
    try:
        name = codecs.lookup(_SPELLED.get(spelled, spelled)).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name) if name.startswith(_CHARACTER_SETS) else None


def _dense(body: bytes) -> bool:
    """Whether foreign bytes come in long runs, as they do in no Latin script."""
    runs = re.findall(rb"[\x80-\xff]+", body)
    return bool(runs) and sum(map(len, runs)) > 2 * len(runs)
