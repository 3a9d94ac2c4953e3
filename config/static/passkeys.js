// What only the browser can do: ask the device for a passkey. Without it the buttons stay hidden.
"use strict";

(() => {
  if (!window.PublicKeyCredential) return;

  const SENT = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  }

  function text(buffer) {
    const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // What the server writes as text, as the browser wants it.
  function read(options) {
    const asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const list of [asked.allowCredentials, asked.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return { publicKey: asked };
  }

  function written(credential) {
    const response = {};
    for (const name of SENT) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  // Signed out, nobody is asked before the button is pressed.
  async function optionsOf(button) {
    const { options } = button.dataset;
    if (!options) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(options, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }

  // As a press of the button would; Safari before 16 has no requestSubmit.
  function send(form, button) {
    if (form.requestSubmit) {
      form.requestSubmit(button);
      return;
    }
    if (button.hasAttribute("formaction")) form.action = button.formAction;
    form.submit();
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const failed = document.getElementById("passkey-failed");
      failed.hidden = true;
      try {
        const options = read(await optionsOf(button));
        const credential = await navigator.credentials[button.dataset.passkey](options);
        button.form.elements.credential.value = written(credential);
        send(button.form, button);
      } catch {
        failed.hidden = false;
        failed.focus();
      }
    });
  }
})();
