// What the desk does besides its pages, each of which works without this: parts are renewed when the record moves on, a tone sounds
// while something is wanted at once, and it says so when this page has lost its node. No library, and nothing from elsewhere.
"use strict";
(() => {
  const body = document.body, exercise = document.documentElement.dataset.context === "exercise";
  const page = body.dataset.page;
  const title = document.title;

  // -- sound: two tones rising on a live line; three low ones, alike, in an exercise ------------------------------------------------
  let sounds = null, ringing = null;
  const context = () => (sounds ??= new AudioContext());
  const tone = (hertz, start, length) => {
    const at = context().currentTime + start, source = context().createOscillator(), gain = context().createGain();
    source.frequency.value = hertz;
    source.type = exercise ? "triangle" : "sine";
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.35, at + 0.03);
    gain.gain.setValueAtTime(0.35, at + length - 0.05);
    gain.gain.linearRampToValueAtTime(0, at + length);
    source.connect(gain).connect(context().destination);
    source.start(at);
    source.stop(at + length);
  };
  const pattern = () => (exercise ? [[294, 0, 0.3], [294, 0.45, 0.3], [294, 0.9, 0.3]] : [[587, 0, 0.35], [880, 0.4, 0.5]]);
  const sound = () => context().resume().then(() => pattern().forEach((one) => tone(...one))).catch(() => {});
  const ring = (on) => {
    if (on && ringing === null) {
      sound();
      ringing = setInterval(sound, 4000);
    } else if (!on && ringing !== null) {
      clearInterval(ringing);
      ringing = null;
    }
    body.dataset.ringing = on ? "yes" : "no";
    document.title = (on ? "● " : "") + title;
  };
  const soundTest = () => {
    for (const button of document.querySelectorAll("[data-sound-test]")) {
      button.hidden = false;
      button.onclick = () => {
        sound();
        document.querySelector("[data-sound-heard]").hidden = false;
      };
    }
  };

  // -- parts that are renewed: those named by data-live; nothing that is typed into stands in one -----------------------------------
  let renewing = false, again = false, leaving = false;
  const leave = () => {
    leaving = true; // a press is on its way: renewing the page now would take it back
    setTimeout(() => (leaving = false), 10000);
  };
  addEventListener("submit", leave);
  addEventListener("beforeunload", leave);
  const toSignIn = () => {
    if (!leaving) location.assign("/sign-in"); // else the press itself leads there, and what it carries is kept
  };
  const renew = async () => {
    if (leaving) return;
    if (renewing) {
      again = true;
      return;
    }
    renewing = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Live": "1" }, cache: "no-store" });
      if (answer.status === 401) return toSignIn();
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (leaving) return;
      if (fresh.body.dataset.page !== page) return location.reload();
      for (const part of document.querySelectorAll("[data-live]")) {
        const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
        if (next === null || next.innerHTML === part.dataset.shown) continue;
        if (part.querySelector("[data-sound-heard]:not([hidden])")) continue;
        const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        part.dataset.shown = next.innerHTML;
        part.hidden = next.hidden;
        part.replaceChildren(...next.cloneNode(true).childNodes);
        if (held !== null) part.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
      }
      soundTest();
      body.dataset.renewed = String(Number(body.dataset.renewed || 0) + 1);
    } catch {
      lost(true);
    } finally {
      renewing = false;
      if (again) {
        again = false;
        renew();
      }
    }
  };
  const lost = (is) => {
    const said = document.getElementById("lost");
    if (said !== null) said.hidden = !is;
  };

  // -- passkeys: a form that a device fills in ------------------------------------------------------------------------------------------
  for (const form of document.querySelectorAll("[data-passkey]")) {
    if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.credential.value !== "") return;
      event.preventDefault();
      event.stopPropagation();
      try {
        const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        const options = await answer.json(), creating = form.dataset.passkey === "create";
        const publicKey = creating
          ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
          : PublicKeyCredential.parseRequestOptionsFromJSON(options);
        const made = await navigator.credentials[creating ? "create" : "get"]({ publicKey });
        form.credential.value = JSON.stringify(made.toJSON());
        form.requestSubmit();
      } catch {
        form.querySelector("[data-passkey-failed]").hidden = false;
      }
    });
  }

  // -- the stream --------------------------------------------------------------------------------------------------------------------
  if (page !== "signin") {
    soundTest();
    ring(Number(body.dataset.atOnce) > 0);
    let known = Number(body.dataset.version);
    const stream = new EventSource("/events");
    stream.addEventListener("changed", (event) => {
      lost(false);
      const said = JSON.parse(event.data);
      body.dataset.pulse = String(said.version);
      ring(said.at_once > 0);
      if (said.version !== known) {
        known = said.version;
        renew();
      }
    });
    stream.addEventListener("ended", toSignIn);
    stream.onopen = () => lost(false);
    stream.onerror = () => {
      lost(true);
      if (stream.readyState === EventSource.CLOSED) renew(); // the session may have ended while it was away
    };
    setInterval(renew, 30000);
    addEventListener("pagehide", () => stream.close());
  }
})();
