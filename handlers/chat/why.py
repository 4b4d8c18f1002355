"""Why this? Under every unasked message: the rule behind it, where it comes from, and what silences it."""

from collections.abc import Mapping
from datetime import timedelta

from handlers.chat.unasked import wanted_of
from handlers.deps import Visit
from handlers.door import Door
from handlers.screens import Button, Popup, Replace, Replies, Rows, Say, Screen
from models.outbox import hers, preferences
from models.outbox.judging import DIGEST_KIND
from models.outbox.tables import Delivery, Lane
from models.resources.facts import Catalogue

MOST_KINDS = 4  # of a digest, each with its own button
MONTH = timedelta(days=30)


async def why(visit: Visit) -> Replies:
    """The reason for one message; only to the person who got it."""
    asked = await _asked(visit, visit.button[:1])
    if asked is None:
        return _gone(visit)
    text = visit.text(
        "chat/unasked/why",
        kind=asked.kind,
        lane=Lane(asked.lane).name.lower(),
        about=await matter_name(visit, asked.about),
        names=await _names(visit, asked),
        a_week=visit.house.manners.a_week,
        programme=visit.programme,
    )
    return [Say(Screen(text, await _ways(visit, asked)))]


async def _asked(visit: Visit, number: tuple[str, ...]) -> Delivery | None:
    match number:
        case (digits,) if digits.isdigit():
            return await hers.delivery(visit.session, int(digits), visit.person.id)
        case _:
            return None


def _gone(visit: Visit) -> Replies:
    return [Popup(visit.label("why_gone"), alert=True)]


async def _names(visit: Visit, asked: Delivery) -> list[str]:
    """What it told: the things that newly fitted, the kinds in a digest."""
    if asked.kind == DIGEST_KIND:
        return [kind_name(visit, kind) for kind in await _kinds(visit, asked)]
    fits = (asked.message or {}).get("values", {}).get("fits", [])
    catalogue = await _catalogue(visit)
    facts = catalogue.several(map(str, fits)) if isinstance(fits, list) else []
    return [words.text for fact in facts if (words := fact.words("name", visit.language))]


async def _kinds(visit: Visit, digest: Delivery) -> dict[str, int]:
    """Each kind in it with one message that stands for it."""
    return {told.kind: told.id for told in await wanted_of(visit, digest.id)}


async def _ways(visit: Visit, asked: Delivery) -> Rows:
    """What silences it, the narrowest first."""
    number, ways = str(asked.id), list[Button]()
    if asked.kind == DIGEST_KIND:
        kinds = list((await _kinds(visit, asked)).items())[:MOST_KINDS]
        ways += [
            Button(visit.label("hush_named", kind=kind_name(visit, kind)), ("hush", "kind", str(told)))
            for kind, told in kinds
        ]
    else:
        if ":" in asked.about:  # else the matter is the kind itself
            ways.append(Button(visit.label("hush_matter"), ("hush", "matter", number)))
        ways.append(Button(visit.label("hush_kind"), ("hush", "kind", number)))
    ways += [
        Button(visit.label("hush_month"), ("hush", "month", number)),
        Button(visit.label("to_settings"), ("go", "settings")),
    ]
    return tuple((way,) for way in ways)


async def hush(visit: Visit) -> Replies:
    """Silence what she names; /settings takes it back."""
    asked = await _asked(visit, visit.button[1:])
    if asked is None:
        return _gone(visit)
    person_id = visit.person.id
    match visit.button[0]:
        case "kind":
            await preferences.mute(visit.session, person_id, kind=asked.kind)
        case "matter":
            await preferences.mute(visit.session, person_id, about=asked.about)
        case _:
            await preferences.pause(visit.session, person_id, visit.now + MONTH)
    text = visit.text(
        "chat/unasked/hushed",
        which=visit.button[0],
        kind=kind_name(visit, asked.kind),
        matter=await matter_name(visit, asked.about),
        until=visit.now + MONTH,
    )
    return [Replace(Screen(text, ((Button(visit.label("to_settings"), ("go", "settings")),),)))]


async def not_now(visit: Visit) -> Replies:
    """The word to go on was heard, and she does not want to: that is the end of it."""
    return [Replace(Screen(visit.text("chat/unasked/not_now")))]


# --- what messages are called


def kind_name(visit: Visit, kind: str) -> str:
    """What a kind of message is called; `kind_<name>` in labels.toml."""
    key = f"kind_{kind}"
    return visit.label(key if key in visit.house.texts.labels else "kind_other")


async def matter_name(visit: Visit, about: str) -> str:
    """The name of what a message is about (`event:spring-market`), empty where it is about nothing narrower."""
    _, narrow, source_id = about.partition(":")
    if not narrow:
        return ""
    fact = (await _catalogue(visit)).get(source_id)
    words = fact.words("name", visit.language) if fact else None
    return words.text if words else visit.label("matter_other")


async def _catalogue(visit: Visit) -> Catalogue:
    return await visit.house.catalogue.current(visit.session, visit.now)


PRESSES: Mapping[str, Door] = {"why": why, "hush": hush, "not_now": not_now}
