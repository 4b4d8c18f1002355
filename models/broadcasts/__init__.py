"""Announcements: who gets one, what it says, when it leaves, how far it is, and how it is put right."""
