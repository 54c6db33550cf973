"""Which language a text is in."""

from __future__ import annotations

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from wordfreq import top_n_list

from feeds.normalize.language import _LIKELY, _model, language_of


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


def test_what_is_declared_against_the_words_is_kept_with_little_confidence() -> None:
    found, confidence = language_of("Muelle abierto hoy", "fr")
    assert found == "fr"
    assert confidence is not None
    assert confidence < 0.5


def test_too_few_letters_and_languages_unknown_to_the_model_have_no_confidence() -> None:
    assert language_of("Bac", "fr") == ("fr", None)
    assert language_of("Kivuko cha bandari", "sw") == ("sw", None)
    assert language_of("12:30", None) == (None, None)
