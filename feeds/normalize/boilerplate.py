"""What outlets' systems set around and into a text: "read more", share lines, captions, newsletters.

Their words are in a table, ``notice_words``. Only whole lines go, and the very end of the
last one: a writer's sentence that begins with such words stays, since it goes on as no notice does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import dropwhile, takewhile

from feeds.normalize import notice_words as words
from feeds.normalize import notice_words_abroad as abroad
from feeds.normalize.byline import is_byline
from feeds.normalize.creditline import closes
from feeds.normalize.reprinted import Fields
from feeds.text import words as words_of

# Ends that say: there is more on the page.
_MORE = re.compile(
    r"\s*(?:[\[(]?\s*(?:…|\.{3,}|&hellip;|&#8230;)\s*[\])]?\s*)?"
    rf"(?:\b(?:{words.MORE})\b|(?:{words.MORE_ARABIC}|{abroad.MORE}))[\s.…»>→]*$",
    re.IGNORECASE,
)
_MORE_AT = re.compile(rf"(?:{words.MORE}|{words.MORE_ARABIC})\b", re.IGNORECASE)
# The same with the title of the story, as WordPress links it: … Continue reading “Ferries sail” →
_MORE_OF = re.compile(
    rf"\s*[\[(]?\s*(?:…|\.{{3}})\s*[\])]?\s*(?:{words.MORE_OF})\s+(?:[“«\"].{{1,180}}[”»\"]\s*[→»›]?|.{{1,180}}[→›])\s*$",
    re.IGNORECASE,
)
_ELLIPSIS = r"(?:…|\.{3,}|&hellip;|&#8230;)"
# The points in brackets get lost where a system writes no signs beyond ASCII: “three ferries []”.
_CUT = re.compile(
    rf"(?:{_ELLIPSIS}|\[\s*{_ELLIPSIS}\s*\]|\(\s*{_ELLIPSIS}\s*\)|(?<!returns )(?<=\w[ \u00a0])\[\])\s*$"
)
# The link to the page, run into the last sentence.
_LINKED = re.compile(r"(?:^|(?<=[.!؟»”\"]))\s*رابط الخبر(?: \S.{0,40}?)?\s*:\s*.{0,220}$")

# What a podcast's host adds, likewise.
_HOSTED = re.compile(
    rf"(?:(?<=[.!?…»”\"])\s+|\s+-{{2,3}}\s+)(?:{words.PODCAST})\.?\s*$", re.IGNORECASE
)
_BUTTON = re.compile(
    rf"(?=.{{0,100}}(?:{words.BUTTON_DOES})).{{3,120}}\({words.OPENS_WINDOW}\)", re.IGNORECASE
)
_BESIDE = re.compile(rf"(?:{words.BESIDE_BUTTONS})\s*(?::|…|\.{{3}})?", re.IGNORECASE)

_LEAD_IN = r"[\s»>•▪*|►▶–—\-\[(]*"
_SEPARATED = r"\s*[:：|｜»>–—-]\s*\S.{0,200}[^.…。।۔\s\])]"
_NETWORK = rf"(?:{words.NETWORK}|{abroad.NETWORK})"
_READ_ALSO = rf"(?:{words.READ_ALSO}|{words.READ_ALSO_ARABIC}|{abroad.READ_ALSO})"
_LETTER_NOUN = re.compile(words.LETTER, re.IGNORECASE)
# Wherever it stands, such a line is the outlet's.
_ANYWHERE = re.compile(
    rf"{_LEAD_IN}(?:"
    rf"(?i:{_READ_ALSO})(?:{_SEPARATED}|\s+[A-ZÀ-Þ«“\"‘\d].{{0,180}}[^.…\s\])])|"
    r"(?:WATCH|LISTEN|MORE|VIDEO|VIDÉO|VÍDEO|EN IMAGES|PHOTOS)\s*[:|»>]\s*\S.{0,160}[^.\s]|"
    r"(?:À LIRE AUSSI|À VOIR AUSSI)\s*[.:|»>]\s*\S.{0,160}[^.\s]|"
    r"(?:[اإأ]قرأ|طالع|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|كذلك)\s+[^.]{3,160}|"
    rf"(?i:{words.ADVERTISEMENT})"
    r"(?:\s*[-–—:]\s*(?i:continue reading.{0,30}|story continues.{0,30}|la suite.{0,30}|siga leyendo.{0,30}|"
    r"scroll.{0,30}|تابع القراءة.{0,30}))?|"
    rf"(?i:{words.GOES_ON})|(?i:{words.EMBEDDED})|"
    rf"(?i:{words.CAPTION}|{abroad.CAPTION})\s*[:：]\s*\S.{{0,200}}|(?i:{words.PICTURED}|{abroad.PICTURED})|"
    r"صورة (?:من الأرشيف|أرشيفية|تعبيرية)(?: [^.]{0,100})?"
    r")[\s\])–—-]*"
)
_LIST = re.compile(rf"{_LEAD_IN}(?:{_READ_ALSO}|{words.LISTS})\s*[:…»]*", re.IGNORECASE)
_BAR = rf"(?:{words.BUTTON}|{words.MAIL_BUTTON}|{abroad.BUTTON})"
_ON = r"(?: (?:on|via|sur|par|en|por|auf|per|bei|no|su|в|على|عبر))?"
_NETWORKS = rf"{_NETWORK}(?:\s*[|·•/,]\s*{_NETWORK})*"
_ON_NETWORK = rf"(?:{_ON} {_NETWORK})?"
_FIRST_ON = {
    word: re.compile(f"{word} .{{1,300}} {rest} .{{1,120}}", re.IGNORECASE)
    for word, rest in words.FIRST_ON.items()
}
_NUMBER = r"\d[\d.,\u00a0\u202f ]*(?:k|m|mil|ألف)?"
_COUNTER = (
    rf"(?:(?:{_NUMBER}\s?points?\s?[|·•]\s?)?{_NUMBER}\s?(?:{words.COUNTED})|(?:{words.COUNTING})\s?:?\s?{_NUMBER}|"
    rf"(?:(?:{words.MADE})\s?:?\s)?(?:{words.AGO.format(n=_NUMBER)}))"
)
_HASHTAGS = r"(?:#(?!\d+\b)[^\s#]+\s*){1,12}"  # "#1" is the first of a list
_NAMES_ALONE = re.compile(rf"{_NETWORK}|{_HASHTAGS}", re.IGNORECASE)
# Such a line is the outlet's at the head or the foot of a text.
_EDGE = re.compile(
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,120}|"
    r"l[’']article .{1,300} est apparu en premier sur .{1,120}|"
    r"la entrada .{1,300} (?:se public[oó] primero en|aparece primero en) .{1,120}|"
    r"(?:ظهرت المقالة|نشر لأول مرة).{1,300}|"
    rf"(?:{_BAR}{_ON_NETWORK}|{_NETWORK})(?:[\s|·•/,]+(?:{_BAR}{_ON_NETWORK}|{_NETWORK}))*\s*:?|"
    rf"(?:{words.SHARE})(?: {words.ARTICLE})?(?:\s*:\s*|{_ON} ){_NETWORKS}|"
    rf"(?:{words.SHARE}) {words.ARTICLE}(?:{_ON_NETWORK}|\s*:.{{0,100}})|"
    rf"(?:{words.LISTEN.format(article=words.ARTICLE)})(?:\s*[(·|–-]?.{{0,30}}\)?)?|"
    rf"{words.READING}\.?|(?:{words.COMMENTS})|(?:{words.FORBIDDEN}|{abroad.EDGE})\.?|{_HASHTAGS}|"
    rf"(?:{words.BESIDE_BUTTONS})\s*[:….]*(?:\s*(?:{words.BESIDE_BUTTONS})\s*[:….]*)*|"
    # A channel of the outlet's.
    r"(?:[^\s@]{1,30}\s+){0,5}(?:@\w{3,40}|(?:https?://)?t\.me/\S{3,60})[\s\W]{0,9}|"
    r"©.{1,60}\b\d{4}\b.{0,60}|copyright\W{1,4}(?:c\)\W{1,3}|by )?(?:(?-i:[A-ZÀ-Þ])\w*\W{1,3}){0,8}\d{4}\b[.,].{0,120}|"
    rf"(?:{words.FOLLOW}).{{0,60}}?\b{_NETWORK}\b.{{0,80}}|"
    rf"(?:{words.SIGN_UP}) .{{0,80}}(?:{words.LETTER}).{{0,60}}|"
    rf"(?:copyright\s*)?(?:©|\(c\))?\s*(?:\d{{4}}\s*)?{words.RIGHTS}(?:\s*©?\s*\d{{4}}|\s*© copyright .{{1,40}}|"
    rf"\s*[.,;:،–—-].{{0,120}})?|©.{{0,40}}{words.RIGHTS}.{{0,120}}|"
    # Whose it is and since when, or a full stop: not what is told of copyright.
    rf"[(\[]?copyright\b(?:\W*(?:©|\(c\)|\d{{4}}\b).{{0,60}}|.{{0,60}}(?:[.,;:–—-]|\b\d{{4}})\s*)"
    rf"{words.RIGHTS}(?:[.,;:].{{0,120}}|[)\]\s]*)|"
    rf"{words.FOR_SUBSCRIBERS}\.?|"
    r"(?:comments are closed|les commentaires sont fermés|los comentarios están cerrados|التعليقات مغلقة).{0,40}\.?|"
    r"related: more .{0,60}|à lire également dans .{0,60}|más noticias de .{0,60}|more (?:stories|news) from .{0,60}|"
    r"(?:مواضيع|أخبار) ذات صلة.{0,60}|"
    r"(?:tags?|tagged|filed under|topics|temas|archivado en|(?:ال)?تصنيفات|"
    r"الكلمات المفتاحية|keywords|mots[- ]clés|étiquettes|etiquetas|palabras clave|schlagw[oö]rter?|"
    r"palavras-chave|теги|etiketler|"
    r"سمات|وسوم|الوسوم|كلمات (?:دليلية|مفتاحية))\s*:\s*(?!.*\w{3}[.!?؟]\s).{1,200}|"
    r"(?:سمات|الوسوم)(?: [^\s.؟!]+){1,12}|"
    r"رابط الخبر(?: .{1,60})?\s*:\s*.{0,200}|"
    rf"(?:{words.PODCAST})\.?|{words.REDDIT}|{words.PLATFORM}|"
    rf"{words.FORUM}|{words.TAKEN_OVER}|{words.MAILED}|{words.THE_END}|"
    rf"{_COUNTER}(?:\s*[|·•/,–-]\s*{_COUNTER})*\.?|"
    r"next previous|previous next)",
    re.IGNORECASE,
)
_COOKIES = re.compile(words.COOKIES, re.IGNORECASE)
_OF_THE_SITE = re.compile(words.OF_THE_SITE, re.IGNORECASE)
_IN_COOKIES = ("oo", "erez", "ارتباط")  # of which one is in each word for them, and seen sooner
# What kind of matter follows, in capitals before the first word.
_LABEL = re.compile(
    r"\A(?:VID[ÉE]OS?|VÍDEOS?|EN IMAGES|EN VIDÉO|EN DIRECT|PHOTOS|WATCH|EN VIVO|EN FOTOS)\s*(?:[.:|]|\s[-–—])\s+(?=\S)"
)
_RUN_IN_END = re.compile(r"(?<=[。！？”」])\s*[（(](?:完|了|终|終)[）)]$|(?<=[.!?”\"])\s+Enditem$")
_NOBODY = re.compile(words.NOBODY, re.IGNORECASE)
_NO_FIELDS = Fields()
_LONGEST_MORE = 6  # words
_TAGS = re.compile(
    r"(?:tags?|categor(?:y|ies)|étiquettes?|etiquetas?|temas?|الوسوم)\s*:?", re.IGNORECASE
)
_LONGEST_HEADING, _LONGEST_TITLE = 40, 130  # characters
_TELLING, _TOLD = 4, 2  # letters of a word of the title; such words that a teaser has
_MOST_TITLES, _MOSTLY = 5, 0.6  # of a list; share of the text's characters
_ANNOUNCES, _ANNOUNCING, _MOST_POINTS = (":", "："), 3, 20  # signs, words, lines
_ENDS_SENTENCE = (".", "…", ":", ";", ",", "،", "؛", "。", "：", "।", "۔", "።", "։")
_CLOSES = " \t\r\u00a0”’»\"')]」』"
_NEAR_END = 200  # characters: no such end is longer
_LONGEST = 420  # likewise of a line


def strip_tails(
    text: str,
    fields: Fields = _NO_FIELDS,
    code: Set[str] = frozenset(),
    links: Set[str] = frozenset(),
) -> tuple[str, bool]:
    """Text (paragraphs on lines) without an outlet's notices, and whether its end says that it is cut.

    ``fields`` are those of the entry, which systems print around its text. ``code`` are lines of programs that the
    text shows: none of them is a notice. ``links`` are lines that are nothing but a link.
    """
    lines = _without_buttons(text.split("\n")) if ")" in text else text.split("\n")
    lines = _without_lists(_without_links(lines, links, fields.title) if links else lines)
    more = _clear_foot(lines, fields, code)
    _clear_head(lines, fields)
    lines = [line for line in lines if line in code or not is_notice(line)] or lines
    if len(lines) == 1 and fields.title and _says_nothing(lines[0], fields):
        return "", more
    lines[0] = _LABEL.sub("", lines[0])
    lines[-1] = _LINKED.sub("", lines[-1]) or lines[-1]
    lines[-1] = _HOSTED.sub("", lines[-1]) if "/" in lines[-1][-_NEAR_END:] else lines[-1]
    lines[-1] = _RUN_IN_END.sub("", lines[-1])
    left, cut = _without_more(lines)
    return left, cut or more


def _says_nothing(line: str, fields: Fields) -> bool:
    """Whether all that is left is an outlet's, as where a network links to a page and counts the comments. A caption
    may be all that is told, and so may hashtags.
    """
    bare = line.strip()
    notice = len(bare) <= _LONGEST and _EDGE.fullmatch(bare) and not _NAMES_ALONE.fullmatch(bare)
    return bool(notice) or fields.is_page(line)


def _clear_head(lines: list[str], fields: Fields) -> None:
    """Take away what stands above the text, in whatever order; a byline stays, which is a credit."""
    at = 0
    while at < len(lines) - 1:
        notice = is_notice(lines[at], edge=True) or _NOBODY.fullmatch(lines[at].strip())
        left = "" if notice else fields.without(lines[at])
        if not left:
            del lines[at]
        elif not at and is_byline(left):
            lines[at] = left
            at = 1
        else:
            return


def _clear_foot(lines: list[str], fields: Fields, code: Set[str]) -> bool:
    """Take away what stands below the text, in whatever order; credits among it stay. Whether any of it says that
    there is more on the page.
    """
    more = dated = False
    rubrics = 0
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if line in code:
            break
        if closes(line):
            continue
        if _means_nothing_here(line, fields) and _is_listed(lines, at):
            break
        if is_notice(line, edge=True) or fields.announces(line) or fields.is_page(line):
            del lines[at]
        elif _MORE.fullmatch(line):
            more = True
            del lines[at]
        elif fields.is_when(line) or (dated and fields.is_name(line)):
            dated = not dated
            del lines[at]
        elif fields.is_rubric(line):
            rubrics += 1
            del lines[at]
        elif rubrics and _TAGS.fullmatch(line):
            del lines[at]
        elif (about := _more_about(line, fields)) is not None:
            lines[at] = about
        else:
            break
    return more


def _means_nothing_here(line: str, fields: Fields) -> bool:
    """Whether a line is only known by where it stands: in a list of the story's it is a point like any other."""
    return (
        fields.is_rubric(line) or fields.is_when(line) or _NAMES_ALONE.fullmatch(line) is not None
    )


