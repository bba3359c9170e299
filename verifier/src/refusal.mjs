// Why something is not proven. Codes are those of spec/protocol.md section 22.

export class Refusal extends Error {
  // `damaged`: the bytes cannot be read at all (exit 2), as against a statement that does not hold (exit 1).
  constructor(code, damaged = false) {
    super(code);
    this.code = code;
    this.damaged = damaged;
  }
}

export function refuse(code) {
  throw new Refusal(code);
}

export function must(holds, code) {
  if (!holds) throw new Refusal(code);
}
