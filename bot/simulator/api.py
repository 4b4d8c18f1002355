"""The Bot API over HTTP: /bot<token>/<method>. Every call is checked, met by the weather, carried out, and logged."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.simulator.faults import Fault
from bot.simulator.methods import carry_out
from bot.simulator.methods.delivery import get_updates
from bot.simulator.reading import check_call, form_of, read_request
from bot.simulator.shapes import Call, Json, Refusal, Upload, forbidden
from bot.simulator.world import World

NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")
MISTAKES = frozenset({400, 404})
as_text = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Cut(Exception):
    """The connection is to be cut instead of answered."""


class Api:
    """Answers the bot."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def answer(self, request: web.Request) -> web.Response:
        """One HTTP request, one answer, or a cut connection."""
        try:
            status, body = await self._answer(request)
        except Cut:
            if request.transport:
                request.transport.abort()
            return web.Response()
        return web.Response(body=as_text(body).encode(), status=status, content_type="application/json")

    async def _answer(self, request: web.Request) -> tuple[int, Json]:
        token, name = request.match_info["token"], request.match_info["method"]
        try:
            params, files, textual = await read_request(request)
        except Refusal as refusal:
            call = self.world.calls.begin(name, {}, {})
            self.world.calls.finish(call)
            return self._refuse(call, refusal)
        call = self.world.calls.begin(name, params, files)
        try:
            self._admit(token)
            return HTTPStatus.OK, {"ok": True, "result": await self._run(call, files, textual=textual)}
        except Refusal as refusal:
            return self._refuse(call, refusal)
        except Cut:
            call.outcome = "cut"
            raise
        finally:
            self.world.calls.finish(call)

    def _admit(self, token: str) -> None:
        if token != self.world.token:
            raise UNAUTHORIZED
        if self.world.logged_out:
            raise Refusal(400, "Logged out")

    async def _run(self, call: Call, files: dict[str, Upload], *, textual: bool) -> Any:
        form = form_of(call.method)
        if form is None:
            raise NOT_FOUND
        call.method = form.method.name
        call.params = check_call(form, call.params, files, textual=textual, strict=self.world.strict)
        chat = call.params.get("chat_id")
        call.chat = chat if type(chat) is int else None
        fault = self.world.faults.strike(call.method, call.chat) if self.world.faults.switches else None
        if fault:
            await self._before(fault)
        result = await get_updates(self.world, call) if call.method == "getUpdates" else carry_out(self.world, call)
        call.outcome, call.code, call.result = "ok", HTTPStatus.OK, result
        if fault and fault.kind == "drop_after":
            raise Cut
        return result

    async def _before(self, fault: Fault) -> None:
        """What the weather does to a call before Telegram would look at it."""
        match fault.kind:
            case "429":
                wait = max(1, round(fault.seconds))
                raise Refusal(429, f"Too Many Requests: retry after {wait}", circumstance=True, retry_after=wait)
            case "500":
                raise Refusal(500, "Internal Server Error", circumstance=True)
            case "blocked":
                raise forbidden("bot was blocked by the user")
            case "slow":
                await asyncio.sleep(fault.seconds)
            case "drop_before":
                raise Cut
            case "hang":
                await self.world.closing.wait()
                raise Cut

    def _refuse(self, call: Call, refusal: Refusal) -> tuple[int, Json]:
        call.outcome, call.code, call.description = "refused", refusal.code, refusal.description
        call.violation = refusal.code in MISTAKES and not refusal.circumstance
        if call.violation:
            self.world.live.tell("violation", method=call.method, description=refusal.description)
        return refusal.code, refusal.as_json()
