"""Which language a text is in: what is declared, checked against what it looks like."""

from __future__ import annotations

import re
from functools import lru_cache

from feeds.normalize.language_model import LanguageModel

_FEW = 12  # letters: of fewer the model knows nothing
_FEWEST = 3  # letters: fewer are no words, but where characters are
# A word three times on end fills a place in any language: blah blah blah, la la la.
_FILLER = re.compile(r"\b(\w++)(?:\s+\1\b){2,}", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{2,3}")
_ARABIC = re.compile("[؀-ۿ]+")
_LETTERS = re.compile(r"[^\W\d_]+")
# Scripts that tell the language by themselves, where there are too few letters to ask the model.
_SCRIPTS = {
    "ar": re.compile("[\u0621-\u064a]+"),  # without the letters that only its neighbours have
    "he": re.compile("[\u0590-\u05ff]+"),
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"),
    "th": re.compile("[\u0e00-\u0e7f]+"),
    "ko": re.compile("[\uac00-\ud7a3]+"),
    "ja": re.compile("[\u3041-\u30ff]+"),
    "bn": re.compile("[\u0980-\u09ff]+"),
    "gu": re.compile("[\u0a80-\u0aff]+"),
    "or": re.compile("[\u0b00-\u0b7f]+"),
    "ta": re.compile("[\u0b80-\u0bff]+"),
    "te": re.compile("[\u0c00-\u0c7f]+"),
    "kn": re.compile("[\u0c80-\u0cff]+"),
    "ml": re.compile("[\u0d00-\u0d7f]+"),
    "si": re.compile("[\u0d80-\u0dff]+"),
    "lo": re.compile("[\u0e80-\u0eff]+"),
    "ka": re.compile("[\u10a0-\u10ff]+"),
    "hy": re.compile("[\u0530-\u058f]+"),
    "km": re.compile("[\u1780-\u17ff]+"),
}
_WEIGHTS = {"ko": 2}  # letters of another script that one of its signs stands for
# A word or two of these scripts: among Chinese characters kana are Japanese, some simplified ones Chinese.
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile("[\u3041-\u30ff\u3400-\u9fff]+")
# Rare in Japanese, though its code page has them; other simplified ones no code page has but China's.
_RARE_ELSEWHERE = frozenset("复气构极决离种从确网个优异听")
# Scripts that the model has seen nothing of: Thaana, N'Ko, Tibetan, Cherokee, Canada's syllables, Mongolian, Tifinagh.
_UNSEEN = re.compile("[\u0780-\u07ff\u0f00-\u0fff\u13a0-\u167f\u1800-\u18af\u2d30-\u2d7f]+")
# Letters that Arabic has not but its neighbours have.
_FOREIGN_ARABIC = re.compile("[\u0679-\u06d5]")
_WRITTEN_LIKE = {"ar": {"fa", "ur", "ps", "ckb"}, "he": {"yi"}}
# The languages news feeds come in; fewer to choose from, fewer wrong guesses on short texts.
_LIKELY = [
    "en", "fr", "es", "ar", "de", "it", "pt", "nl", "ru", "uk", "tr", "fa", "ur", "he", "el", "pl", "cs", "sv",
    "da", "no", "fi", "ro", "hu", "bg", "sr", "hr", "ja", "zh", "ko", "hi", "id", "vi", "th", "ca",
]  # fmt: skip
# Those that a text is in where there are words enough to tell them by, or which it says that it is in.
_FURTHER = [
    "af", "am", "az", "be", "bn", "ckb", "cy", "et", "eu", "ga", "gl", "gu", "ha", "hy", "is", "ka", "kk", "km",
    "kn", "ku", "ky", "lb", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "or", "pa",
    "ps", "rw", "si", "sk", "sl", "so", "sq", "sw", "ta", "te", "tg", "tk", "tl", "tt", "ug", "uz", "yo", "zu",
]  # fmt: skip
# Scripts that none of the likely languages has to itself, and letters that none has: no words are too few for those.
_OTHER_LETTERS = re.compile(
    "[\u0120\u0121\u0126\u0127\u0149\u0174-\u0177\u018f\u0259\u040e\u045e\u0453\u0455\u045c\u0492-\u04ff\u0530-\u058f\u067c\u0681\u0685\u0689\u0693\u0695\u0696\u069a\u06ab"
    "\u06ad\u06b5\u06bc\u06c6-\u06c8\u06cd-\u06d0\u06d5\u0900-\u0dff\u0e80-\u0eff\u1000-\u10ff\u1200-\u137f"
    "\u1780-\u17ff]"
)
_WHOLE = 4000  # characters of a text that are looked at
_PLENTY, _BEGINNING = 400, 300  # letters that a text has; characters that tell its language
_SURE = 0.99  # a text of one or two sentences that is so surely in another language than its feed declares, is
_LIKELY_AT_ALL = 0.2  # less is no answer: few words, most of them names
# Languages so near each other that a declared one stands until there is plenty of text.
_NEAR = (
    {"da", "no", "nn", "sv"},
    {"sr", "hr", "bg"},
    {"cs", "sk"},
    {"es", "ca", "pt"},
    {"ru", "uk", "bg"},
    {"id", "ms"},
)
_PLENTY_IN = 800  # characters in which most texts have them
# ISO 639-2's codes, in both of its sets, of languages that have one of two letters, which is the one to use (RFC 5646);
# those of the one form in which such a language is written, and those that these languages had before 1989.
_LONGER = """
ara:ar bul:bg cat:ca ces:cs cze:cs dan:da deu:de ger:de ell:el gre:el eng:en spa:es est:et fas:fa per:fa fin:fi fra:fr
fre:fr gle:ga heb:he hin:hi hrv:hr hun:hu ind:id isl:is ice:is ita:it jpn:ja kor:ko lit:lt lav:lv msa:ms may:ms nld:nl
dut:nl nor:no pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl srp:sr swe:sv tha:th tur:tr ukr:uk urd:ur vie:vi
zho:zh chi:zh cmn:zh arb:ar pes:fa zsm:ms
nb:no nob:no iw:he in:id ji:yi mo:ro
"""
_SHORTER = dict(pair.split(":") for pair in _LONGER.split())
# Letters of which no text has most that is in one of these languages.
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c80-\ud7ff\uf900-\uffdf]+")
_LATIN = "ca cs da de en es fi fr hr hu id it nl no pl pt ro sv tr vi"
_IN_LATIN = frozenset(_LATIN.split())
_ENOUGH = 60  # letters; on less, a text is told among the likely languages alone
# Letters; on less, a declared language in the right script is the better evidence. From here on none of 7,900 headlines
# was taken for another language than its own, and most that were French or Spanish under a default label were told.
_OVERRULES = 30


