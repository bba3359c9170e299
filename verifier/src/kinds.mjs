// Section 16 and spec/detente.cddl: the kinds, their sections in the order they are shown, and the shape of each.

import { b16, bytes, characters, dict, digest, int, list, ms, name, oneOf, party, row, spelled, struct, uint } from "./shapes.mjs";
import { together } from "./together.mjs";

const code = spelled(/^[a-z0-9-]{1,64}$/);
const short = characters(1, 400);
const prose = characters(1, 65536);
const language = oneOf("en", "zh");
const ternary = oneOf("yes", "no", "unknown");
const area = oneOf("A", "B", "C", "M");
const handling = oneOf("tlp-clear", "tlp-green", "tlp-amber", "tlp-amber-strict", "tlp-red", "parties-only");
const asks = list(oneOf("nothing", "information", "not-directed", "hold", "assist"), 1, 5);
const cause = oneOf("assumed", "established", "unknown");
const rating = {
  also: list(code, 0, 8),
  confidence: oneOf("not-stated", "low", "moderate", "high"),
  development: oneOf("contained", "ongoing", "worsening", "unknown"),
  realisation: oneOf("hazard", "near-miss", "actual", "unknown"),
};
const status = oneOf("suspected", "confirmed", "ruled-out");
const severity = uint(0, 5);

