"""Folds over a set of messages, as pure steps that give row changes. The store applies them with the append."""
