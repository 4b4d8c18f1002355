"""The page of phones in a real Chromium: what people see, press and type, on a phone and on a desk.

PICTURES=folder keeps the pictures that the last test takes.
"""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.ext import InlineQueryHandler

from bot.simulator import Simulator, World, server
from tests.bot.simulator.conftest import polling_bot
from tests.bot.simulator.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is not a fault

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
CHOICES = InlineKeyboardMarkup([
    [InlineKeyboardButton("🍞 Food", callback_data="food"), InlineKeyboardButton("🪑 Furniture", callback_data="wood")],
    [InlineKeyboardButton("What is this?", callback_data="help"), InlineKeyboardButton("Website", url="https://example.org")],
])  # fmt: skip
KEYBOARD = ReplyKeyboardMarkup([[KeyboardButton("📍 Share my place", request_location=True)], ["Later"]])
WELCOME = "<b>Welcome to Belmoulin’s front door</b> 👋\n\nWhat do you make? <i>One tap is enough.</i>"
CARD = (
    "🏠 <b>Shared kitchen at Les Halles</b>\nAn oven for sixty loaves, by the hour.\n\n"
    "<blockquote>Because you bake, and asked for a place to work.</blockquote>\n"
    '💶 12 € an hour · 📍 1.2 km\nNext: call <a href="https://example.org">Nadia</a>, or see /events'
)


LOST_LINE = re.compile("ERR_CONNECTION|ERR_INCOMPLETE")


def is_ours(url):
    return urlsplit(url).hostname == "127.0.0.1"


def chromium():
    """A browser to test with; CHROMIUM names another one."""
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in found if path and Path(path).exists()), None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    if not chromium():
        pytest.skip("no Chromium on this machine: install one, or name it in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser):
    """Open an address. Whatever the page complains about, or asks of another host, fails the test."""
    complaints, contexts = [], []

    def note(line):
        if line.type == "error" and not LOST_LINE.search(line.text):
            complaints.append(line.text)

    async def open_at(url, viewport=DESK, **more):
        context = await browser.new_context(viewport=viewport, reduced_motion="reduce", **more)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        page.on("request", lambda request: None if is_ours(request.url) else complaints.append(request.url))
        await page.goto(url)
        return page

    yield open_at
    for context in contexts:
        await context.close()
    assert complaints == []


async def listen(update, context):
    message = update.message
    if (message.text or "").startswith("/start"):
        await message.chat.send_action("typing")
        await message.reply_html(WELCOME, reply_markup=CHOICES)
    elif message.text == "card":
        await message.reply_html(CARD, reply_markup=CHOICES)
    elif message.text == "share":
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("Share", switch_inline_query="night bakers")]])
        await message.reply_text("Tell others", reply_markup=keys)
    elif message.text == "where":
        await message.reply_text("Where do you work?", reply_markup=KEYBOARD)
    elif message.text == "files":
        await message.reply_document(b"x" * 2048, filename="tax form.pdf")
        await message.reply_photo(picture(320, 200), caption="The oven")
        await context.bot.send_venue(message.chat_id, 48.1, 2.2, "Les Halles", "3 place du Marché")
    elif message.location:
        await message.reply_text(f"You are at {message.location.latitude:.2f}, {message.location.longitude:.2f}")
    elif message.document or message.photo:
        await message.reply_text(f"Thank you for the {'picture' if message.photo else message.document.file_name}")
    else:
        await message.reply_text(f"You said: {message.text}")


async def offer(update, context):
    """What is found from any chat: one card with a link back to the bot."""
    link = f"https://t.me/{context.bot.username}?start=r_bakery"
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Open it", url=link)]])
    said = InputTextMessageContent(f"The bakery for {update.inline_query.query}")
    found = InlineQueryResultArticle("bakery", "The night bakery", said, keys, description="Canal Street")
    await update.inline_query.answer([found])


async def press(update, _context):
    query = update.callback_query
    if query.data == "help":
        await query.answer("Pick what you make most often.\nYou can change it later.", show_alert=True)
    else:
        await query.answer("Noted")
        await query.edit_message_text(f"You make {query.data}.", reply_markup=CHOICES)


@pytest_asyncio.fixture(loop_scope="module")
async def sim():
    """One browser serves all tests, so their towns live in its loop."""
    async with Simulator.serving(silence=0.2) as simulator:
        yield simulator


@pytest_asyncio.fixture(loop_scope="module")
async def town(sim):
    """Amina, Louise and Diego, and a bot that answers them."""
    for name, language in (("Amina Haddad", "en"), ("Louise Martin", "fr"), ("Diego Ruiz", "es")):
        sim.person(name, language)
    async with polling_bot(sim, listen, press) as app:
        app.add_handler(InlineQueryHandler(offer))
        await app.bot.set_my_commands(
            [BotCommand("start", "Begin again"), BotCommand("events", "What is on this week")]
        )
        await app.bot.set_my_description(
            "I help people who start making things for a living.\n\nPress Start to say hello."
        )
        yield sim
    assert sim.violations == []


