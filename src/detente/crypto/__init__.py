"""Signatures, sealing, keys at rest. Imports `detente.codec`, `cryptography` and the standard library only.

The rules of this room, and the attack each stops:

- A public key is checked when a credential is accepted (`suites.check_public`): canonical, on the curve, of
  prime order. *The identity point as a key verifies any message; a torsioned key splits verifiers that
  disagree.*
- A signature has one form (S < L for Ed25519, low S for ESP256, exact sizes for all). *A third party
  re-writes a signature, and one message gets two names.*
- `suites.verify` answers yes or no and never raises. *A crafted key or signature stops the node that looks at
  it.*
- An algorithm is a number from a closed table; a structure never brings its own. *Downgrade by renaming.*
- A suite that is reserved or simulated is refused by its name. *A simulated world's stand-in is taken for a
  seal.*
- HPKE binds the whole outer header through `info`. *An envelope is moved to another line, mailbox or party.*
- A layer key is used once, and a layer carries a commitment to its key, compared first and in constant time.
  *AES-GCM alone opens under several keys: one ciphertext, two readings.*
- A token's signature counts only for this content, with a person verified at the token. *A release borrowed
  from a web site, or given by a key left in its socket.*
- The cost of opening a keystore is bounded before it is paid. *A file that asks for all memory.*
- Randomness comes in as arguments, with two exceptions that the library draws itself: the ephemeral keys of
  `seal.seal`, and the hedging of ML-DSA signatures (FIPS 204 section 3.4).
"""
