"""The baseline: python-telegram-bot as it comes, with its own HTTP client and no database, sending one text to many.

`python -m tests.bench.stock_sender API TOKEN FIRST COUNT AT_ONCE`
"""

import asyncio
import sys

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Why this?", callback_data="why:1~abcdef")]])


async def send(api: str, token: str, first: int, count: int, at_once: int) -> None:
    numbers = iter(range(first, first + count))
    async with Bot(token, base_url=f"{api}/bot") as bot:

        async def one_after_another() -> None:
            for number in numbers:
                await bot.send_message(number, "The hall is open.", parse_mode="HTML", reply_markup=KEYS)

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])))
