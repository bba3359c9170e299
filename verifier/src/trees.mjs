// Section 10 and 12: Merkle trees (RFC 9162 section 2.1), paths, and ranges of leaves.

import { sha256 } from "@noble/hashes/sha2.js";

import { equal, join } from "./bytes.mjs";
import { must } from "./refusal.mjs";

const MAX_LOG = 2 ** 40;
const SIZE = 32;

export const leafHash = (leaf) => sha256(join(Uint8Array.of(0), leaf));
export const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

// The largest power of two below `count`, which is at least 2: where a tree of so many leaves is parted.
export function parting(count) {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

// Hashes side by side, growing.
class Level {
  constructor() {
    this.bytes = new Uint8Array(SIZE * 16);
    this.count = 0;
  }

  push(hash) {
    if (SIZE * (this.count + 1) > this.bytes.length) {
      const more = new Uint8Array(this.bytes.length * 2);
      more.set(this.bytes);
      this.bytes = more;
    }
    this.bytes.set(hash, SIZE * this.count++);
  }

  at(n) {
    return this.bytes.subarray(SIZE * n, SIZE * (n + 1));
  }
}

// A whole log's tree: every complete subtree is kept, so that the root at any size follows from a few of them.
export class Tree {
  constructor() {
    this.levels = [new Level()];
    this.roots = new Map();
  }

  get size() {
    return this.levels[0].count;
  }

  push(leaf) {
    let hash = leafHash(leaf);
    this.levels[0].push(hash);
    for (let depth = 0; this.levels[depth].count % 2 === 0; depth++) {
      const level = this.levels[depth];
      hash = nodeHash(level.at(level.count - 2), level.at(level.count - 1));
      if (depth + 1 === this.levels.length) this.levels.push(new Level());
      this.levels[depth + 1].push(hash);
    }
  }

  // The root when there were `size` leaves, 1 to as many as there are.
  root(size = this.size) {
    let root = this.roots.get(size);
    if (root !== undefined) return root;
    for (let depth = 0, left = size; left > 0; depth++, left = Math.floor(left / 2)) {
      if (left % 2 === 0) continue;
      const hash = this.levels[depth].at(left - 1);
      root = root === undefined ? hash : nodeHash(hash, root);
    }
    this.roots.set(size, root);
    return root;
  }
}

// RFC 9162 section 2.1.3.2, with a path of exactly the length that index and size ask for.
export function verifyInclusion(leaf, index, size, path, root) {
  must(index < size && size <= MAX_LOG, "proof-path-shape");
  const lefts = [];
  for (let at = index, last = size - 1; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at % 2 === 1) lefts.push(true);
    else if (at < last) lefts.push(false);
  }
  must(lefts.length === path.length, "proof-path-shape");
  let hash = leafHash(leaf);
  path.forEach((other, n) => {
    hash = lefts[n] ? nodeHash(other, hash) : nodeHash(hash, other);
  });
  must(equal(hash, root), "proof-not-included");
}

// How many subtrees of [low, high) hold nothing of [start, stop), each as large as it can be.
function besides(low, high, start, stop) {
  if (high <= start || stop <= low) return 1;
  if (start <= low && high <= stop) return 0;
  const middle = low + parting(high - low);
  return besides(low, middle, start, stop) + besides(middle, high, start, stop);
}

// Section 20, "A range": `leaves` are all that stands from `start` on, up to as many as they are.
export function verifyRange(leaves, start, size, outside, root) {
  const stop = start + leaves.length;
  must(leaves.length > 0 && stop <= size && size <= MAX_LOG, "proof-range-shape");
  must(outside.length === besides(0, size, start, stop), "proof-range-shape");
  let used = 0;
  const hash = (low, high) => {
    if (high <= start || stop <= low) return outside[used++];
    if (high - low === 1) return leafHash(leaves[low - start]);
    const middle = low + parting(high - low);
    const left = hash(low, middle);
    return nodeHash(left, hash(middle, high));
  };
  must(equal(hash(0, size), root), "proof-range-not-included");
}

// RFC 9162 section 2.1.4.2: the tree at `second` begins with the one at `first`. Nothing is ever said of an empty one.
export function verifyConsistency(first, firstRoot, second, secondRoot, path) {
  const holds = first > 0 && first <= second && second <= MAX_LOG && consistent(first, firstRoot, second, secondRoot, path);
  must(holds, "proof-not-consistent");
}

const half = (number) => Math.floor(number / 2);

function consistent(first, firstRoot, second, secondRoot, path) {
  if (first === second) return path.length === 0 && equal(firstRoot, secondRoot);
  if (path.length === 0) return false;
  let [at, last] = [first - 1, second - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [start, ...rest] = at === 0 ? [firstRoot, ...path] : path; // of a power of two, its own root is left out
  let [old, now] = [start, start];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, now] = [nodeHash(hash, old), nodeHash(hash, now)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else now = nodeHash(now, hash);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(old, firstRoot) && equal(now, secondRoot);
}
