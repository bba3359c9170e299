"""What a log can prove, as bytes and hashes. Knows no message, no keys, no clock; signs nothing.

The rules of this room, and the attack each one stops:

- Leaves and nodes are hashed under different prefixes (`tree`): a node passed off as a leaf.
- A leaf is blinded and bound to its origin (`leaf`): guessing entries from a published tree; one leaf in two
  logs, which would tell who talks to whom; an entry of one line, party or epoch shown as one of another.
- A path has exactly the length that index and size ask for, each element 32 bytes (`tree`): a shorter or
  longer walk that happens to end at the root.
- The index is the entry's own and the size the head's (`receipt`): the same walk shown for another place.
- A later head is reached from an earlier one of its epoch by a consistency path (`tree`): a rewritten past.
- An empty head is refused (`head`): a log that has said nothing and yet can be cited.
- A checkpoint is three lines and two signatures, in one order, under the log's own name, with the key ids of
  the two announced keys, and nothing else (`note`, `head`): something unsigned riding along in a signed note
  (ML-DSA-44 does not cover extension lines); one of the two signatures left out.
- What parses encodes back to the same bytes; numbers, base64, base32 and hex have one spelling (`note`,
  `head`, `codec.text`): two names for one log, or two files that are the same head and compare as different.
- The time in a signature is always zero (`head`): two signings of one stored body that say different things,
  and a time beside the one in the entries.
- Note, lines, path and size are bounded (`note`, `receipt`, `tree`): exhausting whoever reads.

A parsed `Checkpoint` proves nothing until the signatures over `ed25519_message` and `ml_dsa_44_message` are
both verified.
"""

from detente.proof.public import ProofError, verify_consistency, verify_inclusion

__all__ = ["ProofError", "verify_consistency", "verify_inclusion"]
