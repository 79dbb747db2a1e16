/* Musanada's own script: conveniences only. Every page works without it. No inline code, no other host. */
(() => {
  "use strict";
  const texts = () => document.body.dataset;
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652]/g, "").toLowerCase();

  /* Keyboard: / goes to the search box, j and k walk along a list, Escape closes a menu. */
  const stops = () => [...document.querySelectorAll("[data-list] tbody tr, [data-list] > li, [data-list].timeline > li")]
    .map((row) => row.querySelector("a[href]")).filter((link) => link && link.offsetParent !== null);
  const walk = (step) => {
    const links = stops();
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.menu[open], details.hidden-cell[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const boxes = [...document.querySelectorAll("[data-search]")];
      const box = boxes[boxes.length - 1];
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open], details.hidden-cell[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* A form is sent once. Forms that htmx sends are left to htmx. */
  const byHtmx = (form) => ["hx-post", "hx-get", "hx-put", "hx-delete", "hx-patch"].some((name) => form.hasAttribute(name));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) sessionStorage.clear();
    if (form.method !== "post" || byHtmx(form) || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => b.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form), 15000);
  });
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  /* Drafts: <form data-draft="name">. Kept in this tab only, for this user only, gone at sign-out or once saved. */
  const key = (form) => `draft:${texts().user}:${location.pathname}:${form.dataset.draft}`;
  const kept = (field) => field.name && !/^(password|file|hidden|submit|button)$/.test(field.type);
  const read = (form) => [...form.elements].filter(kept).map((f) =>
    /^(radio|checkbox)$/.test(f.type) ? [f.name, f.value, f.checked]
      : f.multiple ? [f.name, [...f.selectedOptions].map((o) => o.value)] : [f.name, f.value]);
  const write = (form, saved) => {
    const fields = [...form.elements].filter(kept);
    saved.forEach((entry, place) => {
      const field = fields[place];
      if (!field || field.name !== entry[0]) return;
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = entry[2];
      else if (field.multiple) [...field.options].forEach((o) => { o.selected = entry[1].includes(o.value); });
      else field.value = entry[1];
    });
  };
  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith("draft:"));
  const keepDrafts = (form) => {
    const name = key(form);
    const before = JSON.stringify(read(form));
    const saved = JSON.parse(sessionStorage.getItem(name) || "null");
    if (saved && !form.querySelector(".error-summary") && JSON.stringify(saved.values) !== before) {
      write(form, saved.values);
      const note = document.createElement("div");
      note.className = "draft";
      note.setAttribute("role", "status");
      const said = document.createElement("span");
      said.textContent = texts().textDraft;
      const forget = document.createElement("button");
      forget.type = "button";
      forget.className = "link-button";
      forget.textContent = texts().textForget;
      forget.addEventListener("click", () => { sessionStorage.removeItem(name); write(form, JSON.parse(before)); note.remove(); });
      note.append(said, forget);
      form.prepend(note);
    }
    let timer;
    const save = (sent) => {
      try { sessionStorage.setItem(name, JSON.stringify({ values: read(form), sent })); } catch { /* full: the form itself still holds it */ }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400, false); });
    form.addEventListener("submit", () => { clearTimeout(timer); save(true); });
  };
  const tidyDrafts = () => {
    if (!texts().user) return; /* signed out by time: the draft waits for its owner */
    const entry = performance.getEntriesByType("navigation")[0];
    const arrived = !entry || entry.type === "navigate"; /* going back or reloading: the sending may have failed */
    drafts().forEach((name) => {
      const sent = JSON.parse(sessionStorage.getItem(name)).sent;
      if (!name.startsWith(`draft:${texts().user}:`) || (sent && arrived)) sessionStorage.removeItem(name);
    });
  };

  /* Long selects get a box that shortens them. */
  const shorten = (select) => {
    if (select.dataset.short || select.multiple || select.options.length < 16 || select.closest(".filters")) return;
    select.dataset.short = "1";
    const options = [...select.options];
    const words = options.map((o) => plain(o.textContent));
    const box = document.createElement("input");
    box.type = "text";
    box.className = "select-filter";
    box.placeholder = texts().textFilter || "";
    box.autocomplete = "off";
    const label = select.labels[0] ? select.labels[0].textContent.trim() : "";
    box.setAttribute("aria-label", `${label} : ${box.placeholder}`);
    if (select.id) box.setAttribute("aria-controls", select.id);
    box.addEventListener("input", () => {
      const wanted = plain(box.value.trim());
      const chosen = select.value;
      const shown = options.filter((o, i) => !wanted || o.value === "" || words[i].includes(wanted));
      select.replaceChildren(...shown);
      const real = shown.filter((o) => o.value !== "");
      select.value = wanted && real.length === 1 ? real[0].value : shown.some((o) => o.value === chosen) ? chosen : "";
    });
    select.before(box);
  };

  /* Dates in boxes: typing a date takes back "unknown"; choosing "unknown" empties the boxes. */
  document.addEventListener("input", (event) => {
    const group = event.target.closest(".date-parts");
    if (!group) return;
    const radios = group.querySelectorAll("input[type=radio]");
    if (event.target.type === "radio") {
      if (event.target.value) group.querySelectorAll("input[type=text]").forEach((box) => { box.value = ""; });
    } else if (event.target.value && radios.length) radios[0].checked = true;
  });

  const prepare = (root) => {
    root.querySelectorAll("select").forEach(shorten);
    root.querySelectorAll("form[data-draft]").forEach((form) => { if (!form.dataset.kept) { form.dataset.kept = "1"; keepDrafts(form); } });
    const focus = root.querySelector("[data-focus]");
    if (focus) focus.focus();
  };
  document.addEventListener("DOMContentLoaded", () => { tidyDrafts(); prepare(document); });

  /* Fragments: what came in is prepared like a page; a detail on a phone is brought into sight. A lost line and a
     refusal are said above, never swapped into the middle of the page; an ended session leads back to signing in. */
  document.addEventListener("htmx:after:swap", (event) => {
    const target = (event.detail && event.detail.ctx && event.detail.ctx.target) || event.target;
    if (!(target instanceof Element)) return;
    prepare(target.isConnected ? target : document);
    if (target.matches(".split-detail") && window.innerWidth < 1200) target.scrollIntoView();
  });
  const say = (kind, text) => {
    const area = document.getElementById("messages");
    if (!area || !text || [...area.children].some((note) => note.textContent === text)) return;
    const note = document.createElement("p");
    note.className = `notice notice-${kind} notice-bare`;
    note.textContent = text;
    area.append(note);
    note.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:error", (event) => {
    if (event.detail && event.detail.ctx) say("warning", texts().textFailed);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const ctx = event.detail.ctx;
    if (!/^\s*<!doctype/i.test(ctx.text || "")) return;
    const page = new DOMParser().parseFromString(ctx.text, "text/html");
    const problem = page.querySelector("[data-problem]");
    if (page.querySelector("form.sign-in")) { event.preventDefault(); location.reload(); }
    else if (problem) { event.preventDefault(); say("danger", problem.textContent); }
  });
})();
