// The page: takes a file, shows what verify found. Everything from a file reaches the page as text nodes, never as markup.

import { sha256 } from "@noble/hashes/sha2.js";

import { hex } from "../src/bytes.mjs";
import { MAX_BUNDLE } from "../src/bundles.mjs";
import { look } from "../src/told.mjs";
import { text } from "../src/words.mjs";
import { el } from "./elements.mjs";
import { outcome } from "./outcome.mjs";

const root = document.getElementById("app");
const wished = location.hash.slice(1);
const state = {
  lang: wished === "zh" || wished === "en" ? wished : /^zh/i.test(navigator.language) ? "zh" : "en",
  file: null, // {name, size, digest} of what was looked at
  found: null, // {report, verdict}, or {fault} when this page could not finish
  busy: false,
};
const t = (key, values) => text(key, state.lang, values);

function button(label, act, attributes = {}) {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

function otherTheme() {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = dark ? "light" : "dark";
}

function header() {
  const tongue = button(t("language"), () => {
    state.lang = state.lang === "zh" ? "en" : "zh";
    draw();
  }, { lang: state.lang === "zh" ? "en" : "zh", id: "language" });
  const tools = [tongue, button(t("theme"), otherTheme), state.found && button(t("print"), () => print())];
  return el("header", { class: "top" }, el("p", { class: "name" }, t("title")), el("nav", {}, ...tools));
}

function chooser() {
  const input = el("input", { type: "file", id: "file", class: "hidden" });
  input.addEventListener("change", () => input.files[0] && take(input.files[0]));
  const drop = el("label", { class: "drop", for: "file" }, el("strong", {}, t("drop")), el("span", {}, t("choose")));
  const lead = state.found ? [] : [el("h1", {}, t("begin")), el("p", { class: "lead" }, t("lead"))];
  return el("section", { class: state.found ? "choose again" : "choose" }, ...lead, input, drop, el("p", { class: "quiet" }, t("local")));
}

function draw(arrived = false) {
  document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
  document.title = t("title");
  const shown = state.found ? outcome(state, t) : [];
  const busy = el("p", { class: "busy", role: "status" }, state.busy ? t("working") : "");
  const foot = el("footer", {}, el("p", {}, t("about")), state.found && el("p", {}, t("checked")));
  root.replaceChildren(header(), el("main", {}, busy, ...shown, chooser()), foot);
  if (arrived) document.getElementById("verdict")?.focus();
}

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

async function take(file) {
  Object.assign(state, { busy: true, found: null, file: { name: file.name, size: file.size, digest: null } });
  draw();
  await painted();
  try {
    if (file.size > MAX_BUNDLE) {
      state.found = { report: null, verdict: { verdict: "damaged", reason: "file-too-large", parties: [], messages: [] } };
    } else {
      const data = new Uint8Array(await file.arrayBuffer());
      state.file.digest = hex(sha256(data));
      state.found = look(data);
    }
  } catch (error) {
    state.found = { fault: String(error?.message ?? error) };
  }
  state.busy = false;
  draw(true);
}

for (const name of ["dragenter", "dragover"]) {
  addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
}
addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer.files.length > 0) take(event.dataTransfer.files[0]);
});
draw();
