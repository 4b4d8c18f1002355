"""What is written down while the house runs: one line a happening, never a person's words, token or phone number."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRETS = (
    (re.compile(r"(?<=bot)\d+:[\w-]+|(?<!\d)\d{5,}:[\w-]{5,}"), "[token]"),
    (re.compile(r"(?<![\w.:-])\+?\d[\d ().-]{7,}\d(?![\w:-])"), "[number]"),
    (re.compile(r"(?<=://)[^/@\s]+@"), "[password]@"),
)
KEPT = {"timestamp", "level", "reference", "update_id"}  # figures of our own that look like phone numbers

# Below WARNING these fill pages, and `telegram` writes down every message it carries: people's names and words.
TALKATIVE = ("telegram", "httpx", "alembic", "apscheduler", "asyncio", "sqlalchemy", "uvicorn.access")


def hide_secrets(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The last look at every line, ours or a library's: nothing in it opens anything or names anybody."""
    for key, value in line.items():
        if key not in KEPT and isinstance(value, str):
            line[key] = hidden(value)
    return line


def hidden(text: str) -> str:
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def start_logs(level: str, form: str) -> None:
    """Send every line, ours and the libraries', one way: to stderr, as text or as JSON."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    as_text = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    renderer = structlog.processors.JSONRenderer() if form == "json" else as_text
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in TALKATIVE:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
