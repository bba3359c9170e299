// Section 11: checkpoints, C2SP signed notes with exactly two signatures under the log's own name.

import { sha256 } from "@noble/hashes/sha2.js";

import { compare, encodeText, equal, fromBase32, fromBase64, fromDecimal, hex, join, unhex } from "./bytes.mjs";
import { must, refuse } from "./refusal.mjs";
import { ED25519, ML_DSA_44, verify } from "./signatures.mjs";
import { keysOf } from "./statements.mjs";
import { decodeText } from "./text.mjs";

const LONGEST = 8192;
const MOST_LINES = 16;
const MAX_LOG = 2 ** 40;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const SPACE = /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const ORIGIN = /^detente\.v1\/([a-z2-7]{52})\/([a-z0-9-]{1,32})\/([0-9a-f]{32})$/;
const DASH = "\u2014 ";
const NO_TIME = new Uint8Array(8);

function parseLine(row) {
  const parts = row.startsWith(DASH) ? row.slice(2).split(" ") : [];
  must(parts.length === 2, "note-form");
  const [name, spelled] = parts;
  must(name !== "" && !name.includes("+") && !CONTROL.test(name) && !SPACE.test(name), "note-name");
  const value = fromBase64(spelled);
  must(value !== null && value.length >= 5, "note-signature");
  return { name, id: value.subarray(0, 4), value: value.subarray(4) };
}

// The text of a note, with its last newline, and its signature lines.
function parseNote(bytes) {
  must(bytes.length <= LONGEST, "note-too-large");
  const whole = decodeText(bytes);
  must(whole !== null, "note-not-utf8");
  const parting = whole.lastIndexOf("\n\n");
  must(parting >= 0 && whole.endsWith("\n") && whole.length > parting + 2, "note-form");
  const above = whole.slice(0, parting);
  must(!CONTROL.test(above), "note-control");
  const lines = whole.slice(parting + 2, -1).split("\n");
  must(lines.length <= MOST_LINES, "note-too-many-lines");
  return { text: above + "\n", lines: lines.map(parseLine) };
}

export function parseOrigin(text) {
  const found = ORIGIN.exec(text);
  const line = found === null || text.endsWith("\n") ? null : fromBase32(found[1]);
  must(line !== null, "head-origin");
  return { line, party: found[2], epoch: unhex(found[3]) };
}

function parseBody(text) {
  const lines = text.split("\n");
  must(lines.length === 4 && lines[3] === "", "head-body");
  const [origin, sizeText, rootText] = lines;
  const named = parseOrigin(origin);
  const size = fromDecimal(sizeText, MAX_LOG);
  must(size !== null && size > 0, "head-size");
  const root = fromBase64(rootText);
  must(root !== null && root.length === 32, "head-root");
  return { ...named, origin, size, root };
}

function keyId(origin, type, key) {
  return sha256(join(encodeText(origin), Uint8Array.of(10, type), key)).subarray(0, 4);
}

// What ML-DSA-44 signs: `cosigned_message` of tlog-cosignature, with the log as its own cosigner and no time.
function cosigned({ origin, size, root }) {
  const name = encodeText(origin);
  const opaque = join(Uint8Array.of(name.length), name);
  const end = new Uint8Array(8);
  const view = new DataView(end.buffer);
  view.setUint32(0, Math.floor(size / 2 ** 32));
  view.setUint32(4, size >>> 0);
  return join(encodeText("subtree/v1\n\0"), opaque, NO_TIME, opaque, NO_TIME, end, root);
}

function logKeys(record) {
  const log = keysOf(record, "log");
  return [ED25519, ML_DSA_44].map((wanted) => log.find(({ alg }) => alg === wanted).pub);
}

// The head in a checkpoint: a member's log on this line, with both its signatures, under one credential of that member.
export function checkHead(trust, bytes) {
  const { text, lines } = parseNote(bytes);
  const head = parseBody(text);
  must(equal(head.line, trust.line), "head-of-another-line");
  const member = trust.members.get(head.party);
  must(member !== undefined, "head-not-a-member");
  must(lines.length === 2 && lines.every(({ name }) => name === head.origin), "head-lines");
  const [first, second] = lines;
  const record = [...member.history].reverse().find((one) => {
    const [ed, ml] = logKeys(one);
    return equal(first.id, keyId(head.origin, 1, ed)) && equal(second.id, keyId(head.origin, 6, ml));
  });
  must(record !== undefined, "head-key");
  const [ed, ml] = logKeys(record);
  must(first.value.length === 64 && second.value.length === 8 + 2420, "head-signature");
  must(equal(second.value.subarray(0, 8), NO_TIME), "head-time");
  if (!verify(ED25519, ed, encodeText(text), first.value)) refuse("head-signature");
  if (!verify(ML_DSA_44, ml, cosigned(head), second.value.subarray(8))) refuse("head-signature");
  const log = logName(head);
  must((trust.under.get(log) ?? record) === record, "head-key");
  trust.under.set(log, record);
  return { party: head.party, epoch: head.epoch, size: head.size, root: head.root, origin: head.origin };
}

export const logName = ({ party, epoch }) => party + "/" + hex(epoch);
export const spotName = ({ party, epoch, index }) => party + "/" + hex(epoch) + "/" + index;
export function spotOrder(a, b) {
  if (a.party !== b.party) return a.party < b.party ? -1 : 1;
  return compare(a.epoch, b.epoch) || a.index - b.index;
}
