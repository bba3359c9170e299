// Section 3: signatures, by the number of their algorithm, and the frames that carry them.

import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";

import { compare, hex, join } from "./bytes.mjs";
import * as ed25519 from "./ed25519.mjs";
import { arrayItem, bytesItem, check, headerItem, textItem } from "./encoding.mjs";
import { must, refuse, Refusal } from "./refusal.mjs";
import { anything, b16, bytes, emptyMap, int, list, named, numbered, readAt, row } from "./shapes.mjs";

export const ED25519 = -19;
export const ESP256 = -9;
export const ML_DSA_44 = -48;
export const ML_DSA_65 = -49;
export const ML_DSA_87 = -50;
const COSE_SIGN = 98;

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function bigEndian(bytes) {
  return BigInt("0x" + hex(bytes));
}

function loadP256(key) {
  must(key[0] === 4, "key-not-canonical");
  try {
    p256.Point.fromBytes(key).assertValidity();
  } catch {
    refuse("key-not-on-curve");
  }
  return (message, signature) => {
    const r = bigEndian(signature.subarray(0, 32));
    const s = bigEndian(signature.subarray(32));
    if (r === 0n || r >= P256_ORDER || s === 0n || s > P256_ORDER / 2n) return false;
    return p256.verify(signature, sha256(message), key, { prehash: false, lowS: false, format: "compact" });
  };
}

function loadEd25519(key) {
  const point = ed25519.publicPoint(key);
  return (message, signature) => ed25519.verifies(point, key, message, signature);
}

// FIPS 204, pure, with the empty context.
const loadMlDsa = (scheme) => (key) => (message, signature) => scheme.verify(signature, message, key);

const ALGORITHMS = new Map([
  [ED25519, { key: 32, signature: 64, load: loadEd25519 }],
  [ESP256, { key: 65, signature: 64, load: loadP256 }],
  [ML_DSA_44, { key: 1312, signature: 2420, load: loadMlDsa(ml_dsa44) }],
  [ML_DSA_65, { key: 1952, signature: 3309, load: loadMlDsa(ml_dsa65) }],
  [ML_DSA_87, { key: 2592, signature: 4627, load: loadMlDsa(ml_dsa87) }],
]);

// What was found before. Keys are digests of everything an answer depends on, so an answer can only be its own.
class Remembered {
  constructor(most) {
    this.most = most;
    this.found = new Map();
  }

  of(parts, compute) {
    const name = hex(sha256(join(...parts)));
    let answer = this.found.get(name);
    if (answer === undefined) {
      answer = compute();
      if (this.found.size >= this.most) this.found.delete(this.found.keys().next().value);
      this.found.set(name, answer);
    }
    return answer;
  }
}
const keys = new Remembered(512);
const answers = new Remembered(16384);
const number = (value) => bytesItem(Uint8Array.of(value & 255));

function loaded(alg, key) {
  return keys.of([number(alg), key], () => {
    try {
      return { verify: ALGORITHMS.get(alg).load(key) };
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error };
      throw error;
    }
  });
}

// Refuses a public key that may not stand in a statement.
export function checkPublic(alg, key) {
  const row = ALGORITHMS.get(alg);
  must(row !== undefined, "key-algorithm");
  must(key.length === row.key, "key-size");
  const { refusal } = loaded(alg, key);
  if (refusal) throw refusal;
}

// Whether `signature` is that of `message` by `key`. What is malformed is not.
export function verify(alg, key, message, signature) {
  const row = ALGORITHMS.get(alg);
  if (row === undefined || key.length !== row.key || signature.length !== row.signature) return false;
  const found = loaded(alg, key);
  if (found.refusal) return false;
  return answers.of([number(alg), key, bytesItem(message), signature], () => {
    try {
      return found.verify(message, signature);
    } catch {
      return false;
    }
  });
}

// --- frames (COSE_Sign, cut down) ----------------------------------------------------------------------------------------

const anyBytes = bytes(0, Infinity);
const frameShape = row(["protected", bytes(0)], ["unprotected", emptyMap], ["payload", anyBytes], ["rows", list(anything, 0, 64)]);
const signatureShape = row(["protected", anyBytes], ["unprotected", emptyMap], ["signature", anyBytes]);
const headerShape = numbered([1, "alg", int()], [4, "kid", b16]);

function readHeader(encoded) {
  check(encoded, 64);
  return named("cose-header", () => readAt(headerShape, encoded));
}

// A frame: {payload, signatures: [{alg, kid, value}]}, the signatures in ascending order of kid.
export function parseFrame(encoded, limit = 131072) {
  check(encoded, limit, COSE_SIGN);
  const frame = named("cose-shape", () => readAt(frameShape, encoded, 2));
  const signatures = frame.rows.map((carried) => {
    const signature = named("cose-shape", () => readAt(signatureShape, carried));
    return { ...readHeader(signature.protected), value: signature.signature };
  });
  for (let n = 1; n < signatures.length; n++) {
    must(compare(signatures[n - 1].kid, signatures[n].kid) < 0, "cose-order");
  }
  return { payload: frame.payload, signatures };
}

// Sig_structure: the bytes that are signed. `tag` says of what kind, `line` on which line.
export function toSign(tag, line, alg, kid, payload) {
  const external = arrayItem(textItem(tag), bytesItem(line));
  const parts = [textItem("Signature"), bytesItem(new Uint8Array(0)), bytesItem(headerItem(alg, kid))];
  return arrayItem(...parts, bytesItem(external), bytesItem(payload));
}

// One signature against the key whose id it bears. Its algorithm must be the key's.
export function validBy(tag, line, frame, signature, key) {
  if (signature.alg !== key.alg) return false;
  return verify(key.alg, key.pub, toSign(tag, line, key.alg, key.id, frame.payload), signature.value);
}

// Signed by every one of `required` and nobody else.
export function requireExactly(tag, line, frame, required) {
  const byId = new Map(required.map((key) => [hex(key.id), key]));
  const signed = new Map(frame.signatures.map((signature) => [hex(signature.kid), signature]));
  for (const kid of signed.keys()) must(byId.has(kid), "signature-unknown-key");
  for (const [kid, key] of byId) {
    must(signed.has(kid), "signature-missing");
    must(validBy(tag, line, frame, signed.get(kid), key), "signature-invalid");
  }
}
