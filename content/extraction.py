"""Collects every English sentence of a content folder and keeps its `.po` files in step with them.

For translators, who run `python -m content.extraction`: new sentences appear untranslated, changed ones are
marked to be looked at, gone ones leave. Says nothing of how good a translation is; content/lint.py does.
"""

import argparse
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po
from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from content.faults import ContentFault, Document, read_toml
from content.templating import EXTENSION, SYNTAX
from content.translations import read_catalogue
from models.resources import rule_text
from models.resources.importing import cannot_undo, drafts

HERE = Path(__file__).parent
MODELS = (drafts, rule_text, cannot_undo)  # rooms below ours whose SENTENCES are read in the chat too

QUESTION_PARTS = ("name", "text", "hint", "why", "skip")
ENTRY_PARTS = ("label", "long")
WIDTH = 110
ALIKE = 0.6  # from here a new sentence is taken for a changed one
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One English sentence (or a pair: for one, for several) and where it stands."""

    english: str | tuple[str, str]
    file: Path
    line: int
    context: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """What gettext looks it up by."""
        return (self.english if isinstance(self.english, str) else self.english[0]), self.context


def sentences(folder: Path) -> list[Sentence]:
    """Every sentence of a content folder in the order of its files; a town's folder is one of its own."""
    files = [*folder.rglob(f"*{EXTENSION}"), *folder.glob("*.toml"), *folder.glob("vocabulary/*.toml")]
    own = (file for file in sorted(files) if "towns" not in file.relative_to(folder).parts)
    below = _in_models(folder) if folder.resolve() == HERE else ()
    return [*(sentence for file in own for sentence in _sentences(file)), *below]


def _in_models(folder: Path) -> Iterator[Sentence]:
    """What files' faults are called, each with the line where it stands."""
    for module in MODELS:
        file = folder.parent / Path(*module.__name__.split(".")).with_suffix(".py")
        lines = file.read_text(encoding="utf-8").splitlines()
        for key, said in module.SENTENCES.items():
            yield Sentence(said, file, next(n for n, line in enumerate(lines, 1) if line.startswith(f'    "{key}": ')))


def _sentences(file: Path) -> Iterable[Sentence]:
    if file.name.endswith(EXTENSION):
        return _in_template(file)
    if file.parent.name == "vocabulary":
        return _in_entries(read_toml(file), ENTRY_PARTS)
    readers = {"labels.toml": _in_labels, "intake.toml": _in_questions, "plan.toml": _in_steps}
    return readers[file.name](read_toml(file)) if file.name in readers else ()


def _in_template(file: Path) -> Iterator[Sentence]:
    try:
        with file.open("rb") as template:
            found = list(babel_extract(template, ("_", "gettext", "ngettext", "pgettext", "npgettext"), (), SYNTAX))
    except TemplateSyntaxError as error:
        raise ContentFault(file, error.lineno, f"this template cannot be read: {error.message}") from None
    for line, function, said, _ in found:
        parts = [said] if isinstance(said, str) else [part for part in said or () if isinstance(part, str)]
        context = parts.pop(0) if "p" in function.removesuffix("gettext") else None
        yield Sentence(parts[0] if len(parts) == 1 else (parts[0], parts[1]), file, line, context)


def _in_labels(document: Document) -> Iterator[Sentence]:
    for key, said in document.values.items():
        line = document.line_of(key) or 1
        match said:
            case str():
                yield Sentence(said, document.file, line)
            case [str() as one, str() as several]:
                yield Sentence((one, several), document.file, line)


def _in_steps(document: Document) -> Iterator[Sentence]:
    yield from _in_entries(document, ENTRY_PARTS)


def _in_questions(document: Document) -> Iterator[Sentence]:
    yield from _in_entries(document, QUESTION_PARTS)
    for key, question in document.values.items():
        labels = question.get("labels") if isinstance(question, dict) else None
        for label in labels.values() if isinstance(labels, dict) else ():
            yield Sentence(str(label), document.file, document.line_of(key, "labels") or 1)


def _in_entries(document: Document, parts: Sequence[str]) -> Iterator[Sentence]:
    for key, entry in document.values.items():
        for part in parts:
            said = entry.get(part) if isinstance(entry, dict) else None
            if isinstance(said, str) and any(map(str.isalpha, said)):
                yield Sentence(said, document.file, document.line_of(key, part) or 1)


