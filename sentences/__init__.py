"""Sentences: a concept's Result in, plain words out. Every number a visitor reads is made here."""
