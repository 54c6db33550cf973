"""Words as Dateline compares them: folded, split, hashed. Shared by parse, normalize, identify, curate.

Folding makes case, accents, Arabic letter forms and digit styles equal, so that two outlets'
spellings of one text meet. It is for comparing only: what people read is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

# Arabic letters whose forms outlets exchange freely, and marks that carry no difference:
# hamza seats and madda -> bare alef; alef maqsura and Farsi yeh -> yeh; teh marbuta -> heh; keheh -> kaf;
# tatweel (U+0640) is pure ornament. Harakat go with the other combining marks.
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
)
_DIGITS = {ord(digit): str(unicodedata.digit(digit)) for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
# Vowel signs of the scripts of India and its neighbours belong to their words; Unicode counts them as marks.
_SIGNS = "".join(
    chr(code)
    for code in range(0x0900, 0x1100)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and not unicodedata.combining(chr(code))
)
_WORD = re.compile(rf"[\w{_SIGNS}]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_MIXED = 1.25  # bytes of UTF-8 a character: with fewer, most of a text is ASCII

# A character as references to its two halves (UTF-16), as old writers in Java put it.
_HALF = r"&#([xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7][0-9]{3});"
_HALVES = re.compile(_HALF * 2)

# Scripts written without spaces between words: each character is a token of its own.
_UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿฀-๿຀-໿ក-៿က-႟]")


def fold(text: str) -> str:
    """Text with the differences that do not matter taken out.

    Case, accents and other combining marks, Arabic letter forms, tatweel, digit styles and
    compatibility forms are made equal (Unicode NFKD, case folding, and the table above).

    >>> fold("Évênement À RABAT")
    'evenement a rabat'
    >>> fold("الأُمَّـــة ٢٠٢٤") == fold("الامه 2024")
    True
    """
    return text.lower() if text.isascii() else _translated(text, _FOLDED, _LOWERED)


def _translated(text: str, table: Mapping[int, str], of_bytes: bytes) -> str:
    """A composed text with each character as a table has it, or ``of_bytes`` where it is ASCII."""
    composed = unicodedata.normalize("NFC", text)
    raw = composed.encode("utf-8", "surrogatepass")
    if len(raw) > len(composed) * _MIXED:
        return composed.translate(table)
    # Mostly ASCII, whose letters are translated at once: going from character to character is for the others.
    translated = raw.translate(of_bytes).decode("utf-8", "surrogatepass")
    return _FOREIGN.sub(lambda run: run[0].translate(table), translated)


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met: characters fold one by one."""

    def __missing__(self, code: int) -> str:
        # Letters first: decomposing would split a hamza from its seat, with the same outcome for
        # some and not for others.
        text = chr(code).casefold().translate(_LETTERS).translate(_DIGITS)
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        # Once more: compatibility forms (the full width, the mathematical, ℃) lay capitals bare.
        self[code] = unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)
        return self[code]


_FOLDED = _Folded()
_LOWERED = bytes(range(256)).lower()


class _Parted(dict[int, str]):
    """The same, with a space for what is no part of a word."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(c if _WORD.match(c) else " " for c in _FOLDED[code])
        return self[code]


_PARTED = _Parted()
_PARTED_ASCII = "".join(map(_PARTED.__getitem__, range(128))).encode() + bytes(range(128, 256))


def words(text: str) -> list[str]:
    """The folded words of a text, in order; characters where the script has no spaces.

    >>> words("L'État, 3 mars")
    ['l', 'etat', '3', 'mars']
    >>> words("पानी की सुरक्षा")
    ['पानी', 'की', 'सुरकषा']
    """
    plain = text.isascii()
    parted = text.translate(_PARTED) if plain else _translated(text, _PARTED, _PARTED_ASCII)
    listed = parted.split()
    if plain or parted.isascii() or not _UNSPACED.search(parted):
        return listed
    found: list[str] = []
    for word in listed:
        if _UNSPACED.search(word):
            found.extend(_split_unspaced(word))
        else:
            found.append(word)
    return found


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The folded words of a text as :func:`words` gives them, each with where it stands: start and end.

    >>> list(spans("L’État"))
    [('l', 0, 1), ('etat', 2, 6)]
    """
    pieces = [fold(character) for character in text]
    starts = [n for n, piece in enumerate(pieces) for _ in piece]
    for match in _WORD.finditer("".join(pieces)):
        place = match.start()
        whole = not _UNSPACED.search(match[0])
        for word in [match[0]] if whole else _split_unspaced(match[0]):
            yield word, starts[place], starts[place + len(word) - 1] + 1
            place += len(word)


def _split_unspaced(word: str) -> list[str]:
    """Unspaced characters one by one, runs of other letters whole."""
    parts: list[str] = []
    run = ""
    for character in word:
        if _UNSPACED.match(character):
            if run:
                parts.append(run)
                run = ""
            parts.append(character)
        else:
            run += character
    return [*parts, run] if run else parts