def code(tag: str | None) -> str | None:
    """The ISO 639 code of a language tag (RFC 5646), region and script left off.

    >>> code("fr-MA")
    'fr'
    """
    if not tag:
        return None
    first = re.split(r"[-_]", tag.strip().lower())[0]
    first = _SHORTER.get(first, first)
    return first if _CODE.fullmatch(first) and first not in ("und", "mul", "zxx") else None


def language_of(text: str, declared: str | None) -> tuple[str | None, float | None]:
    """The language of a text, given what its feed declares, and how sure its words make that.

    The second is between 0 and 1, in hundredths: the likelihood of that language by the words alone, so it is
    low where a declaration stands against them. None where there are too few letters to ask, or the model
    does not know the language. Both are None where nothing tells.
    """
    said = code(declared)
    text = text[:_WHOLE]
    # Of most texts their first plain words tell that there are letters in plenty.
    letters = sum(len(word) for word in text[:_PLENTY_IN].split() if word.isalpha())
    if letters < _PLENTY:
        text = _FILLER.sub(" ", text) if len(text) <= _PLENTY_IN else text
        letters = _count(_LETTERS, text)
    if letters < _FEW:
        return _by_script(text, letters, said), None
    beginning = text[:_BEGINNING]
    if (
        not beginning.isascii()
        and _UNSEEN.search(beginning)
        and 2 * _count(_UNSEEN, text) > _count(_LETTERS, text)
    ):
        return said, None
    fits = (said in ("ar", "fa", "ur", "ps", "ckb")) == _is_arabic(text, letters)
    fits = fits and not (said in _IN_LATIN and _is_foreign(text, letters))
    if said and fits and letters >= _PLENTY:
        # What its beginning is in, and its feed says: the rest would cost as much again.
        guess, confidence = detect(text[:_BEGINNING])
        if guess == said:
            return guess, round(confidence, 2)
    further = letters >= _ENOUGH or _OTHER_LETTERS.search(beginning) is not None
    guess, confidence, declared_is = _model().compared(text, said, further=further)
    if said and fits and guess != said and letters < _PLENTY:
        sure = confidence >= _SURE and not any({said, guess} <= near for near in _NEAR)
        kept = guess if sure and letters >= _OVERRULES else said
        likely = confidence if kept == guess else declared_is
        return kept, None if likely is None else round(likely, 2)
    return (guess, round(confidence, 2)) if said or confidence >= _LIKELY_AT_ALL else (None, None)


