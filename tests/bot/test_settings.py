"""Settings: read from three places, refused in one sentence that names the setting."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSettings, read_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    """No setting of the machine, no .env of the folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    town = tmp_path / "content" / "towns" / "sample"
    town.mkdir(parents=True)
    (town / "town.toml").touch()
    monkeypatch.chdir(tmp_path)


def test_defaults_are_enough_but_for_the_token():
    settings = read_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///echoppe.sqlite3"
    with pytest.raises(WrongSettings, match="TELEGRAM_BOT_TOKEN is missing"):
        _ = settings.token


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TELEGRAM_BOT_TOKEN", "hello", "TELEGRAM_BOT_TOKEN: it should look like 123456:AB-c1234, as BotFather gives it"),
        ("TELEGRAM_API_URL", "ftp://x", "TELEGRAM_API_URL: it should begin with https:// (or http:// on this machine)"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL: 'mysql' is not a database it can use; try sqlite:///… or postgresql://…"),
        ("DATABASE_URL", "echoppe", "DATABASE_URL: it is not an address; try sqlite:///echoppe.sqlite3 or postgresql://…"),
        ("DATABASE_URL", "sqlite:////nowhere/x.sqlite3", "DATABASE_URL: there is no folder /nowhere for a database file"),
        ("PORT", "abc", "PORT: it must be a whole number"),
        ("PORT", "99999", "PORT: it should be less than or equal to 65535"),
        ("COORDINATOR_IDS", "12,anna", "COORDINATOR_IDS: 'anna' is not a Telegram user id; they are numbers, with commas between them"),
        ("STAFF_CHAT_ID", "@staff", "STAFF_CHAT_ID: '@staff' is not the number of a chat; a group's looks like -1001234567890"),
        ("TOWN", "nowhere", "TOWN: there is no town.toml in the folder nowhere"),
        ("TIMEZONE", "Mars/Olympus", "TIMEZONE: 'Mars/Olympus' is not a time zone; try Europe/Paris or America/New_York"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: it should be 'text' or 'json'"),
        ("WEBHOOK_URL", "https://town.example", "WEBHOOK_SECRET is missing: with WEBHOOK_URL set, anybody could speak as Telegram"),
        ("WEBHOOK_SECRET", "a b", "WEBHOOK_SECRET: use 1 to 256 letters, digits, _ and - (two with a comma while you change it)"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as fault:
        read_settings()
    assert str(fault.value) == sentence


@pytest.mark.parametrize(
    ("webhook", "public", "address"),
    [
        ("", "", ""),
        ("https://town.example/telegram", "", "https://town.example"),
        ("", "https://town.example/echoppe/", "https://town.example/echoppe"),
        ("https://bot.example/telegram", "https://town.example", "https://town.example"),
    ],
)
def test_where_the_world_reaches_it(webhook, public, address):
    assert read_settings(webhook_url=webhook, webhook_secret="s", public_url=public).public_address == address


def test_every_wrong_setting_is_named_at_once(monkeypatch):
    monkeypatch.setenv("PORT", "zero")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(WrongSettings) as fault:
        read_settings()
    assert [line.partition(":")[0] for line in str(fault.value).splitlines()] == ["PORT", "LOG_LEVEL"]


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("123456:from-a-file\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert read_settings().token == "123456:from-a-file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("SECRET_KEY_FILE", "/nowhere/key")
    with pytest.raises(WrongSettings) as fault:
        read_settings()
    assert str(fault.value) == "SECRET_KEY_FILE: /nowhere/key cannot be read (No such file or directory)"


def test_no_secret_shows_when_settings_are_printed(monkeypatch):
    for name, value in (
        ("TELEGRAM_BOT_TOKEN", "123456:canary-one"),
        ("DATABASE_URL", "postgresql://town:canary-two@db/town"),
        ("WEBHOOK_SECRET", "canary-three"),
        ("SECRET_KEY", "canary-four"),
    ):
        monkeypatch.setenv(name, value)
    assert "canary" not in repr(read_settings())


def test_env_example_lists_every_setting_with_its_default():
    lines = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = dict(re.fullmatch(r"([A-Z_]+)=(.*)", line).groups() for line in lines if re.match(r"[A-Z_]+=", line))
    assert listed == {name.upper(): _as_written(field.default) for name, field in Settings.model_fields.items()}


def _as_written(default) -> str:
    if hasattr(default, "get_secret_value"):
        return default.get_secret_value()
    return "" if default in (frozenset(), None) else str(default)
