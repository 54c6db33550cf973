"""Which language a text is in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from wordfreq import top_n_list

from feeds.model.poll import Source
from feeds.normalize import language_model
from feeds.normalize.language import _LIKELY, _model, language_of
from feeds.reading import read


@pytest.fixture(scope="module")
def theirs() -> LanguageIdentifier:
    """py3langid's own identifier of the same languages."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LIKELY)
    return identifier


@pytest.mark.parametrize("language", ["en", "fr", "ar", "de", "ru", "he", "ja", "ko", "sr", "zh"])
def test_counting_all_features_at_once_finds_what_py3langid_finds_step_by_step(
    theirs: LanguageIdentifier, language: str
) -> None:
    words = top_n_list(language, 400)
    for count in (1, 2, 5, 30, 400):
        text = " ".join(words[-count:])
        ours, other = _model().classify(text), theirs.classify(text)
        assert ours[0] == other[0]
        assert ours[1] == pytest.approx(other[1], rel=1e-3)
    for text in ("", "a", "ab", "\x01ab \x00\x01the"):
        assert _model().classify(text)[0] == theirs.classify(text)[0]


def test_a_text_half_in_arabic_letters_is_told_by_most_of_its_letters() -> None:
    arabic = "تستأنف عبارتا سالتمارش رحلاتهما يوم الاثنين، حسبما أعلنت سلطات الميناء في بيان لها. "
    english = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said. "
    assert language_of(3 * arabic + english, "ar")[0] == "ar"
    assert language_of("2024 " * 200 + arabic, "ar")[0] == "ar"


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "The two ferries of Saltmarsh will sail again on Monday, said the harbour office.",
            None,
            "en",
        ),
        (
            "The two ferries of Saltmarsh will sail again on Monday, said the harbour office.",
            "en",
            "en",
        ),
        ("Le port rouvre après la tempête", None, "fr"),
        ("أعلنت سلطات الميناء يوم الخميس استئناف الرحلات", None, "ar"),
        ("The two ferries will sail again on Monday, said the harbour office. " * 12, "en", "en"),
    ],
)
def test_a_language_comes_with_how_sure_its_words_make_it(
    text: str, declared: str | None, language: str
) -> None:
    found, confidence = language_of(text, declared)
    assert found == language
    assert confidence is not None
    assert 0.9 <= confidence <= 1


def test_a_text_in_the_other_norwegian_is_not_danish() -> None:
    text = "Kommunen vil have flere boliger ved havnen og langs fjorden"
    assert language_of(text, "nn-NO")[0] == "nn"


def test_what_is_declared_against_the_words_is_kept_with_little_confidence() -> None:
    found, confidence = language_of("Muelle abierto hoy", "fr")
    assert found == "fr"
    assert confidence is not None
    assert confidence < 0.5


def test_too_few_letters_and_languages_unknown_to_the_model_have_no_confidence() -> None:
    assert language_of("Bac", "fr") == ("fr", None)
    assert language_of("Il port avra puspè", "rm") == ("rm", None)
    assert language_of("12:30", None) == (None, None)


_SAID_OF_FERRIES = {
    "af": "Die regering het gister gesê die hawe sal volgende week heropen nadat herstelwerk ses maande geduur het.",
    "be": "Урад учора паведаміў, што порт зноў адкрыецца на наступным тыдні пасля шасцімесячнага рамонту.",
    "bn": "ছয় সপ্তাহ পর বৃহস্পতিবার আবার ফেরি চলছে",
    "cy": "Dywedodd y llywodraeth ddoe y bydd y porthladd yn ailagor yr wythnos nesaf ar ôl gwaith atgyweirio.",
    "et": "Valitsus teatas eile, et sadam avatakse järgmisel nädalal pärast kuus kuud kestnud remonti.",
    "gl": "O goberno dixo onte que o porto abrirá de novo a vindeira semana despois dunhas obras de seis meses.",
    "hy": "Լաստանավերը կրկին նավարկում են վեց շաբաթ անց",
    "ka": "ბორნები ექვსი კვირის შემდეგ კვლავ დაცურავენ",
    "kk": "Үкімет кеше айлақ алты айлық жөндеуден кейін келесі аптада қайта ашылады деп хабарлады.",
    "mr": "सरकारने काल सांगितले की सहा महिन्यांच्या दुरुस्तीनंतर बंदर पुढील आठवड्यात पुन्हा सुरू होईल.",
    "sw": "Serikali ilisema jana kwamba bandari itafunguliwa tena wiki ijayo baada ya ukarabati wa miezi sita.",
    "ta": "ஆறு வாரங்களுக்குப் பிறகு படகுகள் மீண்டும் இயங்குகின்றன",
}


