"""Finds what is wrong with the words before somebody reads them: `python -m bot check` prints it. Pure functions.

Missing and out-of-date translations, placeholders and tags that differ, buttons that are cut off or look alike,
French spacing, texts that are hard to read. Whether a file can be read at all is the readers' business.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from content.extraction import Sentence, said, sentences
from content.faults import ContentFault, Document, read_toml, shown
from content.reading import too_hard
from content.spelling import words
from content.templating import EXTENSION
from content.translations import read_catalogue, read_translations

LONGEST_BUTTON = 30  # characters; a telephone cuts off what is longer
LONGEST_POPUP = 200  # characters; Telegram refuses what is longer
NO_BUTTONS = (
    "bot_",
    "command_",
    "field_",
    "stats_",
    "bc_reach_",
    "bc_why_",
    "bc_state_",
    "bc_stage_",
)  # labels whose names begin so are read, not pressed
ON_ONE_SCREEN = ("menu_", "erase")  # labels whose names begin alike stand under one another
SOURCE = "en"  # the language of the files themselves

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_BARE_PERCENT = re.compile(r"%(?!%|\(\w+\)[sd])")
_TAG = re.compile(r"</?\w[^>]*>")
_FRENCH_GLUED = re.compile(r"(?<=[\w)»])(?=[;!?](?:\s|$))|(?<=[\w)»])(?=:\s)|«(?=\S)(?![\u202f\u00a0 ])|(?<=\w)»")

Key = tuple[str, str | None]
"""What gettext knows a sentence by: its English and its context."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `fatal`: somebody would read something wrong or nothing at all."""

    file: Path
    line: int | None
    text: str
    fatal: bool

    def __str__(self) -> str:
        return f"{shown(self.file)}{f':{self.line}' if self.line else ''}: {self.text}"


def check_words(folders: Sequence[Path], languages: Sequence[str]) -> list[Finding]:
    """Everything that can be said of the texts of these folders (the common one first) in these languages."""
    try:
        spoken = [sentence for folder in folders for sentence in sentences(folder)]
        return [finding for language in languages for finding in _in_language(folders, spoken, language)]
    except ContentFault as fault:
        return [Finding(fault.file, fault.line, fault.reason, fatal=True)]


def _in_language(folders: Sequence[Path], spoken: Sequence[Sentence], language: str) -> list[Finding]:
    translated = check_translations(folders, spoken, language) if language != SOURCE else []
    return [*translated, *check_buttons(folders, language), *check_reading(folders, spoken, language)]


# --- translations


def check_translations(folders: Sequence[Path], spoken: Iterable[Sentence], language: str) -> list[Finding]:
    """Every sentence is translated, up to date, and says the same values with the same tags."""
    files = [file for folder in folders if (file := folder / "locales" / f"{language}.po").exists()]
    if not files:
        home = folders[0]
        how = f"there is no translation: python -m content.extraction {shown(home)} --new {language}"
        return [Finding(home / "locales" / f"{language}.po", None, how, fatal=True)]
    known = {
        _key(message): (file, message) for file in files for message in read_catalogue(file, language) if message.id
    }
    wanted = {sentence.key: sentence for sentence in spoken}
    found = [
        finding for key, sentence in wanted.items() for finding in _of_sentence(sentence, known.get(key), language)
    ]
    gone = [(file, message) for key, (file, message) in known.items() if key not in wanted]
    unused = "nothing says this any more; python -m content.extraction takes it out."
    return found + [
        Finding(file, message.lineno, f"{_quoted(message)}: {unused}", fatal=False) for file, message in gone
    ]


def _of_sentence(sentence: Sentence, known: tuple[Path, Message] | None, language: str) -> Iterator[Finding]:
    if known is None or not said(known[1]):
        reason = f"{_short(sentence.key[0])} is not translated into {language}."
        yield Finding(sentence.file, sentence.line, reason, fatal=True)
        return
    file, message = known
    if message.fuzzy:
        before = f" (it was {_short(message.previous_id[0])})" if message.previous_id else ""
        reason = f"{_quoted(message)} is out of date: its English has changed{before}."
        yield Finding(file, message.lineno, reason, fatal=True)
        return
    for wrong in mismatches(sentence.english, said(message)):
        yield Finding(file, message.lineno, f"{_quoted(message)}: {wrong}.", fatal=True)
    if language == "fr" and any(map(_FRENCH_GLUED.search, said(message))):
        reason = f"{_quoted(message)}: French has a space before ; : ! ? and inside « »."
        yield Finding(file, message.lineno, reason, fatal=False)


