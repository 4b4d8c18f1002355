"""A name for a file made of words: short, in letters every computer keeps."""

import re

from content.spelling import words

LONGEST = 40


def file_name(title: str) -> str:
    """`L’établi ouvert` is letabli-ouvert; what leaves no letter is `event`."""
    bare = "-".join(re.sub(r"[^a-z0-9]", "", word) for word in words(title))
    return re.sub("-+", "-", bare).strip("-")[:LONGEST].rstrip("-") or "event"
