// Section 20, "Delivery records": what can be shown of how one message was delivered to each other member.

import { compare, encodeText, equal, hex } from "./bytes.mjs";
import { MAX_BUNDLE, undamaged } from "./bundles.mjs";
import { checkPlaced, commitsToItsKind, kindOf, openSections, readSections, readSigned, saidId, signedPair } from "./content.mjs";
import { due } from "./deadlines.mjs";
import { calendarFault, addDuty } from "./duty.mjs";
import { checkHead, logName, spotName, spotOrder } from "./heads.mjs";
import { entryAt, leafOf, opening, path, readEntry } from "./logs.mjs";
import { must, Refusal, refuse } from "./refusal.mjs";
import { bytes, checkpoint, dict, digest, index, list, ms, name, oneOf, only, party, row, rows, spelled, statement } from "./shapes.mjs";
import { struct, unpack } from "./shapes.mjs";
import { parseFrame, requireExactly } from "./signatures.mjs";
import { checkFields, fields, found, inOrder, keysOf } from "./statements.mjs";
import { decide, namedBy } from "./states.mjs";
import { checkEnds, follow, limitDistrusted, successions } from "./succession.mjs";
import { verifyInclusion, verifyRange } from "./trees.mjs";

const MAGIC = "detente/1/delivery";
const BEGINS = new Uint8Array([0x82, 0x60 + MAGIC.length, ...encodeText(MAGIC)]);

const shownRow = struct({ entry: opening }, { signed: signedPair, open: openSections });
const part = struct(
  { head: checkpoint },
  {
    range: row(["start", index], ["rows", rows(shownRow, 1)], ["outside", list(digest, 0, 96)]),
    apart: rows(row(["row", shownRow], ["path", path]), 1),
  },
);
const carriedWay = struct({ way: name, first: ms }, { to: spelled(/^[a-z0-9.:-]{1,253}$/) });
const deliveryShape = struct(
  {
    v: only(1),
    line: digest,
    writer: party,
    made: ms,
    terms: statement,
    fields,
    credentials: list(statement, 1, 16),
    message: digest,
    by: dict(party, row(["at", ms], ["basis", oneOf("due", "calendar", "asked")]), 1, 16),
    logs: list(part, 1, 4096),
  },
  { carried: dict(party, list(carriedWay, 0, 64), 1), differ: dict(party, list(checkpoint, 0, 2), 1), successions },
);
const fileShape = row(["magic", oneOf(MAGIC)], ["frame", bytes(0, Infinity)]);

// Known by its first bytes, which nothing else begins with.
export const isDelivery = (data) => equal(data.subarray(0, BEGINS.length), BEGINS);

// What is shown of one log, every place proven: the rows of its range, and those apart.
class ShownLog {
  constructor(head, start, rows, apart) {
    Object.assign(this, { head, start, rows, apart });
    this.limit = Infinity; // entries from here on count for nothing
    this.found = new Map(); // index: entry
    for (const { entry } of rows) {
      const at = start + this.found.size;
      this.found.set(at, entryAt(entry, at));
    }
  }

  // The entry at a place, unless it says nothing there or does not count.
  entry(at) {
    return at < this.limit ? (this.found.get(at) ?? null) : null;
  }

  *entries() {
    for (const [at, entry] of this.found) if (entry !== null && at < this.limit) yield [at, entry];
  }
}

function shownLog(trust, { head: carried, range, apart }) {
  const head = checkHead(trust, carried);
  must(range !== undefined || apart !== undefined, "delivery-part");
  if (range !== undefined) {
    const leaves = [];
    for (const { entry } of range.rows) leaves.push(leafOf(head.origin, entry));
    verifyRange(leaves, range.start, head.size, range.outside, head.root);
  }
  const log = new ShownLog(head, range?.start ?? 0, range?.rows ?? [], apart ?? []);
  let last = -1;
  for (const one of log.apart) {
    const entry = readEntry(one.row.entry);
    must(entry.i > last, "bundle-order");
    must(entry.i < log.start || entry.i >= log.start + log.rows.length, "delivery-part");
    last = entry.i;
    verifyInclusion(leafOf(head.origin, one.row.entry), entry.i, head.size, one.path, head.root);
    log.found.set(entry.i, entry);
  }
  return log;
}

function shownLogs(trust, parts) {
  const logs = new Map();
  let before = null;
  for (const part of parts) {
    const log = shownLog(trust, part);
    must(before === null || inOrder(before, log.head) < 0, "bundle-order");
    before = log.head;
    logs.set(logName(log.head), log);
  }
  return logs;
}

class Reading {
  constructor(trust, delivery) {
    Object.assign(this, { trust, delivery });
    this.stretches = new Map(); // by party: ranges shown of its logs
    this.said = []; // {spot, entry, row}
    this.calendars = []; // {party, epoch, index, at, calendar}
    const logs = shownLogs(trust, delivery.logs);
    checkEnds(trust, logs);
    limitDistrusted(trust, logs);
    for (const log of logs.values()) this.readLog(log);
    this.said.sort((a, b) => spotOrder(a.spot, b.spot));
  }