def mismatches(english: str | tuple[str, str], translated: Sequence[str]) -> list[str]:
    """How the forms of a translation differ from the English in values and tags; empty where they agree."""
    whole = english if isinstance(english, str) else english[1]
    values, tags = set(_PLACEHOLDER.findall(whole)), Counter(_TAG.findall(whole))
    wrong: list[str] = []
    for place, form in enumerate(translated):
        has, last = set(_PLACEHOLDER.findall(form)), place == len(translated) - 1
        wrong += [f"there is no value {name} in the English" for name in sorted(has - values)]
        # "One day" may leave out its number; the last form, for many, may not.
        wrong += [f"the value {name} is missing" for name in sorted(values - has) if last]
        if Counter(_TAG.findall(form)) != tags:
            wrong.append(f"its tags must be those of the English: {' '.join(tags.elements()) or 'none'}")
        if _BARE_PERCENT.search(form) and not _BARE_PERCENT.search(whole):
            wrong.append("a % alone is read as a value; write %%")
    return list(dict.fromkeys(wrong))


# --- buttons


def check_buttons(folders: Sequence[Path], language: str) -> list[Finding]:
    """No button is cut off, no two on one screen look alike, no pop-up is refused."""
    say = read_translations(folders, language).gettext
    found: list[Finding] = []
    for document in _documents(folders, "vocabulary/*.toml"):
        named = {
            key: say(entry["label"])
            for key, entry in document.values.items()
            if isinstance(entry, dict) and isinstance(entry.get("label"), str)
        }
        found += _too_long(document, named, language) + _alike(document, named, language)
    for document in _documents(folders, "labels.toml"):
        labels = {key: say(text) for key, text in document.values.items() if isinstance(text, str)}
        found += _too_long(document, {key: text for key, text in labels.items() if _is_button(key, text)}, language)
        found += _popups(document, labels, language)
        for start in ON_ONE_SCREEN:
            screen = {key: text for key, text in labels.items() if key.startswith(start)}
            found += _alike(document, screen, language)
    return found


def _documents(folders: Sequence[Path], pattern: str) -> Iterator[Document]:
    return (read_toml(file) for folder in folders for file in sorted(folder.glob(pattern)))


def _is_button(key: str, text: str) -> bool:
    return not key.startswith(NO_BUTTONS) and not text.endswith((".", "…", "?")) and "%(" not in text


def _too_long(document: Document, named: Mapping[str, str], language: str) -> list[Finding]:
    return [
        Finding(document.file, document.line_of(key), f"{_short(text)} ({language}) is long for a button.", fatal=False)
        for key, text in named.items()
        if len(text) > LONGEST_BUTTON
    ]


def _popups(document: Document, labels: Mapping[str, str], language: str) -> list[Finding]:
    return [
        Finding(document.file, document.line_of(key), f"{_short(text)} ({language}) is too long a label.", fatal=True)
        for key, text in labels.items()
        if len(text) > LONGEST_POPUP
    ]


def _alike(document: Document, named: Mapping[str, str], language: str) -> list[Finding]:
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, text in named.items():
        same[words(text)].append(key)
    return [
        Finding(document.file, document.line_of(keys[1]), f"{' and '.join(keys)} look alike in {language}.", fatal=True)
        for keys in same.values()
        if len(keys) > 1
    ]


# --- reading


def check_reading(folders: Sequence[Path], spoken: Iterable[Sentence], language: str) -> list[Finding]:
    """Which texts are hard to read: a template as a whole, a question with its reason."""
    translations = read_translations(folders, language)
    texts: dict[tuple[Path, int], list[str]] = defaultdict(list)
    for sentence in spoken:
        place = 1 if sentence.file.name.endswith(EXTENSION) else sentence.line
        if isinstance(sentence.english, str):
            texts[sentence.file, place].append(translations.gettext(sentence.english))
        else:
            texts[sentence.file, place].append(translations.ngettext(*sentence.english, 5))
    judged = ((file, line, too_hard("\n".join(parts), language)) for (file, line), parts in texts.items())
    return [Finding(file, line, f"{language}: {wrong}.", fatal=False) for file, line, wrong in judged if wrong]


def _key(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context


def _quoted(message: Message) -> str:
    return _short(_key(message)[0])


def _short(text: str) -> str:
    return f"“{text if len(text) <= 50 else f'{text[:49]}…'}”"
