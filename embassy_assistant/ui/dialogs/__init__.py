"""Dialogs: a question, its consequences, an answer."""
