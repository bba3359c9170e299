// Section 17: the record's order. What its author had seen comes first; then (author, epoch, index). No clock enters.

import { logName, spotOrder } from "./heads.mjs";

class Heap {
  constructor(before) {
    this.before = before;
    this.items = [];
  }

  push(item) {
    const { items } = this;
    let at = items.push(item) - 1;
    for (let up = (at - 1) >> 1; at > 0 && this.before(items[at], items[up]) < 0; at = up, up = (at - 1) >> 1) {
      [items[at], items[up]] = [items[up], items[at]];
    }
  }

  pop() {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < items.length && this.before(items[child], items[least]) < 0) least = child;
        }
        if (least === at) break;
        [items[at], items[least]] = [items[least], items[at]];
        at = least;
      }
    }
    return first;
  }
}

// Of ascending places in one log, how many have an index below `size`.
function below(places, size) {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].spot.index < size) low = middle + 1;
    else high = middle;
  }
  return low;
}

// What must stand before a place: of each other log, how many of its places. The smallest log first.
function waitsOf({ spot, seen }, logs, isOf) {
  const waits = new Map();
  for (const head of seen) {
    const log = logs.get(logName(head));
    const count = log === undefined || head.party === spot.party ? 0 : below(log.places, head.size);
    if (count > 0 && isOf(head)) waits.set(log, Math.max(count, waits.get(log) ?? 0));
  }
  return [...waits].sort(([a], [b]) => spotOrder(a.first, b.first));
}

const unmet = (place) => place.waits.find(([log, count]) => log.done < count);
const front = (log) => log.places[log.done];

// When all that is next in its log waits: the place that gives way, which is the smallest of a ring.
function givesWay(logs) {
  const fronts = [...logs.values()].map(front).filter((place) => place !== undefined);
  let place = fronts.reduce((least, other) => (spotOrder(other.spot, least.spot) < 0 ? other : least));
  const walked = [];
  while (!walked.includes(place)) {
    walked.push(place);
    place = front(unmet(place)[0]);
  }
  const ring = walked.slice(walked.indexOf(place));
  return ring.reduce((least, other) => (spotOrder(other.spot, least.spot) < 0 ? other : least));
}

// `said`: [{spot, seen}], in any order. `isOf(head)`: whether a head may be one of its log, as far as the logs shown tell.
// Gives the spots in record order, and those of which a claim was left out because it came round to itself.
export function recordOrder(said, isOf) {
  const logs = new Map();
  const named = (name, first) => {
    if (!logs.has(name)) logs.set(name, { first: { ...first, index: 0 }, places: [], done: 0, blocked: new Map() });
    return logs.get(name);
  };
  for (const { spot, seen } of [...said].sort((a, b) => spotOrder(a.spot, b.spot))) {
    const log = named(logName(spot), spot);
    log.places.push({ spot, seen, log, waits: null });
  }
  const ready = new Heap((a, b) => spotOrder(a.spot, b.spot));
  const consider = (place) => {
    if (place === undefined) return;
    place.waits ??= waitsOf(place, logs, isOf);
    const wait = unmet(place);
    if (wait === undefined) {
      ready.push(place);
      return;
    }
    const [log, count] = wait;
    if (!log.blocked.has(count)) log.blocked.set(count, new Set());
    log.blocked.get(count).add(place);
  };
  for (const log of logs.values()) consider(front(log));
  const order = [];
  const circular = new Set();
  while (order.length < said.length) {
    if (ready.items.length === 0) {
      const place = givesWay(logs);
      const wait = unmet(place);
      circular.add(place.spot);
      wait[0].blocked.get(wait[1]).delete(place);
      place.waits.splice(place.waits.indexOf(wait), 1);
      consider(place);
      continue;
    }
    const { spot, log } = ready.pop();
    order.push(spot);
    log.done++;
    consider(front(log));
    const freed = log.blocked.get(log.done) ?? [];
    log.blocked.delete(log.done);
    for (const place of freed) consider(place);
  }
  return { order, circular };
}
