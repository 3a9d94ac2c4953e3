// Covers the page first.
"use strict";

(() => {
  const exit = document.querySelector(".exit");
  if (!exit) return;
  const said = exit.querySelector("[aria-live]");
  const { body } = document;
  let tabs, presses, alone, last;

  function go() {
    body.hidden = true;
    document.title = "…";
    document.dispatchEvent(new Event("leave"));
    location.replace((navigator.onLine && exit.dataset.to) || "about:blank");
  }
  if (window.BroadcastChannel) {
    tabs = new BroadcastChannel("leave");
    tabs.onmessage = go;
  }

  function leave(event) {
    event.preventDefault();
    event.stopPropagation();
    go();
    document.cookie = `${location.protocol > "http:" ? "__Host-left=1;secure" : "left=1"};path=/;samesite=lax`;
    navigator.sendBeacon(exit.action, new FormData(exit));
    if (tabs) tabs.postMessage(0);
  }
  exit.addEventListener("submit", leave);

  // Any other key or tap begins anew.
  function listen(event) {
    alone = event.key === "Shift" && !event.repeat;
    if (!alone) presses = 0;
  }
  addEventListener("keydown", listen, true);
  addEventListener("pointerdown", listen, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    presses = event.timeStamp - last < 5000 ? presses + 1 : 1;
    last = event.timeStamp;
    said.textContent = presses === 2 ? said.dataset.more : "";
    if (presses === 3) leave(event);
  }, true);

  document.addEventListener("visibilitychange", () => body.classList.toggle("covered", document.hidden));
  addEventListener("pageshow", ({ persisted }) => {
    body.hidden = persisted;
    if (persisted) location.reload();
  });
})();
