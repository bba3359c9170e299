// Section 20, "What is shown of a member": one of a closed set of states, from the entries that are shown alone.
//
// A stretch is a range of one log: {head, start, stop, rows: [{entry, meaning, kind}]}. A point is {spot, at}.

import { compare, equal, hex } from "./bytes.mjs";
import { spotName } from "./heads.mjs";

const pointAt = ({ head }, index, at) => ({ spot: { party: head.party, epoch: head.epoch, index }, at });

// Of several: the first by time, then by place.
function earlier(a, b) {
  return a.at - b.at || compare(a.spot.epoch, b.spot.epoch) || a.spot.index - b.spot.index;
}

function* places(stretches) {
  for (const stretch of stretches) {
    for (const [n, row] of stretch.rows.entries()) {
      if (row.entry !== null) yield { ...pointAt(stretch, stretch.start + n, row.entry.at), row };
    }
  }
}

function receiptIn(about, stretches) {
  const found = [...places(stretches)].filter(
    ({ row: { entry } }) =>
      entry.role === "heard" && equal(entry.what, about.what) && about.places.has(spotName(entry.from)),
  );
  const first = found.sort(earlier)[0];
  return first === undefined ? null : { spot: first.spot, entry: first.row.entry };
}

// Acknowledgements, each with whether its entry or one before it in its range is dated after T.
function acknowledgements(stretches, by) {
  const found = [];
  for (const stretch of stretches) {
    let late = false;
    for (const { row, ...point } of places([stretch])) {
      late ||= row.entry.at > by;
      if (row.meaning === "acknowledges") found.push({ ...point, late });
    }
  }
  return found.sort((a, b) => Number(a.late) - Number(b.late) || earlier(a, b));
}

// The entry that opened the epoch, where the stretch begins with it.
function openedBy({ start, rows }) {
  const entry = start === 0 ? rows[0].entry : null;
  return entry?.role === "epoch" ? entry : null;
}

// Whether `later` says that it follows `earlier`, which is shown to its end, and as far as `later` knows of it.
function joins(before, later) {
  const { follows, reported } = openedBy(later);
  const { head } = before;
  const sizes = [follows, ...reported].filter(({ epoch }) => equal(epoch, head.epoch)).map(({ size }) => size);
  if (follows.size === head.size && !equal(follows.root, head.root)) return false;
  return before.stop === head.size && sizes.every((size) => size <= head.size);
}

// The stretches as one log, epoch after epoch, or null where they are not one.
function oneLog(stretches) {
  const shown = new Set(stretches.map(({ head }) => hex(head.epoch)));
  const next = new Map();
  let first = null;
  for (const stretch of stretches) {
    const follows = openedBy(stretch)?.follows;
    const before = follows === undefined ? null : hex(follows.epoch);
    if (before !== null && next.has(before)) return null;
    if (before !== null) next.set(before, stretch);
    if (before !== null && shown.has(before)) continue;
    if (first !== null) return null;
    first = stretch;
  }
  if (first === null) return null;
  const chain = [first];
  while (chain.length < stretches.length) {
    const last = chain[chain.length - 1];
    const later = next.get(hex(last.head.epoch));
    if (later === undefined || chain.includes(later) || !joins(last, later)) return null;
    chain.push(later);
  }
  return chain;
}

// Whether nothing before the stretch can be an answer to the message.
function beginsInTime(about, stretch) {
  const { head, start, rows } = stretch;
  const hidden = (seen) => seen.party === head.party && equal(seen.epoch, head.epoch) && start > seen.size;
  if (about.says.some(({ seen }) => seen.some(hidden))) return false;
  const opened = openedBy(stretch);
  if (opened !== null && opened.follows === undefined && opened.reported.length === 0) return true;
  const [{ entry }] = rows;
  return entry !== null && entry.at <= about.composed;
}

// Whether no entry of the author's that is shown names more of their log, or another epoch of it.
function upToDate(about, chain) {
  const sizes = new Map(chain.map(({ head }) => [hex(head.epoch), head.size]));
  for (const opened of chain.map(openedBy)) {
    if (opened === null) continue;
    for (const { epoch, size } of [...opened.reported, ...(opened.follows ? [opened.follows] : [])]) {
      if (!sizes.has(hex(epoch))) sizes.set(hex(epoch), size);
    }
  }
  const { party } = chain[0].head;
  const named = about.own.flatMap(({ seen }) => seen).filter((head) => head.party === party);
  return named.every(({ epoch, size }) => size <= (sizes.get(hex(epoch)) ?? 0));
}

const NOT_HELD = { state: "not-held", first: null, last: null, notShown: 0 };

// What all the entries by T show together, when all of them are here.
function lookBy(about, stretches, by) {
  const chain = stretches.length === 0 ? null : stretches.length === 1 ? stretches : oneLog(stretches);
  if (chain === null || !beginsInTime(about, chain[0])) return NOT_HELD;
  let [first, last] = [null, null];
  let notShown = 0;
  for (const stretch of chain) {
    for (const [n, { entry, meaning }] of stretch.rows.entries()) {
      if (entry !== null) {
        last = pointAt(stretch, stretch.start + n, entry.at);
        first ??= last;
        if (entry.at > by) return { state: notShown > 0 ? "not-opened" : "none-by", first, last, notShown };
      }
      if (meaning === "not-shown") notShown++; // one without an entry: it proves nothing, under keys that are over
    }
  }
  const end = chain[chain.length - 1];
  if (end.stop !== end.head.size || !upToDate(about, chain)) return NOT_HELD;
  return { state: "no-word-after", first, last, notShown };
}

export function decide(about, stretches, by, notSent) {
  const stored = receiptIn(about, stretches);
  const names = [...places(stretches)]
    .filter(({ row }) => row.meaning === "names")
    .map(({ row, ...point }) => ({ ...point, kind: row.kind ?? "" }))
    .sort(earlier);
  const seen = lookBy(about, stretches, by);
  const found = { stored, names, acknowledged: null, late: false, noneBefore: false };
  const [acknowledged] = acknowledgements(stretches, by);
  if (acknowledged !== undefined) {
    const { late } = acknowledged;
    const noneBefore = late && seen.state === "none-by";
    return { ...seen, ...found, state: "acknowledged", acknowledged, late, noneBefore };
  }
  if (notSent && stored === null) return { ...NOT_HELD, ...found, state: "not-sent" };
  return { ...seen, ...found };
}

// How entries of the message's author bound the time of an entry of theirs: the last that named their log without it, and
// the first that named it.
export function namedBy(spot, own) {
  let [before, after] = [null, null];
  for (const { at, seen } of own) {
    for (const head of seen) {
      if (head.party !== spot.party || !equal(head.epoch, spot.epoch)) continue;
      if (head.size > spot.index) after = after === null ? at : Math.min(after, at);
      else before = before === null ? at : Math.max(before, at);
    }
  }
  return { before, after };
}