const words = struct({ language, plain: prose });
const courtesy = struct({ language, plain: prose, by: oneOf("person", "machine", "machine-checked") });
const replyBy = struct({}, { reply_by: ms });
const support = struct({ title: short, media_type: short, size: uint(), digest });
const names = struct({ en: short, zh: short });
const date = spelled(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
const minutesEast = int(-1080, 1080);
const dayHours = list(row(["from", uint(0, 1440)], ["until", uint(0, 1440)]), 0, 8);
const sevenDays = list(dayHours, 7, 7);
const proseWith = (more) => struct({ language, plain: prose }, more);

const system = struct(
  {},
  {
    developer: short,
    model: short,
    model_version: short,
    weights: oneOf("open", "closed", "unknown"),
    deployment: short,
    autonomy: short,
    access: short,
    safeguards: short,
  },
);
const measures = struct({}, { taken: prose, planned: prose, told: prose });
const harm = struct({}, { harm: prose, affected: prose, cause, chain: prose });
const supports = { "support-1": support, "support-2": support, "support-3": support, "support-4": support };
const tester = struct({ tester: oneOf("machine") });

const sealingKey = struct({ id: b16, suite: uint(), pub: bytes(1, 4096), from: ms, until: ms });
const route = row(["way", oneOf("https")], ["address", short], ["certificate", bytes(0, 4096)]);

// [name, sections, {machine, awaits}]: `awaits` when a person of each other member is asked to acknowledge it.
const MACHINE = { machine: true };
const AWAITS = { awaits: true };
const TABLE = [
  [
    "keys",
    {
      keys: struct({
        sealing: list(sealingKey, 1, 8),
        mailboxes: dict(party, b16, 1, 16),
        routes: list(route, 0, 8),
      }),
    },
    MACHINE,
  ],
  [
    "roster",
    {
      offices: struct({
        offices: list(
          struct({
            names,
            reach: list(
              struct({
                way: oneOf("telephone", "fax", "mail", "radio", "video", "other"),
                at: short,
                hours: oneOf("duty", "on-call", "always"),
              }),
              0,
              8,
            ),
          }),
          1,
          16,
        ),
      }),
      calendar: struct(
        {
          label: names,
          offset: minutesEast,
          changes: list(row(["at", ms], ["then", minutesEast]), 0, 64),
          week: sevenDays,
          holidays: list(struct({ from: date, until: date }, { names }), 0, 128),
          working: list(struct({ on: date, like: uint(1, 7) }), 0, 64),
          covers_from: date,
          covers_until: date,
        },
        { on_call: sevenDays },
      ),
    },
    {},
  ],
  [
    "suspend",
    {
      coded: struct({
        categories: list(
          oneOf("advance-notice", "informal-contact", "inquiry", "question", "confirm-request", "assistance-request", "test"),
          1,
          7,
        ),
      }),
      times: struct({ begins: ms }, { ends: ms }),
      prose: words,
      courtesy,
    },
    AWAITS,
  ],
  ["resume", { coded: struct({ resumed: oneOf("all-named") }), prose: words, courtesy }, AWAITS],
  [
    "withdraw",
    { coded: struct({ withdraws: oneOf("from-line") }), times: struct({ begins: ms }), prose: words, courtesy },
    AWAITS,
  ],
  [
    "notice",
    {
      coded: struct(
        {
          area,
          class: code,
          status,
          severity,
          going_on: ternary,
          touches: ternary,
          public: ternary,
          asks,
          admission: oneOf("none", "author-states"),
          attribution: oneOf("not-asserted", "asserted-in-text"),
          handling,
        },
        rating,
      ),
      prose: proseWith({ why: prose, reference: short }),
      times: struct(
        { detected: ms, next_word_by: ms },
        { occurred_from: ms, occurred_to: ms, confirmed: ms, reply_by: ms },
      ),
      courtesy,
      system,
      measures,
      harm,
      ...supports,
    },
    AWAITS,
  ],
  [
    "update",
    {
      prose: words,
      coded: struct({}, { status, severity, going_on: ternary, touches: ternary, public: ternary, ...rating }),
      times: struct(
        {},
        { next_word_by: ms, occurred_from: ms, occurred_to: ms, confirmed: ms, stop_ordered: ms, stop_verified: ms },
      ),
      system,
      measures,
      harm,
      courtesy,
      ...supports,
    },
    AWAITS,
  ],
  [
    "correction",
    {
      coded: struct({
        extent: oneOf("part", "whole"),
        correcting: oneOf("new-facts", "mistake", "sent-in-error", "translation", "other"),
      }),
      prose: proseWith({ was: prose }),
      courtesy,
    },
    AWAITS,
  ],
  [
    "close",
    {
      coded: struct(
        { outcome: oneOf("resolved", "no-incident", "carried-on-elsewhere", "no-further-information", "other") },
        { severity, cause },
      ),
      prose: proseWith({ root_cause: prose, lessons: prose }),
      times: struct({}, { ended: ms }),
      courtesy,
    },
    AWAITS,
  ],
  [
    "advance-notice",
    {
      coded: struct(
        {
          area,
          activity: oneOf("test", "release", "exercise", "large-run", "other"),
          directed: oneOf("not-directed"),
          public: ternary,
          handling,
        },
        { class: code },
      ),
      prose: proseWith({ where: short, contact: short }),
      times: struct({ begins: ms, ends: ms }),
      courtesy,
    },
    AWAITS,
  ],
  [
    "informal-contact",
    { coded: struct({ area, counted: oneOf("not-counted"), handling }), prose: words, courtesy },
    AWAITS,
  ],
  [
    "inquiry",
    {
      coded: struct({
        area,
        seen: oneOf("own-observation", "public-report", "told-by-others", "not-stated"),
        position: oneOf("none-implied"),
        handling,
      }),
      prose: words,
      times: struct({}, { detected: ms, reply_by: ms }),
      courtesy,
    },
    AWAITS,
  ],
  ["acknowledgement", { coded: struct({ received: oneOf("received") }) }, {}],
  [
    "read-back",
    {
      coded: struct({ read_back: oneOf("as-understood") }, { class: code, going_on: ternary, asks }),
      prose: words,
      courtesy,
    },
    {},
  ],
  ["holding-reply", { times: struct({ next_word_by: ms }), prose: words, courtesy }, {}],
  [
    "decline",
    {
      coded: struct({
        reason: oneOf("not-stated", "not-competent", "not-now", "other-channel", "threshold", "domestic-law"),
      }),
      prose: words,
      courtesy,
    },
    {},
  ],
  [
    "explanation",
    {
      coded: struct({
        explains: list(
          oneOf("delay", "equipment", "carriage", "duty-hours", "staffing", "translation", "other"),
          1,
          4,
        ),
      }),
      prose: words,
      courtesy,
    },
    {},
  ],
  [
    "disclosure",
    {
      coded: struct({
        ground: oneOf("unilateral", "asked"),
        scope: oneOf("record", "messages"),
        messages: list(digest, 0, 1024),
        sections: list(name, 0, 64),
      }),
      prose: struct({ language, to: short, plain: prose }),
      courtesy,
    },
    AWAITS,
  ],
  ["destruction", { coded: struct({ sections: list(name, 1, 32) }), prose: words, courtesy }, AWAITS],
  ["consent", { coded: struct({ consent: oneOf("agreed", "declined") }) }, {}],
  ["destroyed", { coded: struct({ state: oneOf("destroyed") }) }, MACHINE],
  ...together({ area, code, courtesy, language, names, short, support, words }),
  [
    "question",
    {
      coded: struct({ about: oneOf("facts", "meaning", "measures", "threshold", "other") }),
      prose: proseWith({ reading: prose }),
      times: replyBy,
      courtesy,
    },
    AWAITS,
  ],
  [
    "answer",
    {
      coded: struct({ answer: oneOf("full", "partial", "cannot") }),
      prose: words,
      times: struct({}, { next_word_by: ms }),
      courtesy,
      ...supports,
    },
    {},
  ],
  [
    "follow-up",
    { coded: struct({ follow_up: oneOf("noted", "more-please", "threshold-differs") }), prose: words, courtesy },
    {},
  ],
  [
    "confirm-request",
    {
      coded: struct({ position: oneOf("none-implied") }),
      prose: struct({ language, plain: prose, facts: list(short, 1, 12) }),
      times: replyBy,
      courtesy,
    },
    AWAITS,
  ],
  [
    "assistance-request",
    {
      coded: struct({
        area,
        help: list(oneOf("information", "technical-advice", "contact", "hold-activity", "other"), 1, 5),
      }),
      prose: words,
      times: replyBy,
      courtesy,
    },
    AWAITS,
  ],
  ["test", { coded: tester }, MACHINE],
  ["test-reply", { coded: tester }, MACHINE],
  ["test-person", { coded: struct({ tester: oneOf("person"), task: oneOf("translate") }), prose: words }, {}],
  ["test-person-reply", { coded: struct({ tester: oneOf("person"), of: language }), prose: words }, {}],
  [
    "service",
    {
      coded: struct({
        plan: oneOf("maintenance", "moved", "cancelled", "restored"),
        pauses: oneOf("machine", "desk", "both"),
      }),
      times: struct({ begins: ms, ends: ms }),
      prose: words,
      courtesy,
    },
    {},
  ],
];

// By name and schema: all of schema 1.
export const KINDS = new Map(
  TABLE.map(([called, sections, { machine = false, awaits = false }]) => [
    called + "/1",
    { name: called, sections: new Map(Object.entries(sections)), machine, awaits },
  ]),
);
