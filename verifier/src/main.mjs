// The command: node verifier/cli.mjs [--json] [--stream] [--lang en|zh] FILE. Exit codes as `detente verify`: 0 proven, 1 refused,
// 2 damaged or unreadable, 64 misuse. Data on standard output, words for people on standard error.

import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { MAX_BUNDLE } from "./bundles.mjs";
import { look } from "./told.mjs";
import { lines, text } from "./words.mjs";

const EXIT = { proven: 0, refused: 1, damaged: 2 };
const MISUSE = 64;

const unread = (reason) => ({ report: null, verdict: { verdict: "damaged", reason, parties: [], messages: [] } });

// A file's bytes are never read where they are more than a bundle may have.
function lookAt(path) {
  let file;
  try {
    file = openSync(path === "-" ? "/dev/stdin" : path, "r");
    if (fstatSync(file).size > MAX_BUNDLE) return unread("file-too-large");
    return look(readFileSync(file));
  } catch (error) {
    if (error.code === undefined) throw error;
    return unread(error.code === "ENOENT" ? "file-missing" : "file-unreadable");
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

// As Python writes it: one line, ASCII only.
const json = (value) =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));

async function stream() {
  for await (const path of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (path === "") continue;
    let answer;
    try {
      answer = lookAt(path).verdict;
    } catch (error) {
      // A fault of this program and not of the file: said as that, and the next path is answered.
      answer = { verdict: "damaged", reason: "verifier-fault", parties: [], messages: [], why: String(error?.message ?? error) };
    }
    process.stdout.write(json(answer) + "\n");
  }
}

function parse(words) {
  const asked = { json: false, stream: false, help: false, lang: /^zh/.test(process.env.LANG ?? "") ? "zh" : "en", files: [] };
  for (let n = 0; n < words.length; n++) {
    const word = words[n];
    if (word === "--json" || word === "--stream" || word === "--help") asked[word.slice(2)] = true;
    else if (word === "--lang" && ["en", "zh"].includes(words[n + 1])) asked.lang = words[++n];
    else if (word.startsWith("-") && word !== "-") return null;
    else asked.files.push(word);
  }
  return asked;
}

export async function main(words) {
  const asked = parse(words);
  if (asked?.help) {
    process.stdout.write(text("cli.usage", asked.lang) + "\n");
    return 0;
  }
  if (asked?.stream && asked.files.length === 0) {
    await stream();
    return 0;
  }
  if (asked === null || asked.stream || asked.files.length !== 1) {
    process.stderr.write(text("cli.usage", asked?.lang ?? "en") + "\n");
    return MISUSE;
  }
  const { report, verdict } = lookAt(asked.files[0]);
  if (asked.json) process.stdout.write(json(verdict) + "\n");
  const said = lines(report, verdict, asked.lang).join("\n") + "\n";
  if (!asked.json && report !== null) process.stdout.write(said);
  if (report === null) process.stderr.write(said);
  return verdict.reason === "file-missing" ? MISUSE : EXIT[verdict.verdict];
}
