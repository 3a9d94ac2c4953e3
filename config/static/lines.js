// What a line of My week does without the server.
"use strict";

// The fields of a line are drawn when it is opened: those that add a line, with what it would send.
function drawFields(details) {
  const line = details.querySelector(":scope > [data-folded]");
  if (!line) return;
  const sent = line.querySelectorAll(":scope > input"), called = `: ${line.getAttribute("aria-label")}`;
  const blank = document.querySelector("#line-new .case-edit").innerHTML;
  // Without script, it opens the line.
  line.querySelector("button").remove();
  line.insertAdjacentHTML("afterbegin", blank.replace(/\b(line|less|more)-new\b/g, `$1${details.id.slice(4)}`));
  line.removeAttribute("data-folded");
  line.querySelector("details").open = false;
  for (const unseen of line.querySelectorAll(".visually-hidden")) unseen.append(called);
  for (const one of sent) {
    const { name, value } = one, named = `[name="${name}"]`;
    one.remove();
    if (/-id$/.test(name)) line.prepend(one);
    // As attributes: kept.js keeps the page as HTML.
    else for (const field of line.querySelectorAll(`input${named}, ${named} option`)) {
      if (field.type === "text") field.setAttribute("value", value);
      else if (!field.type) field.toggleAttribute("selected", field.value === value);
      else if (field.value === value) field.setAttribute("checked", "");
    }
  }
  if (window.htmx) htmx.process(line);
}

// A press draws them before it opens the line, so that none is seen without; a search in the page only opens it.
document.addEventListener("click", ({ target }) => {
  if (target.closest("summary")) drawFields(target.closest("summary").parentElement);
}, true);
document.addEventListener("toggle", ({ target }) => drawFields(target), true);
// On a slow line, before this came.
for (const opened of document.querySelectorAll(".case[open]")) drawFields(opened);

// A count is stepped here where the server draws none: without a signal, and of a line to add.
document.addEventListener("click", (event) => {
  const button = event.target.closest("#state [name=do]:not([value=save]), #line-new .stepper button");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  const [, way, place] = button.value.match(/^(more|less)-(.+)$/) || [];
  const count = document.getElementById(`line-${place}-count`);
  // Thai digits too: the server reads them.
  const typed = count && +count.value.replace(/[๐-๙]/g, (digit) => digit.charCodeAt() & 15);
  if (count && typed >= 0) count.value = Math.max(1, typed + (way === "more" ? 1 : -1));
  button.dispatchEvent(new Event("change", { bubbles: true }));
}, true);

// What is drawn anew was not judged: what a refusal said above it is over.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const problems = document.getElementById("problems");
  if (problems && target.id === "week") problems.remove();
});
