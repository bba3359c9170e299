// Reading bytes by the shapes of spec/detente.cddl, after encoding.mjs has found them to be the one encoding of something.
//
// A shape is a function of a cursor: it gives a value and moves on, or refuses with `shape`. With `cursor.build` false it
// only looks, and keeps nothing. Lists that may be long (`rows`) are looked through once and read again row by row, so that
// what is held does not grow with what somebody wrote.

import { check, endOf, headAt, ARRAY, BYTES, MAP, MAX_INT, NEGATIVE, TEXT, UNSIGNED } from "./encoding.mjs";
import { refuse, Refusal } from "./refusal.mjs";
import { decodeText } from "./text.mjs";

class Cursor {
  constructor(bytes, at, build) {
    this.bytes = bytes;
    this.at = at;
    this.build = build;
  }

  head(type) {
    const head = headAt(this.bytes, this.at);
    if (head.type !== type) refuse("shape");
    this.at = head.next;
    return head.number;
  }
}

// The value that `bytes` encode, of this shape; at most `limit` bytes.
export function unpack(shape, bytes, limit) {
  check(bytes, limit);
  return shape(new Cursor(bytes, 0, true));
}

// The value at `at` in bytes that have been checked, and where it ends.
export function readAt(shape, bytes, at = 0) {
  return shape(new Cursor(bytes, at, true));
}

export const uint = (least = 0, most = MAX_INT) => (cursor) => {
  const number = cursor.head(UNSIGNED);
  if (number < least || number > most) refuse("shape");
  return number;
};

export const int = (least = -MAX_INT, most = MAX_INT) => (cursor) => {
  const { type } = headAt(cursor.bytes, cursor.at);
  const number = type === NEGATIVE ? -1 - cursor.head(NEGATIVE) : cursor.head(UNSIGNED);
  if (number < least || number > most) refuse("shape");
  return number;
};

export const bytes = (least, most = least) => (cursor) => {
  const size = cursor.head(BYTES);
  if (size < least || size > most) refuse("shape");
  cursor.at += size;
  return cursor.build ? cursor.bytes.subarray(cursor.at - size, cursor.at) : null;
};

function anyText(cursor) {
  const size = cursor.head(TEXT);
  cursor.at += size;
  return decodeText(cursor.bytes.subarray(cursor.at - size, cursor.at));
}

// `form` is anchored; its classes are ASCII, so that `$` and a last newline cannot be confused.
export const spelled = (form) => (cursor) => {
  const text = anyText(cursor);
  if (!form.test(text) || text.endsWith("\n")) refuse("shape");
  return text;
};

// Text of so many characters (code points).
export const characters = (least, most) => (cursor) => {
  const text = anyText(cursor);
  let count = text.length;
  if (count >= least && count <= 2 * most) {
    count = 0;
    for (const _ of text) count++;
  }
  if (count < least || count > most) refuse("shape");
  return text;
};

export const oneOf = (...texts) => {
  const known = new Set(texts);
  return (cursor) => {
    const text = anyText(cursor);
    if (!known.has(text)) refuse("shape");
    return text;
  };
};

export const only = (number) => (cursor) => {
  if (cursor.head(UNSIGNED) !== number) refuse("shape");
  return number;
};

const simple = (byte, value) => (cursor) => {
  if (cursor.bytes[cursor.at] !== byte) refuse("shape");
  cursor.at++;
  return value;
};
export const yes = simple(0xf5, true);
const nothing = simple(0xf6, null);

export const orNull = (shape) => (cursor) => (cursor.bytes[cursor.at] === 0xf6 ? nothing(cursor) : shape(cursor));

// Either of two by what stands first: `[type, shape]` pairs.
export const byType = (...pairs) => {
  const shapes = new Map(pairs);
  return (cursor) => {
    const shape = shapes.get(headAt(cursor.bytes, cursor.at).type);
    if (shape === undefined) refuse("shape");
    return shape(cursor);
  };
};

// Whatever stands there, as it is encoded.
export const anything = (cursor) => {
  const start = cursor.at;
  cursor.at = endOf(cursor.bytes, start);
  return cursor.build ? cursor.bytes.subarray(start, cursor.at) : null;
};

// What a shape reads, and the bytes it was read from.
export const carried = (shape) => (cursor) => {
  const start = cursor.at;
  const value = shape(cursor);
  return cursor.build ? { value, encoded: cursor.bytes.subarray(start, cursor.at) } : null;
};

// A short list, as an array.
export const list = (shape, least, most) => (cursor) => {
  const count = cursor.head(ARRAY);
  if (count < least || count > most) refuse("shape");
  const values = [];
  for (let n = 0; n < count; n++) {
    const value = shape(cursor);
    if (cursor.build) values.push(value);
  }
  return values;
};

class Rows {
  constructor(shape, bytes, at, length) {
    Object.assign(this, { shape, bytes, at, length });
  }

  *[Symbol.iterator]() {
    const cursor = new Cursor(this.bytes, this.at, true);
    for (let n = 0; n < this.length; n++) yield this.shape(cursor);
  }
}

