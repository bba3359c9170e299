"""Detente: a shared record and a clock between two desks."""

__version__ = "0.1.0"
