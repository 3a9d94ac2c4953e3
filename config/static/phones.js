// Lets this browser show that something waits. Without it the page says what is needed.
"use strict";

(() => {
  const form = document.getElementById("join-phone");
  if (!form) return;
  const failed = document.getElementById("join-failed");

  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  }

  function say(state) {
    for (const one of document.querySelectorAll("[data-phone-state]")) {
      one.hidden = one.dataset.phoneState !== state;
    }
    form.hidden = state !== "off";
  }

  // Only iPhones and iPads know this word. They take messages for what is on the home screen alone.
  if (navigator.standalone === false) say("home-screen");
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) return;

  async function hashOf(text) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
  }

  async function subscribed() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    return registration ? registration.pushManager.getSubscription() : null;
  }

  // A subscription of another key, or of the person who was here before, is not of this page.
  function hasKey(subscription) {
    const key = subscription.options && subscription.options.applicationServerKey;
    return !key || String(new Uint8Array(key)) === String(bytes(form.dataset.key));
  }

  async function look() {
    const subscription = await subscribed();
    const hash = subscription && hasKey(subscription) && (await hashOf(subscription.endpoint));
    const line = hash && document.querySelector(`[data-phone="${hash}"]`);
    if (line) {
      line.querySelector("[data-this-phone]").hidden = false;
      line.querySelector("form").addEventListener("submit", () => subscription.unsubscribe());
    }
    if (line && Notification.permission === "granted") say("on");
    else say(Notification.permission === "denied" ? "denied" : "off");
  }

  async function subscribe() {
    const { key, worker } = form.dataset;
    const registration = await navigator.serviceWorker.register(worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    const before = await registration.pushManager.getSubscription();
    if (before) await before.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  const button = form.querySelector("button");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      if ((await Notification.requestPermission()) === "granted") {
        form.elements.endpoint.value = (await subscribe()).endpoint;
        form.requestSubmit(button);
        return;
      }
      say(Notification.permission === "denied" ? "denied" : "off");
    } catch {
      failed.hidden = false;
      failed.focus();
    }
    button.removeAttribute("aria-busy");
  });

  look().catch(() => say("without"));
})();
