// Keeps on a person's own device, sealed, a week that was sent without a signal, and what was typed
// while the visit lasts. The worker of the site has the part that sends; waiting.js shows what waits.
// A page that keeps anything says so on its body, with the address of waiting.js (`rows`).
"use strict";

(() => {
  const AT = "/my-week/kept/";

  // One small store: each waiting week by its name and its person's mark, as two people may have one
  // device, and "visit" until that ends.
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
  const nameOf = ({ week, owner }) => week + owner;
  const weeks = () => store((kept) => kept.getAll(IDBKeyRange.upperBound("a")));
  // One deal reads and writes, as another tab writes too: `how` says of what is there what shall be.
  const change = (name, how) =>
    store((kept) => {
      const found = kept.get(name), made = {};
      found.onsuccess = () =>
        (made.result = how(found.result)) ? kept.put(made.result, name) : kept.delete(name);
      return made;
    });

  const endVisit = () => change("visit", () => 0);

  // With its draft, or says why it stays. A later sending that took its place meanwhile is left alone.
  async function drop(one, stays) {
    const name = nameOf(one);
    const left = await change(name, (item) => (item && item.key === one.key ? stays && one : item));
    if (!stays && !left) await change("visit", (visit) => visit && nameOf(visit) !== name && visit);
  }

  // Who is signed in here, by a mark that names no one, and a token. A server that is too busy, or away
  // for a moment, does not say.
  async function signedIn() {
    const asked = await fetch(AT, { redirect: "manual" });
    if (asked.status > 428) throw asked;
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
      item.state = answer.state;
      await drop(item, !/sent|there|late|unreadable/.test(item.state));
      said.push({ ...item, ...answer });
    }
    said.out = items.length && !owner;
    return said;
  }

  // What follows is for pages alone: config/offline/views.py gives the worker what stands before it.
  const AES = { name: "AES-GCM", length: 256 };
  const bytes = (text) => new TextEncoder().encode(text);
  const { subtle } = crypto, phone = navigator.serviceWorker;
  const { rows, owner } = document.body.dataset;
  const byId = (id) => document.getElementById(id), find = (what) => document.querySelector(what);
  const stays = find("[name=stays]") || {};
  const random = (n) => crypto.getRandomValues(new Uint8Array(n));
  const written = (some) =>
    btoa(String.fromCharCode(...new Uint8Array(some)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  // What other scripts of ours do with it, and what is known: owner, visit, typed.
  const kept = (window.kept = { weeks, drop, endVisit, signedIn, note, noted, random, go, owner });
  let timer, again, going, busy, passing;

  function fieldsOf(form) {
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("csrfmiddlewaretoken");
    return fields;
  }

  // Only the server opens it again: of its key, only the public half is here.
  async function seal(form, what) {
    const [id, x, y] = form.dataset.seal.split(":"), curve = { name: "ECDH", namedCurve: "P-256" };
    const own = await subtle.generateKey(curve, false, ["deriveBits"]);
    const half = await subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, curve, false, []);
    const shared = await subtle.deriveBits({ name: "ECDH", public: half }, own.privateKey, 256);
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
    const fields = fieldsOf(form), key = fields.get("key");
    const sealed = [await seal(form, { owner, week, key, kept, fields: `${fields}` })];
    await change(week + owner, (before) => {
      if (before && before.key === fields.get("corrects")) sealed.unshift(...before.sealed);
      return { week, owner, key, kept, closes, sealed };
    });
    sessionStorage.kept = key;
    await note();
    if (phone) phone.ready.then((one) => one.sync && one.sync.register("kept")).catch(() => {});
    return true;
  }

  // What was typed, and the form as it was last drawn. The key for it leaves the browser nowhere.
  // What went meanwhile, as another tab signed out, only a form that the server drew writes anew.
  async function note(drawn) {
    const form = byId("week"), iv = random(12);
    timer = clearTimeout(timer);
    if (!kept.visit || !form) return;
    const html = find(".page-head").outerHTML + form.outerHTML;
    const now = JSON.stringify([html, kept.typed && `${fieldsOf(form)}`]);
    const data = await subtle.encrypt({ ...AES, iv }, kept.visit.lock, bytes(now));
    await change("visit", (found) => (drawn || isOpen(found)) && Object.assign(kept.visit, { iv, data }));
  }

  // It ends by the clock, where its person left quickly (the mark of that may still be here), and as
  // another one signed in.
  const isOpen = (one) =>
    one && one.until > Date.now() && (one.owner === owner || !owner) && !/left=/.test(document.cookie);
  const openVisit = () => change("visit", (found) => isOpen(found) && found);

  async function noted({ iv, lock, data }) {
    return JSON.parse(new TextDecoder().decode(await subtle.decrypt({ ...AES, iv }, lock, data)));
  }

  async function watch(form) {
    const { week } = form.dataset, { until } = byId("typed-again").dataset, before = await openVisit();
    const fields = before && before.week === week && !kept.typed && (await noted(before))[1];
    const lock = before ? before.lock : await subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
    kept.visit = { owner, week, lock, until: +until };
    if (fields) await waiting().then(() => kept.typeAgain(fields));
    await note(!before);
  }

  // What is seldom needed is in a script of its own: mostly nothing waits.
  function waiting() {
    return new Promise((onload, onerror) => {
      if (kept.draw) return onload();
      document.head.append(Object.assign(document.createElement("script"), { src: rows, onload, onerror }));
    });
  }

  // On each opening, with the signal, on coming back to the page, and when a person asks for it. What
  // did not go, as a signal can be told of before it carries, is tried again by and by. What is asked
  // is what the rows say when it fails again: [{}] for a person, nothing new else, null for no drawing.
  async function go(asked = []) {
    if (going) return;
    going = true;
    clearTimeout(again);
    try {
      const form = byId("week"), said = await send().catch(() => (again = setTimeout(go, 3e4, null)) && asked);
      if (said.out && asked[0]) location = "/my-week/";
      const isHere = ({ state, key }) =>
        /sent|there/.test(state) && (!kept.typed || key === form.elements.key.value);
      if (kept.draw || said.length || (await weeks()).length) {
        await waiting();
        if (form && window.htmx && said.some(isHere)) await kept.afresh();
        await kept.draw(said);
      }
    } catch {
      // What waits stays, and is sent another time.
    }
    going = false;
  }

  async function begin() {
    const form = byId("week");
    if (find("#id_login")) {
      sessionStorage.clear();
      localStorage.clear();
      return endVisit();
    }
    const { sent, answers } = (find("[data-sent], [data-answers]") || document.body).dataset;
    const items = await weeks();
    // Until a waiting week is asked of it stays, also where the server lets the browser forget all: who
    // leaves before this came is taken for one of whom a week waits.
    stays.disabled = !items.length;
    for (const item of items) {
      if (item.key === (sent === item.week ? sessionStorage.kept : answers)) await drop(item);
    }
    if (byId("waiting")) {
      byId("waiting").hidden = !items.some((one) => one.owner === owner);
    } else if (byId("state")) {
      kept.visit = await openVisit();
      await waiting();
      await kept.open(items);
      // The signal may have come back while this page began.
      return navigator.onLine && go();
    } else {
      kept.typed = !!answers;
      await go();
      if (form) await watch(byId("week"));
      // The worker comes last: what a first look shows waits for nothing of it.
      if (form && form.dataset.seal && phone) await phone.register("/sw.js?language=" + document.documentElement.lang);
    }
  }

  // A week is kept before the browser sends it as always. At the sign-out a waiting week is asked of.
  async function sending(event) {
    const form = event.target, leaves = /sign-out\/$/.test(form.action);
    const button = event.submitter || form.querySelector("button");
    if (passing || !(leaves || (form.dataset.seal && button.value === "save"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    // Without a signal there is time: a phone that is slow to keep it would say that nothing was.
    const late = new Promise((done) => setTimeout(done, navigator.onLine && !leaves ? 3e3 : 1e4));
    const fine = await Promise.race([leaves ? waiting().then(() => kept.leave(form)) : keep(form), late]).catch(() => leaves);
    busy = false;
    if (leaves ? fine === false : fine && !navigator.onLine && !(phone && phone.controller)) {
      if (leaves) return;
      byId("kept-here").hidden = false;
      return byId("kept-here").focus();
    }
    if (fine) form.dataset.kept = 1;
    // Not while the browser still tells of the first press: it would take no second.
    setTimeout(() => {
      passing = true;
      button.click();
      passing = false;
    });
  }

  // Where this can keep nothing, nothing stays.
  if ((stays.disabled = !rows || !subtle || !window.indexedDB)) return;
  document.addEventListener("submit", sending, true);
  for (const kind of ["input", "change", "htmx:afterSettle"]) {
    document.addEventListener(kind, ({ target }) => {
      if (!kept.visit || !target.closest("#week, #week *")) return;
      kept.typed = true;
      timer = timer || setTimeout(() => note().catch(() => {}), 700);
    });
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? timer && note() : go()));
  window.addEventListener("online", () => go());
  // When htmx is there, which draws again what was typed.
  document.addEventListener("DOMContentLoaded", () => begin().catch(() => {}));
})();
