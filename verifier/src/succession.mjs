// Section 4, "Succession": one credential after another, and what of earlier logs counts after it.

import { equal, hex } from "./bytes.mjs";
import { tagged } from "./encoding.mjs";
import { logName } from "./heads.mjs";
import { must } from "./refusal.mjs";
import { list, only, statement, struct, unpack } from "./shapes.mjs";
import { parseFrame, requireExactly } from "./signatures.mjs";
import { checkFields, checkRoots, fields, readCredential, recordOf, rootSet } from "./statements.mjs";

const LIMIT = 131072;
export const successions = list(struct({ v: only(1), credential: statement, fields }), 1, 1024);

const pubs = (keys) => keys.map(({ pub }) => hex(pub));
const sameKey = (a, b) =>
  equal(a.id, b.id) && a.use === b.use && a.alg === b.alg && equal(a.pub, b.pub) && a.held === b.held;
const sameRoots = (a, b) => a.length === b.length && a.every((key, n) => sameKey(key, b[n]));

function caseOf(line, frame, credential, before, after, held) {
  const old = held[held.length - 1];
  const next = credential.seq === old.credential.seq + 1 && credential.prev !== undefined && equal(credential.prev, old.digest);
  must(next, "credential-not-next");
  const roots = before.roots.value;
  const claimed = after.roots.value;
  return { line, frame, old, roots, claimed };
}

// Who must have signed, by the case that it is.
function checkSigned({ line, frame, old, roots, claimed }, credential, before, after) {
  if (credential.emergency) {
    requireExactly("credential", line, frame, roots);
    return "emergency";
  }
  if (!sameRoots(claimed, roots)) {
    must(equal(tagged("roots", after.roots.encoded), before.next), "roots-not-announced");
    requireExactly("credential", line, frame, [...roots, ...claimed]);
    return "root-change";
  }
  requireExactly("credential", line, frame, [...roots, ...old.credential.keys.filter(({ use }) => use === "node")]);
  return "routine";
}

function checkNew(trust, credential, held, shown, after) {
  const members = [...trust.members.values()];
  const used = new Set(members.flatMap(({ history }) => history.flatMap((one) => pubs(one.credential.keys))));
  const roots = new Set(members.flatMap(({ history }) => history.flatMap((one) => pubs(one.roots.roots.value))));
  const officers = held.flatMap((one) => one.credential.keys.filter(({ use }) => use === "officer"));
  const claimed = pubs(after.roots.value);
  for (const key of credential.keys) {
    const pub = hex(key.pub);
    const last = officers.filter((one) => equal(one.pub, key.pub)).pop();
    const kept = key.use === "officer" && last !== undefined && sameKey(last, key);
    must((!used.has(pub) || kept) && !roots.has(pub) && !claimed.includes(pub), "key-used-twice");
  }
  if (shown) must(claimed.every((pub) => !used.has(pub) && !roots.has(pub)), "key-used-twice");
}

function succeed(trust, carried) {
  const frame = parseFrame(carried.credential);
  const credential = readCredential(frame.payload);
  const member = trust.members.get(credential.party);
  must(member !== undefined && equal(credential.line, trust.line), "credential-not-of-this-line");
  checkFields(credential.fields, carried.fields);
  const held = member.history;
  const before = held[held.length - 1].roots;
  const shown = carried.fields.has("roots");
  const after = shown ? unpack(rootSet, carried.fields.get("roots").value, LIMIT) : before;
  if (shown) checkRoots(after.roots.value);
  must(!(credential.emergency && shown), "roots-not-announced");
  const step = caseOf(trust.line, frame, credential, before, after, held);
  const founding = [...trust.terms.parties.values()].flatMap((set) => set.roots.value);
  const rooted = new Set(pubs([...founding, ...step.roots, ...step.claimed]));
  must(pubs(credential.keys).every((pub) => !rooted.has(pub)), "key-used-twice");
  const found = checkSigned(step, credential, before, after);
  checkNew(trust, credential, held, shown, after);
  if (found === "emergency") trust.distrusted.add(step.old);
  held.push(recordOf(frame, credential, after));
  member.cases.push(found);
}

// In order of (party, number), each once.
export function follow(trust, carried = []) {
  let last = { party: "", seq: 0 };
  for (const one of carried) {
    const { party, seq } = readCredential(parseFrame(one.credential).payload);
    must(party > last.party || (party === last.party && seq > last.seq), "bundle-order");
    last = { party, seq };
    succeed(trust, one);
  }
}

// [{id, number, case}] of every credential after a first one.
export const steps = (trust) =>
  [...trust.members].flatMap(([id, { cases }]) => cases.map((one, n) => ({ id, number: n + 1, case: one })));

// --- what counts of logs -------------------------------------------------------------------------------------------------

function* named(entry) {
  if (entry.role === "heard") {
    const size = Math.max(entry.from.index, ...(entry.run?.also ?? [])) + 1;
    yield { party: entry.from.party, epoch: entry.from.epoch, size };
  } else if (entry.role === "said") yield* entry.seen;
  else yield* [...entry.reported, ...(entry.follows ? [entry.follows] : [])];
}

// No log is shown beyond where the epoch under its member's next credential says that it ended.
export function checkEnds(trust, logs) {
  for (const [, log] of logs) {
    const { party } = log.head;
    const opened = log.entry(0);
    if (opened?.role !== "epoch" || opened.follows?.party !== party) continue;
    const before = logs.get(logName(opened.follows));
    if (before === undefined || before.head.size <= opened.follows.size) continue;
    must(trust.under.get(logName(before.head)) === trust.under.get(logName(log.head)), "head-after-succession");
  }
}

// Of a log whose keys an emergency ended, only entries count that another member's entry names.
export function limitDistrusted(trust, logs) {
  if (trust.distrusted.size === 0) return;
  const sizes = new Map();
  for (const [, log] of logs) {
    for (const [, entry] of log.entries()) {
      for (const head of named(entry)) {
        if (head.party !== log.head.party) sizes.set(logName(head), Math.max(head.size, sizes.get(logName(head)) ?? 0));
      }
    }
  }
  for (const [name, log] of logs) {
    if (trust.distrusted.has(trust.under.get(name))) log.limit = sizes.get(name) ?? 0;
  }
}
