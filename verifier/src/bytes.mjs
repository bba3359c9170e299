// Byte strings: comparing, joining, spelling. Sections 1 and 2 of spec/protocol.md ("Spellings").

const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const utf8 = new TextEncoder();

export const encodeText = (text) => utf8.encode(text);

export function hex(bytes) {
  let text = "";
  for (let n = 0; n < bytes.length; n++) text += HEX[bytes[n]];
  return text;
}

export function unhex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let n = 0; n < bytes.length; n++) bytes[n] = parseInt(text.slice(2 * n, 2 * n + 2), 16);
  return bytes;
}

// Bytewise, the shorter first where one begins with the other: negative, zero or positive.
export function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) if (a[n] !== b[n]) return a[n] - b[n];
  return a.length - b.length;
}

export const equal = (a, b) => a.length === b.length && compare(a, b) === 0;

export function join(...parts) {
  let size = 0;
  for (const part of parts) size += part.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// Bits of a text in groups of `width`, as bytes, or null when a character is not of the alphabet or spare bits are not zero.
function unspell(text, alphabet, width) {
  const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) return null;
    held = (held << width) | value;
    bits += width;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >>> bits;
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 && bits < width ? bytes : null;
}

function spell(bytes, alphabet, width) {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= width) {
      bits -= width;
      text += alphabet[held >>> bits];
      held &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? text + alphabet[held << (width - bits)] : text;
}

// Each is null for any other spelling of the same bytes.
export const fromBase32 = (text) => unspell(text, BASE32, 5);
export const base32 = (bytes) => spell(bytes, BASE32, 5);

export function fromBase64(text) {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return unspell(text.slice(0, text.length - padding), BASE64, 6);
}

// Base64url without padding (tokens).
export const base64url = (bytes) => spell(bytes, BASE64, 6).replaceAll("+", "-").replaceAll("/", "_");

// An unsigned decimal without sign, space or leading zero, at most `limit`; else null.
export function fromDecimal(text, limit) {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text) || text.endsWith("\n")) return null;
  const value = Number(text);
  return value <= limit ? value : null;
}
