// Section 6, "Deadlines": the times that terms agree on, as the field shows them.

import { dict, name, oneOf, orNull, struct, uint, unpack } from "./shapes.mjs";

const LIMIT = 131072;
const span = uint(0, 31622400000);
const shape = struct(
  {
    profile: name,
    over: oneOf("always", "duty", "duty-and-on-call"),
    receipt: span,
    acknowledge: dict(oneOf("0", "1", "2", "3"), orNull(span), 4, 4),
    holding: span,
    answer: span,
  },
  { tests: struct({ machine: span, person: span }) },
);

// How long until an acknowledgement is due, and over which hours; null where no time is agreed or shown.
export function due(fields, wanted) {
  const shown = fields.get("deadlines");
  if (shown === undefined) return null;
  const { over, acknowledge } = unpack(shape, shown.value, LIMIT);
  const agreed = acknowledge.get(String(wanted));
  return agreed === null ? null : { over, span: agreed };
}
