/* Completion inside {{ … }} and the way from a remark to its words. The editor works without it. */
(() => {
  "use strict";
  const area = document.querySelector("[data-editor]");
  if (!area) return;
  const side = area.closest("[data-citable]");
  const address = side.dataset.citable;
  const options = (id) => [...document.getElementById(id).options].map((o) => ({ value: o.value, label: o.label }));
  const heads = options("citation-heads");
  const endings = ["unit", "pct", "abs", "dir", "rest", "approx ", "about ", "0", "1", "2"].map((value) => ({ value, label: "" }));
  const classes = ["age", "article", "constant", "date", "duration", "law", "ordinal", "page", "phone", "reference", "time", "version", "year"].map((value) => ({ value, label: "" }));
  const periods = [".", "prev", "year_ago", ".~prev", ".~year_ago"].map((value) => ({ value, label: "" }));
  const known = new Map();
  const ask = async (query) => {
    if (!known.has(query)) {
      known.set(query, fetch(address + query, { headers: { Accept: "application/json" } }).then((r) => (r.ok ? r.json() : {})).catch(() => ({})));
    }
    return known.get(query);
  };
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const fitting = (list, typed) => {
    const wanted = plain(typed);
    const found = list.filter((one) => plain(`${one.value} ${one.label}`).includes(wanted));
    return found.sort((a, b) => Number(!plain(a.value).startsWith(wanted)) - Number(!plain(b.value).startsWith(wanted))).slice(0, 40);
  };

  /* What may follow the words before the caret, and how much of them it replaces. */
  const axes = async (code) => {
    const { figures = [] } = await ask("");
    const figure = figures.find((one) => one.id === code);
    return figure ? figure.axes.map((value) => ({ value, label: "" })) : [];
  };
  const offer = async () => {
    const before = area.value.slice(0, area.selectionStart);
    const open = before.lastIndexOf("{{");
    if (open < 0 || before.slice(open).includes("}}") || before.length - open > 600) return null;
    const inside = before.slice(open + 2).trimStart();
    let match = inside.match(/^([a-z]*)$/);
    if (match) return { typed: match[1], list: heads };
    match = inside.match(/^n:.*\s(\w*)$/s);
    if (match) return { typed: match[1], list: classes };
    if (inside.startsWith("n:")) return null;
    match = inside.match(/((?:ext:)?[a-z][\w.]*)\[(?:[^\]]*;)?([a-z_]*)$/s);
    if (match) return { typed: match[2], list: await axes(match[1]), after: "=" };
    match = inside.match(/((?:ext:)?[a-z][\w.]*)\[(?:[^\]]*;)?([a-z_]+)(?:=| in (?:[^,\]]*,)*)([^;,\]]*)$/s);
    if (match) {
      const { codes = [] } = await ask(`?figure=${encodeURIComponent(match[1])}&axis=${encodeURIComponent(match[2])}`);
      return { typed: match[3], list: codes.map((one) => ({ value: one.code, label: one.label })) };
    }
    match = inside.match(/@([^\s|@\])]*)$/);
    if (match) return { typed: match[1], list: periods };
    match = inside.match(/\|\s*([a-z\d]*)$/);
    if (match && !/^(table|chart|trend|map|claim):/.test(inside)) return { typed: match[1], list: endings };
    match = inside.match(/:\s*((?:ext:)?[a-z][\w.]*)\S*(?:\s.*)?\sby\s(?:[a-z_]+,)*([a-z_]*)$/s);
    if (match) return { typed: match[2], list: await axes(match[1]) };
    match = inside.match(/(?:^|[:(/\s])((?:ext:)?[a-z][\w.]*|)$/);
    if (match && /[:(]/.test(inside)) {
      const { figures = [] } = await ask("");
      const others = inside.startsWith("ext:");
      const list = figures.filter((one) => !others || one.id.startsWith("ext:"))
        .map((one) => ({ value: others ? one.id.slice(4) : one.id, label: one.label }));
      return { typed: others ? match[1].replace(/^ext:/, "") : match[1], list };
    }
    return null;
  };

  /* The list under the caret. */
  const box = document.createElement("ul");
  box.className = "editor-offers";
  box.id = "editor-offers";
  box.setAttribute("role", "listbox");
  box.hidden = true;
  side.append(box);
  const mirror = document.createElement("div");
  mirror.className = "editor-mirror";
  mirror.setAttribute("aria-hidden", "true");
  side.append(mirror);
  area.setAttribute("aria-controls", box.id);
  area.setAttribute("aria-autocomplete", "list");
  let now = null;
  let at = 0;
  const close = () => { box.hidden = true; now = null; area.removeAttribute("aria-activedescendant"); };
  /* The text before a place, set as the field sets it: where its last line stands. */
  const measured = (end) => {
    const style = getComputedStyle(area);
    for (const name of ["fontFamily", "fontSize", "lineHeight", "letterSpacing", "direction", "paddingTop", "paddingBottom", "paddingLeft", "paddingRight", "textAlign"]) mirror.style[name] = style[name];
    mirror.style.width = `${area.clientWidth}px`;
    mirror.textContent = area.value.slice(0, end);
    const mark = document.createElement("span");
    mark.textContent = "\u200b";
    mirror.append(mark);
    return mark;
  };
  const place = () => {
    const mark = measured(area.selectionStart);
    const caret = area.offsetTop + mark.offsetTop - area.scrollTop;
    const below = caret + mark.offsetHeight + 4;
    const above = caret - box.offsetHeight - 4;
    const floor = window.innerHeight - side.getBoundingClientRect().top;
    const top = below + box.offsetHeight > floor && above > 0 ? above : below;
    const room = side.clientWidth - Math.min(box.offsetWidth, side.clientWidth);
    box.style.top = `${top}px`;
    box.style.left = `${Math.min(Math.max(area.offsetLeft + mark.offsetLeft, 0), room)}px`;
  };
  const pick = (index) => {
    const items = [...box.children];
    if (!items.length) return;
    at = (index + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    items[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", items[at].id);
  };
  const take = () => {
    const chosen = now.found[at];
    const end = area.selectionStart;
    area.setRangeText(chosen.value + (now.after || ""), end - now.typed.length, end, "end");
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const found = await offer();
    if (mine !== turn) return;
    const list = found ? fitting(found.list, found.typed) : [];
    if (!list.length || (list.length === 1 && list[0].value === found.typed)) return close();
    now = { ...found, found: list };
    box.replaceChildren(...list.map((one, n) => {
      const item = document.createElement("li");
      item.id = `editor-offer-${n}`;
      item.setAttribute("role", "option");
      const code = document.createElement("code");
      code.textContent = one.value;
      item.append(code);
      if (one.label) {
        const words = document.createElement("span");
        words.className = "soft";
        words.textContent = one.label;
        item.append(words);
      }
      item.addEventListener("mousedown", (event) => { event.preventDefault(); at = n; take(); });
      return item;
    }));
    box.hidden = false;
    place();
    pick(0);
  };
  area.addEventListener("input", () => { close(); show(); });
  area.addEventListener("click", close);
  area.addEventListener("blur", close);
  area.addEventListener("scroll", close);
  area.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); pick(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); pick(at - 1); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  });

  /* A remark leads to its words. Offsets are those of the text as written, by characters. */
  const offset = (text, characters) => [...text].slice(0, characters).join("").length;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-select]");
    if (!link) return;
    const [start, end] = link.dataset.select.split(" ").map(Number);
    const from = offset(area.value, start);
    area.focus();
    area.setSelectionRange(from, offset(area.value, end));
    area.scrollTop = Math.max(0, measured(from).offsetTop - area.clientHeight / 3);
    area.scrollIntoView({ block: "nearest" });
  });
})();
