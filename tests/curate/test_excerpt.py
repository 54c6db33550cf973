"""What a search found is marked in the story's own words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.curate.excerpt import Piece, mark, passage
from feeds.curate.match import explain
from feeds.curate.query import parse
from feeds.curate.view import StoryView
from feeds.model.topic import Hit
from tests.curate.stories import make_story


def _show(pieces: list[Piece]) -> str:
    return "".join(f"[{p.text}]" if p.marked else p.text for p in pieces)


def _hits(query: str, title: str, text: str) -> tuple[Hit, ...]:
    story = make_story(title=title, text=text)
    why = explain(parse(query), StoryView(story, {}, now=datetime(2026, 3, 1, tzinfo=UTC)))
    assert why is not None
    return why


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("police", "The Police, police and policing.", "The [Police], [police] and policing."),
        ("polic*", "Police and policing, politics.", "[Police] and [policing], politics."),
        ("etat", "L’État et l'E\u0301tat.", "L’[État] et l'[État]."),
        ("strasse", "Die Straße hier", "Die [Straße] hier"),
        ('"organized crime"', "Of organized crime here.", "Of [organized] [crime] here."),
        ("الامن", "قال الأمن اليوم", "قال [الأمن] اليوم"),
        ("東京", "本日東京都で", "本日[東京]都で"),
        (r"/seized \d+/", "They seized 12 phones", "They [seized 12] phones"),
        ("/securite/", "La sécurité ici", "La [sécurité] ici"),
        ("l'evec*", "Dans l'évêché", "Dans [l]'[évêché]"),
        ("NOT x", "Nothing to mark", "Nothing to mark"),
        ("lang:en", "Nothing of lang or en", "Nothing of lang or en"),
    ],
)
def test_what_was_found_is_marked_as_it_stands(query: str, text: str, shown: str) -> None:
    hits = _hits(query, "A headline", text)
    assert _show(mark(text, hits)) == shown
    assert _show(passage(text, hits)) == shown


def test_a_long_text_is_shown_around_what_was_found() -> None:
    text = " ".join(f"w{n}" for n in range(500)) + "."
    shown = _show(passage(text, _hits("w300", "A headline", text)))
    assert shown.startswith("… w288 ")
    assert "w299 [w300] w301" in shown
    assert shown.endswith(" …")
    assert len(shown) < 400
    assert _show(passage(text, _hits("headline", "A headline", text))).startswith("w0 w1 ")
    assert passage("", ()) == []
