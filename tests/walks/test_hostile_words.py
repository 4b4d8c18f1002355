"""Names and words made to break things: nothing is injected, nothing refused by Telegram, nothing written down."""

from tests.walks.fingers import choices, press, reach_the_list, walk_to_the_end

HOSTILE = {
    "html": "<b>Bold</b> <a href='https://evil.example'>me</a> &amp; <script>",
    "half a tag": "</b></i><<>>&&&;",
    "template": "{{ 7 * 7 }} {% include 'x' %} %(name)s %s {0}",
    "markdown": "*bold* _under_ [link](https://evil.example) `code`",
    "turned": "\u202emoor eht tfel ehs\u202c \u2066x\u2069 \u200f",
    "families": "👩‍👩‍👧‍👦 👍🏿 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇫🇷" * 3,
    "zalgo": "Z̴̢̈́á̶̧̛l̵̰̈g̷̨̛ö̸̡" + "̴̶̵̷̸" * 200,
    "sql": "'; DROP TABLE person; --",
    "unseen": "\u200b\u200c\u200d\ufeff",
    "breaks": "one\n\n\n\ntwo\r\nthree\ttab\u2028four\u0085five",
    "nul": "a\x00b\x07c\x1b[31m",
    "endless": "zebra" * 2_000,
}


def drawn_as(message):
    """How Telegram draws it: bold, links and the like. What it finds by itself (`/a`) is not ours to prevent."""
    return [one["type"] for one in message.get("entities", []) if one["type"] not in {"bot_command", "url", "mention"}]


async def test_as_a_name(stage):
    for what, words in HOSTILE.items():
        phone = stage.phone(words)
        await phone.type("/start")
        greeting = phone.messages[1]
        assert drawn_as(greeting) == ["bold"], f"{what}: ours, around the name, and no other"
        assert "49" not in greeting["text"]
        assert len(greeting["text"]) < 600
        await phone.type("/start")
        assert phone.last["text"].startswith("Good to see you again")


async def test_as_what_she_makes(stage):
    for what, words in HOSTILE.items():
        phone = stage.phone("Amina")
        await phone.type("/start")
        await phone.type(words)
        assert phone.heard, what
        await phone.type("/profile")
        assert "text_link" not in drawn_as(phone.last), what
        assert "49" not in phone.last["text"], what
        await phone.type("/next")
        assert phone.last["text"].startswith("What fits you best")


async def test_at_every_question(stage):
    for what in ("html", "families", "breaks"):
        phone = stage.phone("Amina")
        await phone.type("/start")
        while onward := [*choices(phone, "skip:"), *choices(phone, "resume")]:
            await phone.type(HOSTILE[what])
            assert phone.heard, what
            await press(phone, onward[0])
        assert "Thank you, that is all I wanted to ask." in phone.transcript(), what


async def test_as_a_wish_and_as_a_source(stage):
    phone = stage.phone("Amina")
    await walk_to_the_end(phone)
    for what, words in HOSTILE.items():
        await phone.type(words)
        assert phone.heard, what
        await phone.type(f"/start {words}")
        assert phone.heard, what


async def test_none_of_it_is_written_down(stage, logs):
    phone = stage.phone("Wilhelmina-Zebra")
    await phone.type("/start quokka_flyer")
    await phone.type("artisanal quokka saddles")
    await phone.type("purple elephants")
    await reach_the_list(phone)
    await phone.type("artisanal quokka saddles")
    await phone.type("/quokka")
    await phone.send_contact()
    await phone.send_location(44.5521, -70.0613)
    await phone.block()
    written = logs.getvalue()
    assert "quokka" not in written
    assert "elephants" not in written
    assert "Wilhelmina" not in written
    assert phone.person.phone not in written
    assert "44.55" not in written
    assert stage.sim.token not in written
