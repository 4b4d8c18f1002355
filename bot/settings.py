"""Every setting, read once from the environment, `.env` or `NAME_FILE`, then frozen. A wrong one stops the start."""

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.db import WrongAddress, async_url

SAMPLE_TOWN = Path("content/towns/sample")


class WrongSettings(ValueError):
    """One sentence a line: which setting, what is wrong with it."""


class Settings(BaseSettings):
    """What the operator decides. `.env.example` lists the same, with the same defaults (a test keeps them equal)."""

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore", env_ignore_empty=True)

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    database_url: SecretStr = SecretStr("sqlite:///echoppe.sqlite3")  # secret: it may hold a password
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    public_url: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    secret_key: SecretStr = SecretStr("")
    coordinator_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    staff_chat_id: int | None = None
    town: Path = SAMPLE_TOWN
    timezone: str = ""
    default_language: str = ""
    messages_per_second: Annotated[float, Field(gt=0)] = 28
    metrics: Literal["on", "off"] = "off"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        number, colon, rest = value.get_secret_value().partition(":")
        if value and not (colon and number.isdigit() and rest and rest.isascii() and "/" not in rest):
            raise ValueError("it should look like 123456:AB-c1234, as BotFather gives it")
        return value

    @field_validator("telegram_api_url", "webhook_url", "public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("it should begin with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        try:
            url = async_url(value.get_secret_value())
        except WrongAddress as fault:
            raise ValueError(str(fault)) from None
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").parent.is_dir():
            raise ValueError(f"there is no folder {Path(url.database or '').parent} for a database file")
        return value

    @field_validator("coordinator_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        wrong = [part for part in parts if not part.isdigit()]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is not a Telegram user id; they are numbers, with commas between them")
        return frozenset(int(part) for part in parts)

    @field_validator("staff_chat_id", mode="before")
    @classmethod
    def _group(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip().removeprefix("-").isdigit():
            raise ValueError(f"{value!r} is not the number of a chat; a group's looks like -1001234567890")
        return value

    @field_validator("town")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        if not (value / "town.toml").is_file():
            raise ValueError(f"there is no town.toml in the folder {value}")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            return value and ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a time zone; try Europe/Paris or America/New_York") from None

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr) -> SecretStr:
        """Telegram takes 1-256 of A-Z a-z 0-9 _ - ; two with a comma between them are the new one and the old one."""
        for secret in value.get_secret_value().split(","):
            if secret and not (len(secret) <= 256 and secret.replace("_", "").replace("-", "").isalnum()):
                raise ValueError("use 1 to 256 letters, digits, _ and - (two with a comma while you change it)")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError("WEBHOOK_SECRET is missing: with WEBHOOK_URL set, anybody could speak as Telegram")
        return self

    @property
    def token(self) -> str:
        """The bot's token; raises WrongSettings where there is none."""
        token = self.telegram_bot_token.get_secret_value()
        if not token:
            raise WrongSettings("TELEGRAM_BOT_TOKEN is missing: ask @BotFather for one (`make demo` needs none)")
        return token

    @property
    def public_address(self) -> str:
        """Where the world reaches what we serve over HTTP; empty where nothing is served."""
        if self.public_url:
            return self.public_url
        scheme, host, *_ = urlsplit(self.webhook_url)
        return f"{scheme}://{host}" if host else ""

    @property
    def secret(self) -> str:
        """The house's own secret; derived from the token where none is set, so a small town needs one line less."""
        return self.secret_key.get_secret_value() or f"echoppe:{self.token}"


def read_settings(**given: object) -> Settings:
    """The settings, or WrongSettings with one sentence for each that is wrong."""
    try:
        return Settings(**{**_from_files(), **given})  # type: ignore[arg-type]  # pydantic checks them, not mypy
    except ValidationError as faults:
        raise WrongSettings("\n".join(_sentence(fault) for fault in faults.errors())) from None


def _from_files() -> dict[str, str]:
    """`NAME_FILE=/run/secrets/name` beside `NAME`, as container hosts hand out secrets."""
    found = {}
    for name in Settings.model_fields:
        path = os.environ.get(f"{name.upper()}_FILE")
        if path:
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as fault:
                raise WrongSettings(f"{name.upper()}_FILE: {path} cannot be read ({fault.strerror})") from None
    return found


def _sentence(fault: object) -> str:
    assert isinstance(fault, dict)  # noqa: S101 pydantic's ErrorDetails, a typed dict
    name = str(fault["loc"][0]).upper() if fault["loc"] else ""
    said = "it must be a whole number" if fault["type"] == "int_parsing" else str(fault["msg"])
    reason = said.removeprefix("Value error, ").replace("Input should be", "it should be")
    return f"{name}: {reason}" if name else reason
