"""What a finger can do in any language: press a button by what it stands for, and see which there are."""

import asyncio

from bot.simulator.screen import inline_rows


def means(button):
    """What a button of ours stands for: `answer:trade:food`. The tag behind it is nobody's business here."""
    return button.get("callback_data", "").rpartition("~")[0]


def newest(phone):
    """The newest message that has buttons."""
    return next(message for message in reversed(phone.messages) if "reply_markup" in message)


def choices(phone, action=""):
    """What can be pressed on the newest screen, all or those of one action."""
    meant = [means(button) for row in inline_rows(newest(phone)) for button in row]
    return [one for one in meant if one.startswith(action)]


async def press(phone, *meanings):
    """Press these buttons one after the other, each where it was seen last."""
    for meaning in meanings:
        await phone.tap(data=data_of(phone, meaning))


def data_of(phone, meaning):
    """The callback data of the newest button that stands for this."""
    for message in reversed(phone.messages):
        for button in (button for row in inline_rows(message) for button in row):
            if means(button) == meaning:
                return button["callback_data"]
    raise AssertionError(f"no button means {meaning!r}; there are {choices(phone)}\n{phone.transcript(4)}")


async def until(true, seconds=60.0):
    """Wait for something nobody announces."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


FIRST_THREE = ("answer:trade:food", "answer:stage:selling", "tick:needs:workspace:0", "done:needs")


async def reach_the_list(phone):
    """From the first word to the first recommendations: food, selling already, needs a place to work."""
    await phone.type("/start")
    await press(phone, *FIRST_THREE)


async def go_on(phone):
    """One step onward, whatever is asked: the first choice where there are some, else on."""
    offered = choices(phone)
    onward = next(iter([one for one in offered if one.startswith("done:")]), None)
    first = next(iter([one for one in offered if one.startswith(("answer:", "tick:", "resume"))]), None)
    skip = next(iter([one for one in offered if one.startswith("skip:")]), None)
    step = onward or first or skip
    if step:
        await press(phone, step)
    return step


async def steps_to_the_end(phone):
    """Begin, and take every step there is, one at a time."""
    await phone.type("/start")
    step = "/start"
    while step:
        yield step
        step = await go_on(phone)


async def walk_to_the_end(phone):
    return [step async for step in steps_to_the_end(phone)]
