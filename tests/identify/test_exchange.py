"""What stands in the places of what: a template's next filling shows there, cuts and additions don't."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feeds.identify.evidence import Evidence, measure
from feeds.identify.exchange import NOTHING
from feeds.identify.fingerprint import fingerprint
from feeds.identify.weigh import explain
from tests.quality.desk import to_item
from tests.quality.labelled import Labelled

TEXTS = {
    "ar": "وقع وزير الأشغال سليم الكردوعي مع شركة سرنهالة عقدا لبناء 340 مسكنا في ولاية تمنهال بكلفة 17 مليون دينار، "
    "على أن تسلم المفاتيح قبل نهاية السنة. وقال سليم الكردوعي إن 25 عائلة ستنتقل إليها في الشهر الأول.",
    "en": "Works minister Selim Kardowey signed with Sarnhala a contract to build 340 homes in Tamnehal "
    "at a cost of 17 million, and the keys are to be handed over before the end of the year. Kardowey said 25 "
    "families would move in during the first month.",
}
OTHERS = {
    "ar": {"الكردوعي": "البشتوني", "سرنهالة": "مجروفة", "تمنهال": "قرزوطة"},
    "en": {"Kardowey": "Bashtoony", "Sarnhala": "Majroofa", "Tamnehal": "Qarzoota"},
}


def compared(lang: str, one: str, other: str) -> Evidence:
    item = Labelled(
        id="1", source="Gazette", time=datetime(2025, 3, 10, tzinfo=UTC), lang=lang,
        title="", text=one, teaser="", story="",
    )  # fmt: skip
    copies = (item, replace(item, id="2", source="Ledger", text=other))
    new, old = (fingerprint(to_item(copy)) for copy in copies)
    return measure(new, old)


@pytest.mark.parametrize("lang", TEXTS)
def test_names_and_figures_in_the_places_of_others_are_counted_and_told(lang: str) -> None:
    text = re.sub(r"\d+", lambda found: str(int(found[0]) + 3), TEXTS[lang])
    for name, another in OTHERS[lang].items():
        text = text.replace(name, another)
    evidence = compared(lang, text, TEXTS[lang])
    found = evidence.exchanged
    assert (found.figures, found.names) == (3, 3)
    assert found.again == 1, "one man is named twice, and each time the other stands there"
    assert "6 have another in their place" in explain(evidence)


@pytest.mark.parametrize("lang", TEXTS)
def test_what_was_cut_or_added_has_nothing_in_its_place(lang: str) -> None:
    text = TEXTS[lang]
    lead, rest = text[: len(text) // 2], text[len(text) // 3 :]
    stranger = TEXTS["en" if lang == "ar" else "ar"]
    for edited in (lead, rest, f"{text} 1,250 {stranger}", f"{stranger} 60 {text}"):
        assert compared(lang, edited, text).exchanged == NOTHING


def test_a_figure_in_another_style_and_a_name_spelled_otherwise_are_no_others() -> None:
    text = TEXTS["en"].replace("Kardowey", "Kardowei").replace("340", "٣٤٠")
    assert compared("en", text, TEXTS["en"]).exchanged == NOTHING


def test_a_quantity_in_another_unit_is_not_another_figure() -> None:
    text = TEXTS["en"].replace("17 million", "1,500 pounds").replace("first month", "first weeks")
    restyled = text.replace("1,500 pounds", "60 florins")
    assert compared("en", text, restyled).exchanged == NOTHING
    dearer = text.replace("1,500 pounds", "1,600 pounds")
    assert compared("en", text, dearer).exchanged.figures == 1
