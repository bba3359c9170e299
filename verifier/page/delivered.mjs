// What a delivery record shows of each other member, in the words of the project's catalogue.

import { kindName, time } from "../src/words.mjs";
import { el, rows } from "./elements.mjs";

function state(member, lang, t) {
  const by = time(member.by);
  if (member.state !== "acknowledged") {
    return t("delivery." + member.state, { by, count: member.not_shown, author: member.author });
  }
  const at = time(member.acknowledged.at);
  return member.late ? t("delivery.acknowledged-after", { at, by }) : t("delivery.acknowledged-at", { at });
}

function stored({ stored: held }, lang, t) {
  if (held === null) return t("delivery.no-receipt");
  if (held.verdict === "accepted") return t("delivery.is-stored", { at: time(held.at) });
  return t("delivery.is-not-taken", { at: time(held.at), verdict: held.verdict, reason: held.reason ?? "–" });
}

function route({ way, first, to }, author, t) {
  const values = { at: time(first), author, to, way };
  return t(way === "answer" ? "delivery.way-answer" : way === "https" && to ? "delivery.way-https" : "delivery.way-other", values);
}

export function members(delivery, lang, t) {
  const { author } = delivery.message;
  return delivery.members.map((one) => {
    const member = { ...one, author };
    const pairs = [[t("delivery.label-time"), t("delivery.by-" + member.basis, { by: time(member.by) })]];
    if (member.first !== null) {
      const { first, last } = member;
      const values = { first: first.entry, first_at: time(first.at), last: last.entry, last_at: time(last.at) };
      pairs.push([t("delivery.label-entries"), t("delivery.shown", values)]);
    }
    if (member.late && member.none_before) pairs.push([t("delivery.label-also"), t("delivery.none-by", { by: time(member.by) })]);
    for (const named of member.names) {
      pairs.push([t("delivery.label-also"), t("delivery.named-it", { kind: kindName(named.kind, lang), at: time(named.at) })]);
    }
    const { before = null, after = null } = member.named ?? {};
    if (before !== null) pairs.push([t("delivery.label-bounds"), t("delivery.named-before", { author, at: time(before) })]);
    if (after !== null) pairs.push([t("delivery.label-bounds"), t("delivery.named-after", { author, at: time(after) })]);
    for (const way of member.carried ?? []) pairs.push([t("delivery.label-route"), route(way, author, t)]);
    if (member.differ) pairs.push([t("delivery.label-also"), t("delivery.differ")]);
    return el(
      "article",
      { class: "member" },
      el("h3", {}, el("code", {}, member.party)),
      el("p", { class: "state" }, state(member, lang, t)),
      member.state === "not-sent" ? "" : el("p", {}, stored(member, lang, t)),
      rows(pairs),
    );
  });
}
