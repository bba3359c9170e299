// What is found, as plain data: the contract of `detente verify --json` (docs/contracts.md).

import { hex } from "./bytes.mjs";
import { MAX_BUNDLE, verifyBundle } from "./bundles.mjs";
import { isDelivery, toldDelivery, verifyDelivery } from "./delivery.mjs";
import { isDiffer, toldDiffer, verifyDiffer } from "./differing.mjs";
import { Refusal } from "./refusal.mjs";
import { fingerprints } from "./statements.mjs";
import { steps } from "./succession.mjs";

const row = ({ what, content, sections, receipted }) => ({
  id: hex(what),
  kind: content.kind,
  area: sections.get("coded")?.area ?? null,
  author: content.from,
  context: content.context,
  receipted,
});

const proven = (trust, messages) => ({ verdict: "proven", reason: null, parties: fingerprints(trust), messages });

// {verdict, report} of a file's bytes; `report` is null where nothing is proven. Never throws for what the bytes say.
export function look(data) {
  try {
    if (data.length > MAX_BUNDLE) throw new Refusal("file-too-large", true);
    if (isDelivery(data)) {
      const report = verifyDelivery(data);
      const about = { ...report.message, receipted: report.receipted };
      return { report, verdict: { ...proven(report.trust, [row(about)]), delivery: toldDelivery(report) } };
    }
    if (isDiffer(data)) {
      const report = verifyDiffer(data);
      return { report, verdict: { ...proven(report.trust, []), differ: toldDiffer(report) } };
    }
    const report = verifyBundle(data);
    const after = steps(report.trust);
    const verdict = proven(report.trust, report.messages.map(row));
    return { report, verdict: after.length > 0 ? { ...verdict, successions: after } : verdict };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const verdict = { verdict: error.damaged ? "damaged" : "refused", reason: error.code, parties: [], messages: [] };
    return { report: null, verdict };
  }
}
