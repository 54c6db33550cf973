"""The last resort when neither bytes nor labels tell the encoding: what reads like language.

charset_normalizer weighs the encodings that feeds really come in. It can't tell the three Latin
code pages apart, so there the language that the document names decides, else windows-1252.
"""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

_CODE_PAGES = [
    *("cp1252", "cp1256", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "koi8_r"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
]
_LATIN = frozenset({"cp1250", "cp1252", "cp1254"})
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    "tr": "cp1254",
}
# A document that names its language has one of these, the likeliest first.
_BY_SCRIPT = {
    "he": ("cp1255",),
    **dict.fromkeys(("ar", "fa", "ur"), ("cp1256",)),
    "el": ("cp1253",),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr"), ("cp1251", "koi8_r")),
}
_LAST_LATIN = 0x24F
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LANGUAGE = re.compile(rb"(?:<language>\s*|xml:lang=[\"'])([A-Za-z]{2})\b")
_FOREIGN_RUN = re.compile(rb"[^<>&\"]{0,40}[\x80-\xff][^<>&\"]{0,200}")
_SAMPLE = 20_000  # bytes: more tells no more
_TOO_FEW = 4  # foreign bytes that no statistics can be made of


def guess(body: bytes) -> str:
    """The Python name of the encoding that bytes outside of ASCII most likely are in.

    >>> guess("<p>Les députés ont adopté la réforme</p>".encode("cp1252"))
    'cp1252'
    """
    sample = b" ".join(_FOREIGN_RUN.findall(body[: _SAMPLE * 50]))[:_SAMPLE]
    if len(re.findall(rb"[\x80-\xff]", sample)) < _TOO_FEW:
        return "cp1252"
    best = from_bytes(_CONTROL.sub(b" ", sample), cp_isolation=_CODE_PAGES).best()
    found = best.encoding if best else "cp1252"
    named = _LANGUAGE.search(body[:_SAMPLE])
    language = named[1].decode("ascii").lower() if named else ""
    scripts = _BY_SCRIPT.get(language)
    if scripts and found not in scripts and _fits(sample, scripts[0]):
        return scripts[0]
    return _BY_LANGUAGE.get(language, "cp1252") if found in _LATIN else found


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether the bytes can be in that encoding, and mostly are its letters beyond ASCII."""
    text = sample.decode(encoding, "replace")
    foreign = [char for char in text if not char.isascii()]
    script = sum(char.isalpha() and ord(char) > _LAST_LATIN for char in foreign)
    return "\ufffd" not in text and script * 2 > len(foreign)