def in_step(known: Catalog, wanted: Iterable[Sentence], root: Path) -> Catalog:
    """The catalogue with exactly the wanted sentences, and of the known translations all that still serve."""
    fresh = Catalog(locale=known.locale)
    gone = _gone(known, wanted := list(wanted))
    for sentence in wanted:
        place = (sentence.file.relative_to(root).as_posix(), sentence.line)
        text, context = sentence.key
        old = known.get(text, context)
        if old is not None and bool(old.pluralizable) == isinstance(sentence.english, tuple):
            _keep(fresh, sentence, place, old)
        else:
            _add(fresh, sentence, place, gone)
    return fresh


def _keep(fresh: Catalog, sentence: Sentence, place: tuple[str, int], old: Message) -> None:
    fresh.add(
        sentence.english,
        old.string,
        [place],
        old.flags - {"python-format"},
        user_comments=old.user_comments,
        previous_id=old.previous_id,
        context=sentence.context,
    )


def _add(fresh: Catalog, sentence: Sentence, place: tuple[str, int], gone: dict[str, Message]) -> None:
    """A new sentence; if it looks like one that has just gone, that one's translation is proposed."""
    near = get_close_matches(sentence.key[0], gone, 1, ALIKE)
    old = gone[near[0]] if near else None
    if old is None or bool(old.pluralizable) != isinstance(sentence.english, tuple):
        fresh.add(sentence.english, "", [place], context=sentence.context)
        return
    previous = [old.id] if isinstance(old.id, str) else old.id
    fresh.add(sentence.english, old.string, [place], {"fuzzy"}, previous_id=previous, context=sentence.context)


def _gone(known: Catalog, wanted: Iterable[Sentence]) -> dict[str, Message]:
    keys = {sentence.key for sentence in wanted}
    named = ((old.id if isinstance(old.id, str) else old.id[0], old) for old in known if old.id and said(old))
    return {text: old for text, old in named if (text, old.context) not in keys}


def said(message: Message) -> tuple[str, ...]:
    """All forms of a translation; none if one of them is still empty."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return forms if all(forms) else ()


def written(catalogue: Catalog, language: str) -> str:
    """The file as it is saved: without a date or a name in its head, so that a difference is a change of words."""
    body = io.BytesIO()
    write_po(body, catalogue, width=WIDTH, omit_header=True, ignore_obsolete=True, include_previous=True)
    return _HEADER.format(language=language, plurals=catalogue.plural_forms) + body.getvalue().decode()


def update(folder: Path, language: str) -> tuple[str, Catalog]:
    """The new text of a language's `.po` file, and what is in it."""
    file = folder / "locales" / f"{language}.po"
    known = read_catalogue(file, language) if file.exists() else Catalog(locale=language)
    fresh = in_step(known, sentences(folder), folder.resolve().parent if folder.is_absolute() else folder.parent)
    return written(fresh, language), fresh


def main(arguments: Sequence[str] | None = None) -> int:
    reader = argparse.ArgumentParser(prog="python -m content.extraction", description=__doc__)
    reader.add_argument("folder", nargs="?", type=Path, default=Path("content"), help="a content or town folder")
    reader.add_argument("--new", metavar="LANGUAGE", action="append", default=[], help="begin a language, e.g. pt")
    reader.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not in step")
    chosen = reader.parse_args(arguments)
    languages = sorted({file.stem for file in (chosen.folder / "locales").glob("*.po")} | {*chosen.new})
    try:
        return max([_bring_up(chosen.folder, language, check=chosen.check) for language in languages], default=0)
    except ContentFault as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - a command says what it did
        return 1


def _bring_up(folder: Path, language: str, *, check: bool) -> int:
    file = folder / "locales" / f"{language}.po"
    text, fresh = update(folder, language)
    changed = not file.exists() or file.read_text(encoding="utf-8") != text
    if changed and not check:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    missing = sum(not said(message) for message in fresh if message.id)
    fuzzy = sum(message.fuzzy for message in fresh if message.id)
    counted = f"{len(fresh)} sentences, {missing} to translate, {fuzzy} to look at"
    print(f"{file}: {counted}{', changed' if changed else ''}")  # noqa: T201 - a command says what it did
    return int(changed and check)


if __name__ == "__main__":
    sys.exit(main())