def _by_script(text: str, letters: int, said: str | None) -> str | None:
    """What the script of a few letters tells, where it isn't that of the language declared, which else it is in.

    >>> _by_script("زلزال جديد", 9, "fr"), _by_script("Séisme", 6, "fr")
    ('ar', 'fr')
    """
    if text.isascii() or (letters < _FEWEST and not _HAN.search(text)):
        return said
    found = (
        name
        for name, run in _SCRIPTS.items()
        if _WEIGHTS.get(name, 1) * 2 * _count(run, text) > letters
    )
    language = next(found, None) or _by_characters(text, letters)
    if language == "ar" and _FOREIGN_ARABIC.search(text):
        return said  # Persian, Urdu or Kurdish, if it isn't a name in Arabic
    if language is None and said in _IN_LATIN and _is_foreign(text, letters):
        return None
    return said if language is None or said in _WRITTEN_LIKE.get(language, ()) else language


def _by_characters(text: str, letters: int) -> str | None:
    """Japanese or Chinese, where a few characters are mostly such and tell.

    >>> _by_characters("東京で地震", 5), _by_characters("渡轮恢复航行", 6), _by_characters("地震", 2)
    ('ja', 'zh', None)
    """
    if 2 * _count(_HAN, text) <= letters:
        return None
    if _KANA.search(text):
        return "ja"
    return "zh" if any(map(_is_simplified, text)) else None


@lru_cache(maxsize=1024)
def _is_simplified(sign: str) -> bool:
    """Whether a character is written so in China alone: its code page of 1980 has it, Japan's and Taiwan's have not."""
    if sign in _RARE_ELSEWHERE:
        return True
    return _is_in(sign, "gb2312") and not (_is_in(sign, "shift_jis") or _is_in(sign, "big5"))


def _is_in(sign: str, page: str) -> bool:
    return sign > "\u3400" and bool(sign.encode(page, "ignore"))


def _is_foreign(text: str, letters: int) -> bool:
    """Whether most letters are of no Latin script; ``letters`` are those that there are at least."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return 2 * beyond > letters and 2 * _count(_NOT_LATIN, text) > _count(_LETTERS, text)


def _is_arabic(text: str, letters: int) -> bool:
    """Whether most letters are of the Arabic script; ``letters`` are those that there are at least."""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if 2 * foreign <= letters:
        return False
    found = 2 * _count(_ARABIC, text)
    return found > len(text) or found > _count(_LETTERS, text)


def _count(run: re.Pattern[str], text: str) -> int:
    """How many characters of a text are in runs of that pattern."""
    return sum(map(len, run.findall(text)))


def load() -> None:
    """Load the model now rather than at the first text."""
    _model()


def detect(text: str) -> tuple[str, float]:
    """The language that a text looks like, and how sure that is, between 0 and 1.

    >>> detect("Le port rouvre après la tempête")[0]
    'fr'
    """
    found, confidence = _model().classify(text)
    return str(found), float(confidence)


@lru_cache(maxsize=1)
def _model() -> LanguageModel:
    return LanguageModel(_LIKELY, _FURTHER)