  readLog(log) {
    const { head, start, rows } = log;
    if (rows.length > 0) {
      const read = [];
      for (const shown of rows) read.push(this.readRow(log, start + read.length, shown));
      if (!this.stretches.has(head.party)) this.stretches.set(head.party, []);
      this.stretches.get(head.party).push({ head, start, stop: start + rows.length, rows: read });
    }
    for (const { row: shown } of log.apart) {
      must(this.readRow(log, readEntry(shown.entry).i, shown).meaning !== "acknowledges", "delivery-part");
    }
  }

  // One leaf: its entry (null where it says nothing), and what its message is to the one the record is about.
  readRow(log, at, shown) {
    const { head } = log;
    const entry = log.entry(at);
    const said = entry?.role === "said";
    const closed = said || log.found.get(at)?.role === "said"; // the second: under keys that are over, and named by nobody
    const spot = { party: head.party, epoch: head.epoch, index: at };
    if (shown.signed === undefined) {
      must(shown.open === undefined, "delivery-row");
      if (said) this.said.push({ spot, entry, row: shown });
      return { entry, meaning: closed ? "not-shown" : "other", kind: null };
    }
    must(said && equal(saidId(shown.signed), entry.what), "delivery-row");
    const place = { spot, entry, row: shown };
    this.said.push(place);
    return { entry, ...this.meaning(place) };
  }

  meaning(place) {
    const { row, entry, spot } = place;
    const read = tried(() => readSigned(row.signed));
    if (read instanceof Refusal) {
      if (row.open !== undefined) throw read;
      return { meaning: "other", kind: null };
    }
    const { content } = read;
    place.kind = content.kind;
    const open = row.open && [...row.open.keys()];
    const { message } = this.delivery;
    const re = content.re ?? [];
    const about = re.some((one) => equal(one, message));
    const roster = content.kind === "roster" && open?.length === 1 && open[0] === "calendar";
    const explains = about && (content.kind === "acknowledgement" || content.kind === "explanation");
    must(open === undefined || equal(entry.what, message) || explains || roster, "delivery-row");
    if (roster) {
      const calendar = this.statement(place).sections.get("calendar");
      if (calendar !== null && calendarFault(calendar) === null) this.calendars.push({ ...spot, at: entry.at, calendar });
    }
    const { kind } = content;
    if (!about || tried(() => this.placed(spot, read, entry)) instanceof Refusal) return { meaning: "other", kind };
    if (kind !== "acknowledgement" || re.length !== 1) return { meaning: "names", kind };
    if (open === undefined || open.length !== content.sections.size || !open.every((one) => content.sections.has(one))) {
      return { meaning: "not-shown", kind };
    }
    const whole = tried(() => this.statement(place));
    return { meaning: whole instanceof Refusal || whole.sections.get("coded") === null ? "other" : "acknowledges", kind };
  }

  placed({ party: author, epoch }, message, entry) {
    must(message.content.from === author, "bundle-message-not-said");
    checkPlaced(this.trust, message, entry, epoch);
  }

  // The message at a place, with what is opened of it; refused for what a bundle would be refused for.
  statement({ spot, entry, row }) {
    const message = readSigned(row.signed);
    const { content } = message;
    this.placed(spot, message, entry);
    const kind = kindOf(content);
    must(kind !== undefined && commitsToItsKind(content, kind), "sections");
    const sections = readSections(content, kind, row.open ?? new Map());
    const withheld = [...kind.sections.keys()].filter((one) => !sections.has(one));
    return { spot, what: entry.what, entry, content, kind, sections, withheld };
  }

  report() {
    const { delivery, trust } = this;
    const places = this.said.filter(({ entry }) => equal(entry.what, delivery.message));
    const shown = places.find(({ row }) => row.signed !== undefined);
    if (shown === undefined) refuse("bundle-message-not-said");
    const message = this.statement(shown);
    const author = message.content.from;
    must(places.every(({ spot }) => spot.party === author), "bundle-message-not-said");
    must(message.kind.awaits, "delivery-kind");
    const others = [...trust.members.keys()].filter((one) => one !== author);
    must(delivery.by.size === others.length && others.every((one) => delivery.by.has(one)), "delivery-members");
    must(!this.stretches.has(author), "delivery-part");
    this.checkWriter(author);
    const own = this.said.filter(({ spot }) => spot.party === author).map(({ entry }) => entry);
    const about = {
      what: delivery.message,
      composed: message.content.composed,
      places: new Set(places.map(({ spot }) => spotName(spot))),
      says: places.map(({ entry }) => entry),
      own,
    };
    const members = others.map((one) => this.member(one, message, about));
    const explanations = this.said
      .filter(({ row, kind, entry }) => row.open !== undefined && kind === "explanation" && !equal(entry.what, delivery.message))
      .map((place) => this.statement(place));
    const receipted = members.every(({ finding }) => finding.stored !== null);
    const { writer, made } = delivery;
    return { trust, writer, made, fields: delivery.fields, message, members, explanations, receipted };
  }

