// Small helps on top of pages that work without any of this.
"use strict";

// Before htmx reads it, which comes after this and begins when the page is ready, too. A refused form is
// drawn, an error is not.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.htmx) return;
  Object.assign(htmx.config, {
    allowEval: false, includeIndicatorStyles: false, selfRequestsOnly: true, historyCacheSize: 0,
    historyRestoreAsHxRequest: false,
    responseHandling: [
      { code: "204", swap: false }, { code: "[23]..", swap: true }, { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
});

// A refused form: say so where the reader is, also to a screen reader.
function lookAtProblems(root) {
  const problems = root.querySelector("#problems");
  if (problems) problems.focus();
}

// Without a signal the browser would put its own page in place of what was typed.
const offline = document.getElementById("offline");
window.addEventListener("online", () => {
  if (offline) offline.hidden = true;
});

// A form that is under way is not sent twice by a second tap; the server would keep one week anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!navigator.onLine && offline && !form.dataset.kept) {
    event.preventDefault();
    (event.submitter || form).before(offline);
    offline.hidden = false;
    offline.focus();
    return;
  }
  if (form.dataset.sending && !event.defaultPrevented) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  const button = event.submitter;
  if (button && button.classList.contains("button")) button.setAttribute("aria-busy", "true");
});

// Coming back with the Back button: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
});

document.addEventListener("htmx:afterSettle", (event) => {
  lookAtProblems(event.detail.elt.parentElement || document);
  delete event.detail.elt.dataset.sending;
  for (const busy of event.detail.elt.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
});
document.addEventListener("DOMContentLoaded", () => {
  // Who types already, on a slow line, goes on.
  if (document.activeElement === document.body) lookAtProblems(document);
});

// Where there is room, nothing is folded away.
if (window.matchMedia("(min-width: 66rem)").matches) {
  for (const fold of document.querySelectorAll("details[data-wide-open]")) fold.open = true;
}
