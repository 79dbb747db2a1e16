// Passkeys, on the pages that ask for one. The question lies in the page as data, the answer goes back in a form.
(() => {
  const form = document.querySelector("[data-passkey]");
  // A passkey belongs to a name: an address of numbers has none.
  const named = !/^[\d.]+$|:/.test(location.hostname);
  if (!form || !window.PublicKeyCredential || !window.webauthnJSON || !named) return;
  form.hidden = false;
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  const question = JSON.parse(document.getElementById("passkey-question").textContent);
  const problem = form.querySelector("[data-passkey-problem]");
  form.querySelector("[data-passkey-button]").addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const answer = await window.webauthnJSON[form.dataset.passkey](question);
      form.elements.answer.value = JSON.stringify(answer);
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
})();
