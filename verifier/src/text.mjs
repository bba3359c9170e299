// Section 2: which text may stand in a structure. The first rule broken names the code.

import { refuse } from "./refusal.mjs";

const LONGEST = 65536; // bytes
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const INVISIBLE = new RegExp(
  "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff" +
    "\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]",
  "u",
);
const reader = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// The text of well-formed UTF-8, else null.
export function decodeText(bytes) {
  try {
    return reader.decode(bytes);
  } catch {
    return null;
  }
}

function plain(bytes) {
  for (let n = 0; n < bytes.length; n++) {
    const byte = bytes[n];
    if (byte > 0x7e || (byte < 0x20 && byte !== 9 && byte !== 10)) return false;
  }
  return true;
}

export function checkText(bytes) {
  if (bytes.length <= LONGEST && plain(bytes)) return;
  const text = decodeText(bytes);
  if (text === null) refuse("cbor-unreadable");
  if (bytes.length > LONGEST) refuse("text-too-long");
  if (CONTROL.test(text)) refuse("text-control");
  if (INVISIBLE.test(text)) refuse("text-invisible");
  if (text.normalize("NFC") !== text) refuse("text-not-nfc");
}
