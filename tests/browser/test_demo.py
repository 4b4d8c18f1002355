"""The demo as a newcomer meets it: `python -m bot demo` in a process of its own, a real Chromium on a telephone's screen.

PICTURES=1 keeps the two pictures of the README.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.bot.simulator.test_page import PHONE, browser, open_page

__all__ = ["browser", "open_page"]  # the fixtures of the page's own tests

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

TALL = {"width": 390, "height": 1180}  # a picture may show more than a telephone does
PICTURES = Path(__file__).parents[1] / "pictures"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo():
    """The address the demo prints."""
    command = (sys.executable, "-u", "-m", "bot", "demo", "--port", "8930")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(60):
            while not (found := re.search(rb"http://\S+", await process.stdout.readline())):
                assert process.returncode is None
        yield found.group().decode()
    finally:
        process.terminate()
        await process.wait()


async def take_picture(page: Page, name: str) -> None:
    await page.set_viewport_size(TALL)
    await page.wait_for_timeout(300)  # the last bubble glides in
    picture = await page.screenshot(type="png")
    assert len(picture) > 10_000
    if os.environ.get("PICTURES"):
        await asyncio.to_thread((PICTURES / name).write_bytes, picture)
    await page.set_viewport_size(PHONE)


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).last.click()


async def test_a_newcomer_is_shown_what_fits_her(open_page, demo):
    page = await open_page(demo, PHONE)
    await press(page, "Start")
    await expect(page.get_by_role("log").get_by_text("What do you make, or want to make?")).to_be_visible()
    await take_picture(page, "question.png")
    await press(page, "Food")
    await press(page, "I am starting")
    await press(page, "Business training")
    await press(page, "A place to work")
    await press(page, "Done")
    await expect(page.get_by_role("log").get_by_text("What fits you best in Belmoulin")).to_be_visible()
    await take_picture(page, "recommendations.png")


async def test_three_people_are_spoken_to_in_their_languages(open_page, demo):
    page = await open_page(demo)
    for name, start, question in (
        ("Louise", "Démarrer", "Que fabriquez-vous"),
        ("Diego", "Iniciar", "Qué haces"),
    ):
        await page.get_by_role("button", name=name).click()
        await press(page, start)
        await expect(page.get_by_role("log").get_by_text(question)).to_be_visible()


async def test_a_question_is_answered_in_the_staffs_group(open_page, demo):
    """Amina asks; Robin answers in her topic; she reads it, and answers that message."""
    page = await open_page(demo, PHONE)
    log = page.get_by_role("log")
    await say(page, "Amina", "/ask Where can I rent a kitchen?")
    await page.get_by_role("button", name="Robin").click()
    await page.get_by_role("tab", name="Staff").click()
    topic = page.get_by_role("tab", name=re.compile("^Amina"))
    await topic.click()  # it may come after the group was opened, and then nobody is taken there
    await expect(topic).to_have_attribute("aria-selected", "true")
    await expect(log.get_by_text("/ask Where can I rent a kitchen?")).to_be_visible()
    await write(page, "At the mill, by the hour.")
    await page.get_by_role("tab", name="General").click()
    await expect(log.get_by_text("At the mill, by the hour.")).to_have_count(0)
    await page.get_by_role("button", name="Amina").click()
    answer = page.locator("article", has_text="At the mill, by the hour.")
    await expect(answer).to_be_visible()
    await answer.get_by_role("button", name="Reply").click()
    await write(page, "How much is it?")
    await expect(page.locator("article.mine .quoted").last).to_have_text("At the mill, by the hour.")
    await page.get_by_role("button", name="Robin").click()
    await page.get_by_role("tab", name="Staff").click()
    await expect(log.get_by_text("How much is it?")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def say(page: Page, name: str, words: str) -> None:
    await page.get_by_role("button", name=name).click()
    start = page.get_by_role("button", name="Start", exact=True)
    if await start.is_visible():
        await start.click()
    await write(page, words)


async def write(page: Page, words: str) -> None:
    await page.get_by_label("Message", exact=True).fill(words)
    await page.get_by_role("button", name="Send", exact=True).click()
