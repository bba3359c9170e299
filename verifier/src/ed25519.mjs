// Ed25519 (RFC 8032 section 5.1), the equation written out, so that no library decides which signatures count:
//
//   accept  if and only if  S < L  and  the 32 bytes of R are those of  [S]B − [k]A,   k = SHA-512(R ‖ A ‖ M) mod L
//
// without cofactor, for a public key A that is the one encoding of a point of order L. R is never decoded: its bytes are
// compared, so that it has one spelling. Only the arithmetic of points and the hash come from the library.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";

import { equal, join } from "./bytes.mjs";
import { refuse } from "./refusal.mjs";

const { Point } = ed25519;
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

function mod(a) {
  const rest = a % P;
  return rest < 0n ? rest + P : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function littleEndian(bytes) {
  let number = 0n;
  for (let n = bytes.length - 1; n >= 0; n--) number = (number << 8n) | BigInt(bytes[n]);
  return number;
}

// The point that 32 bytes encode, when they are its only encoding (RFC 8032 section 5.1.3).
function decode(bytes) {
  const number = littleEndian(bytes);
  const sign = number >> 255n;
  const y = number & ((1n << 255n) - 1n);
  if (y >= P) refuse("key-not-canonical");
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(v * x * x) !== u) refuse("key-not-on-curve");
  if (x === 0n && sign === 1n) refuse("key-not-canonical");
  if ((x & 1n) !== sign) x = P - x;
  return Point.fromAffine({ x, y });
}

// The point of a public key of order L (section 4).
export function publicPoint(bytes) {
  const point = decode(bytes);
  if (point.multiplyUnsafe(8n).is0()) refuse("key-small-order");
  if (!point.multiplyUnsafe(L - 1n).add(point).is0()) refuse("key-torsioned");
  return point;
}

// `point` is the public key's; `key` its 32 bytes.
export function verifies(point, key, message, signature) {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L) return false;
  const k = littleEndian(sha512(join(r, key, message))) % L;
  const difference = Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(k).negate());
  return equal(difference.toBytes(), r);
}
