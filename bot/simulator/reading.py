"""An HTTP request of the bot becomes parameters with the table's types, or the first thing that is wrong with it."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.simulator.checks import check_field, read_text, under
from bot.simulator.shapes import Json, Refusal, Upload, bad_request
from bot.simulator.table import Field, Method, published

OWN_RULES = frozenset(
    {("editMessageText", "text"), ("editEphemeralMessageText", "text"), ("setWebhook", "secret_token")}
)
"""Lengths that are counted after entity parsing, or that Telegram words itself."""
EMPTY = {
    "text": "message text is empty", "chat_id": "chat_id is empty", "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request", "document": "there is no document in the request",
    "video": "there is no video in the request", "media": "there is no media in the request",
    "from_chat_id": "from_chat_id is empty",
}  # fmt: skip
TOO_LONG = {("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG"}


@dataclass(frozen=True, slots=True)
class Form:
    """A method's parameters, ready to be checked against."""

    method: Method
    fields: dict[str, Field]
    required: tuple[str, ...]
    measured: tuple[Field, ...]


@cache
def form_of(name: str) -> Form | None:
    """The form of a method; None when there is no such method."""
    method = published().method(name)
    if method is None:
        return None
    measured = tuple(f for f in method.fields if f.length and (method.name, f.name) not in OWN_RULES)
    fields = {field.name: field for field in method.fields}
    return Form(method, fields, tuple(f.name for f in method.fields if f.required), measured)


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload], bool]:
    """Parameters, files, and whether the values are still text (they came by form or query)."""
    params: Json = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if request.method != "POST" or not request.can_read_body:
        return params, {}, True
    if kind == "application/json":
        return _read_json_body(await request.read()), {}, False
    if kind.startswith("multipart/"):
        return await _read_multipart(request, params)
    params.update(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
    return params, {}, True


def _read_json_body(body: bytes) -> Json:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if type(found) is not dict:
        raise bad_request("JSON object expected")
    return found


async def _read_multipart(request: web.Request, params: Json) -> tuple[Json, dict[str, Upload], bool]:
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            params[name] = value if isinstance(value, str) else value.decode()
    return params, files, True


def check_call(form: Form, params: Json, files: dict[str, Upload], *, textual: bool, strict: bool) -> Json:
    """Give the parameters their types. Raises Refusal for anything the table does not allow."""
    given: Json = {}
    for name, raw in params.items():
        field = form.fields.get(name)
        if field is None:
            if strict:
                raise bad_request(f'unknown parameter "{name}" of {form.method.name}')
            continue
        value = _typed(field, raw, textual=textual)
        if value is None:
            continue
        if wrong := check_field(field, value):
            raise _mistyped(name, wrong)
        given[name] = value
    _check_required(form, given, files)
    if form.measured:
        _check_lengths(form, given)
    if files and strict:
        _check_files(form, params, files)
    return given


def _typed(field: Field, value: Any, *, textual: bool) -> Any:
    """Form values are read by type; in JSON only objects may come as text, as Telegram's own documents show them."""
    if type(value) is not str or ("String" in field.types and field.types[0] == "String"):
        return value
    if textual:
        return read_text(field.types, value) if value else None
    return read_text(field.types, value) if field.types[0] not in ("Integer", "Boolean", "Float") else value


def _mistyped(name: str, wrong: str) -> Refusal:
    if name == "reply_markup":
        vague = wrong.startswith("is not")
        return bad_request("object expected as reply markup" if vague else under("can't parse reply markup:", wrong))
    return bad_request(under(f'parameter "{name}"', wrong))


def _check_required(form: Form, given: Json, files: dict[str, Upload]) -> None:
    for name in form.required:
        if name not in given and name not in files:
            raise bad_request(EMPTY.get(name, f'parameter "{name}" is required'))


def _check_lengths(form: Form, given: Json) -> None:
    for field in form.measured:
        value = given.get(field.name)
        if type(value) is not str or field.length is None:
            continue
        smallest, largest, unit = field.length
        size = len(value.encode()) if unit == "bytes" else len(value)
        if size > largest:
            raise bad_request(TOO_LONG.get((form.method.name, field.name), f"{field.name} is too long"))
        if size < smallest:
            raise bad_request(f"{field.name} must be non-empty")


def _check_files(form: Form, params: Json, files: dict[str, Upload]) -> None:
    for name in files:
        if name not in form.fields and not any(f"attach://{name}" in str(value) for value in params.values()):
            raise bad_request(f'unknown file "{name}" in {form.method.name}')
