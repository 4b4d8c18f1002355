"""Small folders of content for tests: the files of one as a dict."""

from pathlib import Path

from content.texts import Texts

PO_HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural={};\\n"\n\n'
)
FRENCH, SPANISH = PO_HEAD.format("(n > 1)"), PO_HEAD.format("(n != 1)")


def write(folder: Path, files: dict) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def texts(folder: Path, files: dict, languages=("en", "fr", "es"), **habits) -> Texts:
    return Texts([write(folder, files)], languages, **habits)
