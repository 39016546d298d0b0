"""Rehearsing for an interview: the deck of flashcards and the mock round. No screen and no clock."""
