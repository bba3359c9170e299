"""A kit that meets any node over the wire, as a member of a line with it, and says which rules of the protocol it kept.

It judges from what comes back alone: receipts, heads, mirrors, items, refusals. See docs/conformance.md.
"""
