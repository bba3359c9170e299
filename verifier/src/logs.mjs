// Section 10: entries of a log, and the leaves that stand for them.

import { bytesItem, tagged, textItem } from "./encoding.mjs";
import { must, Refusal } from "./refusal.mjs";
import { b16, digest, index, list, ms, name, only, oneOf, party, readAt, row, size, textMap, union } from "./shapes.mjs";

export const head = row(["party", party], ["epoch", b16], ["size", size], ["root", digest]);
export const place = row(["party", party], ["epoch", b16], ["index", index]);
export const path = list(digest, 0, 40);
export const opening = row(["blind", digest], ["entry", textMap]);
const run = row(["also", list(index, 1, 1023)], ["names", digest]);

const entryShape = union("role", {
  said: [{ i: index, n: index, at: ms, what: digest, cred: digest, seen: list(head, 0, 16) }, {}],
  heard: [
    { i: index, at: ms, from: place, what: digest, verdict: oneOf("accepted", "not-understood", "refused") },
    { reason: name, has: digest, run },
  ],
  epoch: [{ i: only(0), at: ms, reason: name, reported: list(head, 0, 64) }, { follows: head }],
});

// The entry of an opening, or `shape` when it has the shape of none.
export function readEntry({ entry }) {
  const read = readAt(entryShape, entry);
  if (read.run !== undefined) {
    must(read.verdict === "refused" && read.reason === "over-quota", "shape");
    let last = read.from.index;
    for (const also of read.run.also) {
      must(also > last, "shape");
      last = also;
    }
  }
  return read;
}

// The entry, when it has an entry's shape and says that it stands at `at`; else null: it says nothing at its place.
export function entryAt(opened, at) {
  try {
    const entry = readEntry(opened);
    return entry.i === at ? entry : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

// The entry stands in what is hashed as it was carried.
export const leafOf = (origin, { blind, entry }) => tagged("leaf", textItem(origin), bytesItem(blind), entry);