// A long list: its rows are read when they are asked for, each time anew.
export const rows = (shape, least, most = Infinity) => (cursor) => {
  const length = cursor.head(ARRAY);
  if (length < least || length > most) refuse("shape");
  const at = cursor.at;
  const { build } = cursor;
  cursor.build = false;
  for (let n = 0; n < length; n++) shape(cursor);
  cursor.build = build;
  return new Rows(shape, cursor.bytes, at, length);
};

// An array of fixed length, with names for its places.
export const row = (...places) => (cursor) => {
  if (cursor.head(ARRAY) !== places.length) refuse("shape");
  const value = {};
  for (const [name, shape] of places) {
    const part = shape(cursor);
    if (cursor.build) value[name] = part;
  }
  return value;
};

// A structure: `required` and `optional` members by name. An optional one that is not there is not in the value either.
export const struct = (required, optional = {}) => {
  const members = new Map([...Object.entries(required), ...Object.entries(optional)]);
  const needed = Object.keys(required).length;
  return (cursor) => {
    const count = cursor.head(MAP);
    if (count < needed || count > members.size) refuse("shape");
    const value = {};
    let found = 0;
    for (let n = 0; n < count; n++) {
      const name = anyText(cursor);
      const shape = members.get(name);
      if (shape === undefined) refuse("shape");
      if (Object.hasOwn(required, name)) found++;
      const part = shape(cursor);
      if (cursor.build) value[name] = part;
    }
    if (found !== needed) refuse("shape");
    return value;
  };
};

// A map whose keys are names of one form, as a Map in the order of its encoding.
export const dict = (key, shape, least = 0, most = Infinity) => (cursor) => {
  const count = cursor.head(MAP);
  if (count < least || count > most) refuse("shape");
  const values = new Map();
  for (let n = 0; n < count; n++) {
    const name = key(cursor);
    const value = shape(cursor);
    if (cursor.build) values.set(name, value);
  }
  return values;
};

// A map with text keys and anything in it, as it is encoded.
export const textMap = (cursor) => {
  const start = cursor.at;
  let { number, type, next } = headAt(cursor.bytes, start);
  if (type !== MAP || (number > 0 && headAt(cursor.bytes, next).type !== TEXT)) refuse("shape");
  return anything(cursor);
};

// --- common forms --------------------------------------------------------------------------------------------------------

export const party = spelled(/^[a-z0-9-]{1,32}$/);
export const name = spelled(/^[a-z0-9-]{1,48}$/);
export const b16 = bytes(16);
export const digest = bytes(32);
export const ms = uint();
export const index = uint(0, 2 ** 40);
export const size = uint(1, 2 ** 40);
export const context = oneOf("live", "exercise");
export const statement = bytes(0, 131072);
export const checkpoint = bytes(0, 8192);
export const sectionValue = bytes(0, 131072);

// `read()`, with `code` in place of `shape`.
export function named(code, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal && error.code === "shape") refuse(code);
    throw error;
  }
}

export function emptyMap(cursor) {
  if (cursor.head(MAP) !== 0) refuse("shape");
  return null;
}

// A map with exactly these unsigned keys: `[key, name, shape]` in order.
export const numbered = (...members) => (cursor) => {
  if (cursor.head(MAP) !== members.length) refuse("shape");
  const value = {};
  for (const [key, called, shape] of members) {
    if (cursor.head(UNSIGNED) !== key) refuse("shape");
    value[called] = shape(cursor);
  }
  return value;
};

// Structures told apart by the text in one member: `tags` maps it to the rest of the shape.
export const union = (member, tags) => {
  const shapes = new Map(
    Object.entries(tags).map(([tag, [required, optional]]) => [
      tag,
      struct({ [member]: oneOf(tag), ...required }, optional),
    ]),
  );
  return (cursor) => {
    const start = cursor.at;
    const count = cursor.head(MAP);
    for (let n = 0; n < count; n++) {
      const found = headAt(cursor.bytes, cursor.at).type === TEXT && anyText(cursor) === member;
      if (found) {
        const shape = shapes.get(anyText(cursor));
        if (shape === undefined) refuse("shape");
        cursor.at = start;
        return shape(cursor);
      }
      cursor.at = endOf(cursor.bytes, cursor.at);
    }
    return refuse("shape");
  };
};

// Whatever stands there, as plain values: what a field of the terms says to a reader.
export function plainly(cursor) {
  const { bytes: from, at } = cursor;
  const { type, number, next } = headAt(from, at);
  if (type === BYTES) return bytes(0, Infinity)(cursor);
  if (type === TEXT) return anyText(cursor);
  if (type === UNSIGNED || type === NEGATIVE) return int()(cursor);
  cursor.at = next;
  if (type === ARRAY) return Array.from({ length: number }, () => plainly(cursor));
  if (type === MAP) return new Map(Array.from({ length: number }, () => [plainly(cursor), plainly(cursor)]));
  return number === 20 ? false : number === 21 ? true : null;
}
