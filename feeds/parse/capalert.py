"""Alerts of weather and civil services (OASIS, Common Alerting Protocol 1.1 and 1.2) as what an Atom entry has in it.

Of an alert the words to the public are the entry's text: what it describes and what it asks people to do. What stands
beside them is for machines: identifiers, times, codes, polygons. One that is no real alert (an exercise, a test) is
not to be published.
"""

from __future__ import annotations

import re

_ALERT = re.compile(r"\s*<alert\b[^<>]*>\s*<identifier\b", re.IGNORECASE)
_INFO = re.compile(r"<info\b[^<>]*>", re.IGNORECASE)
_WORDS = ("description", "instruction")
_BRIEFLY = ("headline", "event")
_MOST = 40  # translations of one alert


def is_alert(markup: str) -> bool:
    """Whether a text is an alert's markup.

    >>> is_alert("<alert><identifier>1</identifier></alert>"), is_alert("<alert>Storm</alert> at sea")
    (True, False)
    """
    return _ALERT.match(markup) is not None


def words_of(alert: str, lang: str | None) -> str:
    """The words of an alert as HTML, those in ``lang`` where it has several translations.

    >>> words_of("<alert><info><event>Storm</event><description>Gusts.</description></info></alert>", None)
    '<p>Gusts.</p>'
    """
    every = _INFO.split(alert, maxsplit=_MOST)[1:]
    wanted = (lang or "").lower()[:2]
    spoken = [one for one in every if wanted and _said(one, "language").lower().startswith(wanted)]
    told = next(iter([*spoken, *every]), "")
    said = [_said(told, name) for name in _WORDS]
    brief = next(filter(None, (_said(told, name) for name in _BRIEFLY)), "")
    return "".join(f"<p>{one}</p>" for one in said if one) or (f"<p>{brief}</p>" if brief else "")


def is_drill(alert: str, status: str | None) -> bool:
    """Whether an alert says that it is none: an exercise, a test, a draft; ``status`` is what an entry says beside its
    text, where that is none.

    >>> is_drill("<alert><status>Test</status></alert>", None), is_drill("", "Actual")
    (True, False)
    """
    said = status or (_said(alert, "status") if alert else "")
    return said.strip().lower() in ("exercise", "system", "test", "draft")


def _said(markup: str, name: str) -> str:
    found = re.search(rf"<{name}\b[^<>]*>([^<>]*)<", markup, re.IGNORECASE)
    return found[1].strip() if found else ""
