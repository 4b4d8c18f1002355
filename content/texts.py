"""Says things: renders a template or a label in a person's language. The only way words leave this room.

Reads its labels and translations at once, so that a broken file stops the start; a template when it is first said.
"""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.support import Translations
from jinja2 import Environment, TemplateNotFound

from content.faults import ContentFault, read_toml
from content.formats import Formats, Units, locale_for
from content.templating import EXTENSION, environment, tidy
from content.translations import read_translations

if TYPE_CHECKING:
    from content.towns import Town

HERE = Path(__file__).parent

Label = str | tuple[str, str]
"""An English sentence, or the one for one thing and the one for several (chosen by the value `n`)."""


class Texts:
    """All texts of a town. `folders`: the common ones first, then those that add to them or replace some.

    The first language is the town's own: whoever speaks none of the others is answered in it.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        languages: Sequence[str],
        *,
        timezone: str = "UTC",
        country: str = "",
        units: Units = "metric",
    ) -> None:
        self.folders, self.languages = tuple(folders), tuple(languages)
        self.labels = read_labels(self.folders)
        self._zone, self._country, self._units = ZoneInfo(timezone), country, units
        self._voices = {language: self._prepare(language) for language in self.languages}

    @classmethod
    def of(cls, town: "Town") -> "Texts":
        """The common texts and the town's own, in its languages, zone and measures."""
        return cls([HERE, town.folder], town.languages, timezone=town.timezone, country=town.country, units=town.units)

    def render(self, template: str, language: str, /, **values: object) -> str:
        """The message `chat/welcome` in Telegram's HTML; values are escaped, a missing one raises."""
        return self._voice(language).render(template, values)

    def label(self, key: str, language: str, /, **values: object) -> str:
        """A short text of labels.toml, for a button: plain, not HTML. `n` chooses singular or plural."""
        try:
            english = self.labels[key]
        except KeyError:
            raise LookupError(f"there is no label {key!r} in labels.toml") from None
        return self._voice(language).say(english, values)

    def translate(self, english: str, language: str, /, **values: object) -> str:
        """An English sentence of a content file (intake, vocabulary) in this language: plain, not HTML."""
        return self._voice(language).say(english, values)

    def has(self, template: str) -> bool:
        """Whether there is such a template."""
        return any((folder / f"{template}{EXTENSION}").is_file() for folder in self.folders)

    def inside(self, folder: str) -> list[str]:
        """The templates of a folder, `chat/canned`, by name; a town may add some."""
        found = {file.name for place in self.folders for file in (place / folder).glob(f"*{EXTENSION}")}
        return sorted(name.removesuffix(EXTENSION) for name in found)

    def nearest(self, tag: str | None) -> str:
        """The offered language for what a phone says (`pt-BR`, `fr`, nothing)."""
        spoken = re.split("[-_]", (tag or "").lower())[0]
        return spoken if spoken in self.languages else self.languages[0]

    def formats(self, language: str) -> Formats:
        """Dates, numbers and distances as a reader of this language writes them."""
        return self._voice(language).formats

    def share(self, **values: object) -> None:
        """Makes values known to every template (the town, the vocabulary)."""
        for voice in self._voices.values():
            voice.environment.globals.update(values)

    def _voice(self, language: str) -> "_Voice":
        return self._voices.get(language) or self._voices[self.nearest(language)]

    def _prepare(self, language: str) -> "_Voice":
        translations = read_translations(self.folders, language)
        formats = Formats(locale_for(language, self._country, self._units), self._zone, self._units)
        voice = _Voice(translations, formats, environment(self.folders, translations))
        voice.environment.filters.update(formats.filters())
        voice.environment.globals.update(language=language, label=partial(self._label_in, language))
        return voice

    def _label_in(self, language: str, key: str, **values: object) -> str:
        return self.label(key, language, **values)


class _Voice:
    """One language, ready to speak."""

    def __init__(self, translations: Translations, formats: Formats, templates: Environment) -> None:
        self.translations, self.formats, self.environment = translations, formats, templates

    def render(self, template: str, values: Mapping[str, object]) -> str:
        try:
            found = self.environment.get_template(f"{template}{EXTENSION}")
        except TemplateNotFound as error:
            raise LookupError(f"there is no template {error.name}") from None
        return tidy(found.render(values))

    def say(self, english: Label, values: Mapping[str, object]) -> str:
        if isinstance(english, tuple):
            said = self.translations.ngettext(*english, int(str(values["n"])))
        else:
            said = self.translations.gettext(english) if english else ""
        return said % values if values else said


def read_labels(folders: Sequence[Path]) -> dict[str, Label]:
    """The labels of all folders, later ones on top; refuses anything but a sentence or a pair of them."""
    labels: dict[str, Label] = {}
    for file in (folder / "labels.toml" for folder in folders):
        if not file.exists():
            continue
        document = read_toml(file)
        for key, value in document.values.items():
            match value:
                case str() if value.strip():
                    labels[key] = value
                case [str() as one, str() as several] if one.strip() and several.strip():
                    labels[key] = (one, several)
                case _:
                    reason = f"{key!r} must be a sentence in quotes, or a pair of them (for one, for several)."
                    raise ContentFault(file, document.line_of(key), reason)
    return labels
