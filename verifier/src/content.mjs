// Sections 7 and 9: what is said, who released it, and the sections that are shown.

import { compare, equal, hex } from "./bytes.mjs";
import { bytesItem, tagged, textItem } from "./encoding.mjs";
import { logName } from "./heads.mjs";
import { KINDS } from "./kinds.mjs";
import { must, refuse } from "./refusal.mjs";
import { anything, b16, context, dict, digest, list, ms, name, only, party, readAt, row } from "./shapes.mjs";
import { bytes, sectionValue, struct, uint, unpack } from "./shapes.mjs";
import { parseFrame, validBy } from "./signatures.mjs";
import { standing } from "./statements.mjs";
import { assertion, released } from "./tokens.mjs";

const MAX_MESSAGE = 262144;
const MAX_SECTION = 131072;

const contentShape = struct(
  {
    v: only(1),
    line: digest,
    context,
    terms: digest,
    from: party,
    kind: name,
    schema: uint(),
    vocab: digest,
    wanted: uint(0, 3),
    id: digest,
    composed: ms,
    expires: ms,
    sections: dict(name, digest, 1, 32),
  },
  { thread: digest, re: list(digest, 1, 64) },
);
const signedShape = row(["frame", bytes(0, Infinity)], ["tokens", list(anything, 0, 16)]);

export const openSections = dict(name, row(["salt", digest], ["value", sectionValue]), 0, 32);
// `signed` is looked at message by message: here any array of two.
export const signedPair = (cursor) => {
  const start = cursor.at;
  row(["frame", anything], ["tokens", anything])(cursor);
  return cursor.build ? cursor.bytes.subarray(start, cursor.at) : null;
};

export const saidId = (signed) => tagged("said", bytesItem(signed));

// {content, frame, tokens} of a carried `signed` pair.
export function readSigned(signed) {
  const pair = readAt(signedShape, signed);
  const frame = parseFrame(pair.frame, MAX_MESSAGE);
  const tokens = pair.tokens.map((carried) => readAt(assertion, carried));
  for (let n = 1; n < tokens.length; n++) must(compare(tokens[n - 1].key, tokens[n].key) < 0, "shape");
  return { content: unpack(contentShape, frame.payload, MAX_MESSAGE), frame, tokens };
}

export const kindOf = (content) => KINDS.get(content.kind + "/" + content.schema);

function meetsRule(trust, record, rule, { frame, tokens }) {
  const { release } = record.credential;
  const [needed, ...ids] = release.get(rule) ?? release.get("default");
  const allowed = new Set(ids.map(hex));
  const valid = new Set();
  for (const signature of frame.signatures) {
    const kid = hex(signature.kid);
    if (!allowed.has(kid) || !validBy("content", trust.line, frame, signature, record.keys.get(kid))) return false;
    valid.add(kid);
  }
  const challenge = tagged("content", bytesItem(frame.payload));
  for (const token of tokens) {
    const kid = hex(token.key);
    if (!allowed.has(kid) || valid.has(kid) || !released(token, record.keys.get(kid), challenge)) return false;
    valid.add(kid);
  }
  return valid.size >= needed;
}

// A kind that is not known here may be a node's or an office's.
function isReleased(trust, record, message) {
  const kind = kindOf(message.content);
  const office = message.content.kind === "machine" ? "default" : message.content.kind;
  if (kind !== undefined) return meetsRule(trust, record, kind.machine ? "machine" : office, message);
  return meetsRule(trust, record, "machine", message) || meetsRule(trust, record, office, message);
}

// That a message is of this line, placed and released as the credential asks that its log stands under. `entry` says it.
export function checkPlaced(trust, message, entry, epoch) {
  const { content } = message;
  const record = standing(trust, content.from, logName({ party: content.from, epoch }));
  const ours = equal(content.line, trust.line) && content.context === trust.terms.context;
  must(ours && equal(content.terms, trust.termsDigest), "bundle-message-line");
  must(equal(entry.cred, record.digest) && entry.at <= content.expires, "bundle-message-place");
  must(isReleased(trust, record, message), "not-released");
}

// Exactly the sections of the kind are committed to.
export function commitsToItsKind(content, kind) {
  return content.sections.size === kind.sections.size && [...kind.sections.keys()].every((one) => content.sections.has(one));
}

// The values of the sections shown, by name; null for one that its author left empty. Of a kind not known, undefined: they
// open what was committed to and cannot be read.
export function readSections(content, kind, open) {
  const sections = new Map();
  for (const [called, { salt, value }] of open) {
    const committed = content.sections.get(called);
    if (committed === undefined) refuse("section-not-committed");
    const opened = tagged("section", bytesItem(content.id), textItem(called), bytesItem(salt), bytesItem(value));
    must(equal(opened, committed), "section-not-committed");
    const left = value.length === 1 && value[0] === 0xf6;
    if (kind === undefined) sections.set(called, undefined);
    else sections.set(called, left ? null : unpack(kind.sections.get(called), value, MAX_SECTION));
  }
  return sections;
}