@pytest.mark.parametrize("language", _SAID_OF_FERRIES)
def test_a_language_that_few_feeds_come_in_is_not_taken_for_its_neighbour(language: str) -> None:
    text = _SAID_OF_FERRIES[language]
    assert language_of(text, language)[0] == language
    assert language_of(5 * f"{text} ", language)[0] == language
    assert language_of(5 * f"{text} ", None)[0] == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("フェリー運航再開", None, "ja"),
        ("港で火災", None, "ja"),
        ("渡轮恢复航行", None, "zh"),
        (
            "港口优先",
            None,
            "zh",
        ),  # one sign is written so in China alone, though Japan's code page has it
        ("東京地震", None, None),  # as Chinese as Japanese
        ("ফেরি চলছে", None, "bn"),
        ("پایان جنگ", None, None),  # Persian, with a letter that Arabic has not
        ("پایان جنگ", "fa", "fa"),
        ("نهاية الحرب", None, "ar"),
        ("ⵜⴰⵏⴰⵡⵜ ⵏ ⵉⵎⵓⵔⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ", None, None),
        ("ⵜⴰⵏⴰⵡⵜ ⵏ ⵉⵎⵓⵔⴰ ⵜⴰⵎⴰⵢⵏⵓⵜ", "zgh", "zgh"),
        # As systems call languages that have another code today, or the one form in which they are written.
        ("Båten går", "nb-NO", "no"),
        ("המעבורת", "iw", "he"),
        ("Feri", "in", "id"),
    ],
)
def test_a_few_words_are_in_the_language_of_their_letters_or_in_none(
    text: str, declared: str | None, language: str | None
) -> None:
    assert language_of(text, declared)[0] == language


def test_each_entry_of_a_document_is_in_the_language_of_its_own_words() -> None:
    told = {
        "en": "The two ferries of Saltmarsh will sail again on Monday, the harbour office said.",
        "fr": "Les deux bacs de Saltmarsh reprendront la mer lundi, a annoncé la capitainerie du port.",
        "ar": "تستأنف عبارتا سالتمارش رحلاتهما يوم الاثنين، حسبما أعلنت سلطات الميناء في بيان لها.",
    }
    rows = "".join(
        f"<item><guid>{one}</guid><description>{told[one]}</description></item>" for one in told
    )
    readout = read(
        f"<rss version='2.0'><channel><title>Gazette</title>{rows}</channel></rss>".encode(),
        content_type="application/rss+xml; charset=utf-8",
        location="https://gazette.example/feed",
        source=Source(name="Gazette", url="https://gazette.example/feed"),
        first_seen=datetime(2026, 3, 2, tzinfo=UTC),
        seen_after=None,
    )
    assert [(item.guid, item.language, item.text) for item in readout.items] == [
        (language, language, text) for language, text in told.items()
    ]


def test_a_model_that_was_installed_in_part_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / MODEL_FILE
    part.parent.mkdir(parents=True)
    part.write_bytes((language_model.MODEL_DIR / MODEL_FILE).read_bytes()[:100_000])
    monkeypatch.setattr(language_model, "MODEL_DIR", tmp_path)
    unpack = (
        language_model.unpacked.__wrapped__
    )  # itself: another test may have the whole model waiting
    with pytest.raises(EOFError, match="install py3langid again"):
        unpack()
