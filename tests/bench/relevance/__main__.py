"""`python -m tests.bench.relevance`: every message of the sample town whose list falls short, worst first, to be read.

The town held out is never shown: what helps there has to come from general words and rules.
"""

from tests.bench.relevance import SAMPLE
from tests.bench.relevance.asking import loaded
from tests.bench.relevance.judged import HERE, Message, Reply, read_messages
from tests.bench.relevance.metrics import does_harm
from tests.bench.relevance.searching import AT, first_five

GOOD = 0.85


def told(message: Message, reply: Reply) -> str:
    lines = [f"{message.id} {message.sort}: {message.text}"]
    if reply.action not in message.actions:
        lines.append(f"    {reply.action}, but {' or '.join(message.actions)} is right")
    marks = [_mark(message, one) for one in reply.shown[:AT]]
    missed = [
        one for one, grade in message.grades.items() if grade == max(message.grades.values()) and one not in reply.shown
    ]
    return "\n".join([*lines, f"    {' · '.join(marks) or 'nothing'}", f"    missed: {', '.join(missed) or 'nothing'}"])


def _mark(message: Message, one: str) -> str:
    harmful = does_harm([one], message.must_not, AT)
    return f"{'MUST NOT' if harmful else message.grades.get(one, 0)} {one}"


def show() -> None:
    messages = read_messages(HERE / "messages.jsonl")
    with loaded(SAMPLE) as town:
        replies, _ = town.search(messages, AT)
    worth = {one.id: first_five(replies[one.id].shown, one.grades) for one in messages}
    for one in sorted(messages, key=lambda one: worth[one.id]):
        reply = replies[one.id]
        wrong = reply.action not in one.actions or does_harm(reply.shown, one.must_not, AT)
        if wrong or (one.can_be_answered and worth[one.id] < GOOD):
            print(f"{worth[one.id]:.2f}", told(one, reply), sep="  ")


if __name__ == "__main__":
    show()
