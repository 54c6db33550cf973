"""The heads of plain-text wire stories, in the dialects that are met.

All parts are optional, in this order: a line ``date 2024-03-07``, which may run into the text; a
block of ``Name: value`` lines like a mail's (RFC 5322, continued lines included); a headline: a first
line in capitals, or a short one without a full stop, set apart by a blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from feeds.parse.wireabove import (
    is_urgency,
    names_its_kind,
    state_of,
    take_above,
    with_whole_dateline,
)
from feeds.parse.wiredate import is_day
from feeds.parse.wireends import is_end
from feeds.parse.wirenotes import embargo_in

Values = list[tuple[str, str]]
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
_DATE = re.compile(
    rf"\s*date[ \t]+(\d{{4}}-\d{{1,2}}-\d{{1,2}}{_CLOCK}|\d{{1,2}}[ ][^\W\d]{{3,12}}[ ]\d{{4}}{_CLOCK})"
    r"(?=\s|$)[.,;]?",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[ \t]*([^\W\d_](?:[^\W\d]|-){0,20}(?: [^\W\d_]{1,12}){0,2})[ \t]?(?P<set>[:=：][ \t]*)(?P<value>\S.*)?$"
)
_NAMES = {
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("slug", "slugline"), "slug"),
    **dict.fromkeys(("by", "byline", "author"), "byline"),
    **dict.fromkeys(("date", "published", "dateline date"), "date"),
    **dict.fromkeys(("updated", "modified"), "updated"),
    **dict.fromkeys(("link", "url"), "link"),
    **dict.fromkeys(("id", "guid", "message-id"), "id"),
    **dict.fromkeys(("category", "categories", "keywords", "subject"), "category"),
    **dict.fromkeys(("language", "lang"), "language"),
    **dict.fromkeys(("rights", "copyright"), "rights"),
    **dict.fromkeys(("version", "take"), "version"),
    **dict.fromkeys(("status", "pubstatus", "pub status"), "status"),
    **dict.fromkeys(("embargo", "embargoed", "embargo until", "embargoed until"), "embargo"),
    **dict.fromkeys(("credit", "credit line", "provider", "agency"), "credit"),
    "source": "source",
}
# The same in other languages, but for what begins sentences as well, names events' own time or means two things:
# Rubrik is a headline in Swedish and a section in German.
_FOREIGN = """
title titre título titulo titular titolo titel überschrift заголовок العنوان عنوان
title başlık tytuł tittel otsikko cím τίτλος
title 标题 標題 題名 見出し タイトル 제목 judul عنوان_خبر nadpis titlu
byline yazar författare forfatter forfattere kirjoittaja szerző συγγραφέας
byline 作者 记者 記者 著者 執筆者 기자 작성자 penulis نویسنده автор_статті
byline auteur auteure auteurs autor autora autores autorin autore verfasser автор الكاتب بقلم
date tarih dato päivämäärä dátum ημερομηνία 日期 发布时间 發布時間 日付 配信日時 작성일 تاریخ
date fecha datum data дата التاريخ تاريخ
link lien enlace الرابط ссылка
category kategori kategoria osasto rovat κατηγορία 分类 分類 栏目 カテゴリ 분류
category rubrique mots-clés sección seccion categoría categoria kategorie ressort rubrica рубрика القسم tags tag section
language dil taal språk sprog kieli nyelv γλώσσα język 语言 語言 言語 언어 bahasa زبان мова jazyk limba
language langue idioma sprache lingua язык اللغة
version versión versione versão fassung версия النسخة
status statut estado stato статус الحالة
embargo sperrfrist эмбарго حظر_النشر محظور_النشر_حتى
credit agence agencia agência agenzia agentur агентство الوكالة
source kaynak bron źródło källa kilde lähde forrás πηγή 来源 來源 出典 配信 출처 sumber منبع джерело zdroj sursa
source fuente fonte quelle источник المصدر
"""
_NAMES |= {
    word.replace("_", " "): ours
    for ours, *foreign in map(str.split, _FOREIGN.strip().splitlines())
    for word in foreign
}
# As YAML has values.
QUOTED = re.compile(r"^(\w[\w ]{1,20}:[ \t]+)([\"'])(.*)\2[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<block>.{1,8000}?)\n(?P=fence)[ \t]*(?:\n|$)", re.DOTALL
)
_SET = re.compile(r"([A-Za-z][\w -]{0,30}?)[ \t]*[:=](?:[ \t]+(.*)|)")
# A list below its name (YAML), or beside it between brackets.
_BELOW = re.compile(
    r"^(?P<name>[A-Za-z][\w -]{0,30}[ \t]*:)[ \t]*(?P<items>(?:\n[ \t]*- [^\n]+)+)", re.MULTILINE
)
_ITEM = re.compile(r"\n[ \t]*- ")
_BESIDE = re.compile(r"\[(?P<items>[^\[\]]*)\]")
# A text that begins below its name (YAML: block scalars), what is quoted, and comments.
_FOLDED = re.compile(
    r"^(?P<name>[A-Za-z][\w -]{0,30}[ \t]*:)[ \t]*[>|][+-]?\d?[ \t]*(?P<value>(?:\n[ \t]+[^\n]+)+)",
    re.MULTILINE,
)
_QUOTED = re.compile(r"(?P<quote>[\"'])(?P<said>.*)(?P=quote)(?:\s+#.*)?")
_NULL = frozenset({"false", "False", "null", "~"})  # YAML's
_COMMENT = re.compile(r"(?:^|\s+)#\s.*$")
_NO_EMBARGO = frozenset({"none", "no", "lifted", "levé", "levantado", "aucun", "ninguno"})
_SLUG = re.compile(r"[^\W_]+(?:[-/][^\W_]+){1,6}")
_FEW, _DATED = 2, 5  # words of a value
_BY = re.compile(r"(?:By|BY|Par|PAR|Por|POR|Von|VON) [A-ZÀ-Þ][\w.’'-]+ [A-ZÀ-Þ][^.!?\n]{1,60}")
_LONGEST_HEADLINE = 200
_LONGEST_CAPITALS = 250
# A line that ends so is a sentence, the lead, or the place and agency that open one.
_NO_HEADLINE = re.compile(r"(?:[.:;,،؛。…]|[-–—]|\([A-Z]{2,10}\))$")
_TRAILING = re.compile(
    r"(?:\.{2,}|…)$"
)  # as headlines trail off; of a text's beginning more is given
_LONGEST_TRAILING = 100
_REFERENCE = re.compile(r"&(?:#\d{2,5}|[a-z]{2,8});$")  # its semicolon ends no clause
_INITIALS = re.compile(r"\b(?:[A-ZÀ-Þ]\.){2,}$")  # … in the U.S.


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a story said: names (of ours) with their values, in order."""

    values: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> list[str]:
        """Every value of that name."""
        return [value for key, value in self.values if key == name]

    def get(self, name: str) -> str | None:
        """The first value of that name, or None."""
        return next(iter(self.all(name)), None)

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.get("title")


