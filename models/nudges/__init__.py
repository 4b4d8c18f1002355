"""What the house thinks of by itself: the word to go on with the questions, and what new things fit whom."""
