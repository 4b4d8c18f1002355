"""`python -m tests.faults.breaking [F7 …]`: break the outbox once for each of its faults, and see the fault's test fail.

A test that holds also against a broken outbox shows nothing. Each break is one change in a copy of this checkout, and
the test that holds in `make test` has to fail there. About eight minutes for all, so it is no part of `make test`;
that every break still finds its place is (`test_breaking.py`).
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 180  # seconds for one test


@dataclass(frozen=True)
class Break:
    """One change that takes a promise away. `what` says which, as a reader would."""

    what: str
    file: str
    sound: str
    broken: str

    def apply(self, checkout: Path) -> None:
        """Raises ValueError where the place is not there exactly once."""
        path = checkout / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.sound) != 1:
            raise ValueError(f"{self.file}: {text.count(self.sound)} times {self.sound!r}")
        path.write_text(text.replace(self.sound, self.broken), encoding="utf-8")


QUEUE, SENDING, OUTCOMES = "models/outbox/queue.py", "handlers/clock/sending.py", "models/outbox/outcomes.py"
BATCHES, WAKING, PLANNING = "models/outbox/batches.py", "models/outbox/waking.py", "models/outbox/planning.py"
RATE, JUDGING, ALONE = "models/outbox/rate.py", "models/outbox/judging.py", "bot/alone.py"
BREAKS = {
    "F1": Break(
        "what a dead worker was sending is never taken over",
        QUEUE, "lost = [is_state(State.LEASED, State.SENDING)", "lost = [is_state(State.LEASED)",
    ),
    "F2": Break(
        "what must not come twice is sent again like everything else",
        QUEUE, "again = and_(col(Delivery.policy) == Policy.RESEND, col(Delivery.doubts) == 0)",
        "again = and_(col(Delivery.doubts) == 0)",
    ),
    "F3": Break("a single process waits for the leases of its last life", SENDING, "if alone:", "if not alone:"),
    "F4": Break("calls in flight get no time to come back", SENDING, "GRACE = 7.0", "GRACE = 0.0"),
    "F5": Break(
        "one stumble ends the outbox",
        SENDING, "self.tally.stumbles += 1", "self.tally.stumbles += 1; self._stopping = True",
    ),
    "F6": Break("stumbles in a row are not counted", SENDING, "self.tally.stumbling += 1", "self.tally.stumbling += 0"),
    "F7": Break("a 429 holds only its own message", QUEUE, "    if waits:", "    if waits and False:"),
    "F8": Break(
        "processes step on each other's places in the line",
        RATE, 'free_at=_start(_NOW) + bindparam("length", type_=BigInteger)',
        'free_at=_start(_NOW) + bindparam("length", type_=BigInteger) / 4',
    ),
    "F9": Break("whoever blocked us is not marked", QUEUE, "    if gone:", "    if gone and False:"),
    "F10": Break(
        "broken words fail one by one",
        QUEUE, "if isinstance(outcome, Broken) and", "if isinstance(outcome, Broken) and False and",
    ),
    "F11": Break(
        "a doubtful one is sent again whatever its policy",
        OUTCOMES, "if tried.policy == Policy.RESEND and tried.doubts == 0:", "if tried.doubts == 0:",
    ),
    "F12": Break(
        "a pause says yes and does nothing",
        BATCHES, "if not await _turn(session, batch, BatchState.PAUSED, {BatchState.RUNNING}, reason):", "if True:",
    ),
    "F13": Break(
        "a cancelled batch goes on",
        BATCHES, "    await _turn(session, batch, BatchState.CANCELLED, {BatchState.RUNNING, BatchState.PAUSED}, reason)\n",
        "    return 0\n",
    ),
    "F14": Break(
        "the key is another one each time", PLANNING, 'literal(f"{draft.key}:")', 'literal(f"{draft.key}:{id(draft)}:")'
    ),
    "F15": Break("nothing is ever stale", SENDING, "STALE = timedelta(hours=1)", "STALE = timedelta(hours=100)"),
    "F16": Break(
        "the outbox holds up the whole process",
        SENDING, "            await asyncio.sleep(BREATH)", "            __import__('time').sleep(6)",
    ),
    "F17": Break("who stopped is not looked at", JUDGING, "who.stopped_at is not None", "False"),
    "F18": Break(
        "every worker believes its own clock",
        QUEUE, 'if session.get_bind().dialect.name == "sqlite":\n        return now', "if True:\n        return now",
    ),
    "F19": Break("a second process believes it is alone", ALONE, "self.held = False", "self.held = True"),
    "F20": Break(
        "nudges of yesterday are sent", WAKING, "[Lane.ANNOUNCEMENT, Lane.NUDGE]", "[Lane.ANNOUNCEMENT]"
    ),
    "F21": Break(
        "doubts are not counted", QUEUE, "col(Delivery.doubts) + change.doubts", "col(Delivery.doubts) + 0"
    ),
    "F22": Break("one message at a time", SENDING, "IN_HAND = 100", "IN_HAND = 1"),
}  # fmt: skip


def holds(checkout: Path, fault: str) -> bool:
    """Whether the tests of this fault pass in that checkout."""
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-p", "no:cacheprovider", "tests/faults"]
    name = f"test_{fault.lower()}_"
    done = subprocess.run(
        [*command, "-k", name], cwd=checkout, capture_output=True, text=True, timeout=LONGEST * 4, check=False
    )
    if done.returncode not in {0, 1}:
        sys.exit(f"{fault}: the tests could not be run\n{done.stdout}{done.stderr}")
    return done.returncode == 0


def copied(folder: str) -> Path:
    """A copy of the checkout without what is built in it."""
    left_out = shutil.ignore_patterns(".venv", ".git", "build", "__pycache__", ".*_cache")
    return Path(shutil.copytree(ROOT, Path(folder) / "checkout", ignore=left_out))


def tried(fault: str) -> bool:
    """Whether the fault's test notices the break."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = copied(folder)
        BREAKS[fault].apply(checkout)
        return not holds(checkout, fault)


if __name__ == "__main__":
    unseen = []
    for fault in sys.argv[1:] or BREAKS:
        noticed = tried(fault)
        unseen += [] if noticed else [fault]
        print(f"{fault:4} {'noticed' if noticed else 'NOT NOTICED'}: {BREAKS[fault].what}", flush=True)  # noqa: T201
    sys.exit(f"Not noticed: {', '.join(unseen)}." if unseen else 0)
