// Section 7: a token's assertion (Web Authentication Level 2 section 7.2), as far as a third person can follow it.

import { sha256 } from "@noble/hashes/sha2.js";

import { base64url, encodeText, equal, join } from "./bytes.mjs";
import { b16, bytes, struct } from "./shapes.mjs";
import { ED25519, ESP256, verify } from "./signatures.mjs";
import { decodeText } from "./text.mjs";

const DESK = "desk.detente.invalid";
const DESK_HASH = sha256(encodeText(DESK));
const ORIGIN = /^https:\/\/desk\.detente\.invalid(?::[1-9][0-9]{0,4})?$/;
const DEEPEST = 16;
const LEAST = 37;
const [PRESENT, VERIFIED, ATTESTED, EXTENSIONS] = [0x01, 0x04, 0x40, 0x80];

export const assertion = struct({ key: b16, auth: bytes(LEAST, 1024), client: bytes(1, 2048), sig: bytes(64) });

// Walks a JSON text that JSON.parse has read, for what JSON.parse lets pass: a key twice in one object, and deep nesting.
function soundNesting(text) {
  const open = [];
  const strings = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;
  let last = null;
  for (const [token] of text.matchAll(strings)) {
    if (token === "{" || token === "[") {
      if (open.length === DEEPEST) return false;
      open.push(token === "{" ? new Set() : null);
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ":") {
      const keys = open[open.length - 1];
      const key = JSON.parse(last);
      if (keys.has(key)) return false;
      keys.add(key);
    }
    last = token;
  }
  return true;
}

function readClient(encoded) {
  const text = decodeText(encoded);
  if (text === null) return null;
  try {
    const value = JSON.parse(text);
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    return object && soundNesting(text) ? value : null;
  } catch {
    return null;
  }
}

function soundClient(encoded, challenge) {
  const client = readClient(encoded);
  if (client === null) return false;
  const own = (name) => (Object.hasOwn(client, name) ? client[name] : undefined);
  const crossing = own("crossOrigin");
  return (
    own("type") === "webauthn.get" &&
    own("challenge") === base64url(challenge) &&
    typeof own("origin") === "string" &&
    ORIGIN.test(own("origin")) &&
    !own("origin").endsWith("\n") &&
    (crossing === undefined || crossing === false)
  );
}

function soundAuth(auth) {
  const flags = auth[32];
  return (
    equal(auth.subarray(0, 32), DESK_HASH) &&
    (flags & PRESENT) !== 0 &&
    (flags & VERIFIED) !== 0 &&
    (flags & ATTESTED) === 0 &&
    ((flags & EXTENSIONS) !== 0) === auth.length > LEAST
  );
}

// Whether a token has released what `challenge` is the digest of, with this key of the credential.
export function released({ auth, client, sig }, key, challenge) {
  if (key.alg !== ED25519 && key.alg !== ESP256) return false;
  return soundClient(client, challenge) && soundAuth(auth) && verify(key.alg, key.pub, join(auth, sha256(client)), sig);
}
