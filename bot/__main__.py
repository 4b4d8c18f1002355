"""The commands of the house: `python -m bot --help`. Each ends with 0, 1 (a fault of the data) or 2 (wrong use)."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

from content.faults import ContentFault

gc.disable()  # until everything is imported: a sixth of the start was spent looking for garbage there

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Échoppe: a town's front door for people who make things.",
)


@contextlib.contextmanager
def in_plain_words() -> Iterator[None]:
    """What we know to be wrong is said in a sentence on stderr; a traceback is for what we did not foresee."""
    from telegram.error import TelegramError

    from bot.settings import WrongSettings
    from models.db import DBAPIError
    from models.resources.importing.income import WrongTable

    try:
        yield
    except (WrongSettings, ContentFault, WrongTable) as fault:
        _fail(str(fault))
    except (DBAPIError, OSError) as fault:
        _fail(f"The database or the network cannot be reached: {_short(fault)}")
    except TelegramError as fault:
        _fail(f"Telegram refused: {_short(fault)}")


def _short(fault: BaseException) -> str:
    from bot.logs import hidden

    return hidden(str(getattr(fault, "orig", None) or fault).splitlines()[0])


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _wrong(sentence: str) -> NoReturn:
    """It was called wrongly."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def _start(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end, on uvloop where there is one: the same loop, a tenth faster."""
    from bot.memory import settle

    settle()
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


@app.command()
def run() -> None:
    """Run the bot: everything in one process.

    Long polling, or a webhook when WEBHOOK_URL is set. Example: TELEGRAM_BOT_TOKEN=123456:ABC python -m bot run
    """
    with in_plain_words():
        from bot import serve

        _start(serve.run(_settings()))


@app.command()
def web() -> None:
    """Take Telegram's calls only; any number of these on one PostgreSQL.

    Example: PORT=8080 python -m bot web
    """
    with in_plain_words():
        from bot import serve

        _start(serve.web(_settings()))


@app.command()
def worker() -> None:
    """Run the clock only: what happens by itself.

    Example: python -m bot worker
    """
    with in_plain_words():
        from bot import serve

        _start(serve.worker(_settings()))


@app.command()
def publish() -> None:
    """Tell Telegram the commands, the description and the webhook; once per release.

    Example: python -m bot publish
    """
    with in_plain_words():
        from bot import serve

        _start(serve.release(_settings()))


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape; safe to repeat, and from several processes at once.

    Example: DATABASE_URL=sqlite:///echoppe.sqlite3 python -m bot migrate
    """
    with in_plain_words():
        from bot import upkeep

        typer.echo(_start(upkeep.migrate(_settings())))


@app.command()
def load() -> None:
    """Read the town's resources, people and events into the database; twice changes nothing.

    Example: TOWN=content/towns/sample python -m bot load
    """
    with in_plain_words():
        from bot import upkeep

        report = _start(upkeep.load(_settings()))
        typer.echo(report.text)
        raise typer.Exit(1 if report.refused else 0)


@app.command("import")
def import_(
    file: Annotated[Path | None, typer.Argument(help="A file, a zip, or a folder of files.")] = None,
    said: Annotated[str, typer.Option("--as", help="Its format, where it should not be found out.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Only tell what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
    undo: Annotated[str, typer.Option(help="Take back the import with this id.")] = "",
    list_all: Annotated[bool, typer.Option("--list", help="The imports so far.")] = False,
) -> None:
    """Read a file of resources, people or events into the database; a refused row never stops the rest.

    Example: python -m bot import kitchens.csv --dry-run
    """
    with in_plain_words():
        from bot import files
        from models.files.formats import READERS
        from models.resources.importing.cannot_undo import CannotUndo

        formats = [one.name for one in READERS]
        if said and said not in formats:
            _wrong(f"--as {said} is none of {', '.join(formats)}.")
        if (file is not None) + bool(undo) + list_all != 1:
            _wrong("Name one FILE to import, or --undo ID, or --list.")
        if file is not None:
            if not file.exists():
                _wrong(f"There is no file {file}.")
            report = _start(files.import_file(_settings(), file, said, only_look=dry_run))
            typer.echo(files.told(report, only_look=dry_run, as_json=as_json))
            raise typer.Exit(1 if report.refused else 0)
        try:
            typer.echo(_start(files.undo_import(_settings(), undo) if undo else files.list_imports(_settings())))
        except CannotUndo as fault:
            _fail(str(fault))


@app.command()
def export(
    said: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, hsds or ics.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go; made if it is not there.")],
) -> None:
    """Write the town's resources, people and events into files; importing them again changes nothing.

    Example: python -m bot export csv backup
    """
    with in_plain_words():
        from bot import files
        from models.files.writing import WRITERS

        if said not in WRITERS:
            _wrong(f"{said} is none of {', '.join(WRITERS)}.")
        if folder.exists() and not folder.is_dir():
            _wrong(f"{folder} is a file; name a folder.")
        typer.echo(files.put_into(folder, _start(files.export(_settings(), said))))


@app.command()
def check() -> None:
    """Tell what is wrong before it goes wrong: settings, database, content, token; one line each.

    Example: python -m bot check
    """
    from bot import checking

    findings = _start(checking.check())
    for finding in findings:
        typer.echo(finding.line)
    raise typer.Exit(1 if any(finding.fatal for finding in findings) else 0)


@app.command()
def match(
    file: Annotated[Path | None, typer.Argument(help="One maker's answers as JSON; - reads what is piped in.")] = None,
    batch: Annotated[Path | None, typer.Option(help="Many makers: one JSON object a line, one a line out.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many results.")] = 8,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Tell what a maker with these answers would be shown, and why.

    Example: echo '{"id": "amina", "answers": {"trade": "food", "needs": ["workspace"]}}' | python -m bot match -
    """
    asked = batch or file
    if asked is None or (batch and file):
        raise typer.BadParameter("give one file, or --batch and a file of lines")
    _readable(asked)
    with in_plain_words():
        from bot import match as matching
        from bot.offline import open_offline

        matcher = matching.Matcher(_start(open_offline(_settings())), limit)
        fine = matching.answer(
            matcher, asked, batch=batch is not None, as_json=as_json, say=typer.echo, complain=_complain
        )
    raise typer.Exit(0 if fine else 1)


