"""What the bot says: questions, words, templates and translations. Reads files, never a database or a network."""
