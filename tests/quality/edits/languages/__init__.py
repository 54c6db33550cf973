"""The languages that edits can be made in: one TOML file of tables each."""

from pathlib import Path

from tests.quality.edits.languages.tables import Language, read

LANGUAGES: dict[str, Language] = {
    path.stem: read(path) for path in sorted(Path(__file__).parent.glob("*.toml"))
}

__all__ = ["LANGUAGES", "Language"]
