"""The jinja2 environment of one language: what templates may rely on, and how line breaks behave.

Everything is escaped unless a template says otherwise; a value that is missing is a fault, not an empty place.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from babel.support import Translations
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

EXTENSION = ".html.j2"
_ONLY_TAGS = re.compile(r"[ \t]*(\{%(?:(?!%\}).)*%\}[ \t]*)+$")
_SPEAKS = re.compile(r"\{%-?\s*(endtrans|endcall|include)\b")
_BLANKS = re.compile(r"[ \t]*\n[ \t]*")
_GAPS = re.compile(r"\n{3,}")


class LineBreaks(Extension):
    """A line of nothing but tags leaves no trace; every other line keeps its line break.

    Plain `trim_blocks` would also glue a sentence that ends in a tag to the next one.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - jinja's
        return "\n".join(map(self._marked, source.split("\n")))

    def _marked(self, line: str) -> str:
        bare = line.rstrip()
        if not bare.endswith("%}") or bare.endswith(("-%}", "+%}")):
            return line
        if _ONLY_TAGS.match(bare) and not _SPEAKS.search(bare):
            return line
        return f"{bare[:-2]}+%}}"


EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols", LineBreaks)
SYNTAX = {
    "extensions": "jinja2.ext.do, jinja2.ext.loopcontrols, content.templating.LineBreaks",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
"""The same for babel_extract, which wants words."""


def environment(folders: Sequence[Path], translations: Translations) -> Environment:
    """Templates of several folders, the last one first, speaking one language."""
    # autoescape=True, not select_autoescape: no template may be forgotten for the name of its file.
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in reversed(folders)]),
        extensions=EXTENSIONS,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.policies["ext.i18n.trimmed"] = True  # a sentence may be written over several lines
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return made


def tidy(text: str) -> str:
    """Without the indents of the template and with at most one empty line between two others."""
    return _GAPS.sub("\n\n", _BLANKS.sub("\n", text)).strip()