def take_head(story: str) -> tuple[Head, str]:
    """The head, and the text that follows it.

    >>> take_head("date 2024-03-07 The harbour reopened on Thursday.")
    (Head(values=(('date', '2024-03-07'),)), 'The harbour reopened on Thursday.')
    """
    values: list[tuple[str, str]] = []
    if dated := _DATE.match(story):
        values.append(("date", dated[1]))
        story = story[dated.end() :]
    block, body = take_names(story)
    values, body = [*values, *block], with_whole_dateline(body)
    if not any(name == "title" for name, _ in values) and (above := take_above(body)):
        values, body = [*values, *above[0]], above[1]
    elif not any(name == "title" for name, _ in values):
        state, body = _below_state(_below_urgency(body))
        headline, body = _headline(body)
        named = any(name == "slug" for name, _ in values)
        below = _headline(body) if headline and not named and _SLUG.fullmatch(headline) else None
        if headline and below and below[0]:  # the desk's own keyword, above the headline
            values.append(("slug", headline))
            headline, body = below
        values += [("title", headline)] if headline else []
        body = f"{state}\n\n{body}" if state else body
    return Head(tuple(values)), body.strip()


def _below_urgency(body: str) -> str:
    """The text without a first line that says how urgent it is, or what kind of text, and nothing else, where a
    headline stands below.
    """
    first, _, rest = body.strip().partition("\n")
    said = is_urgency(first) or names_its_kind(first)
    return rest.strip("\n") if said and _headline(rest)[0] else body


def _below_state(body: str) -> tuple[str | None, str]:
    """What a first line says of the text before this one, if a headline stands below, and the rest."""
    first, _, rest = body.strip().partition("\n")
    state = state_of(first)
    return (state, rest.strip("\n")) if state and _headline(rest)[0] else (None, body)


def front_matter(text: str) -> tuple[Values, str]:
    """The names and values between two lines of ``---`` or ``+++`` at the head, as YAML and TOML have them, and
    the rest. Names that we don't know are passed over, and what belongs to them.

    >>> front_matter("---\\ntitle: 'Quay reopens'\\n---\\nIt did.")
    ([('title', 'Quay reopens')], 'It did.')
    """
    found = _FRONT_MATTER.match(text)
    block = _BELOW.sub(_listed, _FOLDED.sub(_unfolded, found["block"])) if found else ""
    lines = [_SET.fullmatch(line) for line in block.split("\n")] if found else []
    if found is None or not any(lines):
        return [], text
    every = (
        (line[1].replace("_", " ").lower(), _unquoted(line[2] or "")) for line in lines if line
    )
    named = [(_NAMES.get(name, ""), value) for name, value in every]
    unset = [
        (name, "none") if name == "embargo" and value in _NULL else (name, value)
        for name, value in named
    ]
    return _kept(unset), text[found.end() :]


def are_names(lines: list[str]) -> bool:
    """Whether all lines have the form of a head's names, and one is a name that we know."""
    found = [_HEADER.match(line) for line in lines]
    return all(found) and any(one and one[1].lower().replace("_", " ") in _NAMES for one in found)


