// Sections 4, 6 and 7: keys, terms and credentials; what a line rests on.

import { compare, equal, hex } from "./bytes.mjs";
import { ARRAY, bytesItem, BYTES, MAX_INT, NEGATIVE, tagged, textItem, UNSIGNED } from "./encoding.mjs";
import { must, refuse } from "./refusal.mjs";
import { byType, bytes, carried, context, dict, digest, b16, int, list, ms, name, oneOf, only } from "./shapes.mjs";
import { party, row, statement, struct, uint, unpack, yes } from "./shapes.mjs";
import { checkPublic, ED25519, ESP256, ML_DSA_44, ML_DSA_87, parseFrame, requireExactly } from "./signatures.mjs";

const LIMIT = 131072;
const USES = {
  root: [ED25519, ML_DSA_87],
  officer: [ED25519, ESP256],
  node: [ED25519],
  log: [ED25519, ML_DSA_44],
  cosign: [ED25519, ML_DSA_44],
  relay: [ED25519],
};

const key = struct(
  { id: b16, use: oneOf(...Object.keys(USES)), alg: int(), pub: bytes(32, 4096) },
  { held: oneOf("node", "token") },
);
const keys = list(key, 1, 32);
export const rootSet = struct({ roots: carried(keys), next: digest });
export const field = row(["salt", digest], ["value", statement]);
export const fields = dict(name, field, 0, 32);

const termsShape = struct(
  {
    v: only(1),
    nonce: digest,
    seq: uint(),
    context,
    pair: b16,
    "sign-by": ms,
    parties: dict(party, rootSet, 2, 16),
    suites: list(uint(), 1, 8),
    layers: list(uint(), 0, 8),
    fields: dict(name, digest, 1, 32),
  },
  { prev: digest },
);
// A rule's parts are looked at by `release`, so that what is wrong with it has one name.
const rulePart = byType(
  [UNSIGNED, int()],
  [NEGATIVE, int()],
  [BYTES, bytes(0, Infinity)],
);
const credentialShape = struct(
  {
    v: only(1),
    line: digest,
    party,
    seq: uint(),
    keys,
    release: dict(name, list(rulePart, 0, MAX_INT), 1, 64),
    fields: dict(name, digest, 0, 32),
  },
  { prev: digest, emergency: yes },
);

const sameSet = (found, wanted) =>
  found.length === wanted.length && [...found].sort().every((value, n) => value === [...wanted].sort()[n]);
const distinct = (values) => new Set(values.map(hex)).size === values.length;

function checkKeys(all) {
  must(distinct(all.map(({ id }) => id)), "key-id-repeated");
  must(distinct(all.map(({ pub }) => pub)), "key-used-twice");
  for (const { use, alg, pub } of all) {
    must(USES[use].includes(alg), "key-algorithm-for-use");
    checkPublic(alg, pub);
  }
}

export function checkRoots(roots) {
  must(sameSet(roots.map(({ alg }) => alg), USES.root), "roots-not-hybrid");
  must(roots.every(({ use }) => use === "root"), "key-use");
  checkKeys(roots);
}

function checkSuites(suites) {
  for (const suite of suites) {
    must(suite < 4, "suite-unknown");
    must(suite === 1, "suite-not-real");
  }
}

// Founding terms, signed by every root of every member. An old record needs no clock.
function acceptTerms(frame) {
  const terms = unpack(termsShape, frame.payload, LIMIT);
  must(terms.seq === 0 && terms.prev === undefined, "terms-not-founding");
  const roots = [...terms.parties.values()].map((set) => set.roots.value);
  for (const set of roots) checkRoots(set);
  checkKeys(roots.flat());
  checkSuites(terms.suites);
  requireExactly("terms", tagged("line", bytesItem(frame.payload)), frame, roots.flat());
  return terms;
}

function checkRelease(release, officers, nodes) {
  must(release.has("machine") && release.has("default"), "release-rule-missing");
  for (const [kind, [count, ...ids]] of release) {
    const allowed = kind === "machine" ? nodes : officers;
    must(typeof count === "number" && ids.every((id) => typeof id !== "number"), "release-rule");
    must(count >= 1 && count <= ids.length && distinct(ids), "release-rule");
    must(ids.every((id) => allowed.has(hex(id))), "release-rule");
  }
}

