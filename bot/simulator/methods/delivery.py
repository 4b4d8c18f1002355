"""How updates reach the bot: the webhook's settings, getMe, logging out. getUpdates itself waits, so `api` has it."""

import re
from urllib.parse import urlsplit

from bot.simulator.shapes import Call, Json, Refusal, bad_request
from bot.simulator.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def get_me(world: World, _call: Call) -> Json:
    """Who the bot is."""
    return world.me


def set_webhook(world: World, call: Call) -> bool:
    """Send updates to an address. Plain http is let through on this machine only, as a local Bot API server does."""
    params = call.params
    url, secret = params["url"], params.get("secret_token", "")
    connections = params.get("max_connections", USUAL_CONNECTIONS)
    if not url:
        return delete_webhook(world, call)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= connections <= MOST_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    world.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        world.updates.clear()
    extra = {"ip_address": "127.0.0.1"} if parts.hostname in LOCAL else {}
    world.webhook.open(url, secret, connections, **extra)
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Back to getUpdates."""
    world.webhook.close_lanes()
    if call.params.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _call: Call) -> Json:
    """Where updates go and how that has been working."""
    info = {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info | world.webhook.info


async def get_updates(world: World, call: Call) -> list[Json]:
    """Long polling; refused while a webhook is set."""
    if world.webhook.url:
        raise Refusal(409, WEBHOOK_ACTIVE)
    params = call.params
    world.updates.allow(params.get("allowed_updates"))
    return await world.updates.poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))


def log_out(world: World, _call: Call) -> bool:
    """Leave this server; later calls are refused until the simulator starts again."""
    world.logged_out = True
    return True


METHODS = {
    "getMe": get_me, "setWebhook": set_webhook, "deleteWebhook": delete_webhook, "getWebhookInfo": get_webhook_info,
    "logOut": log_out, "close": lambda _world, _call: True,
}  # fmt: skip
