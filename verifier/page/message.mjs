// One message: who said it and when, whose log has it, and its sections. Codes are shown in the reader's language; words as
// their author wrote them.

import { hex } from "../src/bytes.mjs";
import { code, fieldName, fieldPlace, isCurrent, kindName, sectionName, time, value } from "../src/words.mjs";
import { bdi, el, rows } from "./elements.mjs";

const WORDS = new Set(["plain", "why", "was", "reading", "root_cause", "lessons", "taken", "planned", "told", "harm", "affected", "chain"]);
const OWN = new Set(["prose", "courtesy", "measures", "harm", "system"]);

function shown(name, item, lang, known) {
  if (item instanceof Uint8Array) return el("code", { class: "key" }, hex(item));
  if (item instanceof Map) return rows([...item].map(([key, one]) => [key, shown(key, one, lang, known)]));
  if (Array.isArray(item)) {
    if (item.every((one) => typeof one === "string")) return bdi(value(name, item, lang, known));
    return el("ol", {}, ...item.map((one) => el("li", {}, shown(name, one, lang, known))));
  }
  if (item !== null && typeof item === "object") {
    return rows(Object.entries(item).map(([key, one]) => [fieldName(key, lang), shown(key, one, lang, known)]));
  }
  if (item === null) return "–";
  return WORDS.has(name) || name === "facts" ? null : bdi(value(name, item, lang, known));
}

// A section: labels and values; prose in its author's language, set apart.
function section(name, content, lang, known, language, t) {
  const heading = [sectionName(name, lang)];
  const spoken = name === "courtesy" ? content.language : language;
  if (OWN.has(name) && spoken) {
    const tongue = code("language", spoken, lang);
    heading.push(el("small", {}, " ", name === "courtesy" ? `${t("courtesy-note")} (${tongue})` : t("as-written", { language: tongue })));
  }
  const said = ([key, item]) => key !== "language" && !(Array.isArray(item) && item.length === 0);
  const pairs = Object.entries(content).filter(said).sort(([a], [b]) => fieldPlace(a) - fieldPlace(b));
  const drawn = pairs.map(([key, item]) => {
    const own = WORDS.has(key) || key === "facts" || (name === "system" && key !== "weights");
    const words = own ? (Array.isArray(item) ? item.map((one, n) => `(${n + 1}) ${one}`).join("\n") : item) : null;
    const tongue = { lang: spoken === "zh" ? "zh-Hans" : spoken, class: "own" };
    return [fieldName(key, lang), words === null ? shown(key, item, lang, known) : bdi(words, tongue)];
  });
  return el("section", { class: "part" }, el("h4", {}, ...heading), rows(drawn));
}

function receipts({ content, receipts: held }, report, lang, t) {
  if (held === null) return null;
  const lines = [...report.trust.members.keys()].filter((party) => party !== content.from).map((party) => {
    const receipt = held.get(party);
    if (receipt === undefined) return el("li", { class: "none" }, el("code", {}, party), ": ", t("not-stored"));
    const { at, verdict, reason } = receipt;
    const words =
      verdict === "accepted"
        ? t("stored", { at: time(at) })
        : t("stored-not-taken", { at: time(at), verdict: code("verdict", verdict, lang), reason: reason ?? "–" });
    return el("li", { class: "held" }, el("code", {}, party), ": ", words);
  });
  return el("ul", { class: "receipts" }, ...lines);
}

export function message(found, number, report, lang, t) {
  const { content, entry, kind, sections, spot, what, withheld } = found;
  const gone = found.destroyed ?? new Map();
  const known = isCurrent(hex(content.vocab));
  const name = kind === undefined ? content.kind : kindName(content.kind, lang);
  const { context } = content;
  const head = el(
    "header",
    {},
    el("h3", {}, number === null ? "" : el("span", { class: "number" }, number), name),
    el("span", { class: "context " + context }, code("context", context, lang)),
  );
  const facts = [
    [t("author"), el("code", {}, content.from)],
    [t("recorded"), el("time", { datetime: time(entry.at).replace(" UTC", "Z").replace(" ", "T") }, time(entry.at))],
    [t("wanted"), code("wanted", content.wanted, lang)],
  ];
  const prose = sections.get("prose");
  const parts = [...(kind ?? content).sections.keys()].filter((one) => sections.has(one) && sections.get(one) !== undefined);
  const filled = parts.filter((one) => sections.get(one) !== null);
  const empty = parts.filter((one) => sections.get(one) === null);
  const names = (list) => list.map((one) => sectionName(one, lang)).join(lang === "zh" ? "、" : ", ");
  const notes = [];
  if (kind === undefined) notes.push(t("unknown-kind"));
  else if (!known && filled.length > 0) notes.push(t("other-vocabulary"));
  if (found.circular) notes.push(t("circular"));
  for (const [one, at] of gone) {
    notes.push(`${sectionName(one, lang)}: ` + t(sections.has(one) ? "destroyed-shown" : "destroyed", { at: time(at) }));
  }
  return el(
    "article",
    { class: "message " + context },
    head,
    rows(facts, { class: "facts" }),
    receipts(found, report, lang, t),
    ...notes.map((words) => el("p", { class: "note" }, words)),
    ...filled.map((one) => section(one, sections.get(one), lang, known, prose?.language, t)),
    withheld.length > 0 && el("p", { class: "withheld" }, el("strong", {}, t("withheld")), ": ", names(withheld)),
    empty.length > 0 && el("p", { class: "empty" }, names(empty), ": ", t("left-empty")),
    el("details", {}, el("summary", {}, t("id")), el("p", {}, el("code", { class: "key" }, hex(what))),
      el("p", {}, t("place", { index: spot.index }), ", ", t("epoch"), " ", el("code", {}, hex(spot.epoch)))),
  );
}
