// Section 16, "What needs every member", and section 20: of which sections a bundle shows that all agreed to destroy them.

import { hex } from "./bytes.mjs";
import { logName, spotName, spotOrder } from "./heads.mjs";

const NEVER_OF = new Set(
  ["keys", "roster", "destruction", "consent", "destroyed", "disclosure", "proposal", "progress", "opening"],
);
const NEVER = new Set(["coded", "times"]);

// What a member's log says that it had seen up to its word: heads named, messages heard, and its own, through the epochs
// that it says it follows. `entries(log, stop)` gives the entries of a log before an index that are here.
class Seen {
  constructor(spot, entries) {
    this.sizes = new Map();
    this.heard = new Set();
    this.own = new Map();
    let { epoch } = spot;
    let stop = spot.index + 1;
    for (;;) {
      const log = logName({ party: spot.party, epoch });
      if (this.own.has(log)) return;
      this.own.set(log, stop);
      const follows = this.read(entries(log, stop));
      if (follows === undefined || follows.party !== spot.party) return;
      epoch = follows.epoch;
      stop = follows.size;
    }
  }

  read(entries) {
    let follows;
    for (const entry of entries) {
      if (entry.role === "heard") this.heard.add(spotName(entry.from));
      if (entry.role === "epoch") follows = entry.follows;
      for (const head of entry.role === "said" ? entry.seen : []) {
        const log = logName(head);
        this.sizes.set(log, Math.max(head.size, this.sizes.get(log) ?? 0));
      }
    }
    return follows;
  }

  covers(spot) {
    const log = logName(spot);
    const within = (sizes) => spot.index < (sizes.get(log) ?? 0);
    return this.heard.has(spotName(spot)) || within(this.own) || within(this.sizes);
  }
}

// When the last member agreed to a proposal (ms UTC), or null where it does not stand agreed.
function agreedAt(members, words, entries) {
  const sorted = [...words].sort((a, b) => spotOrder(a.spot, b.spot));
  const declined = sorted.filter(({ agreed }) => !agreed);
  const counted = new Map();
  for (const word of sorted) {
    if (!word.agreed || counted.has(word.spot.party)) continue;
    const seen = declined.length > 0 ? new Seen(word.spot, entries) : null;
    if (!declined.some((other) => seen.covers(other.spot))) counted.set(word.spot.party, word.at);
  }
  return members.every((party) => counted.has(party)) ? Math.max(...counted.values()) : null;
}

// For each message (said id in hexadecimal) the sections that all members agreed to destroy, and when.
export function destroyed(members, messages, entries) {
  const answers = new Map();
  const known = new Map();
  const proposals = [];
  for (const message of messages) {
    const { content, kind, sections } = message;
    if (kind === undefined) continue;
    known.set(hex(message.what), message);
    const coded = sections.get("coded");
    if (!coded || content.re?.length !== 1) continue;
    const word = { spot: message.spot, at: message.entry.at };
    if (kind.name === "destruction") proposals.push({ message, word: { ...word, agreed: true } });
    if (kind.name !== "consent") continue;
    const about = hex(content.re[0]);
    answers.set(about, [...(answers.get(about) ?? []), { ...word, agreed: coded.consent === "agreed" }]);
  }
  const found = new Map();
  for (const { message, word } of proposals) {
    const target = known.get(hex(message.content.re[0]));
    if (target === undefined || NEVER_OF.has(target.kind.name)) continue;
    const at = agreedAt(members, [word, ...(answers.get(hex(message.what)) ?? [])], entries);
    if (at === null) continue;
    const sections = found.get(hex(target.what)) ?? new Map();
    found.set(hex(target.what), sections);
    for (const name of message.sections.get("coded").sections) {
      if (!target.kind.sections.has(name) || NEVER.has(name)) continue;
      sections.set(name, Math.min(at, sections.get(name) ?? at));
    }
  }
  return found;
}