def _unfolded(found: re.Match[str]) -> str:
    """A value on lines below its name, on one."""
    return f"{found['name']} {' '.join(found['value'].split())}"


def _listed(found: re.Match[str]) -> str:
    """The items of a list below its name, beside it."""
    items = _ITEM.split(found["items"])[1:]
    return f"{found['name']} [{', '.join(items)}]"


def _unquoted(value: str) -> str:
    """A value without its quotes and a comment after it."""
    if listed := _BESIDE.fullmatch(value.strip()):
        return ", ".join(_unquoted(one) for one in listed["items"].split(","))
    quoted = _QUOTED.fullmatch(value.strip())
    return quoted["said"] if quoted else _COMMENT.sub("", value).strip()


def take_names(story: str) -> tuple[Values, str]:
    """The lines ``Name: value`` before the first blank one, and the rest; none if the first has no name we know, or is
    alone and may as well be a headline or a sentence.
    """
    values, rest = _lines_of_names(story)
    alone = len(values) == 1 and not _is_of_kind(*values[0], rest)
    return ([], story) if alone else (_kept(values), rest)


def _is_of_kind(name: str, value: str, rest: str) -> bool:
    """Whether a value is one that its name has, where no other name bears it out."""
    count, figures = len(value.split()), any(map(str.isdecimal, value))
    if name in ("date", "updated"):
        return is_end(value) or (figures and count <= _DATED)
    if name in ("link", "id"):
        return count == 1
    if name == "language":
        return count <= _FEW
    if name == "byline":  # not what a sentence goes on with: “Author: man lost book”
        own = not value[:1].islower()
    else:
        own = count <= _FEW or "," in value or name not in ("source", "category", "rights")
    # Where the headline is below, it is none.
    return own or bool(_headline(rest)[0])


def _lines_of_names(story: str) -> tuple[Values, str]:
    lines = story.lstrip("\n").split("\n")
    values: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        name = _NAMES.get(header[1].lower().replace("_", " ")) if header else None
        if (
            header
            and name
            and not values
            and not _opens(header[1].lower(), name, header["value"] or "")
            and not _is_name(lines[number + 1 : number + 2])
        ):
            name = None
        # Who leaves no space after the colon, or sets another sign, is understood by the names that we know.
        spaced = (
            header is not None
            and header["set"] != "="
            and (header["set"] != ":" or not header["value"])
        )
        if header and (name or (values and spaced and _ends_blank(lines, number))):
            values.append((name or "", (header["value"] or "").strip()))
        elif (
            values and line[:1] in (" ", "\t") and line.strip() and not lines[number - 1].isspace()
        ):
            values[-1] = (values[-1][0], f"{values[-1][1]} {line.strip()}".strip())
        else:
            return values, "\n".join(lines[number:]) if values else story
    return values, ""


def _is_name(lines: list[str]) -> bool:
    """Whether a line has a name that we know, so that the one above it is of the same block."""
    return bool(lines) and are_names(lines)


def _opens(called: str, name: str, value: str) -> bool:
    """Whether a line of that name can be the first of a block: these names open headlines as well
    (``Embargo: what the vote means``), so there they need a value of their kind.
    """
    if name == "embargo":
        return (
            not value
            or value.lower() in _NO_EMBARGO
            or embargo_in(f"{called}: {value}") is not None
        )
    if called == "data":  # “Data: what the figures tell” as well, in English
        return is_day(value)
    return name not in ("version", "status", "credit") or len(value.split()) <= 1


def _kept(values: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in values if name and (value or name == "embargo")]


def _ends_blank(lines: list[str], number: int) -> bool:
    """Whether only more of the block stands between here and a blank line.

    Names that we don't know (``Priority: 4``) are part of a block only then: a story may open with
    ``Rabat: the minister said``.
    """
    for line in lines[number : number + 40]:
        if not line.strip():
            return True
        if not _HEADER.match(line) and line[:1] not in (" ", "\t"):
            return False
    return False


def _headline(body: str) -> tuple[str | None, str]:
    """A first line in capitals, or short and no sentence, with a blank line and a text after it."""
    first, _, rest = body.strip().partition("\n")
    first = " ".join(first.split())
    blank, _, text = rest.partition("\n")
    if first.isupper() and len(first) <= _LONGEST_CAPITALS and _BY.fullmatch(blank.strip()):
        return first, f"{blank}\n\n{text}"  # capitals right above a byline
    if blank.strip() or not text.strip() or not first:
        return None, body
    capitals = first.isupper() and len(first) <= _LONGEST_CAPITALS
    short = len(first) <= _LONGEST_HEADLINE
    bare = _REFERENCE.sub("", first)
    ends = _NO_HEADLINE.search(bare) and not _INITIALS.search(bare)
    ends = ends and not (len(first) <= _LONGEST_TRAILING and _TRAILING.search(bare))
    # With a full stop as well, where the text is not all in capitals.
    shouted = capitals and first[-1] == "." and not text.isupper()
    return (first, text) if (capitals or short) and (shouted or not ends) else (None, body)
