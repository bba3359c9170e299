// Section 20, "When records differ": a file that shows two statements of one member that cannot both be of one record.

import { undamaged } from "./bundles.mjs";
import { compare, encodeText, equal, hex } from "./bytes.mjs";
import { checkHead } from "./heads.mjs";
import { leafOf, opening, path, readEntry } from "./logs.mjs";
import { must, refuse } from "./refusal.mjs";
import { checkpoint, digest, index, list, only, oneOf, row, statement, struct, unpack } from "./shapes.mjs";
import { found } from "./statements.mjs";
import { follow, successions } from "./succession.mjs";
import { verifyConsistency, verifyInclusion } from "./trees.mjs";

const MAX_DIFFER = 4194304;
const MAGIC = "detente/1/differ";
const BEGINS = new Uint8Array([0x82, 0x60 + MAGIC.length, ...encodeText(MAGIC)]);
const leafAt = row(["leaf", digest], ["path", path]);
const fileShape = row(
  ["magic", oneOf(MAGIC)],
  [
    "differ",
    struct(
      {
        v: only(1),
        line: digest,
        terms: statement,
        credentials: list(statement, 1, 16),
        heads: list(checkpoint, 2, 2),
      },
      {
        prefix: row(["root", digest], ["path", path]),
        leaves: row(["index", index], ["first", leafAt], ["second", leafAt]),
        epochs: list(row(["opening", opening], ["path", path]), 2, 2),
        successions,
      },
    ),
  ],
);

export const isDiffer = (data) => equal(data.subarray(0, BEGINS.length), BEGINS);

function opened(head, { opening: one, path: way }) {
  const entry = readEntry(one);
  must(entry.role === "epoch", "differ-form");
  verifyInclusion(leafOf(head.origin, one), 0, head.size, way, head.root);
  return entry;
}

// Two epochs of one member that follow one log of its own, neither of which names the other.
function areTwo(heads, entries) {
  const [a, b] = entries.map(({ follows }) => follows);
  const { party } = heads[0];
  if (!a || !b || a.party !== party || b.party !== party || !equal(a.epoch, b.epoch)) return false;
  if (heads.some(({ epoch }) => equal(epoch, a.epoch))) return false;
  const names = ({ reported }, { epoch }) => reported.some((head) => head.party === party && equal(head.epoch, epoch));
  return !names(entries[0], heads[1]) && !names(entries[1], heads[0]);
}

function formOf(differ, [one, two]) {
  const beside = ["prefix", "leaves", "epochs"].filter((name) => differ[name] !== undefined);
  const together = equal(one.epoch, two.epoch);
  must(beside.length <= 1 && together === (differ.epochs === undefined), "differ-form");
  must(!together || (one.size === two.size) === (beside.length === 0), "differ-form");
  const order = compare(one.epoch, two.epoch) || one.size - two.size || compare(one.root, two.root);
  must(order <= 0, "bundle-order");
  return beside[0] ?? "one-size";
}

export function verifyDiffer(data) {
  if (data.length > MAX_DIFFER) refuse("too-large");
  const { differ } = unpack(fileShape, undamaged(data), MAX_DIFFER);
  const trust = found(differ.terms, differ.credentials);
  follow(trust, differ.successions);
  must(equal(trust.line, differ.line), "bundle-line");
  const heads = differ.heads.map((one) => checkHead(trust, one));
  const [one, two] = heads;
  must(one.party === two.party, "differ-heads");
  const form = formOf(differ, heads);
  let at = null;
  if (form === "epochs") {
    must(areTwo(heads, differ.epochs.map((shown, n) => opened(heads[n], shown))), "differ-heads");
  } else if (form === "prefix") {
    verifyConsistency(one.size, differ.prefix.root, two.size, two.root, differ.prefix.path);
    must(!equal(differ.prefix.root, one.root), "differ-heads");
  } else if (form === "leaves") {
    const { first, second } = differ.leaves;
    at = differ.leaves.index;
    verifyInclusion(first.leaf, at, one.size, first.path, one.root);
    verifyInclusion(second.leaf, at, two.size, second.path, two.root);
    must(!equal(first.leaf, second.leaf), "differ-heads");
  } else must(!equal(one.root, two.root), "differ-heads");
  return { trust, form, heads, index: at, differs: true };
}

export const toldDiffer = ({ trust, form, heads, index: at }) => ({
  party: heads[0].party,
  context: trust.terms.context,
  form,
  heads: heads.map(({ epoch, size, root }) => ({ epoch: hex(epoch), size, root: hex(root) })),
  index: at,
});