def _is_listed(lines: list[str], at: int) -> bool:
    """Whether a sentence with a colon announces the lines down to that one; "Tags:" is none."""
    above = reversed(lines[max(0, at - _MOST_POINTS) : at])
    announced = next(dropwhile(_is_point, above), "").rstrip()
    return announced.endswith(_ANNOUNCES) and len(announced.split()) >= _ANNOUNCING


def _is_point(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and not _ends_sentence(line)


def _more_about(line: str, fields: Fields) -> str | None:
    """“Read more” of a line that says of what, as Drupal does to who can't see the page."""
    rest = fields.beside_title(line)
    if rest is None or len(rest) > _LONGEST_MORE:
        return None
    found = _MORE_AT.match(line)
    return found[0].strip() if found else None


def _without_links(lines: list[str], links: Set[str], title: Sequence[str]) -> list[str]:
    """The lines without a list of links to other stories below them, however long, and what heads it. A text of several
    such lists is made of them, and so is a letter whose first lines tell nothing of its title.
    """
    heads = [
        at
        for at, line in enumerate(lines)
        if at and _heads_list(line) and not links.isdisjoint(lines[at + 1 : at + 2])
    ]
    if len(heads) != 1:
        return lines
    below = lines[heads[0] + 1 :]
    if not all(line in links or is_notice(line, edge=True) for line in below):
        return lines
    told = {*words_of("\n".join(lines[: heads[0]]))}
    tells = sum(len(word) >= _TELLING and word in told for word in {*title}) >= _TOLD
    return lines[: heads[0]] if tells else lines


def _without_lists(lines: list[str]) -> list[str]:
    """The lines without those that head a list of a few other stories, and the titles in it; a text that is mostly
    such lists stays.
    """
    left: list[str] = []
    at = 0
    while at < len(lines):
        # No further than that: a page of headings shall not cost its square.
        below = lines[at + 1 : at + _MOST_TITLES + 2] if at and _heads_list(lines[at]) else []
        listed = len([*takewhile(_may_be_title, below)])
        if 0 < listed <= _MOST_TITLES:
            at += listed
        else:
            left.append(lines[at])
        at += 1
    told = sum(map(len, left))
    # Where paragraphs end without a stop, as in Arabic and Thai they may, titles look like them.
    in_sentences = sum(map(_ends_sentence, left)) * 2 >= len(left)
    return left if in_sentences and told >= _MOSTLY * sum(map(len, lines)) else lines


def _heads_list(line: str) -> bool:
    # “Read more” below an item is no heading of the next.
    short = len(line) <= _LONGEST_HEADING
    return short and _LIST.fullmatch(line) is not None and not _MORE.fullmatch(line)


def _may_be_title(line: str) -> bool:
    said = line.strip()
    if not 0 < len(said) <= _LONGEST_TITLE or is_notice(said, edge=True):
        return False
    return not (_ends_sentence(said) or closes(said))


def _ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does that is no title, quoted or not."""
    return line.rstrip(_CLOSES).endswith(_ENDS_SENTENCE)


def _without_more(lines: list[str]) -> tuple[str, bool]:
    """The text without what says that there is more on the page, and whether anything does."""
    end = lines[-1][-_NEAR_END:]
    found = _MORE.search(end)
    if (found and _stands_apart(end, found)) or (found := _MORE_OF.search(end)):
        lines[-1] = lines[-1][: len(lines[-1]) - len(end) + found.start()].rstrip()
        return "\n".join(lines).strip(), True
    return "\n".join(lines).strip(), bool(_CUT.search(end))


def _without_buttons(lines: list[str]) -> list[str]:
    """The lines without buttons, of which each says what it does and that it opens a window, and without what stands
    beside those: words that mean nothing by themselves. A list of reports that open so is no row of buttons.
    """
    if not any(line.endswith(")") and _BUTTON.fullmatch(line) for line in lines):
        return lines
    plain = (line.replace("'", "’").strip() for line in lines)
    left = [
        line
        for line, bare in zip(lines, plain, strict=True)
        if not _BUTTON.fullmatch(line) and not _BESIDE.fullmatch(bare)
    ]
    return left or lines


def leads_on(line: str) -> bool:
    """Whether a line is one of those below a text: to read on, to share it.

    >>> leads_on("read more"), leads_on("share this article"), leads_on("and the islands")
    (True, True, False)
    """
    return is_notice(line, edge=True) or _MORE.fullmatch(line) is not None


def is_notice(line: str, *, edge: bool = False) -> bool:
    """Whether a line is an outlet's: wherever it stands (another story's title under “Read also”, a caption), or at
    the ``edge`` of a text alone.

    >>> is_notice("Read also: Ferries sail again"), is_notice("Read also, they said, the small print.")
    (True, False)
    """
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    if _ANYWHERE.fullmatch(line) or (_LETTER.fullmatch(line) and _LETTER_NOUN.search(line)):
        return True
    return edge and (_EDGE.fullmatch(line) is not None or _says_first_on(line) or _is_banner(line))


def _says_first_on(line: str) -> bool:
    plain = line.replace("’", "'")
    found = _FIRST_ON.get(plain.partition(" ")[0].lower())
    return found is not None and found.fullmatch(plain) is not None


def _is_banner(line: str) -> bool:
    small = line.lower()
    hinted = any(letters in small for letters in _IN_COOKIES)
    return bool(hinted and _COOKIES.search(line) and _OF_THE_SITE.search(line))


_LETTER = re.compile(rf"{_LEAD_IN}(?:{words.OWN_LETTER})", re.IGNORECASE)


def _stands_apart(line: str, found: re.Match[str]) -> bool:
    """Whether the words are an outlet's and not the end of a sentence ("… taught to read more.").

    They are after an ellipsis or an arrow, on a line of their own, or as a sentence of their own.
    """
    if found.start() == 0 or "…" in found[0] or "..." in found[0] or re.search("[›»>→]", found[0]):
        return True
    phrase = found[0].strip()
    if len(phrase.split()) < 2:
        return False
    return phrase[0].isupper() or line[found.start() - 1] in '.!?؟…»”"'
