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
    assert _model().classify("") == theirs.classify("")


def test_a_text_half_in_arabic_letters_is_told_by_most_of_its_letters() -> None:
    arabic = "تستأنف عبارتا سالتمارش رحلاتهما يوم الاثنين، حسبما أعلنت سلطات الميناء في بيان لها. "
    english = "The two ferries of Saltmarsh will sail again on Monday, the harbour office said. "
    assert language_of(3 * arabic + english, "ar") == "ar"
    assert language_of("2024 " * 200 + arabic, "ar") == "ar"