async def say(page, text):
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


def newest(page):
    return page.locator("article").last


async def test_start_choose_and_see_the_answer_in_place(town, open_page):
    page = await open_page(town.url)
    await expect(page.locator("#welcome")).to_contain_text("I help people who start making things for a living.")
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(newest(page).locator(".text")).to_contain_text("Welcome to Belmoulin’s front door 👋")
    await expect(newest(page).locator("strong")).to_have_text("Welcome to Belmoulin’s front door")
    await expect(newest(page).locator("em")).to_have_text("One tap is enough.")

    await page.get_by_role("button", name="🍞 Food").click()
    await expect(newest(page)).to_contain_text("You make food.")
    await expect(newest(page)).to_contain_text("edited")
    await expect(page.locator(".toast")).to_have_text("Noted")
    await expect(page.locator("article")).to_have_count(2)
    await expect(page.get_by_role("link", name="Website")).to_have_attribute("href", "https://example.org")


async def test_enter_sends_and_shift_enter_begins_a_line(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("textbox", name="Message").fill("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("You said: one\ntwo", use_inner_text=True)
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("")


async def test_words_are_never_markup(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    hostile = '<img src="x" onerror="document.title=1"><b>bold</b> &lt; \u202egnirts'
    await say(page, hostile)
    await expect(page.locator(".mine .text").last).to_contain_text(hostile.replace("\u202e", "\u202e"))
    assert await page.locator("article img, article b").count() == 0


async def test_an_alert_must_be_closed(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("button", name="What is this?").click()
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Pick what you make most often.\nYou can change it later.", use_inner_text=True)
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_be_hidden()


async def test_a_card_is_found_from_a_chat_sent_into_it_and_opened_again(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await say(page, "share")
    await page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Send into this chat")
    await dialog.get_by_role("button", name="The night bakery").click()
    await expect(dialog).to_be_hidden()
    await expect(page.locator("article.mine").filter(has_text="The bakery for night bakers")).to_be_visible()
    await page.get_by_role("link", name="Open it").click()
    await expect(page.locator("article").filter(has_text="/start r_bakery")).to_be_visible()


async def test_the_keyboard_shares_a_place_from_the_list(town, open_page):
    town.world.presets = [{"name": "Les Halles", "latitude": 48.1, "longitude": 2.2}]
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await say(page, "where")
    await page.get_by_role("group", name="Keyboard of the bot").get_by_role("button", name="📍 Share my place").click()
    await page.get_by_role("dialog").get_by_role("button", name="Les Halles").click()
    await expect(page.locator(".mine").last).to_contain_text("48.10000, 2.20000")
    await expect(newest(page)).to_contain_text("You are at 48.10, 2.20")


async def test_a_place_by_coordinates_and_by_the_browser(town, open_page):
    page = await open_page(town.url, geolocation={"latitude": 10.5, "longitude": 20.25}, permissions=["geolocation"])
    await page.get_by_role("button", name="Start", exact=True).click()
    await page.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="Location").click()
    await page.get_by_role("button", name="Use where I am now").click()
    await expect(page.get_by_label("Latitude")).to_have_value("10.50000")
    await page.get_by_label("Longitude").fill("21")
    await page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    await expect(newest(page)).to_contain_text("You are at 10.50, 21.00")


async def test_files_go_both_ways(town, open_page, tmp_path):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    form = tmp_path / "licence.pdf"
    form.write_bytes(b"%PDF")
    await page.locator("#file").set_input_files(form)
    await expect(newest(page)).to_contain_text("Thank you for the licence.pdf")
    shot = tmp_path / "bread.png"
    shot.write_bytes(picture(64, 64))
    await page.locator("#file").set_input_files(shot)
    await expect(newest(page)).to_contain_text("Thank you for the picture")

    await say(page, "files")
    await expect(newest(page)).to_contain_text("Les Halles")
    await expect(newest(page)).to_contain_text("3 place du Marché")
    card = page.get_by_role("link", name="tax form.pdf")
    async with page.expect_download() as download:
        await card.click()
    assert contents(await (await download.value).path()) == b"x" * 2048
    pictures = page.locator("article img")
    await expect(pictures).to_have_count(2)
    assert await pictures.evaluate_all("all => all.every(image => image.complete && image.naturalWidth > 0)")


def contents(path):
    return Path(path).read_bytes()


async def test_blocking_and_letting_back_in(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(newest(page)).to_contain_text("Welcome")
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Block the bot").click()
    unblock = page.get_by_role("button", name="Unblock the bot")
    await expect(unblock).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message")).to_be_hidden()
    assert town.world.town.people[1001].blocked
    await unblock.click()
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()


async def test_each_phone_speaks_its_owners_language(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Louise").click()
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    await expect(page.get_by_role("button", name="Démarrer")).to_be_visible()
    await page.get_by_role("button", name="Diego").click()
    await expect(page.get_by_role("button", name="Iniciar")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Iniciar")).to_be_visible()


async def test_somebody_new_moves_in(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="New person").click()
    await page.get_by_label("First name").fill("Zoé")
    await page.get_by_label("Language of the phone").select_option("fr")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Démarrer")).to_be_visible()
    await expect(page.locator("[aria-current]")).to_contain_text("Zoé")


async def test_unread_messages_are_counted_until_they_are_seen(town, open_page):
    page = await open_page(town.url)
    louise = town.phones[1]
    await louise.type("bonjour")
    dot = page.get_by_role("button", name="Louise").locator(".dot")
    await expect(dot).to_contain_text("1")
    await page.get_by_role("button", name="Louise").click()
    await expect(newest(page)).to_contain_text("You said: bonjour")
    await expect(dot).to_be_hidden()
    assert louise.person.unread == 0


async def test_everything_works_by_keyboard(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("Welcome")
    await page.get_by_role("button", name="Commands").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="/start")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Commands")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("You said: /events")
    await page.get_by_role("textbox", name="Message").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("/events")
    await page.keyboard.type(" today")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine").last).to_contain_text("/events today")
    food = page.get_by_role("button", name="🍞 Food")
    await food.focus()
    assert await food.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator("article").nth(1)).to_contain_text("You make food.")
    await expect(food).to_be_focused()


async def test_a_command_in_a_text_and_a_reaction(town, open_page):
    page = await open_page(town.url)
    await page.get_by_role("button", name="Start", exact=True).click()
    await say(page, "card")
    await page.get_by_role("button", name="/events", exact=True).click()
    await expect(newest(page)).to_contain_text("You said: /events")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="React").click()
    await newest(page).get_by_role("button", name="👍").click()
    await expect(newest(page).locator(".reactions")).to_have_text("👍")


async def test_two_pages_show_the_same(town, open_page):
    one, two = await open_page(town.url), await open_page(town.url)
    await one.get_by_role("button", name="Start", exact=True).click()
    await expect(newest(two)).to_contain_text("Welcome")
    await say(two, "hello")
    await expect(newest(one)).to_contain_text("You said: hello")


async def test_it_reconnects_by_itself_and_catches_up(open_page):
    world = World()
    anna = world.town.add_person("Anna")
    runner, url = await server.serve(world)
    page = await open_page(url)
    await expect(page.locator("[aria-current]")).to_contain_text("Anna")
    world.live.close()
    await runner.cleanup()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    world.town.message(world.town.chats[anna.id], anna, {"text": "said meanwhile"})
    runner, _ = await server.serve(world, urlsplit(url).port)
    await expect(page.get_by_text("Reconnecting…")).to_be_hidden(timeout=15_000)
    await expect(newest(page)).to_contain_text("said meanwhile")
    await page.close()
    await world.close()
    await runner.cleanup()


SMALL = """() => [...document.querySelectorAll("button, a.key, a.card, input, select, textarea")]
  .filter(node => node.offsetParent && !node.matches(".command"))
  .map(node => [node.id || node.textContent.trim() || node.className, node.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 43.5 || box.height < 43.5))
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


async def test_on_a_narrow_phone_everything_is_in_reach(town, open_page):
    page = await open_page(town.url, PHONE, has_touch=True)
    await page.get_by_role("button", name="Start", exact=True).click()
    for words in ("card", "files", "where", "x" * 300):
        await say(page, words)
    await expect(newest(page)).to_contain_text("You said: xxx")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await page.evaluate(SMALL) == []
    composer = await page.locator("#composer").bounding_box()
    assert composer["y"] + composer["height"] <= 844
    newest_box = await newest(page).bounding_box()
    assert newest_box["y"] + newest_box["height"] <= composer["y"]
    await page.get_by_role("button", name="Diego").click()
    await expect(page.get_by_role("button", name="Iniciar")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pictures_of_the_page(town, open_page, tmp_path, scheme):
    folder = Path(os.environ.get("PICTURES", tmp_path))
    for name, viewport in (("phone", PHONE), ("desk", DESK)):
        page = await open_page(town.url, viewport, color_scheme=scheme)
        if name == "phone":  # the second page finds the same conversation
            await page.get_by_role("button", name="Start", exact=True).click()
            await page.get_by_role("button", name="🍞 Food").click()
            await say(page, "card")
        await expect(newest(page)).to_contain_text("Shared kitchen")
        await expect(page.locator(".toast")).to_have_count(0)
        path = folder / f"{name}-{scheme}.png"
        assert len(await page.screenshot(path=path)) > 20_000
        ground = await page.locator("#scroll").evaluate("node => getComputedStyle(node).backgroundColor")
        assert ground == {"light": "rgb(239, 233, 221)", "dark": "rgb(16, 22, 23)"}[scheme]
