"""The page's own words are complete in its three languages."""

import re
from pathlib import Path

from bot.simulator import server

WORDS = Path(server.__file__).parent / "page" / "words.js"


def test_the_three_languages_say_everything():
    table = WORDS.read_text(encoding="utf-8").partition("const WORDS = {")[2].partition("\n};")[0]
    languages = re.split(r"\n  (?=(?:en|fr|es): )", table)[1:]
    keys = [set(re.findall(r"(?:^\s+|, )(\w+): (?=[\"(])", part, re.MULTILINE)) for part in languages]
    assert len(keys[0]) > 50
    assert keys == [keys[0]] * 3
