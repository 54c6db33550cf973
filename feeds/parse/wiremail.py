"""A wire story that came as a mail and was saved as one (RFC 5322): its head and body in the form of a plain story's.

Agencies and press offices mail their copy. What the mail says of itself and its way is passed over; its subject is the
headline. A body in parts is its plain text, else its HTML, whatever either was encoded in for the way (MIME).
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from email import message_from_string
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from feeds.parse.encoding import decode
from feeds.parse.inline import inline_text

_LINE = re.compile(r"[A-Za-z][A-Za-z\d-]{1,40}:(?:[ \t].*)?")
_NEEDED = ("from", "subject")
_LONGEST = 20_000  # characters of a head
# Below it stands who sent the mail, in a few lines (RFC 3676, 4.3).
_SIGNED = re.compile(r"\n-- \n(?:[^\n]*\n?){0,10}\Z")
# The line that a mailbox (RFC 4155) sets before each mail.
_ENVELOPE = re.compile(r"\AFrom \S+ +[A-Z][a-z]{2} [^\n]{10,60}\n")
_SOFT = re.compile(r"(?<=[^\n]) \n(?=[^\n])")  # a line's end that says nothing (RFC 3676, 4.1)
_REPLIED = re.compile(r"^(?:(?:fwd?|wg|tr|rv|enc)\s?:\s*)+", re.IGNORECASE)


def from_mail(text: str) -> str:
    """The story that a mail holds, under names that heads of stories have; any other text as it is.

    >>> from_mail("From: desk@wire.example\\nSubject: Ferries sail\\n\\nThey do.")
    'Headline: Ferries sail\\n\\nThey do.'
    """
    head, parted, body = _ENVELOPE.sub("", text.lstrip("\ufeff\n")).partition("\n\n")
    if not parted or len(head) > _LONGEST or not _is_head(head):
        return text
    try:
        mail = message_from_string(f"{head}\n\n{body}")
        told = _body(mail)
    except (MessageError, RecursionError, ValueError):  # parts within parts without an end
        return text
    subject = _REPLIED.sub("", _words(mail["subject"]))
    named = (("Headline", subject), ("Date", mail["date"]), ("Id", mail["message-id"]))
    lines = [f"{name}: {_words(value)}" for name, value in named if value]
    if told is None or not subject:
        return text
    return "\n".join([*lines, "", _SIGNED.sub("\n", told)])


def _is_head(head: str) -> bool:
    """Whether all lines have the form of a mail's, and what every mail has is there."""
    lines = head.split("\n")
    if not all(_LINE.fullmatch(line) or line[:1] in (" ", "\t") for line in lines):
        return False
    names = {line.partition(":")[0].lower() for line in lines}
    return all(name in names for name in _NEEDED)


def _words(value: object) -> str:
    """A value of the head on one line, what it was encoded in undone (RFC 2047)."""
    said = str(value or "")
    if "=?" in said:
        try:
            said = str(make_header(decode_header(said)))
        except (MessageError, ValueError, LookupError):
            return " ".join(said.split())
    return " ".join(said.split())


def _body(mail: Message) -> str | None:
    """The words of a mail, plain before HTML; None where it has none that can be read."""
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    parts = [part for part in parts if part.get_content_disposition() != "attachment"]
    ranked = sorted(parts, key=lambda part: part.get_content_subtype() != "plain")
    return next(filter(None, map(_text, ranked)), None)


def _text(part: Message) -> str | None:
    """The words of a part, on lines as they were written before they were wrapped for the way (RFC 3676)."""
    said = _undone(part)
    if said is None or str(part.get_param("format", "")).lower() != "flowed":
        return said
    space = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    text, signature, rest = said.partition("\n-- \n")
    return f"{_SOFT.sub(space, text)}{signature}{rest}"


def _undone(part: Message) -> str | None:
    how = str(part.get("content-transfer-encoding", "")).strip().lower()
    written = part.get_payload()
    kind = f"text/plain; charset={part.get_content_charset() or 'utf-8'}"
    if not isinstance(written, str) or how not in ("quoted-printable", "base64"):
        return written if isinstance(written, str) else None
    if how == "base64":
        return inline_text(written, encoding=how, kind=kind)
    return decode(a2b_qp(written.encode()), kind).text
