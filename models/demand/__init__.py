"""What was looked for and not found: a ledger without words and names, and what it comes to for a town."""
