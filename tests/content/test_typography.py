"""Names as others may see them, and the spaces of French."""

import pytest

from content.typography import french_spaces, plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ana\u00a0 María\n", "Ana María"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066a\u2069\u200fb", "ab"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("nul\x00\x1b[31m", "nul[31m"),
        ("\u3164\u115f", ""),
        ("\ud800broken", "broken"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👩🏽\u200d🍳", "👩🏽\u200d🍳"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("a\u200db", "ab"),
        ("\u200dAna\u200d", "Ana"),
        ("عائشة", "عائشة"),
        ("<b>&", "<b>&"),
    ],
)
def test_a_name_keeps_what_is_seen_and_loses_what_deceives(typed, shown):
    assert plain(typed) == shown


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Oui\u00a0; non !", "Oui\u202f; non\u202f!"),
        ("« pain » : 2 €", "«\u202fpain\u202f»\u202f: 2 €"),
        ("https://a.example/x?y", "https://a.example/x?y"),
        ("14:30", "14:30"),
    ],
)
def test_french_signs_stand_after_a_narrow_space(typed, set_):
    assert french_spaces(typed) == set_
