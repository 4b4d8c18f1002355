"""Links that open the bot at a certain place: `t.me/<bot>?start=<payload>`, up to 64 letters of A-Za-z0-9_- for us.

A link to a card may be made by anybody, it shows what everybody may see. A link for a thing's owner is sealed with the
house's secret, serves one person and grows old.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from models.resources.facts import handle

CARD, OWNER, ROLE, HANDED_OVER = "r_", "o_", "i_", "h_"
HANDLE, STAMP, TAG = 8, 8, 16  # letters of each part
GOOD_FOR = timedelta(days=60)  # an owner's link
SOURCES: Mapping[str, str] = {CARD: "shared", OWNER: "owner", ROLE: "colleague", HANDED_OVER: "helper"}


def source_named(payload: str) -> str | None:
    """Where somebody came from who first came with this payload: a poster's own name, or what kind of link it was."""
    return SOURCES.get(payload[:2], payload[:64]) or None


@dataclass(frozen=True)
class OwnerLink:
    """What an owner's link says: which thing, and a name by which it is known to have been used."""

    named: str
    link: str


class Links:
    """Makes and opens them. The bot's username is known once Telegram has been reached."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(f"links:{secret}".encode()).digest()
        self.username, self.inline = "", False  # `inline`: BotFather lets it be asked from any chat

    def to_card(self, source_id: str) -> str:
        return self._to(f"{CARD}{handle(source_id)}")

    def to_pass_on(self, source_id: str, name: str) -> str:
        """Telegram's own way to send a link to somebody."""
        return f"https://t.me/share/url?{urlencode({'url': self.to_card(source_id), 'text': name})}"

    def to_owner(self, source_id: str, now: datetime) -> str:
        """A new one each microsecond: two owners of one thing get two."""
        content = handle(source_id) + _stamp(now)
        return self._to(f"{OWNER}{content}{self._tag(content)}")

    def opened_by_owner(self, payload: str, now: datetime) -> OwnerLink | None:
        """None for a link that we did not make, or that is too old."""
        body = payload.removeprefix(OWNER)
        content, tag = body[: HANDLE + STAMP], body[HANDLE + STAMP :]
        if len(body) != HANDLE + STAMP + TAG or not hmac.compare_digest(tag.encode(), self._tag(content).encode()):
            return None
        made = _moment(content[HANDLE:])
        return OwnerLink(content[:HANDLE], content) if now - GOOD_FOR <= made <= now + timedelta(days=1) else None

    def to_source(self, slug: str) -> str:
        """For a poster: anybody may open it, as often as they like."""
        return self._to(slug)

    def to_role(self, code: str) -> str:
        return self._to(f"{ROLE}{code}")

    def to_answers(self, code: str) -> str:
        """What a helper filled in, for the person it is about."""
        return self._to(f"{HANDED_OVER}{code}")

    def _to(self, payload: str) -> str:
        return f"https://t.me/{self.username}?start={payload}"

    def _tag(self, content: str) -> str:
        digest = hmac.digest(self._key, content.encode(), "sha256")
        return base64.urlsafe_b64encode(digest)[:TAG].decode()


def _stamp(now: datetime) -> str:
    """A moment in eight letters: 48 bits of hundredths of a millisecond since 2020."""
    ticks = int((now - START) / TICK)
    return base64.urlsafe_b64encode(ticks.to_bytes(6)).decode()


def _moment(stamp: str) -> datetime:
    return START + int.from_bytes(base64.urlsafe_b64decode(stamp)) * TICK


START, TICK = datetime(2020, 1, 1, tzinfo=UTC), timedelta(microseconds=10)
