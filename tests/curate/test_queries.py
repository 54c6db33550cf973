"""Every promise of the query language, asked of kept stories with ``dateline topic try``."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

Run = Callable[..., str]

_TITLES = {
    "cell": "Morocco and Spain break up a cell near Ceuta",
    "centre": "Rabat opens a centre against organized crime",
    "derby": "Football: extra security for the Tangier derby",
    "port": "L’État renforce la sécurité du port de Tanger",
    "network": "الأمن الوطني يفكك شبكة للتهريب",
    "arrest": "Detenidas cuatro personas en Algeciras",
}
_ALL = " ".join(_TITLES)
_QUERIES = [
    # words, in titles and texts
    ("derby", "derby"),
    ("passport", "cell"),
    ("pass", ""),
    ("900", "derby"),
    # phrases
    ('"organized crime"', "centre"),
    ('"crime organized"', ""),
    ("“organized crime”", "centre"),
    ("«port de Tanger»", "port"),
    ('"joint operation against terrorism"', "cell"),
    # AND, OR, NOT; side by side means AND; AND binds before OR; brackets
    ("terrorism AND morocco", "cell derby"),
    ("terrorism morocco", "cell derby"),
    ("derby OR passport", "cell derby"),
    ("terrorism AND NOT football", "cell"),
    ("terrorism NOT football", "cell"),
    ("NOT terrorism NOT lang:fr NOT lang:ar NOT lang:es", "centre"),
    ("NOT (terrorism OR lang:fr OR lang:ar OR lang:es)", "centre"),
    ("NOT NOT derby", "derby"),
    ("passport OR football AND tangier", "cell derby"),
    ("(passport OR football) AND tangier", "derby"),
    ("passport OR football tangier", "cell derby"),
    ("tangier AND football OR passport", "cell derby"),
    ("and", "cell centre"),  # small letters: a word like any other
    # beginnings of words
    ("terror*", "cell derby"),
    ("terror", ""),
    ("l'evec*", "port"),
    ("d'evec*", ""),
    ("l'évê*", "port"),
    ("polic* coop*", "port"),
    # regular expressions
    (r"/seized \d+ phones/", "cell"),
    ("/SEIZED/", "cell"),
    (r"/^football: /", "derby"),
    (r"/séc.rit[ée] DU/", "port"),
    ("/securite du/", "port"),
    (r"/a\/b/", ""),
    # fields
    ("title:terrorism", ""),
    ("text:terrorism", "cell derby"),
    ("title:cell text:passport", "cell"),
    ("title:(cell OR derby)", "cell derby"),
    ("title:(NOT cell) source:atlas", "centre derby"),
    ('title:"extra security"', "derby"),
    ("title:secur*", "derby port"),
    ("title:/^L.[EÉ]tat/", "port"),
    ("source:atlas", "cell centre derby"),
    ('source:"strait post"', "cell"),
    ("source:detroit", "port"),
    ("tag:agency", "cell centre derby"),  # a whole tag: not “news agency”
    ('tag:"news agency"', "port"),
    ("tag:spain", "cell arrest"),
    ("tag:صحافه", "network"),
    ("tag:الجنوب", "network"),
    ("tag:جنوب", ""),  # a tag is what it is, its article with it
    ("agency:map", "cell centre derby"),
    ("agency:reuters", ""),
    ('agency:"Maghreb Arabe Presse"', "cell centre derby"),  # any name of the agency
    ('agency:("maghreb-arabe presse" NOT football)', "cell centre derby"),
    ('agency:"وكالة المغرب العربي للأنباء"', "cell centre derby"),
    ('agency:"Agence France-Presse"', ""),
    ("lang:fr OR lang:ar", "port network"),
    ("lang:fra", "port"),
    ("lang:(fre OR ara) NOT lang:spa", "port network"),
    ("author:berrada", "centre"),
    ('author:"ines ortega"', "arrest"),
    ("link:example.org lang:es", "arrest"),
    ("link:https://nobody.example.org/", ""),
    ("TITLE:derby", "derby"),
    # the place that a story is filed from stands in its text; with the words behind it it makes no phrase
    ("larache", "derby"),
    ("text:laRAch* football", "derby"),
    ("text:/larache/", "derby"),
    ("football NOT larache", ""),
    ("title:larache", ""),
    ('"larache morocco"', ""),
    # carriers
    ("carriers>=3", "cell"),
    ("carriers >= 3", "cell"),
    ("carriers=3", "cell"),
    ("carriers>3", ""),
    ("carriers<=1 football", "derby"),
    ("carriers<3", "centre derby port network arrest"),
    ("Carriers>=1", _ALL),
    # case, accents and letter forms do not matter
    ("DERBY", "derby"),
    ("𝐃𝐄𝐑𝐁𝐘", "derby"),
    ("SÉCURITÉ", "port"),
    ("securite", "port"),
    ("oeuvres", "port"),
    ("eveche", "port"),
    ("Ines POLICIA espanola", ""),
    ("POLICIA espanola", "arrest"),
    ("الامن الوطني", "network"),
    ("اسبانيا", "network"),  # the text has it joined to its “and”
    ("واسبانيا", "network"),
    ("امن", "network"),
    ("مديريه", "network"),
    ('"امن وطني"', "network"),
    ("الأَمْـــن", "network"),
    ('"4 أشخاص"', "network"),
    # near
    ("officers near/4 police", "cell"),
    ("police near/4 officers", "cell"),
    ("officers near/3 police", ""),
    ("organized near/1 crime", "centre"),
    ('"joint operation" near/2 terror*', "cell"),
    ("(passport OR lorry) near/4 (forged OR stewards)", "cell"),
    ("title:(cell near/2 ceuta)", "cell"),
    ("(spain near/2 morocco) near/1 break", "cell"),  # whichever of the two stands first
    ("(spain near/2 morocco) near/1 up", ""),
    ("forged near/3 passport near/5 lorry", "cell"),
    ("ceuta near/50 dgsn", ""),  # one in the title, the other in the text
    # lists, relative to the configuration
    ("@towns.txt", "cell centre derby port arrest"),
    ("title:@towns.txt football", "derby"),
    ("@towns.txt near/4 police", ""),
    ('@"towns.txt" NOT tangier NOT tanger', "cell centre arrest"),
    # time: the stories are of the first days of March 2026
    ("since:2026-03-03", "derby"),
    ("since:2026-03-03 OR cell", "cell derby"),
    ("NOT since:2026-03-01", ""),
    ("since:99999d", _ALL),
    # weights change nothing in what is taken
    ("derby^3 OR passport^0.5", "cell derby"),
    ("(derby OR passport)^2 NOT title:cell^9", "derby"),
    # nothing asked, everything taken
    ("", _ALL),
]


@pytest.mark.parametrize(("query", "taken"), _QUERIES)
def test_a_query_takes_these_stories_and_no_others(run: Run, query: str, taken: str) -> None:
    lines = run("topic", "try", query, "--json").splitlines()
    found = [json.loads(line)["title"] for line in lines]
    assert sorted(found) == sorted(_TITLES[name] for name in taken.split())


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "terror* AND (spain OR dgsn)",
            [
                ("terror*", "text", "terrorism"),
                ("spain", "title", "Spain"),
                ("dgsn", "text", "DGSN"),
            ],
        ),
        (
            "source:post carriers>=2",
            [("post", "source", "Strait"), ("carriers>=2", "carriers", "3")],
        ),
        (r"/\d+ phones/ NOT football", [(r"/\d+ phones/", "text", "12 phones")]),
        ("tag:morocco agency:MAP passport", [("morocco", "tag", ""), ("map", "agency", "")]),
    ],
)
def test_a_try_says_which_terms_decided_and_where_they_were_found(
    run: Run, query: str, why: list[tuple[str, str, str]]
) -> None:
    (line,) = (
        line
        for line in map(json.loads, run("topic", "try", query, "--json").splitlines())
        if line["title"] == _TITLES["cell"]
    )
    for (term, field, found), hit in zip(why, line["why"], strict=False):
        assert (hit["term"], hit["field"]) == (term, field)
        assert found.casefold() in hit["found"].casefold()
    assert len(line["why"]) >= len(why)


def test_a_try_says_what_a_match_weighs(run: Run) -> None:
    (line,) = run("topic", "try", "title:derby^3 football stewards^0.5", "--json").splitlines()
    assert json.loads(line)["score"] == 3 + 1 + 0.5


def test_a_try_without_json_names_each_story_with_its_reasons(run: Run) -> None:
    said = run("topic", "try", "title:derby")
    assert _TITLES["derby"] in said
    assert "derby in title" in said


def test_a_faulty_try_ends_with_2_and_points_at_the_column(run: Run) -> None:
    said = run("topic", "try", "police AND (drugs", expect=2)
    assert "column 12: this bracket is never closed" in said
    lines = said.splitlines()
    (place,) = (n for n, line in enumerate(lines) if line.strip() == "police AND (drugs")
    assert lines[place + 1].index("^") == lines[place].index("(")


def test_stories_can_be_asked_with_the_same_language(run: Run) -> None:
    lines = run("stories", "--query", "terror* NOT football", "--json").splitlines()
    assert [json.loads(line)["title"] for line in lines] == [_TITLES["cell"]]
