// While one composes: the form is kept as it is typed, and a class of event is found by words of either language. All of it works
// without this: every press keeps the form, and the list is a list.
"use strict";
(() => {
  const form = document.querySelector("form[data-keep]");
  if (form === null) return;
  const said = form.querySelector("[data-kept]");
  let changed = false, waiting = null, pressed = false, busy = false;

  const typed = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("do", "keep");
    return data;
  };
  const keep = async () => {
    if (busy || pressed || !changed) return;
    busy = true;
    changed = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed() });
      if (!answer.ok || answer.redirected) throw new Error("not kept");
      const kept = await answer.json(), address = new URL(form.action);
      address.pathname = "/drafts/" + kept.kept;
      form.action = address.href;
      form.version.value = String(kept.version);
      said.textContent = "✓ " + new Date().toISOString().slice(11, 19) + " UTC";
      form.dataset.kept = String(kept.version);
    } catch {
      changed = true;
      said.textContent = "";
    } finally {
      busy = false;
    }
  };
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1200);
  });
  form.addEventListener("submit", () => (pressed = true));
  addEventListener("pagehide", () => {
    if (changed && !pressed) navigator.sendBeacon(form.action, typed());
  });
  addEventListener("pageshow", () => (pressed = false));

  for (const picker of form.querySelectorAll("[data-picker]")) {
    const find = picker.querySelector("[data-find]"), list = picker.querySelector("select");
    const defined = picker.querySelector("[data-defined]");
    const tell = () => (defined.textContent = list.multiple ? "" : list.selectedOptions[0]?.dataset.define ?? "");
    find.hidden = false;
    find.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let only = null, count = 0;
      for (const option of list.querySelectorAll("option[data-words]")) {
        const fits = words.every((word) => option.dataset.words.includes(word) || option.text.toLowerCase().includes(word));
        option.hidden = option.disabled = !fits && !option.selected;
        if (fits) [only, count] = [option, count + 1];
      }
      for (const group of list.querySelectorAll("optgroup")) group.hidden = !group.querySelector("option:not([hidden])");
      if (!list.multiple) list.size = words.length && count > 1 ? Math.min(count + 1, 8) : 1;
      if (!list.multiple && count === 1 && words.length) {
        only.selected = true;
        form.dispatchEvent(new Event("input"));
      }
      tell();
    });
    find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "ArrowDown") list.focus();
    });
    list.addEventListener("change", () => {
      if (!list.multiple) list.size = 1;
      tell();
    });
    tell();
  }
})();
