/* A form that outlives a lost line: <form method="post" data-keep> with a hidden field "id" of its own.
   It is sent by fetch and sent again until the server has answered; the server takes the same id once. What was typed
   stays in this page's memory only: no storage, no cache. Without this script it is a plain form. See keeping.py. */
(() => {
  "use strict";
  const WAITS = [2, 4, 8, 15, 30]; /* seconds between two tries */
  const PATIENCE = 20000;
  const queue = []; /* what the server has not acknowledged yet: { form, body, url, tries } */
  let timer, busy = false;

  const note = (form) => form.querySelector("[data-keep-note]");
  const say = (form, what, count) => {
    const area = note(form);
    if (!area) return;
    area.hidden = !what;
    const said = area.querySelector("[data-keep-said]");
    said.textContent = what ? area.dataset[what] : "";
    if (what && count > 1) said.textContent += ` (${count})`;
    const next = area.querySelector("[data-keep-next]");
    if (next) next.hidden = what !== "waiting" || form.dataset.keep !== "queue" || !form.dataset.keepSent;
  };
  const newKey = () => crypto.randomUUID ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

  const now = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  const key = (form) => form.querySelector("input[name=id]");

  /* The form is closed while its answer is awaited: what is sent is what stands there. */
  const closed = (form, yes) => {
    if (yes) form.dataset.keepSent = "1"; else delete form.dataset.keepSent;
    form.setAttribute("aria-busy", yes ? "true" : "false");
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => { b.disabled = yes; });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]") || !window.fetch) return;
    event.preventDefault();
    if (form.dataset.keepSent) return;
    /* The moment of noting, not of arriving: a line may be down for an hour. */
    form.querySelectorAll("input[data-now]").forEach((box) => { if (!box.value) box.value = now(); });
    const body = new FormData(form);
    if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
    closed(form, true);
    queue.push({ form, body, url: form.action || location.href, tries: 0 });
    say(form, "sending", queue.length);
    send();
  }, true);

  const wait = (one) => {
    const seconds = WAITS[Math.min(one.tries, WAITS.length - 1)];
    one.tries += 1;
    say(one.form, "waiting", queue.length);
    clearTimeout(timer);
    timer = setTimeout(send, seconds * 1000);
  };
  window.addEventListener("online", () => { clearTimeout(timer); send(); });

  const send = async () => {
    if (busy || !queue.length) return;
    busy = true;
    const one = queue[0];
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), PATIENCE);
    let answer, text = "";
    try {
      answer = await fetch(one.url, {
        method: "POST", body: one.body, headers: { "X-Keep": "1" }, credentials: "same-origin", cache: "no-store", signal: stop.signal,
      });
      if (answer.status !== 204) text = await answer.text();
    } catch { answer = null; }
    clearTimeout(limit);
    busy = false;
    if (!answer || answer.status >= 500 || answer.status === 429) { wait(one); return; }
    queue.shift();
    taken(one, answer, text);
    if (queue.length) send();
  };

  const taken = (one, answer, text) => {
    const to = answer.headers.get("X-Keep-To") || (answer.redirected ? answer.url : "");
    const current = key(one.form).value === one.body.get("id"); /* else somebody else is being noted there */
    if (to) {
      if (current) location.assign(to);
      else say(one.form, queue.length ? "waiting" : "sent", queue.length);
      return;
    }
    if (current) closed(one.form, false);
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main"), form = main && main.querySelector("form");
    const refused = page.querySelector("[data-problem]");
    if (!form || refused) {
      say(one.form, "refused");
      if (refused) note(one.form).querySelector("[data-keep-said]").textContent = refused.textContent;
      return;
    }
    /* The form with its errors, or the page that asks to sign in again: with everything that was typed. */
    if (current) document.querySelector("main").replaceWith(document.adoptNode(main));
    else one.form.before(document.adoptNode(form));
    const focus = document.querySelector("[data-focus]");
    if (focus) focus.focus();
    window.scrollTo(0, 0);
  };

  /* The line is down and somebody else stands there: this one waits in memory, the form is free under a new key. */
  document.addEventListener("click", (event) => {
    const next = event.target.closest("[data-keep-next]");
    if (!next) return;
    const form = next.closest("form");
    form.reset();
    key(form).value = newKey();
    closed(form, false);
    say(form, "waiting", queue.length);
    window.scrollTo(0, 0);
  });
  window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
})();
