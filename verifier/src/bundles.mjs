// Section 20: part of a record, for people outside the line. In the order that the section gives.

import { sha256 } from "@noble/hashes/sha2.js";

import { destroyed } from "./agreements.mjs";
import { equal, hex } from "./bytes.mjs";
import { arrayItem, bytesItem, tagged } from "./encoding.mjs";
import { checkPlaced, commitsToItsKind, kindOf, openSections, readSections, readSigned, saidId, signedPair } from "./content.mjs";
import { checkHead, logName, spotName } from "./heads.mjs";
import { entryAt, leafOf, opening, path, readEntry } from "./logs.mjs";
import { recordOrder } from "./order.mjs";
import { must, Refusal, refuse } from "./refusal.mjs";
import { checkpoint, digest, list, only, row, rows, statement, struct, unpack } from "./shapes.mjs";
import { checkFields, fields, found, inOrder } from "./statements.mjs";
import { checkEnds, follow, limitDistrusted, successions } from "./succession.mjs";
import { Tree, verifyInclusion } from "./trees.mjs";

export const MAX_BUNDLE = 536870912;
const CHECK = 32;

const logShape = struct(
  { head: checkpoint },
  { all: rows(opening, 1), some: rows(row(["opening", opening], ["path", path]), 1) },
);
const bundleShape = struct({
  v: only(1),
  line: digest,
  terms: statement,
  fields,
  credentials: list(statement, 1, 16),
  logs: list(logShape, 1, 4096),
  messages: rows(struct({ signed: signedPair, open: openSections }), 0),
}, { successions });

// The bytes before the damage check, when they are whole.
export function undamaged(data) {
  const body = data.subarray(0, Math.max(0, data.length - CHECK));
  if (data.length <= CHECK || !equal(sha256(body), data.subarray(data.length - CHECK))) throw new Refusal("damaged", true);
  return body;
}

// One log as shown: where each opening that has an effect stands in the file, so that entries are read when they are needed.
class ShownLog {
  constructor(bytes, head) {
    this.bytes = bytes;
    this.head = head;
    this.tree = null;
    this.limit = Infinity; // entries from here on count for nothing
    this.indices = [];
    this.offsets = new Map();
  }

  note(index, { entry }) {
    this.indices.push(index);
    this.offsets.set(index, entry.byteOffset - this.bytes.byteOffset);
  }

  entry(index) {
    const at = index < this.limit ? this.offsets.get(index) : undefined;
    return at === undefined ? undefined : readEntry({ entry: this.bytes.subarray(at) });
  }

  *entries(stop = Infinity) {
    for (const index of this.indices) {
      if (index >= stop || index >= this.limit) return;
      yield [index, this.entry(index)];
    }
  }
}

function readWhole(log, all) {
  const { head } = log;
  must(all.length === head.size, "bundle-log-length");
  log.tree = new Tree();
  let index = 0;
  for (const opened of all) {
    log.tree.push(leafOf(head.origin, opened));
    if (entryAt(opened, index) !== null) log.note(index, opened);
    index++;
  }
  must(equal(log.tree.root(), head.root), "bundle-log-root");
}

function readPart(log, some) {
  const { head } = log;
  let last = -1;
  for (const one of some) {
    const { i } = readEntry(one.opening);
    must(i > last, "bundle-order");
    last = i;
    verifyInclusion(leafOf(head.origin, one.opening), i, head.size, one.path, head.root);
    log.note(i, one.opening);
  }
}

function readLogs(trust, shown, bytes) {
  const logs = new Map();
  let before = null;
  for (const { head: carried, all, some } of shown) {
    const head = checkHead(trust, carried);
    must(before === null || inOrder(before, head) < 0, "bundle-order");
    before = head;
    const log = new ShownLog(bytes, head);
    must((all === undefined) !== (some === undefined), "bundle-log-form");
    if (all !== undefined) readWhole(log, all);
    else readPart(log, some);
    logs.set(logName(head), log);
  }
  return logs;
}

// (index, name) of each message that an entry is a receipt for.
function receiptFor(entry, logs) {
  if (entry.run === undefined) return [[entry.from.index, entry.what]];
  const log = logs.get(logName(entry.from));
  const names = [];
  for (const index of [entry.from.index, ...entry.run.also]) {
    const said = log?.entry(index);
    if (said?.role !== "said") return [];
    names.push([index, said.what]);
  }
  const whole = tagged("run", arrayItem(...names.map(([, what]) => bytesItem(what))));
  return equal(names[0][1], entry.what) && equal(whole, entry.run.names) ? names : [];
}

