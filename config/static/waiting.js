// Shows what waits on this device, and without a signal the form as it was last drawn.
"use strict";

(() => {
  const { kept } = self, lang = document.documentElement.lang;
  const MOST = 3, KEPT_FOR = 14 * 24 * 3600 * 1000;
  const byId = (id) => document.getElementById(id);
  let root = byId("kept"), had;

  const part = (html, what) =>
    document.importNode(new DOMParser().parseFromString(html, "text/html").querySelector(what), true);
  const copy = (what) => document.importNode(root.querySelector(what).content, true).firstElementChild;
  const moment = (at) =>
    new Date(at).toLocaleString(lang === "en" ? "en-GB" : lang, {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
      timeZone: "Asia/Bangkok",
    });

  // Whatever comes after it, that something could not be sent yet is no longer so.
  function say(kind, sentence) {
    const notice = copy(`.${kind}`), said = root.querySelector("[role=status]");
    for (const one of [...said.children]) if (one.innerText === root.dataset.still) one.remove();
    notice.querySelector("p").textContent = sentence;
    said.append(notice);
  }

  // What waits of this person; where no one is signed in, of all: the week and when, no more.
  kept.draw = async (said) => {
    const isOwn = (one) => !kept.owner || one.owner === kept.owner, all = (await kept.weeks()).filter(isOwn);
    const after = (one, at) => all.slice(at + 1).filter(({ owner }) => owner === one.owner).length;
    const isOld = (one, at) => Date.now() - Date.parse(one.kept) > KEPT_FOR || after(one, at) >= MOST;
    const old = all.filter(isOld), items = all.filter((one) => !old.includes(one));
    for (const one of old) await kept.drop(one);
    if (!root) {
      if (!all.length && !said.length) return;
      root = part(await (await fetch(`/offline/?language=${lang}`)).text(), "#kept");
      byId("main").querySelector(".stack").before(root);
    }
    for (const one of document.querySelectorAll("[data-n]")) {
      one.hidden = !one.dataset.n.includes(Math.min(items.length, MOST));
    }
    root.querySelector("ul").replaceChildren(...items.map(rowOf));
    root.querySelector(".try").onclick = () => kept.go([{}]);
    for (const { state, sentence } of said) {
      say(/sent|there/.test(state) ? "done" : "wait", sentence || root.dataset.still);
    }
    if (old.length) say("wait", root.dataset.old);
    const gone = had && !all.length && !said.length;
    if (gone) say("done", root.dataset.gone);
    if (byId("signal") && (gone || said.some((one) => one.state))) {
      byId("no-signal").hidden = !(byId("signal").hidden = false);
    }
    if (byId("kept-here") && !items.length) byId("kept-here").hidden = true;
    had = items.length;
  };

  const isOf = (visit, { week, owner }) => visit.week === week && visit.owner === owner;
  function rowOf(item) {
    const row = copy(".row-of"), [change, look, gone] = row.querySelectorAll("button");
    const { visit } = kept, closes = Date.parse(item.closes);
    const words = { n: +item.week.slice(6), kept: moment(item.kept), closes: moment(closes - 1) };
    for (const one of row.querySelectorAll("b, small, details button")) {
      one.textContent = one.textContent.replace(/{(\w+)}/g, (_, name) => words[name]);
    }
    change.hidden = !visit || !byId("state") || !isOf(visit, item) || item.state || closes < Date.now();
    change.onclick = () => kept.fillIn(item);
    look.hidden = !/changed|refused|early/.test(item.state);
    look.onclick = () => lookAt(item).catch(() => kept.draw([{}]));
    gone.onclick = () => kept.drop(item).then(() => kept.draw([], (had = 0)));
    return row;
  }

  async function lookAt(item) {
    const { token } = await kept.signedIn(), form = document.createElement("form");
    const values = { sealed: item.sealed.pop(), csrfmiddlewaretoken: token };
    Object.assign(form, { method: "post", action: "/my-week/kept/?look=1", hidden: true });
    for (const name in values) {
      form.append(Object.assign(document.createElement("input"), { name, value: values[name] }));
    }
    document.body.append(form);
    form.submit();
  }

  // The server draws the form with what was typed, so that lines which were added are there too.
  async function redraw(address, how) {
    const html = await (await fetch(address, how)).text();
    // The lines above the form say when it was sent.
    for (const what of [".page-head", "#week"]) document.querySelector(what).replaceWith(part(html, what));
    htmx.process(byId("week"));
  }
  kept.typeAgain = async (fields) => {
    const { action, elements } = byId("week"), body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", elements.csrfmiddlewaretoken.value);
    await redraw(`${action}?do=draft`, { method: "POST", body });
    const notice = byId("typed-again");
    notice.hidden = !(kept.typed = true);
    notice.querySelector("button").onclick = () => kept.afresh().catch(() => {});
  };
  kept.afresh = async () => {
    byId("typed-again").hidden = !(kept.typed = false);
    await redraw(byId("week").action);
    await kept.note(true);
  };

  // Only the server draws a line that was added. One that was begun goes with the week, or is cleared.
  const blankOf = ({ name }) => (/count$/.test(name) ? "1" : /victims$/.test(name) ? "0" : "");
  const isBegun = (one) =>
    one.options
      ? one.selectedIndex > 0 && !/unit$/.test(one.name)
      : one.type === "text" ? one.value !== blankOf(one) : one.checked;
  function lineToAdd() {
    const line = byId("line-new"), fields = [...line.querySelectorAll("[name^=line-new-]")];
    const clear = copy(".clear-line"), fold = line.closest("details");
    for (const one of line.querySelectorAll(":scope > button")) one.remove();
    line.append(clear);
    fold.hidden = !(fold.open = fields.some(isBegun));
    if (fold.open) fold.parentElement.closest("details").open = true;
    clear.onclick = () => {
      for (const one of fields) {
        one.checked = false;
        if (one.options) one.selectedIndex = 0;
        if (one.type === "text") one.value = blankOf(one);
      }
      fold.hidden = true;
      kept.note();
    };
  }

  // A change of a week that waits names it, and has a key of its own.
  kept.fillIn = async (item) => {
    const [html, fields] = await kept.noted(kept.visit), given = new URLSearchParams(fields || "");
    byId("state").innerHTML = html;
    document.querySelector(".exit").hidden = false;
    byId("no-signal").hidden = !(byId("fill-in").hidden = false);
    byId("total").hidden = true; // only the server adds up
    const { elements } = byId("week");
    for (const field of (kept.typed = fields) ? elements : []) {
      if (/radio|checkbox/.test(field.type)) field.checked = given.getAll(field.name).includes(field.value);
      else if (given.has(field.name)) field.value = given.get(field.name);
    }
    lineToAdd();
    if (!item) return;
    const made = Array.from(kept.random(16), (one) => (one + 256).toString(16).slice(1)).join("");
    elements.corrects.value = item.key;
    elements.key.value = made.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    byId("state").scrollIntoView();
  };

  // The page without a signal: what waits, and the form unless its week waits.
  kept.open = async (items) => {
    const { visit } = kept;
    await kept.draw([]);
    if (visit && location.pathname === "/my-week/" && !items.some((one) => isOf(visit, one))) await kept.fillIn();
  };

  // At the sign-out a waiting week is asked of, on its own page: does what was chosen, and says whether
  // to go on. What another person keeps here stays.
  const own = async () => (await kept.weeks()).filter((one) => one.owner === kept.owner);
  kept.leave = async ({ action, elements: { forget, stays } }) => {
    await kept.endVisit();
    if (!forget) return !(await kept.weeks()).length || !(location = action);
    if (forget.value === "send") await kept.go();
    if (forget.value === "yes") for (const one of await own()) await kept.drop(one);
    stays.disabled = !(await kept.weeks()).length;
    const unsent = forget.value === "send" && (await own()).length;
    byId("not-sent").hidden = !unsent;
    if (unsent) byId("not-sent").focus();
    return !unsent;
  };
})();