def whole_characters(text: str) -> str:
    """The text with characters that stand as references to their two halves, which XML and HTML have none for.

    >>> whole_characters("Ferries &#55357;&#56994; sail")
    'Ferries 🚢 sail'
    """
    return _HALVES.sub(_whole, text)


def _whole(halves: re.Match[str]) -> str:
    two = [int(one[1:], 16) if one[0] in "xX" else int(one) for one in halves.groups()]
    data = b"".join(one.to_bytes(2, "big") for one in two)
    return data.decode("utf-16-be", "ignore") or halves[0]


@lru_cache(maxsize=256)
def slugify(text: str) -> str:
    """A name fit for an address: ``[a-z0-9-]``, 64 characters at most, never empty.

    >>> slugify("Sécurité & coopération")
    'securite-cooperation'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:64].strip("-")
    return slug or "untitled"


_LONGEST_LINKED = 1000  # characters: each address is looked for from the beginning
# An address, cut for show or not, an arrow or the like before it and tags behind it; tags without one only behind a
# sign, for a word's tag may be one of the sentence: What became of #MeToo
_TAG = r"#[^\W\d]\w*"
_LINK_BEHIND = re.compile(
    r"\s(?:[^\w\s#]{1,4}\s?)?(?:(?:https?://|www\.)\S+|(?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,20}/\S*…)"
    rf"(?:\s+{_TAG}){{0,20}}$|(?<=[^\w\s])(?:\s+{_TAG}){{1,20}}$",
    re.IGNORECASE,
)


def without_links(line: str) -> str:
    """A line without the addresses behind it, and the tags behind these or a sign, unless it is nothing else, or longer
    than any headline.

    >>> without_links("Ferries sail again 👉 https://gazette.example/ferries #Saltmarsh")
    'Ferries sail again'
    """
    bare = line.strip()
    if len(bare) > _LONGEST_LINKED:
        return bare
    while (less := _LINK_BEHIND.sub("", bare).rstrip()) != bare:
        bare = less
    return bare


# What ends a sentence: before a space (Arabic, Urdu, Armenian too), and wherever it stands (Chinese and Japanese,
# Hindi, Burmese, Khmer, Amharic).
ENDS_BEFORE_SPACE = ".!?؟۔։"
ENDS_ANYWHERE = "。！？।॥။។።"

# A point after these, after an initial, or inside a word (U.S.) ends no sentence.
_LIST = """
mr mrs ms messrs mm mme mlle mgr dr prof st ste sr sra sta sto sres sras dna gral cnel jr gen sen gov rep lt col maj
capt cpl cmdr cdr adm brig sgt supt insp rev hon pres mt ft vs cf ing lic av bd jan feb aug nov dec sig dott avv arq
mons exmo exma dra bzw ca evtl ggf vgl inkl zzgl mio mrd tsd hrsg doc yrd ул им проф акад св стр обл डॉ परो
"""
_ABBREVIATED = frozenset(_LIST.split())
# Nor after these before a figure: No. 5, Sept. 7, art. 12.
_COUNTED = """
no nos nr nrs num vol vols fig figs art arts p pp pag pags ch chap sec sect op eq par para abs ziff kap cl n mar apr jun
jul sept sep oct ст гл рис п
"""
_NUMBERED = frozenset(_COUNTED.split())
# Nor, behind one or two figures, before one of these, which no lowercase begins: am 17. März.
_MONTHS = (
    "januar janner februar marz april mai juni juli august september oktober november dezember"
)
_OF_ORDINALS = frozenset((*_MONTHS.split(), "jahrhundert"))


def ends_sentence(before: str, after: str = "") -> bool:
    """Whether the point (or other sign) that ends these words ends a sentence; ``after`` is what follows it.

    >>> ends_sentence("said Gen."), ends_sentence("in the U.S."), ends_sentence("on Monday.")
    (False, False, True)
    >>> ends_sentence("bought by Acme Inc.", " for a song"), ends_sentence("page No.", " 5")
    (False, False)
    """
    following = after.lstrip(" \u00a0\u202f\"“”'‘’«»)")
    if following[:1].islower():
        return False
    last = fold(before[-80:].rpartition(" ")[2]).lstrip("(«“\"'")
    word = last.rstrip(".!?؟。")
    if not last.endswith("."):
        return True
    if len(word) < 2 or word in _ABBREVIATED or "." in word:
        return False
    if word in _NUMBERED:
        return not following[:1].isdigit()
    ordinal = len(word) < 3 and word.isdigit()
    return not (ordinal and fold(following.split(" ", 1)[0]) in _OF_ORDINALS)
