// What My week and the sign-in do without: every other page loads it last.
"use strict";

// Another day: the device's own calendar in place of typing, unless something unread stands there.
for (const field of document.querySelectorAll("[data-day]")) {
  const [, day, month, year] = field.value.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/) || [];
  const common = year > 2400 ? year - 543 : year;
  const iso = year ? `${common}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : field.value;
  if (iso && !/^\d{4}-\d\d-\d\d$/.test(iso)) continue;
  field.type = "date";
  field.value = iso;
}

// Print buttons stay hidden where nothing would happen.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On paper what is folded and only tells is told; what asks for something stays folded, and so does
// all of a page that is to be one sheet. A chart that
// was drawn for a dark screen gets the colours of paper: another one would come too late.
const unfolded = [];
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    if (part.closest(".one-page") || part.querySelector("input, select, textarea, button")) continue;
    part.open = true;
    unfolded.push(part);
  }
  for (const chart of document.querySelectorAll("picture img")) {
    chart.classList.toggle("of-the-dark", chart.currentSrc.includes("theme=dark"));
  }
});
addEventListener("afterprint", () => {
  for (const part of unfolded.splice(0)) part.open = false;
});
