// Keeps on a person's own device, sealed, a week that was sent without a signal, and what was typed
// while the visit lasts. Pages load it, and so does the worker of the site.
"use strict";

(() => {
  const page = self.document;
  const AT = "/my-week/kept/", MOST = 3, KEPT_FOR = 14 * 24 * 3600 * 1000;
  const AES = { name: "AES-GCM", length: 256 };
  const bytes = (text) => new TextEncoder().encode(text);

  // One small store: each waiting week by its name ("2026-W48"), and "visit" until that ends.
  const store = (work) =>
    new Promise((done, failed) => {
      const asked = indexedDB.open("kept");
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
      asked.onerror = failed;
      asked.onsuccess = () => {
        const deal = asked.result.transaction("kept", "readwrite", { durability: "strict" });
        const found = work(deal.objectStore("kept"));
        deal.oncomplete = () => done(found.result);
        deal.onabort = failed;
        asked.result.close();
      };
    });
  const get = (name) => store((kept) => kept.get(name));
  const put = (value, name) => store((kept) => kept.put(value, name));
  const remove = (name) => store((kept) => kept.delete(name));
  const weeks = () => store((kept) => kept.getAll(IDBKeyRange.upperBound("a")));

  // With its draft. A later sending that took its place meanwhile stays.
  async function drop({ week, key }) {
    const [item, visit] = [await get(week), await get("visit")];
    if (item && item.key === key) await remove(week);
    if (visit && visit.week === week) await remove("visit");
  }

  // Who is signed in here, by a mark that names no one, and a token.
  async function signedIn() {
    const asked = await fetch(AT, { redirect: "manual" });
    return asked.ok ? asked.json() : {};
  }

  // Sends what waits, the older week first, and says what became of it.
  async function send() {
    const items = await weeks(), said = [];
    const { owner, token } = items.length ? await signedIn() : {};
    for (const item of items.filter((one) => one.owner === owner)) {
      let answer;
      for (const sealed of item.sealed) {
        const body = new URLSearchParams({ sealed, csrfmiddlewaretoken: token });
        answer = await (await fetch(AT, { method: "POST", body, redirect: "error" })).json();
      }
      const { state, sentence } = answer;
      if (/sent|there|late|unreadable/.test(state)) await drop(item);
      else await put({ ...item, state }, item.week);
      said.push({ ...item, state, sentence });
    }
    said.out = items.length && !owner;
    return said;
  }

  if (!page) {
    // A page that a person looks at sends by itself, and says so.
    const isSeen = (all) => all.some((one) => one.visibilityState === "visible");
    self.addEventListener("sync", (event) =>
      event.waitUntil(self.clients.matchAll().then((all) => isSeen(all) || send())),
    );
    return;
  }

  const { subtle } = self.crypto, phone = navigator.serviceWorker, lang = page.documentElement.lang;
  const byId = (id) => page.getElementById(id);
  const find = (what) => page.querySelector(what);
  const random = (n) => crypto.getRandomValues(new Uint8Array(n));
  const letters = (some) => Array.from(new Uint8Array(some), (one) => String.fromCharCode(one)).join("");
  const written = (some) =>
    btoa(letters(some)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  let root = byId("kept"), owner, visit, typed, timer, going, busy, passing, had;

  function fieldsOf(form) {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("csrfmiddlewaretoken");
    return fields;
  }

  // Only the server opens it again: of its key, only the public half is here.
  async function seal(form, what) {
    const [id, point] = form.dataset.seal.split(":"), curve = { name: "ECDH", namedCurve: "P-256" };
    const raw = atob(point.replace(/-/g, "+").replace(/_/g, "/"));
    const server = Uint8Array.from(raw, (one) => one.charCodeAt(0));
    const own = await subtle.generateKey(curve, false, ["deriveBits"]);
    const other = { name: "ECDH", public: await subtle.importKey("raw", server, curve, false, []) };
    const shared = await subtle.deriveBits(other, own.privateKey, 256);
    const salt = await subtle.exportKey("raw", own.publicKey), iv = random(12);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: bytes("kamlangjai kept week v1") };
    const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const key = await subtle.deriveKey(how, base, AES, false, ["encrypt"]);
    const plain = bytes(JSON.stringify(what));
    const padded = new Uint8Array(Math.ceil(plain.length / 1024) * 1024).fill(32);
    padded.set(plain);
    const head = `v1.${id}.${written(salt)}`, about = { ...AES, iv, additionalData: bytes(head) };
    return `${head}.${written(iv)}.${written(await subtle.encrypt(about, key, padded))}`;
  }

  // One item a week. What changes one that waits goes after it, as that may have arrived unheard.
  async function keep(form) {
    const { week, owner, closes } = form.dataset, kept = new Date().toISOString();
    const fields = fieldsOf(form), key = fields.get("key"), before = await get(week);
    const sealed = [await seal(form, { owner, week, key, kept, fields: `${fields}` })];
    if (before && before.key === fields.get("corrects")) sealed.unshift(...before.sealed);
    await put({ week, owner, key, kept, closes, sealed }, week);
    sessionStorage.kept = key;
    await note();
    if (phone) phone.ready.then((one) => one.sync && one.sync.register("kept")).catch(() => {});
    return true;
  }

  // What was typed, and the form as it was last drawn. The key for it leaves the browser nowhere.
  async function note() {
    const form = byId("week"), iv = random(12);
    timer = clearTimeout(timer);
    if (!visit || !form) return;
    const html = find(".page-head").outerHTML + form.outerHTML;
    const now = JSON.stringify([html, typed && `${fieldsOf(form)}`]);
    const data = await subtle.encrypt({ ...AES, iv }, visit.lock, bytes(now));
    await put(Object.assign(visit, { iv, data }), "visit");
  }

  async function openVisit() {
    const found = await get("visit");
    if (found && found.until > Date.now()) return found;
    await remove("visit");
  }

  async function noted({ iv, lock, data }) {
    return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ ...AES, iv }, lock, data)));
  }

  async function watch(form) {
    const { week } = form.dataset, notice = byId("typed-again"), found = await openVisit();
    const before = found && found.owner === owner && found;
    const fields = before && before.week === week && !typed && (await noted(before))[1];
    const lock = before ? before.lock : await subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    visit = { owner, week, lock, until: Date.parse(notice.dataset.until) };
    if (fields) {
      const body = new URLSearchParams(fields);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      await redraw(`${form.action}?do=draft`, { method: "POST", body });
      notice.hidden = !(typed = true);
      notice.querySelector("button").onclick = () => afresh().catch(() => {});
    }
    await note();
  }

  const part = (html, id) =>
    page.importNode(new DOMParser().parseFromString(html, "text/html").getElementById(id), true);

  // The server draws the form with what was typed, so that lines which were added are there too.
  async function redraw(address, how) {
    const form = part(await (await fetch(address, how)).text(), "week");
    byId("week").replaceWith(form);
    htmx.process(form);
  }

  async function afresh() {
    byId("typed-again").hidden = !(typed = false);
    await redraw(byId("week").action);
    await note();
  }

  // Without a signal: the form as it was last drawn, with what was typed.
  async function fillIn(item) {
    const [html, fields] = await noted(visit), given = new URLSearchParams(fields || "");
    byId("state").innerHTML = html;
    byId("no-signal").hidden = !(byId("fill-in").hidden = false);
    const { elements } = byId("week");
    for (const field of (typed = fields) ? elements : []) {
      if (/radio|checkbox/.test(field.type)) field.checked = given.getAll(field.name).includes(field.value);
      else if (given.has(field.name)) field.value = given.get(field.name);
    }
    if (!item) return;
    const made = Array.from(random(16), (one) => (one + 256).toString(16).slice(1)).join("");
    elements.corrects.value = item.key;
    elements.key.value = made.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    byId("state").scrollIntoView();
  }

  const moment = (at) =>
    new Date(at).toLocaleString(lang === "en" ? "en-GB" : lang, {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
      timeZone: "Asia/Bangkok",
    });
  const copy = (what) => page.importNode(root.querySelector(what).content, true).firstElementChild;

  function say(kind, sentence) {
    const notice = copy(`.${kind}`);
    notice.querySelector("p").textContent = sentence;
    root.querySelector("[role=status]").append(notice);
  }

  // What waits of this person; where no one is signed in, of all: the week and when, no more.
  async function draw(said) {
    const all = (await weeks()).filter((one) => !owner || one.owner === owner);
    const isOld = (one, at) => Date.now() - Date.parse(one.kept) > KEPT_FOR || at < all.length - MOST;
    const old = all.filter(isOld), items = all.filter((one) => !old.includes(one));
    for (const one of old) await drop(one);
    if (!root) {
      if (!all.length && !said.length) return;
      root = part(await (await fetch(`/offline/?language=${lang}`)).text(), "kept");
      find("main .stack").before(root);
    }
    for (const one of page.querySelectorAll("[data-n]")) one.hidden = !one.dataset.n.includes(items.length);
    root.querySelector("ul").replaceChildren(...items.map(rowOf));
    root.querySelector(".try").onclick = () => go(true);
    for (const { state, sentence } of said) say(/sent|there/.test(state) ? "done" : "wait", sentence);
    if (old.length) say("wait", root.dataset.old);
    const gone = had && !all.length && !said.length;
    if (gone) say("done", root.dataset.gone);
    if (byId("signal") && (gone || said.some((one) => one.state))) {
      byId("no-signal").hidden = !(byId("signal").hidden = false);
    }
    if (byId("kept-here") && !items.length) byId("kept-here").hidden = true;
    had = items.length;
  }

  function rowOf(item) {
    const row = copy(".row-of"), [change, look, gone] = row.querySelectorAll("button");
    const words = { n: +item.week.slice(6), kept: moment(item.kept), closes: moment(Date.parse(item.closes) - 1) };
    for (const one of row.querySelectorAll("b, small, details button")) {
      one.textContent = one.textContent.replace(/{(\w+)}/g, (_, name) => words[name]);
    }
    const mine = visit && byId("state") && visit.week === item.week && visit.owner === item.owner;
    change.hidden = !mine || item.state || Date.parse(item.closes) < Date.now();
    change.onclick = () => fillIn(item);
    look.hidden = !/changed|refused|early/.test(item.state);
    look.onclick = () => lookAt(item);
    gone.onclick = () => drop(item).then(() => draw([], (had = 0)));
    return row;
  }

  async function lookAt(item) {
    const { token } = await signedIn(), form = page.createElement("form");
    const values = { sealed: item.sealed.pop(), csrfmiddlewaretoken: token };
    Object.assign(form, { method: "post", action: `${AT}?look=1`, hidden: true });
    for (const name in values) {
      form.append(Object.assign(page.createElement("input"), { name, value: values[name] }));
    }
    page.body.append(form);
    form.submit();
  }

  // On each opening, with the signal, on coming back to the page, and when a person asks for it.
  async function go(asked) {
    if (going) return;
    going = true;
    const still = asked ? [{ sentence: root.dataset.still }] : [];
    const said = await send().catch(() => still);
    if (said.out && asked) location = "/my-week/";
    const form = byId("week");
    const done = (one) => /sent|there/.test(one.state) && (!typed || one.key === form.elements.key.value);
    if (form && self.htmx && said.some(done)) await afresh();
    await draw(said);
    going = false;
  }

  async function begin() {
    const form = byId("week"), ask = byId("waiting");
    if (find("#id_login")) return remove("visit");
    const { sent } = (find("[data-sent]") || {}).dataset || {};
    const { answers } = (find("[data-answers]") || {}).dataset || {};
    for (const item of await weeks()) {
      if (item.key === (sent ? item.week === sent && sessionStorage.kept : answers)) await drop(item);
    }
    if (ask) {
      owner = (await signedIn()).owner;
      ask.hidden = !(await weeks()).some((one) => one.owner === owner);
    } else if (root) {
      visit = await openVisit();
      await draw([]);
      const waits = visit && (await get(visit.week));
      if (visit && !waits && location.pathname === "/my-week/") await fillIn();
    } else {
      typed = !!answers;
      if (form) ({ owner } = form.dataset);
      if (form && phone) phone.register(`/sw.js?language=${lang}`).catch(() => {});
      await go();
      if (form) await watch(byId("week"));
    }
  }

  // A week is kept before the browser sends it as always. At the sign-out a waiting week is asked of.
  async function sending(event) {
    const form = event.target, leaves = /sign-out\/$/.test(form.action);
    const button = event.submitter || form.querySelector("[value=save]") || form.querySelector("button");
    if (passing || !(leaves || (form.dataset.seal && button.value === "save"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    const late = new Promise((done) => setTimeout(done, 3000));
    const fine = await Promise.race([leaves ? leave(form) : keep(form), late]).catch(() => leaves);
    busy = false;
    if (leaves ? fine === false : fine && !navigator.onLine && !(phone && phone.controller)) {
      if (!leaves) byId("kept-here").hidden = false;
      return;
    }
    if (fine) form.dataset.kept = 1;
    // Not while the browser still tells of the first press: it would take no second.
    setTimeout(() => {
      passing = true;
      button.click();
      passing = false;
    });
  }

  async function leave(form) {
    await remove("visit");
    const ask = byId("waiting"), waiting = await weeks();
    if (!ask) {
      if (waiting.length) location = form.action;
      return !waiting.length;
    }
    const own = (one) => one.owner === owner, { value } = form.elements.forget;
    if (value === "send") await go();
    if (value === "yes") for (const one of waiting.filter(own)) await drop(one);
    return value !== "send" || !(await weeks()).some(own);
  }

  if (!subtle || !self.indexedDB) return;
  page.addEventListener("submit", sending, true);
  for (const kind of ["input", "change", "htmx:afterSettle"]) {
    page.addEventListener(kind, ({ target }) => {
      if (!visit || !target.closest("#week, #week *")) return;
      typed = true;
      timer = timer || setTimeout(() => note().catch(() => {}), 700);
    });
  }
  page.addEventListener("visibilitychange", () => {
    (page.hidden ? timer && note() : go().catch(() => {}));
  });
  self.addEventListener("online", () => go().catch(() => {}));
  // Without a signal a count is stepped here; the server would else draw it.
  page.addEventListener("click", (event) => {
    const button = event.target.closest("#state [name=do]:not([value=save])");
    const [, way, line] = (button && button.value.match(/^(more|less)-(.+)$/)) || [];
    if (!button) return;
    event.preventDefault();
    const count = byId(`line-${line}-count`);
    if (count) count.value = Math.max(1, +count.value + (way === "more" ? 1 : -1));
  });
  begin().catch(() => {});
})();