// A credential by itself: shape, keys and release rules sound. Says nothing of signatures.
export function readCredential(payload) {
  const credential = unpack(credentialShape, payload, LIMIT);
  checkKeys(credential.keys);
  const of = (use) => credential.keys.filter((one) => one.use === use);
  must(of("root").length === 0, "key-use");
  must(of("node").length === 1 && of("officer").length > 0, "credential-keys");
  must(sameSet(of("log").map(({ alg }) => alg), USES.log), "log-keys-not-hybrid");
  const ids = (use) => new Set(of(use).map(({ id }) => hex(id)));
  checkRelease(credential.release, ids("officer"), ids("node"));
  return credential;
}

// Every shown field opens its commitment.
export function checkFields(committed, shown) {
  for (const [called, { salt, value }] of shown) {
    const opened = tagged("field", textItem(called), bytesItem(salt), bytesItem(value));
    must(committed.has(called) && equal(committed.get(called), opened), "field-not-committed");
  }
}

// What a line rests on, from the frames that a file carries: its terms, and every member's credential.
export function found(termsBytes, credentialList) {
  const members = new Map();
  let last = null;
  for (const encoded of credentialList) {
    const frame = parseFrame(encoded);
    const credential = readCredential(frame.payload);
    must(last === null || credential.party > last, "bundle-order");
    last = credential.party;
    members.set(credential.party, { frame, credential });
  }
  const termsFrame = parseFrame(termsBytes);
  const terms = acceptTerms(termsFrame);
  const line = tagged("line", bytesItem(termsFrame.payload));
  must(sameSet([...members.keys()], [...terms.parties.keys()]), "founding-member-missing");
  const roots = new Set([...terms.parties.values()].flatMap((set) => set.roots.value.map(({ pub }) => hex(pub))));
  for (const member of members.values()) acceptCredential(member, line, terms, roots);
  must(distinct([...members.values()].flatMap(({ credential }) => credential.keys.map(({ pub }) => pub))), "key-used-twice");
  const history = ([party, { frame, credential }]) => {
    return [party, { history: [recordOf(frame, credential, terms.parties.get(party))], cases: [] }];
  };
  const termsDigest = tagged("terms", bytesItem(termsFrame.payload));
  // `under`: of each log, the credential it stands under; `distrusted`: credentials that an emergency ended.
  return { line, terms, termsDigest, members: new Map([...members].map(history)), under: new Map(), distrusted: new Set() };
}

// One credential that holds: its digest, its keys by id, and its party's roots from then on.
export const recordOf = (frame, credential, roots) => ({
  credential,
  roots,
  digest: tagged("credential", bytesItem(frame.payload)),
  keys: new Map(credential.keys.map((one) => [hex(one.id), one])),
});

// The credential that a log stands under; the newest where no head of it was seen.
export const standing = (trust, party, log) => trust.under.get(log) ?? trust.members.get(party).history.at(-1);

function acceptCredential(member, line, terms, roots) {
  const { credential, frame } = member;
  if (!equal(credential.line, line)) refuse("credential-not-of-this-line");
  must(credential.seq === 0 && credential.prev === undefined && credential.emergency === undefined, "credential-not-first");
  must(credential.keys.every(({ pub }) => !roots.has(hex(pub))), "key-used-twice");
  requireExactly("credential", line, frame, terms.parties.get(credential.party).roots.value);
}

export const keysOf = ({ credential }, use) => credential.keys.filter((one) => one.use === use);

// (party, fingerprint of its roots in hexadecimal), in order of party.
export function fingerprints(trust) {
  return [...trust.terms.parties]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, set]) => ({ id, key: hex(tagged("roots", set.roots.encoded)) }));
}

export const inOrder = (a, b) => (a.party === b.party ? compare(a.epoch, b.epoch) : a.party < b.party ? -1 : 1);
