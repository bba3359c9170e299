// What was found, in sections: the verdict first, then what is proven, by whom, and each message.

import { hex } from "../src/bytes.mjs";
import { plainly, unpack } from "../src/shapes.mjs";
import { code, differing, meaning, time } from "../src/words.mjs";
import { members } from "./delivered.mjs";
import { bdi, el, rows } from "./elements.mjs";
import { message } from "./message.mjs";

const AT_ONCE = 200; // messages drawn at a time

const grouped = (key) => el("code", { class: "key" }, key.match(/.{1,4}/g).join(" "));

// What a field of the terms says, where this file shows it.
function field(report, name) {
  const shown = report.fields?.get(name);
  if (shown === undefined) return null;
  try {
    return unpack(plainly, shown.value, 131072);
  } catch {
    return null;
  }
}

const inTongue = (names, lang) => (names instanceof Map ? (names.get(lang) ?? names.get("en") ?? null) : null);

// In both languages, whichever is read: nobody may take an exercise for the other.
function band(context, t) {
  const words = context === "exercise" ? "EXERCISE 演练" : "LIVE 正式";
  return el("p", { class: "band " + context, role: "note" }, el("strong", {}, words), t(context + "-what"));
}

function fileRows({ file }, t) {
  const pairs = [[t("file"), [bdi(file.name), ", ", t("bytes", { size: file.size })]]];
  if (file.digest !== null) pairs.push(["SHA-256", grouped(file.digest)]);
  return rows(pairs, { class: "facts" });
}

function refused(state, t) {
  const { verdict, reason } = state.found.verdict;
  const steps = [
    [t("wrong"), [meaning(reason, state.lang), " ", el("span", { class: "code" }, t("code"), " ", el("code", {}, reason))]],
    [t("means"), t(verdict + "-means")],
    [t("next"), t(verdict + "-next")],
  ];
  return [
    el("section", { class: "verdict " + verdict }, el("h1", { id: "verdict", tabindex: -1 }, t(verdict)), rows(steps, { class: "steps" })),
    el("section", {}, fileRows(state, t)),
  ];
}

function parties(state, t) {
  const { report, verdict } = state.found;
  const named = field(report, "members");
  const lines = verdict.parties.map(({ id, key }) => {
    const name = named instanceof Map ? inTongue(named.get(id), state.lang) : null;
    return el("tr", {}, el("th", { scope: "row" }, el("code", {}, id), name === null ? "" : [" ", bdi(String(name))]), el("td", {}, grouped(key)));
  });
  const head = el("tr", {}, el("th", { scope: "col" }, t("party")), el("th", { scope: "col" }, t("fingerprint")));
  return el(
    "section",
    {},
    el("h2", {}, t("parties")),
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...lines)),
    el("p", { class: "note" }, t("compare")),
    ...(verdict.successions ?? []).map(({ id, number, case: how }) => el("p", {}, t("keys-" + how, { party: id, number }))),
  );
}

function line(state, t) {
  const { report } = state.found;
  const name = inTongue(field(report, "name"), state.lang);
  const pairs = [];
  if (name !== null) pairs.push([t("line"), bdi(String(name))]);
  pairs.push([t("line-id"), grouped(hex(report.trust.line))]);
  return el("section", {}, fileRows(state, t), rows(pairs, { class: "facts" }));
}

function heads({ report }, t) {
  if (report.heads === undefined) return null;
  const lines = report.heads.map(({ party, epoch, size, whole }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("code", {}, party)),
      el("td", {}, t(whole ? "log-whole" : "log-part", { size })),
      el("td", {}, t("epoch"), " ", el("code", {}, hex(epoch))),
    ),
  );
  return el("section", {}, el("h2", {}, t("logs")), el("table", {}, el("tbody", {}, ...lines)));
}

const list = (words, kind) => el("ul", { class: kind }, ...words.map((one) => el("li", {}, one)));

function claims(t) {
  const proven = ["p-parties", "p-released", "p-placed", "p-sections", "p-receipts"].map((key) => t(key));
  const not = ["n-true", "n-chosen", "n-times"].map((key) => t(key));
  return el(
    "div",
    { class: "claims" },
    el("section", {}, el("h2", {}, t("what-proven")), list(proven, "proven")),
    el("section", {}, el("h2", {}, t("not-said")), list(not, "unsaid")),
  );
}

function messages(state, t) {
  const { report } = state.found;
  const all = report.messages;
  const section = el("section", { class: "messages" }, el("h2", {}, t("messages")));
  if (all.length === 0) section.append(el("p", {}, t("no-messages")));
  let drawn = 0;
  const more = el("button", { type: "button", class: "more" });
  const next = () => {
    const stop = Math.min(drawn + AT_ONCE, all.length);
    const cards = all.slice(drawn, stop).map((one, n) => message(one, drawn + n + 1, report, state.lang, t));
    more.before(...cards);
    drawn = stop;
    more.textContent = `${drawn} / ${all.length} …`;
    more.hidden = drawn === all.length;
  };
  more.addEventListener("click", next);
  section.append(more);
  next();
  return section;
}

function delivery(state, t) {
  const { report, verdict } = state.found;
  const about = message({ ...report.message, receipts: null }, null, report, state.lang, t);
  const explained = report.explanations.map((one) => message({ ...one, receipts: null }, null, report, state.lang, t));
  return [
    el("section", {}, el("h2", {}, t("delivery")), ...members(verdict.delivery, state.lang, t)),
    el("section", { class: "messages" }, el("h2", {}, t("message")), about, ...explained),
  ];
}

function proven(state, t) {
  const { report, verdict } = state.found;
  const { context } = report.trust.terms;
  const names = verdict.parties.map(({ id }) => id).join(state.lang === "zh" ? "、" : ", ");
  const said = verdict.differ
    ? t("differ.shown", { party: verdict.differ.party, context: code("context", context, state.lang) })
    : verdict.delivery ? t("proven-delivery") : t("proven-bundle", { count: report.messages.length, parties: names });
  const made = verdict.delivery ? [t("delivery.written", { writer: report.writer, at: time(report.made) })] : [];
  return [
    band(context, t),
    el(
      "section",
      { class: "verdict proven" },
      el("h1", { id: "verdict", tabindex: -1 }, t("proven"), " ", el("span", { class: "context " + context }, code("context", context, state.lang))),
      el("p", {}, said),
      ...made.map((words) => el("p", {}, words)),
    ),
    line(state, t),
    parties(state, t),
    ...(verdict.differ ? [el("section", {}, list(differing(verdict, state.lang), "unsaid"))] : []),
    ...(verdict.delivery ? delivery(state, t) : verdict.differ ? [] : [messages(state, t)]),
    verdict.differ ? null : claims(t),
    verdict.differ ? null : heads(state.found, t),
  ].filter((one) => one !== null);
}

export function outcome(state, t) {
  const { fault, report } = state.found;
  if (fault !== undefined) {
    return [el("section", { class: "verdict fault" }, el("h1", { id: "verdict", tabindex: -1 }, t("fault")), el("p", {}, el("code", {}, fault)))];
  }
  return report === null ? refused(state, t) : proven(state, t);
}
