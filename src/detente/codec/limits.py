"""Explicit bounds on everything that is parsed (PROTOCOL: parse strictly, bound everything).

All sizes in bytes unless the name says otherwise.
"""

MAX_INT = 2**53 - 1  # largest integer every implementation language holds exactly
MAX_DEPTH = 12  # nesting of arrays, maps and tags
MAX_ENVELOPE = 2 * 1024 * 1024  # the largest size class
MAX_MESSAGE = 256 * 1024  # one signed message with all its section values
MAX_SECTION = 128 * 1024  # one section's encoded value
MAX_TEXT = 64 * 1024  # one text string, in UTF-8 bytes
MAX_STATEMENT = 128 * 1024  # terms, credential, introduction
MAX_FOUNDING = 1024 * 1024  # a founding file: terms with every member's part
MAX_CHECKPOINT = 8 * 1024  # one signed note
MAX_BUNDLE = 512 * 1024 * 1024
MAX_DIFFER = 4 * 1024 * 1024  # two heads with the terms and credentials of 16 members
MAX_ITEMS = 4096  # messages in one payload
MAX_MIRROR = 65536  # openings in one payload
MAX_RUN = 1024  # messages over quota that one entry refuses
MAX_MEMBERS = 16
MAX_REPORTED = 4 * MAX_MEMBERS  # heads named in a new epoch's first entry
MAX_LOG = 2**40  # entries in one epoch
AHEAD = 120_000  # ms a member's clock may be before ours without being flagged; no further ahead does a message count
BACK = 604_800_000  # ms before it is heard that a message counts at the earliest: a week
SIZE_CLASSES = (32 * 1024, 128 * 1024, 512 * 1024, 2 * 1024 * 1024)
