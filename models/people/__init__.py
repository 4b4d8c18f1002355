"""Who they are: people, their roles and languages, coming and going."""