// Where each message stands and who has it: by author and name, the places that say it, with receipts by member.
function lookThrough(logs, wanted) {
  const places = new Map();
  const bySpot = new Map();
  for (const log of logs.values()) {
    const { party, epoch } = log.head;
    for (const [index, entry] of log.entries()) {
      if (entry.role !== "said" || !wanted.has(hex(entry.what))) continue;
      const place = { spot: { party, epoch, index }, entry, receipts: new Map() };
      const name = party + "/" + hex(entry.what);
      if (!places.has(name)) places.set(name, []);
      places.get(name).push(place);
      bySpot.set(spotName(place.spot), place);
    }
  }
  for (const log of logs.values()) {
    const { party } = log.head;
    for (const [index, entry] of log.entries()) {
      if (entry.role !== "heard" || entry.from.party === party) continue;
      for (const [at, what] of receiptFor(entry, logs)) {
        const place = bySpot.get(spotName({ ...entry.from, index: at }));
        if (place === undefined || !equal(place.entry.what, what) || place.receipts.has(party)) continue;
        place.receipts.set(party, { index, at: entry.at, verdict: entry.verdict, reason: entry.reason ?? null });
      }
    }
  }
  return places;
}

// Of the places that say a message, the one that counts: the first that another member heard, else the first.
const counting = (places) => places.find(({ receipts }) => receipts.size > 0) ?? places[0];

function readMessage(trust, places, { signed, open }) {
  const what = saidId(signed);
  const message = readSigned(signed);
  const { content } = message;
  const standing = places.get(content.from + "/" + hex(what));
  if (standing === undefined) refuse("bundle-message-not-said");
  const { spot, entry, receipts } = counting(standing);
  checkPlaced(trust, message, entry, spot.epoch);
  const kind = kindOf(content);
  must(kind === undefined || commitsToItsKind(content, kind), "sections");
  const sections = readSections(content, kind, open);
  const names = [...(kind ?? content).sections.keys()];
  const withheld = names.filter((name) => !sections.has(name));
  const receipted = [...trust.members.keys()].every((party) => party === content.from || receipts.has(party));
  return { spot, what, entry, content, kind, sections, withheld, receipts, receipted, destroyed: new Map(), circular: false };
}

// A seen head is none of its log when that log is shown whole and had another root at that size.
const mayBe = (logs) => (head) => {
  const tree = logs.get(logName(head))?.tree;
  return !tree || head.size > tree.size || equal(tree.root(head.size), head.root);
};

export function verifyBundle(data) {
  const body = undamaged(data);
  const bundle = unpack(bundleShape, body, MAX_BUNDLE);
  const trust = found(bundle.terms, bundle.credentials);
  follow(trust, bundle.successions);
  must(equal(trust.line, bundle.line), "bundle-line");
  checkFields(trust.terms.fields, bundle.fields);
  const logs = readLogs(trust, bundle.logs, body);
  checkEnds(trust, logs);
  limitDistrusted(trust, logs);
  const wanted = new Set();
  for (const { signed } of bundle.messages) wanted.add(hex(saidId(signed)));
  const places = lookThrough(logs, wanted);
  const messages = [];
  for (const shown of bundle.messages) messages.push(readMessage(trust, places, shown));
  const { order, circular } = recordOrder(distinct(messages), mayBe(logs));
  must(order.length === messages.length, "bundle-order");
  messages.forEach(({ spot }, n) => must(spotName(spot) === spotName(order[n]), "bundle-order"));
  const past = (log, stop) => [...(logs.get(log)?.entries(stop) ?? [])].map(([, entry]) => entry);
  const gone = destroyed([...trust.members.keys()], messages, past);
  const around = new Set([...circular].map(spotName));
  for (const message of messages) {
    message.circular = around.has(spotName(message.spot));
    message.destroyed = gone.get(hex(message.what)) ?? message.destroyed;
    message.withheld = message.withheld.filter((name) => !message.destroyed.has(name));
  }
  return { trust, fields: bundle.fields, heads: [...logs.values()].map(({ head, tree }) => ({ ...head, whole: tree !== null })), messages };
}

function distinct(messages) {
  const said = new Map(messages.map(({ spot, entry }) => [spotName(spot), { spot, seen: entry.seen }]));
  return [...said.values()];
}
