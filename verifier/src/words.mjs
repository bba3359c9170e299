// Words for people, in English and Chinese. The vocabulary, the sentences of delivery records and what codes mean are data of the
// project (page/data.json, written by scripts/verifier_words.py); the page's own sentences are page/words.json.

import data from "../page/data.json";
import own from "../page/words.json";

const at = (lang) => (lang === "zh" ? 1 : 0);
const { vocabulary, codesOf, sentences, errors } = data;
const times = new Set(data.times);

export function fill(sentence, values = {}) {
  return sentence.replace(/\{([a-z_]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// One of the page's own sentences, or one of the catalogue's.
export const text = (key, lang, values) => fill((own[key] ?? sentences[key])[at(lang)], values);
export const separator = (lang) => sentences["list.separator"][at(lang)];
export const meaning = (code, lang) => (Object.hasOwn(errors, code) ? errors[code][at(lang)] : own[code]?.[at(lang)]) ?? code;

const label = (table, name, lang) => (table !== undefined && Object.hasOwn(table, name) ? table[name][at(lang)] : String(name));
export const isCurrent = (digest) => digest === vocabulary.digest;
export const code = (field, value, lang) => label(vocabulary.codes[field], value, lang);
export const kindName = (kind, lang) => code("kind", kind, lang);
// Where the vocabulary puts a field among the others; one it does not know comes last.
export const fieldPlace = (name) => (vocabulary.order.indexOf(name) + 1 || vocabulary.order.length + 1);
export const fieldName = (name, lang) => label(vocabulary.fields, name, lang);

export function sectionName(name, lang) {
  const number = /^support-(\d)$/.exec(name);
  if (number !== null) return fieldName("support", lang) + " " + number[1];
  return fieldName(name === "harm" ? "harm_section" : name, lang);
}

// A time in ms UTC, spelled alike in both languages; what no calendar here can spell, as the number it is.
export function time(ms) {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return ms + " ms UTC";
  return date.toISOString().slice(0, 19).replace("T", " ") + " UTC";
}

// What a member of a section says. `known`: whether the vocabulary here is the one the message names.
export function value(name, item, lang, known) {
  if (Array.isArray(item)) {
    const table = Object.hasOwn(vocabulary.codes, codesOf[name] ?? name) || name === "also";
    const parts = item.map((one) => value(name, one, lang, known));
    return table ? parts.join(separator(lang)) : parts.map((one, n) => `(${n + 1}) ${one}`).join("\n");
  }
  if (times.has(name)) return time(item);
  if (!known || (typeof item !== "string" && typeof item !== "number")) return String(item);
  if (name === "area") return label(vocabulary.areas, item, lang);
  if (name === "class" || name === "also") return label(vocabulary.concepts, item, lang);
  return code(codesOf[name] ?? name, item, lang);
}

// What a difference shows, in the catalogue's words.
export function differing({ differ }, lang) {
  const [one, two] = differ.heads;
  const values = {
    party: differ.party,
    index: differ.index,
    one: one.size,
    two: two.size,
    one_epoch: one.epoch.slice(0, 8),
    two_epoch: two.epoch.slice(0, 8),
    one_root: one.root.slice(0, 8),
    two_root: two.root.slice(0, 8),
  };
  return ["differ." + differ.form, "differ.both-signed", "differ.shows-not"].map((key) => text(key, lang, values));
}

// The command's answer for people: the same sentences as `detente verify`.
export function lines(report, verdict, lang) {
  if (report === null) {
    const { reason } = verdict;
    return [text("verify." + verdict.verdict, lang), `${meaning(reason, lang)} [${reason}]`];
  }
  const context = code("context", report.trust.terms.context, lang);
  const parties = verdict.parties.map(({ id }) => id).join(", ");
  const keys = verdict.parties.map(({ id, key }) => text("verify.fingerprint", lang, { party: id, key }));
  if (verdict.differ) {
    return [text("differ.shown", lang, { party: verdict.differ.party, context }), ...differing(verdict, lang), ...keys];
  }
  const said = verdict.delivery
    ? [text("verify.delivery", lang, { context })]
    : [text("verify.proven", lang, { context, count: verdict.messages.length, parties })];
  const members = verdict.delivery?.members.map((member) => `  ${member.party}: ${member.state} (${time(member.by)})`) ?? [];
  const messages = (report.messages ?? [report.message]).map(({ content, entry, receipted, withheld }) => {
    const stored = receipted ? text("verify.receipted", lang) : "";
    const kind = kindName(content.kind, lang);
    const line = "  " + text("verify.message", lang, { kind, author: content.from, at: time(entry.at), receipted: stored });
    const names = withheld.map((name) => sectionName(name, lang)).join(separator(lang));
    return withheld.length > 0 ? line + "\n    " + text("verify.withheld", lang, { sections: names }) : line;
  });
  return [...said, ...members, ...messages, ...keys];
}
