// Section 16: what members keep together: proposals, positions on them, progress, deposits and openings.

import { characters, dict, digest, list, ms, oneOf, party, spelled, struct, uint } from "./shapes.mjs";

const wording = characters(1, 4000);
const both = struct({ en: wording, zh: wording });
const card = spelled(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/);
const AWAITS = { awaits: true };

// Rows of the table of kinds, over the shapes that other kinds have too.
export const together = ({ area, code, courtesy, language, names, short, support, words }) => [
  [
    "proposal",
    {
      coded: struct({
        subject: oneOf("label", "definition", "scope", "group", "meeting", "minutes", "exchange", "vocabulary"),
        name: code,
        form: oneOf("text", "differ", "retire"),
      }),
      wording: both,
      readings: struct({ readings: list(struct({ party, en: wording, zh: wording }), 2, 16) }, { common: both }),
      areas: struct({
        inside: list(area, 0, 4),
        outside: list(area, 0, 4),
        undecided: list(area, 0, 4),
        exclusions: list(names, 0, 16),
      }),
      meeting: struct(
        {
          group: code,
          begins: ms,
          ends: ms,
          chair: party,
          office: names,
          round: uint(1, 9999),
          agenda: list(names, 0, 16),
        },
        { place: names },
      ),
      minutes: struct(
        {
          begins: ms,
          ends: ms,
          decisions: list(names, 0, 16),
          actions: list(struct({ name: code, party, office: names, due: ms, to_do: names }), 0, 16),
          next: oneOf("set", "open", "none"),
        },
        { next_begins: ms },
      ),
      cards: struct({ deck: names, digest, cards: list(card, 1, 64) }),
      version: struct({ base: digest, texts: list(digest, 1, 512), digest }),
      prose: words,
      courtesy,
    },
    AWAITS,
  ],
  [
    "stance",
    {
      coded: struct(
        { stance: oneOf("agreed", "ad-referendum", "declined", "reserved") },
        { round: uint(1, 9999) },
      ),
      prose: words,
      courtesy,
    },
    {},
  ],
  [
    "progress",
    {
      coded: struct({ progress: oneOf("done", "readout") }, { action: code }),
      readout: support,
      prose: words,
      courtesy,
    },
    {},
  ],
  ["deposit", { coded: struct({ deposit: digest }) }, {}],
  [
    "opening",
    {
      coded: struct({ nonce: digest }),
      answers: struct({
        v: uint(1, 1),
        sheet: oneOf("cards"),
        party,
        language,
        vocabulary: digest,
        answers: dict(
          card,
          struct(
            { card: digest, tell: oneOf("no", "if-asked", "informally", "notice", "undecided") },
            {
              class: spelled(/^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/),
              soon: oneOf("within-15d", "within-72h", "within-24h", "within-4h", "within-1h"),
              note: characters(1, 2000),
            },
          ),
          1,
          64,
        ),
      }),
    },
    {},
  ],
];