@app.command()
def search(
    words: Annotated[str | None, typer.Argument(help="What somebody asks for, as she would write it.")] = None,
    batch: Annotated[Path | None, typer.Option(help="Many messages: one JSON object a line, one a line out.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of her telephone, like fr.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many results.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Tell what a maker would be shown for these words, and why.

    Example: python -m bot search "je cherche une cuisine pour faire ma sauce piquante" --limit 3
    """
    if (words is None) == (batch is None):
        raise typer.BadParameter("give some words, or --batch and a file of lines")
    if batch:
        _readable(batch)
    with in_plain_words():
        import json

        from bot import search as searching
        from bot.offline import open_offline

        finder = searching.Finder(_start(open_offline(_settings())), limit)
        if batch:
            fine = searching.answer_batch(finder, batch, say=typer.echo, complain=_complain)
            raise typer.Exit(0 if fine else 1)
        answered = searching.Answered(None, finder.search(words or "", language))
        typer.echo(json.dumps(answered.as_dict(), ensure_ascii=False) if as_json else answered.as_text())


def _readable(file: Path) -> None:
    if str(file) != "-" and not file.is_file():
        _wrong(f"There is no file {file}.")


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the phones appear in the browser.")] = 8765,
    folder: Annotated[Path | None, typer.Option(help="Keep the demo's database here instead of a new one.")] = None,
) -> None:
    """Try it: the whole house with the sample town and a town of phones in the browser. No token needed.

    Example: python -m bot demo --port 8765
    """
    with in_plain_words():
        from bot.demo import show

        _start(show(port, folder))


@app.command()
def rehearse(
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days go by.")] = 90,
    people: Annotated[int, typer.Option(min=1, max=500, help="How many invented people live in the town.")] = 40,
    start: Annotated[str, typer.Option("--from", help="The first day; else the clocks change half-way.")] = "",
    seed: Annotated[int, typer.Option(help="Another number is another story.")] = 7,
    only_unasked: Annotated[bool, typer.Option("--unasked", help="Write only what comes by itself.")] = False,
    out: Annotated[Path, typer.Option(help="Where the transcript goes.")] = Path("build/rehearsal.txt"),
) -> None:
    """Let weeks go by in seconds: every message anyone in this town would get, written down to be read.

    Nothing is sent and nothing of yours is touched. Example: python -m bot rehearse --days 90 --people 40
    """
    with in_plain_words():
        from bot.rehearsal.showing import show

        typer.echo(_start(show(_settings(), days, people, start, seed, only_unasked, out)))


def _settings() -> "Settings":
    """The settings, with the logs started as they say."""
    from bot.logs import start_logs
    from bot.settings import read_settings

    settings = read_settings()
    start_logs(settings.log_level, settings.log_format)
    return settings


if __name__ == "__main__":
    sys.exit(app())
