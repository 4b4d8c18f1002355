"""Links that open the bot at a certain place: short enough, sealed where they must be, and not for ever."""

import re
from datetime import timedelta

import pytest

from handlers.links import Links, OwnerLink, source_named
from models.resources.facts import handle

LINKS = Links("secret")
LINKS.username = "echoppe_bot"


def payload(link):
    address, _, payload = link.partition("?start=")
    assert address == "https://t.me/echoppe_bot"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload), "all Telegram lets through"
    return payload


def test_a_card_is_named_by_its_handle():
    assert payload(LINKS.to_card("spc-kitchen")) == f"r_{handle('spc-kitchen')}"


def test_an_owners_link_says_which_thing_and_which_link(now):
    made = payload(LINKS.to_owner("spc-kitchen", now))
    opened = LINKS.opened_by_owner(made, now)
    assert opened == OwnerLink(handle("spc-kitchen"), made[2:18])
    assert LINKS.to_owner("spc-kitchen", now + timedelta(seconds=1)) != LINKS.to_owner("spc-kitchen", now)


@pytest.mark.parametrize(
    "spoil", [lambda one: one[:-1] + "x", lambda one: "o_x" + one[3:], lambda one: one + "x", lambda _: "o_"]
)
def test_one_that_was_altered_opens_nothing(now, spoil):
    assert LINKS.opened_by_owner(spoil(payload(LINKS.to_owner("spc-kitchen", now))), now) is None


def test_another_house_made_it(now):
    other = Links("other")
    assert (
        LINKS.opened_by_owner(payload(other.to_owner("spc-kitchen", now).replace("me/", "me/echoppe_bot")), now) is None
    )


def test_it_grows_old(now):
    made = payload(LINKS.to_owner("spc-kitchen", now))
    assert LINKS.opened_by_owner(made, now + timedelta(days=59))
    assert LINKS.opened_by_owner(made, now + timedelta(days=61)) is None


def test_where_somebody_came_from_names_no_link():
    sources = {"flyer": "flyer", "r_abcdefgh": "shared", "o_secret": "owner", "": None, "x" * 80: "x" * 64}
    assert {one: source_named(one) for one in sources} == sources
