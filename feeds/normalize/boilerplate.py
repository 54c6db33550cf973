"""What outlets' systems add under a text: "read more", "appeared first on", share lines.

A table by language; each row is what stands as a last line, or at the very end of it.
"""

from __future__ import annotations

import re

# Ends that say: there is more on the page.
_MORE = re.compile(
    r"\s*(?:[\[(]?\s*(?:…|\.{3,}|&hellip;)\s*[\])]?\s*)?"
    r"(?:\b(?:read more|continue reading|read the (?:full|whole) (?:story|article)|full story|more|"
    r"lire la suite|lire plus|en savoir plus|lire l[’']article(?: complet)?|"
    r"leer m[aá]s|seguir leyendo|leer la noticia completa|weiterlesen|leggi tutto|continua a leggere|ler mais)\b|"
    r"(?:اقرأ المزيد|إقرأ المزيد|المزيد|التفاصيل|تابع القراءة))[\s.…»>→]*$",
    re.IGNORECASE,
)
# Lines that name the page or the outlet, not the story.
_LINES = re.compile(
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,120}|"
    r"l[’']article .{1,300} est apparu en premier sur .{1,120}|"
    r"la entrada .{1,300} (?:se public[oó] primero en|aparece primero en) .{1,120}|"
    r"(?:ظهرت المقالة|نشر لأول مرة).{1,300}|"
    r"(?:share|partager|compartir|شارك)(?: (?:this|cet article|en|على).{0,60})?|"
    r"(?:subscribe to|sign up (?:for|to)|abonnez-vous|suscr[ií]base|اشترك) .{0,80}"
    r"(?:newsletter|alerts|channel|podcast|briefing|lettre|cha[iî]ne|bolet[ií]n|نشرتنا|قناتنا).{0,60}|"
    r"(?:photo|image|crédit photo|foto)\s*:\s*.{1,120})",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.{3,}|\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))\s*$")


_NEAR_END = 200  # characters: no such end is longer


def strip_tails(text: str) -> tuple[str, bool]:
    """Text (paragraphs on lines) without such ends, and whether one of them says that it is cut."""
    lines = text.split("\n")
    while len(lines) > 1 and _LINES.fullmatch(lines[-1].strip()):
        lines.pop()
    end = lines[-1][-_NEAR_END:]
    found = _MORE.search(end)
    if found and _stands_apart(end, found):
        lines[-1] = lines[-1][: len(lines[-1]) - len(end) + found.start()].rstrip()
        return "\n".join(lines).strip(), True
    return "\n".join(lines).strip(), bool(_CUT.search(end))


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
