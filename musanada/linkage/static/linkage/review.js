/* The pair's page by keys alone: s, d, u decide, n goes to the next one. Every key is also a button: the page works
   without this script. A reason is asked for "same": the key leads to its box, and Ctrl+Enter there decides. */
(() => {
  "use strict";
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  const reason = form.querySelector("textarea");
  const press = (said) => form.querySelector(`button[value="${said}"]`).click();
  document.addEventListener("keydown", (event) => {
    if (event.target === reason) {
      if (event.key === "Escape") reason.blur();
      if (event.key === "Enter" && event.ctrlKey && reason.value.trim()) { event.preventDefault(); press("same"); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || (typing(event.target) && event.target.type !== "radio")) return;
    const key = event.key.toLowerCase();
    if (key === "s") {
      event.preventDefault();
      if (reason.value.trim()) press("same"); else reason.focus();
    } else if (key === "d") press("different");
    else if (key === "u") press("unsure");
    else if (key === "n") { const next = document.querySelector("a[data-next]"); if (next) next.click(); }
  });
})();
