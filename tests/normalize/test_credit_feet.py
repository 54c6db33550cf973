"""What agencies set below their stories goes from the text, each in its own form, and tells whose the story is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from feeds.normalize.boilerplate import strip_tails
from feeds.normalize.credit import Credited, take_credit

NOW = datetime(2024, 3, 8, 9, 0, tzinfo=UTC)
FERRY = "The ferry returned to service on Wednesday."
AP = "Associated Press writer"
SIGNED = [
    ("{}\n© dpa-infocom, dpa:240307-930-12345/1", "DPA"),
    ("{}\n© dpa-infocom GmbH, dpa:240307-99-12345/1", "DPA"),
    (f"LONDON (AP) — {{}}\n{AP} Jane Roe contributed to this report.", "AP"),
    (f"LONDON (AP) — {{}}\n___\n{AP}s Jane Roe in Rabat and Ann Poe in Paris contributed.", "AP"),
    ("{}\nAP Sports Writer Jane Roe contributed to this report.", "AP"),
    ("KUWAIT, March 7 (KUNA) -- {}\n(end)\nab.rk", "KUNA"),
    ("Riyadh, March 7, 2024, SPA -- {}\n-- SPA\n13:45 Local Time 10:45 GMT\n0031", "SPA"),
    ("Riyadh, March 07, 2024, SPA -- {}\n--SPA\n10:30 LOCAL TIME 07:30 GMT\n0031", "SPA"),
    ("RABAT, 7 mars 2024 (MAP) - {}\nJR---COM", "MAP"),
    ("07.03. Gdańsk (PAP) - {} (PAP)\njr/ mw/", "PAP"),
    ("Hanoi, March 7 (VNA) – {}\n/.", "VNA"),
    ("Amman, March 7 (Petra) -- {}\n//Petra// JR", "Petra"),
    ("عمان 7 آذار (بترا)- {}\n--(بترا)\nج ر/م و", "Petra"),
    ("NNA - {}\n=============ج.ر.", "NNA"),
    ("RAMALLAH, Thursday, March 7, 2024 (WAFA) - {}\nJ.R.", "WAFA"),
    ("رام الله 7-3-2024 وفا- {}\nــ\nج.ر/م.و", "WAFA"),
    ("Lisboa, 07 mar 2024 (Lusa) - {}\nJR (MW) // CB\nLusa/Fim", "Lusa"),
    ("ZAGREB, 7. ožujka 2024. (Hina) - {}\n(Hina) xabc ydef", "HINA"),
    ("София, 7 март (БТА) {}\n/ЙР/", "BTA"),
    ("TIRANA, March 7 /ATA/ - {}\n/j.r/r.e/", "ATA"),
    ("{}\nAGERPRES/(A - autor: Ion Pop, editor: Ana Pop)", "Agerpres"),
    ("{} /ritzau/", "Ritzau"),
    ("{}/ritzau/", "Ritzau"),
    ("Wien (APA) - {} (Schluss) abc/def", "APA"),
    ("{}\n==Kyodo", "Kyodo"),
    ("Tehran, March 7, IRNA – {}\n9417**1424", "IRNA"),
    ("Lagos, March 7, 2024 (NAN) {}\n(NAN) (www.nannews.ng)\nEdited by Jane Roe", "NAN"),
    ("{} (NAN) (www.nannews.ng)", "NAN"),
    ("{}\nCom informações da Agência Brasil", "Agência Brasil"),
    ("BEIJING, March 7 (Xinhua) -- {}\nEnditem", "Xinhua"),
    ("BEIJING, March 7 (Xinhua) -- {} Enditem", "Xinhua"),
    ("Muscat, 7 Mar (ONA) -- {}\n--- Ends/Salim", "ONA"),
    ("Praha 7. března (ČTK) - {}\njr mw", "ČTK"),
    ("Saltmarsh, Mar 7 (PTI) {}\nPTI JR MW MW 03071030 JRA", "PTI"),
    ("Saltmarsh, Mar 7 (PTI) {} PTI JR MW 03071030 JRA", "PTI"),
    ("{}\n(jro/dpa)", "DPA"),
    ("{} (jro/mw/dpa)", "DPA"),
    ("{}\njro/AFP", "AFP"),
    ("{}\nJane Roe/TT", "TT"),
    ("{}\nJane Roe och Ann Poe/TT", "TT"),
    (
        "{}\n___\nThe Associated Press created this story using technology provided by Tide & Co.",
        "AP",
    ),
]
PLAIN = [
    "\nso be it",
    "\nThe office created this story using technology provided by Tide & Co.",
    "\nJane Roe/Gazette",
    "\nRoom One/TT/Two",
    "\n(left/right)",
    "\nROOM TWO 03071030",
    "\nJane Roe, a writer for The Associated Press, contributed to this report, he said.",
    "\nJournalists contributed.",
    "\nThe AP contributed.",
    "\nThe writer Jane Roe contributed.",
    "\nThe dock is open on weekdays, 9-5.",
    "\nSee www.port.example",
    "\n/or/",
    "\n/NY/",
    "\nAFP journalists Ali Roe and Ann Poe, who sail, never knew how much they contributed.",
    "\n___",
    "\n=====",
    " Enditem is a word.",
    " It opens/closes.",
]


def credited(text: str) -> Credited:
    return take_credit(strip_tails(text)[0], (), now=NOW)


@pytest.mark.parametrize(("form", "agency"), SIGNED, ids=[form for form, _ in SIGNED])
def test_what_an_agency_sets_below_its_story_is_no_text(form: str, agency: str) -> None:
    found = credited(form.format(FERRY))
    assert found.text == FERRY
    assert found.credit.agency == agency


def test_who_signs_before_an_agencys_name_wrote_the_story() -> None:
    assert credited(f"{FERRY}\nJane Roe/TT").credit.byline == "Jane Roe"


@pytest.mark.parametrize("end", PLAIN)
def test_what_only_looks_like_it_stays(end: str) -> None:
    assert credited(f"{FERRY}{end}").text == f"{FERRY}{end}"


@pytest.mark.parametrize("end", ["Read more at\nwho.int", "It is read in the\nU.S."])
def test_what_only_looks_like_initials_stays_below_an_agencys_dateline(end: str) -> None:
    assert credited(f"LONDON, March 7 (AP) — {FERRY}\n{end}").text == f"{FERRY}\n{end}"


def test_an_hour_of_an_agenda_is_no_day_before_a_dateline() -> None:
    agenda = f"12.30. Rabat (MAP) - {FERRY}"
    assert credited(agenda).text == agenda


@pytest.mark.parametrize("day", ["7. marta", "7. марта"])
def test_a_dateline_in_serbian_is_read(day: str) -> None:
    found = credited(f"SARAJEVO, {day} (FENA) - {FERRY}").credit
    assert found.dateline is not None
    assert (found.dateline.agency, found.dateline.date) == ("FENA", date(2024, 3, 7))


@pytest.mark.parametrize(
    ("head", "near"),
    [
        ("SALTMARSH 07/03 (BELGA) = ", datetime(2024, 3, 7, tzinfo=UTC)),
        ("الكويت - 7 - 3 (كونا) -- ", datetime(2024, 3, 8, tzinfo=UTC)),
        ("Jakarta, 7/3 (Antara) - ", datetime(2024, 3, 6, tzinfo=UTC)),
    ],
)
def test_figures_in_a_dateline_are_the_day_that_the_time_of_publishing_is_near(
    head: str, near: datetime
) -> None:
    told = take_credit(f"{head}{FERRY}", (), now=NOW, near=near).credit.dateline
    untold = take_credit(f"{head}{FERRY}", (), now=NOW).credit.dateline
    assert told is not None
    assert told.date == date(2024, 3, 7)
    assert untold is not None
    assert untold.date is None
