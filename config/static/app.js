// Small helps on top of pages that work without any of this.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // Who types already, on a slow line, goes on.
  if (document.activeElement === document.body) lookAtProblems(document);
  // Before htmx reads it, which comes after this and begins when the page is ready, too. A refused form is
  // drawn, an error is not.
  if (!window.htmx) return;
  Object.assign(htmx.config, {
    allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0, historyRestoreAsHxRequest: false,
  });
  htmx.config.responseHandling.unshift({ code: "422", swap: true });
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
  const form = event.target, button = event.submitter;
  if (!navigator.onLine && offline && !form.dataset.kept) {
    event.preventDefault();
    (button || form).before(offline);
    offline.hidden = false;
    offline.focus();
  } else if (form.dataset.sending && !event.defaultPrevented) {
    event.preventDefault();
  } else {
    form.dataset.sending = 1;
    if (button && button.classList.contains("button")) button.setAttribute("aria-busy", "true");
  }
});

// The forms there may be sent again.
function rest(root) {
  for (const one of root.querySelectorAll("[data-sending], [aria-busy]")) {
    one.removeAttribute("data-sending");
    one.removeAttribute("aria-busy");
  }
}
// Coming back with the Back button.
addEventListener("pageshow", () => rest(document));

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const root = target.parentElement || document;
  lookAtProblems(root);
  rest(root);
});

// What a part of a page was not given says why as a page of its own: the same press, of a button that htmx does
// not know. After an error of the server the page stays, and the next press may do it.
document.addEventListener("htmx:responseError", (event) => {
  const { elt } = event.detail.requestConfig;
  if (event.detail.xhr.status < 500 && elt.type === "submit") {
    elt.outerHTML += "";
    document.getElementById(elt.id).click();
  }
});

// Where there is room, nothing is folded away.
if (matchMedia("(min-width: 66rem)").matches) {
  for (const fold of document.querySelectorAll("[data-wide-open]")) fold.open = true;
}
