"""Alerts of weather and civil services (OASIS, Common Alerting Protocol 1.1 and 1.2) as what an Atom entry has in it.

Of an alert the words to the public are the entry's text: what it describes and what it asks people to do. What stands
beside them is for machines: identifiers, times, codes, polygons. One that is no real alert (an exercise, a test) is
not to be published.
"""

from __future__ import annotations

import re

_ALERT = re.compile(r"\s*<alert\b", re.IGNORECASE)
_INFO = re.compile(r"<info\b[^<>]*>", re.IGNORECASE)
_WORDS = ("description", "instruction")
_BRIEFLY = ("headline", "event")
_MOST = 40  # translations of one alert


def words_of(markup: str, lang: str | None) -> str:
    """The words of an alert as HTML, those in ``lang`` where it has several translations; other markup as it is.

    >>> words_of("<alert><info><event>Storm</event><description>Gusts.</description></info></alert>", None)
    '<p>Gusts.</p>'
    """
    if not _ALERT.match(markup):
        return markup
    every = _INFO.split(markup, maxsplit=_MOST)[1:]
    wanted = (lang or "").lower()[:2]
    spoken = [one for one in every if wanted and _said(one, "language").lower().startswith(wanted)]
    told = next(iter([*spoken, *every]), "")
    said = [_said(told, name) for name in _WORDS]
    brief = next(filter(None, (_said(told, name) for name in _BRIEFLY)), "")
    return "".join(f"<p>{one}</p>" for one in said if one) or (f"<p>{brief}</p>" if brief else "")


def is_drill(markup: str, status: str | None) -> bool:
    """Whether an alert says that it is none: an exercise, a test, a draft; ``status`` is what stands beside a text.

    >>> is_drill("<alert><status>Test</status></alert>", None), is_drill("", "Actual")
    (True, False)
    """
    said = status or (_said(markup, "status") if _ALERT.match(markup) else "")
    return said.strip().lower() in ("exercise", "system", "test", "draft")


def _said(markup: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^<>]*>([^<>]*)<", markup, re.IGNORECASE)
    return found[1].strip() if found else ""