  // Statements of the writer alone: which routes its node used, and that it holds two histories.
  checkWriter(author) {
    const { carried, differ = new Map(), writer, by } = this.delivery;
    must(carried === undefined || (writer === author && [...carried.keys()].every((one) => by.has(one))), "delivery-carried");
    must([...differ.keys()].every((one) => this.trust.members.has(one)), "delivery-members");
    for (const [of, checkpoints] of differ) {
      const heads = checkpoints.map((one) => checkHead(this.trust, one));
      must(heads.every((one) => !this.trust.distrusted.has(this.trust.under.get(logName(one)))), "head-after-succession");
      if (heads.length === 0) continue;
      const [a, b] = heads;
      must(heads.length === 2 && a.party === of && b.party === of, "delivery-differ");
      must(equal(a.epoch, b.epoch) && a.size === b.size && compare(a.root, b.root) < 0, "delivery-differ");
    }
  }

  member(of, message, about) {
    const asked = this.delivery.by.get(of);
    const carried = this.delivery.carried?.get(of);
    const finding = decide(about, this.stretches.get(of) ?? [], asked.at, carried?.length === 0);
    must(asked.basis === "asked" || asked.at === this.due(of, message, finding, asked.basis), "delivery-due");
    const point = finding.acknowledged ?? finding.last;
    const bounds = point === null ? null : namedBy(point.spot, about.own);
    return { party: of, by: asked.at, basis: asked.basis, finding, bounds, carried, differ: this.delivery.differ?.has(of) ?? false };
  }

  // When the terms make it due, from the receipt that is shown; null where that does not follow.
  due(of, message, { stored }, basis) {
    const agreed = due(this.delivery.fields, message.content.wanted);
    if (stored === null || agreed === null || (agreed.over === "always") !== (basis === "due")) return null;
    if (basis === "due") return stored.entry.at + agreed.span;
    const { spot, entry } = stored;
    const earlier = this.calendars
      .filter((one) => one.party === of)
      .map((one) => ({ ...one, here: equal(one.epoch, spot.epoch) }))
      .filter((one) => (one.here ? one.index < spot.index : one.at <= entry.at));
    if (earlier.length === 0) return null;
    const rank = (one) => [one.here ? 1 : 0, one.here ? one.index : one.at];
    const last = earlier.reduce((best, one) => (laterOf(rank(one), rank(best)) ? one : best));
    return addDuty(last.calendar, entry.at, agreed.span, agreed.over);
  }
}

const laterOf = ([a, b], [c, d]) => a > c || (a === c && b > d);

function tried(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

export function verifyDelivery(data) {
  const { frame: carried } = unpack(fileShape, undamaged(data), MAX_BUNDLE);
  const frame = parseFrame(carried, MAX_BUNDLE);
  const delivery = unpack(deliveryShape, frame.payload, MAX_BUNDLE);
  const trust = found(delivery.terms, delivery.credentials);
  follow(trust, delivery.successions);
  must(equal(trust.line, delivery.line), "bundle-line");
  checkFields(trust.terms.fields, delivery.fields);
  const writer = trust.members.get(delivery.writer);
  if (writer === undefined) refuse("delivery-members");
  requireExactly("delivery", trust.line, frame, keysOf(writer.history.at(-1), "node"));
  return new Reading(trust, delivery).report();
}

// --- as plain data -------------------------------------------------------------------------------------------------------

function plain(value) {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}

const toldMessage = ({ what, content, spot, entry, sections, withheld }) => ({
  id: hex(what),
  kind: content.kind,
  author: content.from,
  entry: spot.index,
  at: entry.at,
  wanted: content.wanted,
  vocab: hex(content.vocab),
  sections: Object.fromEntries([...sections].filter(([, value]) => value !== null).map(([key, one]) => [key, plain(one)])),
  withheld,
});
const toldPoint = (point) => (point === null ? null : { entry: point.spot.index, at: point.at });

function toldMember({ party: of, by, basis, finding, bounds, carried, differ }) {
  const { stored } = finding;
  return {
    party: of,
    state: finding.state,
    by,
    basis,
    stored: stored && {
      entry: stored.spot.index,
      at: stored.entry.at,
      verdict: stored.entry.verdict,
      reason: stored.entry.reason ?? null,
    },
    acknowledged: toldPoint(finding.acknowledged),
    late: finding.late,
    none_before: finding.noneBefore,
    first: toldPoint(finding.first),
    last: toldPoint(finding.last),
    not_shown: finding.notShown,
    names: finding.names.map(({ kind, ...point }) => ({ ...toldPoint(point), kind })),
    named: bounds,
    carried: carried === undefined ? null : carried,
    differ,
  };
}

export const toldDelivery = ({ message, trust, writer, made, members, explanations }) => ({
  message: toldMessage(message),
  context: trust.terms.context,
  writer,
  made,
  members: members.map(toldMember),
  explanations: explanations.map(toldMessage),
});
