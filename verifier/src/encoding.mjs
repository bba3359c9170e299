// Section 1: the one encoding. `check` walks bytes from the first to the last and names the first fault it meets; it builds
// nothing, so that what it needs does not grow with what it reads. What has passed it is read by shape (shapes.mjs).

import { sha256 } from "@noble/hashes/sha2.js";

import { compare, encodeText, join } from "./bytes.mjs";
import { refuse } from "./refusal.mjs";
import { checkText } from "./text.mjs";

export const MAX_INT = Number.MAX_SAFE_INTEGER;
const DEEPEST = 12;
export const UNSIGNED = 0;
export const NEGATIVE = 1;
export const BYTES = 2;
export const TEXT = 3;
export const ARRAY = 4;
export const MAP = 5;
const TAG = 6;

// The head of the item at `at`: its type, its number, and where what follows it begins. In bytes that have passed `check`.
export function headAt(bytes, at) {
  const first = bytes[at];
  const low = first & 31;
  if (low < 24) return { type: first >> 5, number: low, next: at + 1 };
  let number = 0;
  const size = 1 << (low - 24);
  for (let n = 1; n <= size; n++) number = number * 256 + bytes[at + n];
  return { type: first >> 5, number, next: at + 1 + size };
}

// Where the item at `at` ends, in bytes that have passed `check`.
export function endOf(bytes, at) {
  let left = 1;
  while (left > 0) {
    left--;
    const { type, number, next } = headAt(bytes, at);
    at = next;
    if (type === BYTES || type === TEXT) at += number;
    else if (type === ARRAY) left += number;
    else if (type === MAP) left += 2 * number;
    else if (type === TAG) left += 1;
  }
  return at;
}

class Checker {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.open = []; // of each array or map that is open: how much of it is still to come, and of a map its last key
  }

  // A head, whatever it is of. Faults of the head itself: cut short, reserved, or longer than it need be.
  head() {
    const { bytes } = this;
    if (this.at >= bytes.length) refuse("cbor-unreadable");
    const first = bytes[this.at];
    const type = first >> 5;
    const low = first & 31;
    if (low > 27) refuse("cbor-unreadable");
    const size = low < 24 ? 0 : 1 << (low - 24);
    if (this.at + 1 + size > bytes.length) refuse("cbor-unreadable");
    let high = 0;
    let number = low < 24 ? low : 0;
    for (let n = 1; n <= size; n++) {
      if (size === 8 && n === 5) {
        high = number;
        number = 0;
      }
      number = number * 256 + bytes[this.at + n];
    }
    this.at += 1 + size;
    if (type === 7) return { type, low, number, huge: false };
    const least = [0, 24, 0x100, 0x10000][size === 0 ? 0 : size === 1 ? 1 : size === 2 ? 2 : 3];
    if (size === 8 ? high === 0 : size > 0 && number < least) refuse("cbor-not-canonical");
    if (size === 8) number += high * 2 ** 32;
    return { type, low, number, huge: high > 0x1fffff };
  }

  // What follows the head of an item that is neither array, map nor tag.
  leaf({ type, low, number, huge }) {
    if (type === UNSIGNED && huge) refuse("cbor-integer-range");
    if (type === NEGATIVE && (huge || number >= MAX_INT)) refuse("cbor-integer-range");
    if (type === BYTES || type === TEXT) {
      if (huge || number > this.bytes.length - this.at) refuse("cbor-unreadable");
      const start = this.at;
      this.at += number;
      if (type === TEXT) checkText(this.bytes.subarray(start, this.at));
    }
    if (type === 7 && (low < 20 || low > 22)) refuse(low === 24 && number < 32 ? "cbor-unreadable" : "cbor-type");
  }

  key(map) {
    const start = this.at;
    const head = this.head();
    if (head.type !== UNSIGNED && head.type !== BYTES && head.type !== TEXT) refuse("cbor-key-type");
    if (map.type !== -1 && map.type !== head.type) refuse("cbor-key-type");
    map.type = head.type;
    this.leaf(head);
    if (map.last >= 0) {
      const order = compare(this.bytes.subarray(map.last, map.end), this.bytes.subarray(start, this.at));
      if (order === 0) refuse("cbor-unreadable");
      if (order > 0) refuse("cbor-not-canonical");
    }
    map.last = start;
    map.end = this.at;
  }

  run(tag) {
    if (tag !== null) {
      const head = this.head();
      if (head.type !== TAG || head.number !== tag) refuse("cbor-tag");
    }
    const { open } = this;
    for (;;) {
      const inside = open.length > 0 ? open[open.length - 1] : null;
      if (inside !== null && inside.left === 0) {
        open.pop();
        if (open.length === 0) break;
        continue;
      }
      if (inside !== null) {
        inside.left--;
        if (inside.map) this.key(inside);
      }
      const head = this.head();
      if (head.type === TAG) refuse("cbor-tag");
      if (head.type === ARRAY || head.type === MAP) {
        if (open.length === DEEPEST) refuse("cbor-depth");
        open.push({ left: head.number, map: head.type === MAP, type: -1, last: -1, end: -1 });
        continue;
      }
      this.leaf(head);
      if (open.length === 0) break;
    }
    if (this.at !== this.bytes.length) refuse("cbor-not-canonical");
  }
}

// Refuses bytes that are not one item in its one encoding; with `tag`, one that this tag stands before.
export function check(bytes, limit, tag = null) {
  if (bytes.length > limit) refuse("too-large");
  new Checker(bytes).run(tag);
}

// --- writing: only what is hashed or signed ------------------------------------------------------------------------------

function headOf(type, number) {
  const top = type << 5;
  if (number < 24) return Uint8Array.of(top | number);
  if (number < 0x100) return Uint8Array.of(top | 24, number);
  if (number < 0x10000) return Uint8Array.of(top | 25, number >> 8, number & 255);
  const long = number >= 2 ** 32;
  const whole = new Uint8Array(long ? 9 : 5);
  const view = new DataView(whole.buffer);
  whole[0] = top | (long ? 27 : 26);
  if (long) view.setUint32(1, Math.floor(number / 2 ** 32));
  view.setUint32(long ? 5 : 1, number >>> 0);
  return whole;
}

export const bytesItem = (value) => join(headOf(BYTES, value.length), value);

export function textItem(value) {
  const bytes = encodeText(value);
  return join(headOf(TEXT, bytes.length), bytes);
}

export const arrayItem = (...items) => join(headOf(ARRAY, items.length), ...items);

// {1: alg, 4: kid}, the protected header of section 3.
export const headerItem = (alg, kid) =>
  join(Uint8Array.of(0xa2, 1), headOf(NEGATIVE, -1 - alg), Uint8Array.of(4), bytesItem(kid));

// H(tag, x…): the values are given encoded.
export const tagged = (tag, ...items) => sha256(arrayItem(textItem("detente/1/" + tag), ...items));
