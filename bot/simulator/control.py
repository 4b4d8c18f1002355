"""The simulator's own HTTP: the page and outside tests do what people do, read the log, set the weather.

It only reads requests; the deeds themselves are in `actions`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.simulator import actions, state
from bot.simulator.actions import Impossible
from bot.simulator.shapes import Json, Refusal, Upload
from bot.simulator.town import Chat, Person
from bot.simulator.world import World

PAGE = Path(__file__).parent
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
HEARTBEAT = 15.0
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Everything under /simulator/, and the page at /."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        """The addresses."""
        person, chat = "/simulator/people/{person}", "/simulator/chats/{chat}"
        posts = {
            "/simulator/people": self.add_person, "/simulator/groups": self.add_group,
            "/simulator/faults": self.add_fault, "/simulator/presets": self.set_presets,
            f"{person}/say": self.say, f"{person}/tap": self.tap, f"{person}/keyboard": self.press_keyboard,
            f"{person}/location": self.locate, f"{person}/contact": self.contact,
            f"{person}/block": self.block,
            f"{person}/edit": self.edit, f"{person}/react": self.react, f"{person}/search": self.search,
            f"{person}/choose": self.choose,
            f"{person}/follow": self.follow, f"{person}/read": self.read, f"{person}/file": self.attach,
        }  # fmt: skip
        gets: dict[str, Answer] = {
            "/simulator/state": self.state, chat: self.chat, "/simulator/calls": self.calls,
            "/simulator/violations": self.violations, "/simulator/live": self.live,
            "/simulator/files/{file}": self.file,
            "/simulator/faults": self.faults, "/": _asset(PAGE / "page.html", "text/html"),
        }  # fmt: skip
        parts = sorted(path for path in (PAGE / "page").iterdir() if path.suffix in KINDS)
        gets |= {f"/page/{path.name}": _asset(path, KINDS[path.suffix]) for path in parts}
        return [
            *(web.post(path, guarded(answer)) for path, answer in posts.items()),
            *(web.get(path, answer) for path, answer in gets.items()),
            web.delete("/simulator/faults", guarded(self.clear_faults)),
        ]

    # People

    async def add_person(self, request: web.Request) -> Json:
        """{name, language_code, id?} moves somebody in."""
        asked = await request.json()
        person = self.world.town.add_person(asked["name"], asked.get("language_code", "en"), id=asked.get("id"))
        self.world.live.tell("people")
        return state.person_card(self.world, person)

    async def add_group(self, request: web.Request) -> Json:
        """{title, members: [ids], forum?} opens a group."""
        asked = await request.json()
        members = [self.world.town.people[number] for number in asked.get("members", [])]
        chat = self.world.town.add_group(asked["title"], members, forum=bool(asked.get("forum")))
        self.world.live.tell("people")
        return state.chat_card(chat)

    async def say(self, request: web.Request) -> Json:
        """{text, chat?, reply_to?, thread?} types."""
        person, asked, chat = await self._deed(request)
        answered, thread = asked.get("reply_to"), asked.get("thread")
        return _done(actions.say(self.world, person, asked["text"], chat, reply_to=answered, thread=thread))

    async def follow(self, request: web.Request) -> Json:
        """{link} opens https://t.me/<bot>?start=<payload>."""
        person, asked, _ = await self._deed(request)
        return _done(actions.follow(self.world, person, asked["link"]))

    async def tap(self, request: web.Request) -> Json:
        """{message_id, data | label, chat?} presses a button under a message."""
        person, asked, chat = await self._deed(request)
        message = chat.messages.get(asked["message_id"])
        if message is None:
            raise Impossible(f"There is no message {asked['message_id']} in this chat.")
        data = asked.get("data") or _data_of(message, asked.get("label", ""))
        return {"query": actions.press(self.world, person, message, data, chat).id}

    async def press_keyboard(self, request: web.Request) -> Json:
        """{label, latitude?, longitude?} presses a button above the input."""
        person, asked, chat = await self._deed(request)
        buttons = [button for row in (chat.keyboard or {}).get("keyboard", []) for button in row]
        found = next((button for button in buttons if button["text"] == asked["label"]), None)
        if found is None:
            raise Impossible(f"No button of the keyboard is called {asked['label']!r}.")
        if "latitude" in asked:
            person.location = asked["latitude"], asked["longitude"]
        return _done(actions.press_reply(self.world, person, found, chat))

    async def locate(self, request: web.Request) -> Json:
        """{latitude, longitude} shares a place."""
        person, asked, chat = await self._deed(request)
        return _done(
            actions.send_location(self.world, person, float(asked["latitude"]), float(asked["longitude"]), chat)
        )

    async def contact(self, request: web.Request) -> Json:
        """Shares the person's own number."""
        person, _, chat = await self._deed(request)
        return _done(actions.send_contact(self.world, person, chat))

    async def attach(self, request: web.Request) -> Json:
        """A form with `file`, and maybe `caption` and `kind` (document, photo …)."""
        person = self._person(request)
        form = await request.post()
        sent = form["file"]
        if not isinstance(sent, web.FileField):
            raise Impossible("The form has no file.")
        upload = Upload(sent.filename, sent.content_type, sent.file.read())
        kind = str(form.get("kind") or ("photo" if upload.content_type in SHOWN_INLINE else "document"))
        chat = self.world.town.chats[int(str(form.get("chat") or person.id))]
        answered, thread = (int(str(form[name])) if form.get(name) else None for name in ("reply_to", "thread"))
        caption = str(form.get("caption", ""))
        return _done(
            actions.send_file(self.world, person, upload, kind, caption, chat, thread=thread, reply_to=answered)
        )

    async def block(self, request: web.Request) -> Json:
        """{blocked} blocks the bot or lets it write again."""
        person, asked, _ = await self._deed(request)
        return _done(actions.block(self.world, person, blocked=bool(asked.get("blocked", True))))

    async def edit(self, request: web.Request) -> Json:
        """{message_id, text} corrects a text."""
        person, asked, chat = await self._deed(request)
        return _done(actions.edit(self.world, person, asked["message_id"], asked["text"], chat))

    async def react(self, request: web.Request) -> Json:
        """{message_id, emoji} puts an emoji on a message."""
        person, asked, chat = await self._deed(request)
        return _done(actions.react(self.world, person, asked["message_id"], asked.get("emoji", ""), chat))

    async def search(self, request: web.Request) -> Json:
        """{query} asks inline; the results come over the live line."""
        person, asked, _ = await self._deed(request)
        return {"query": actions.search(self.world, person, asked["query"]).id}

    async def choose(self, request: web.Request) -> Json:
        """{query, result, chat?} sends a result of a search."""
        person, asked, chat = await self._deed(request)
        query = self.world.queries.get(str(asked["query"]))
        if query is None or query.person is not person:
            raise Impossible("There was no such search.")
        return _done(actions.choose(self.world, person, query, str(asked["result"]), chat))

    async def read(self, request: web.Request) -> Json:
        """She has seen what there is."""
        self._person(request).unread = 0
        self.world.live.tell("people")
        return {}

    # What there is to see

    async def state(self, _request: web.Request) -> web.Response:
        """Everything a page needs to begin."""
        return _json(state.everything(self.world))

    async def chat(self, request: web.Request) -> web.Response:
        """?person= one chat as that person sees it, with its newest messages."""
        chat = self.world.town.chats.get(_number(request.match_info["chat"]))
        person = self.world.town.people.get(_number(request.query.get("person", request.match_info["chat"])))
        if chat is None or person is None:
            raise web.HTTPNotFound
        return _json(state.chat_view(self.world, chat, person))

    async def calls(self, request: web.Request) -> web.Response:
        """?since= &method= &chat= the log; polls are left out unless asked for by name."""
        wanted, chat = request.query.get("method", ""), request.query.get("chat", "")
        found = [
            call.as_json() for call in self.world.calls.since(_number(request.query.get("since", "0")))
            if (call.method.lower() == wanted.lower() if wanted else call.method != "getUpdates")
            and (not chat or call.chat == _number(chat))
        ]  # fmt: skip
        return _json(found)

    async def violations(self, _request: web.Request) -> web.Response:
        """The calls the Bot API forbids."""
        return _json([call.as_json() for call in self.world.calls.violations()])

    async def file(self, request: web.Request) -> web.Response:
        """A file by its id: pictures are shown, everything else is downloaded."""
        found = self.world.files.find(request.match_info["file"])
        if found is None:
            raise web.HTTPNotFound
        upload = found.upload
        shown = upload.content_type in SHOWN_INLINE
        name = upload.name.encode("ascii", "replace").decode().replace('"', "").replace("\r", "").replace("\n", "")
        how = "inline" if shown else f'attachment; filename="{name}"'
        headers = {**HEADERS, "Content-Disposition": how, "Content-Security-Policy": "sandbox"}
        kind = upload.content_type if shown else "application/octet-stream"
        return web.Response(body=upload.content, content_type=kind, headers=headers)

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: what changes, as it changes."""
        stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        ear = self.world.live.listen()
        try:
            await stream.write(b"retry: 1000\n: hello\n\n")
            while (event := await _next(ear)) is not None:
                await stream.write(f"data: {json.dumps(event)}\n\n".encode() if event else b": still here\n\n")
        except ConnectionError:
            pass
        finally:
            self.world.live.leave(ear)
        return stream

    # The weather

    async def add_fault(self, request: web.Request) -> Json:
        """{kind, times?, ratio?, method?, chat?, seconds?} sets a switch; {seed} starts the dice over."""
        asked = await request.json()
        if "seed" in asked:
            self.world.faults.seed = asked.pop("seed")
            self.world.faults.clear()
        if asked:
            self.world.faults.add(**asked)
        return {"set": len(self.world.faults.switches)}

    async def faults(self, _request: web.Request) -> web.Response:
        """The switches that are set."""
        shown = [
            {
                "kind": f.kind,
                "times": f.times,
                "ratio": f.ratio,
                "method": f.method,
                "chat": f.chat,
                "seconds": f.seconds,
                "struck": f.struck,
            }
            for f in self.world.faults.switches
        ]
        return _json(shown)

    async def clear_faults(self, _request: web.Request) -> Json:
        """Good weather."""
        self.world.faults.clear()
        return {}

    async def set_presets(self, request: web.Request) -> Json:
        """[{name, latitude, longitude}] are the places the page offers."""
        self.world.presets = await request.json()
        self.world.live.tell("people")
        return {}

    # How it is done

    def _person(self, request: web.Request) -> Person:
        person = self.world.town.people.get(_number(request.match_info["person"]))
        if person is None:
            raise Impossible("Nobody in town has this id.")
        return person

    async def _deed(self, request: web.Request) -> tuple[Person, Json, Chat]:
        person, asked = self._person(request), await request.json() if request.can_read_body else {}
        chat = self.world.town.chats.get(int(asked.get("chat") or person.id))
        if chat is None:
            raise Impossible("There is no such chat.")
        return person, asked, chat


def guarded(deed: Callable[[web.Request], Awaitable[Any]]) -> Answer:
    """Refuse other sites, answer mistakes with a sentence."""

    async def answer(request: web.Request) -> web.Response:
        origin = request.headers.get("Origin", "")
        if origin and origin.partition("://")[2] != request.host:
            return _json({"error": "Only the page of this simulator may do that."}, 403)
        try:
            return _json(await deed(request))
        except (Impossible, Refusal) as error:
            return _json({"error": str(error)}, 400)
        except (KeyError, TypeError, ValueError) as error:
            return _json({"error": f"This request is not complete or not JSON: {error}"}, 400)

    return answer


def _done(update: int) -> Json:
    return {"update_id": update}


def _json(body: object, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=HEADERS)


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else 0


def _data_of(message: Json, label: str) -> str:
    buttons = [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    for button in buttons:
        if button["text"] == label and "callback_data" in button:
            return str(button["callback_data"])
    raise Impossible(
        f"This message has no button {label!r}. It has: {', '.join(b['text'] for b in buttons) or 'none'}."
    )


async def _next(ear: asyncio.Queue[Json | None]) -> Json | None:
    """The next event; an empty one when nothing happened for a while, None to hang up."""
    try:
        return await asyncio.wait_for(ear.get(), HEARTBEAT)
    except TimeoutError:
        return {}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _asset(path: Path, kind: str) -> Answer:
    """A part of the page, read each time: whoever changes it only has to reload."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=_read(path), content_type=kind, headers={**HEADERS, "Content-Security-Policy": POLICY})

    return answer
