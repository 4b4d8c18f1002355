"""The baseline: a bot as python-telegram-bot's own examples make one. Its own HTTP client, its own webhook, no database.

It says typed words back, and a pressed button changes the message it stands under: the same two calls as an answer.
"""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(f"Button {n}", callback_data=f"answer:{n}")] for n in range(7)])


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text("Press something, or type something.", reply_markup=KEYS)


async def say(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text(update.message.text, reply_markup=KEYS)


async def change(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(f"{update.update_id} {update.callback_query.data}", reply_markup=KEYS)


def run(api: str, token: str, port: int, secret: str) -> None:
    application = Application.builder().token(token).base_url(f"{api}/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(change))
    application.add_handler(MessageHandler(filters.TEXT, say))
    address = f"http://127.0.0.1:{port}/echo"
    application.run_webhook("127.0.0.1", port, "echo", webhook_url=address, secret_token=secret)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
