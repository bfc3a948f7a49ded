// The playground's script. The pages work without it: every button is a form.
// It sends those forms without leaving the page, takes over what the server
// drew, follows what happens on other seats, and completes slash commands.
"use strict";

const $ = (id) => document.getElementById(id);

// What the server sent last for each piece, so that only what changed is
// touched and nobody loses focus, scroll position or half-typed words.
const drawn = new Map();

// ---- Taking over a page drawn by the server ----

const pieces = ["place-list", "drawer-badge", "clock-now", "flash", "home"];

// A page is "mine" if it answers something done here: then it may also say that
// it did not work, or ask back.
function takeOver(page, mine) {
  document.title = page.title;
  for (const id of pieces) replacePiece(page, id, id === "flash" && !mine);
  const news = [...takeOverList(page, "messages", mine), ...takeOverThread(page, mine)];
  takeOverDialog(page, "form");
  if (mine) takeOverDialog(page, "ask");
  announce(news);
}

function replacePiece(page, id, keep) {
  const fresh = page.getElementById(id);
  const old = $(id);
  if (keep || !fresh || !old || drawn.get(id) === fresh.outerHTML) return;
  drawn.set(id, fresh.outerHTML);
  if (fresh.outerHTML === old.outerHTML) return;
  const folded = old.querySelector("details:not([open])");
  if (folded) fresh.querySelector("details")?.removeAttribute("open");
  withFocus(() => old.replaceWith(document.adoptNode(fresh)));
}

// takeOverList brings one list of messages up to date, entry by entry, and
// returns what is to be announced: the entries that were not there before, and
// after an action of one's own also those that say something else now.
function takeOverList(page, listID, mine) {
  const fresh = page.getElementById(listID);
  const list = $(listID);
  if (!fresh || !list) return [];
  const wanted = new Set();
  const news = [];
  let place = list.firstElementChild;
  for (const entry of [...fresh.children]) {
    const key = listID + "/" + entry.id;
    const html = entry.outerHTML;
    const old = list.querySelector(":scope > #" + CSS.escape(entry.id));
    wanted.add(entry.id);
    if (!old) {
      list.insertBefore(document.adoptNode(entry), place);
      news.push(entry);
    } else {
      if (old === place) place = place.nextElementSibling;
      if (drawn.get(key) !== html) {
        if (mine && words(old) !== words(entry)) news.push(entry);
        withFocus(() => old.replaceWith(document.adoptNode(entry)));
      }
    }
    drawn.set(key, html);
  }
  for (const entry of [...list.children]) {
    if (wanted.has(entry.id)) continue;
    drawn.delete(listID + "/" + entry.id);
    entry.remove();
  }
  return news;
}

// The thread's holder is only replaced when another thread opens or closes;
// otherwise its list is brought up to date like the messages.
function takeOverThread(page, mine) {
  const fresh = page.querySelector("aside.thread");
  const old = document.querySelector("aside.thread");
  if (fresh && old && fresh.id === old.id) return takeOverList(page, "replies", mine);
  if (!fresh && !old) return [];
  $("thread-holder").replaceWith(page.getElementById("thread-holder"));
  remember("replies");
  wireComposers();
  return [];
}

function takeOverDialog(page, id) {
  const holder = $(id + "-holder");
  const fresh = page.getElementById(id);
  const old = $(id);
  if (fresh && old && fresh.dataset.key === old.dataset.key) return;
  if (old) old.close();
  holder.replaceChildren(...(fresh ? [document.adoptNode(fresh)] : []));
  if (fresh) openDialog(fresh);
  else if (old) focusAgain();
}

// After a dialog the browser gives the keyboard back to a field that it still
// takes for blocked, without a caret; coming anew puts one there.
function focusAgain() {
  const back = document.activeElement === document.body ? $("write") : document.activeElement;
  back.blur();
  back.focus();
}

function openDialog(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
  const first = dialog.querySelector('[aria-invalid="true"]') ||
    dialog.querySelector("input:not([type=hidden]), textarea, select, button");
  if (first) first.focus();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    const cancel = dialog.querySelector("[data-cancel], [data-dismiss]");
    if (cancel) cancel.click();
  });
}

function words(entry) {
  const element = entry.querySelector(".words");
  return element ? element.textContent : "";
}

// withFocus keeps the keyboard where it was, or at least near it.
function withFocus(change) {
  const active = document.activeElement;
  const id = active && active.id;
  const message = active && active.closest ? active.closest(".message") : null;
  change();
  if (!active || active.isConnected || active === document.body) return;
  const again = (id && $(id)) || (message && $(message.id));
  if (again) again.focus({ preventScroll: true });
}

function announce(entries) {
  const spoken = entries.filter((e) => e.matches(".message:not([data-mine])"));
  if (spoken.length === 0) return;
  $("announce").textContent = spoken.map((entry) => {
    const author = entry.querySelector(".byline strong").textContent;
    const said = entry.querySelector(".words").innerText.trim().replace(/\s+/g, " ");
    return document.body.dataset.new + " " + author + ": " + said.slice(0, 300);
  }).join(". ");
}

function remember(listID) {
  const list = $(listID);
  if (!list) return;
  for (const entry of list.children) drawn.set(listID + "/" + entry.id, entry.outerHTML);
}

// ---- Following what happens ----

let asking = false;
let askAgain = false;

// How many pages came back from one's own actions. What was asked for before
// such a page came may know less than it does and is not shown.
let acted = 0;

async function refresh() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  do {
    askAgain = false;
    const before = acted;
    try {
      const seen = document.visibilityState === "visible" ? "yes" : "no";
      const answer = await fetch(location.href, { headers: { "Playground-Seen": seen } });
      const page = parse(await answer.text());
      if (answer.ok && acted > before) askAgain = true;
      else if (answer.ok) takeOver(page, false);
    } catch {
      // The live connection notices the loss itself and says so.
    }
  } while (askAgain);
  asking = false;
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function follow() {
  const live = new EventSource(document.body.dataset.live);
  live.addEventListener("changed", refresh);
  live.addEventListener("error", () => say(document.body.dataset.lost));
  live.addEventListener("open", () => {
    const flash = $("flash");
    if (flash.textContent.trim() === document.body.dataset.lost) flash.replaceChildren();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });
}

function say(words) {
  const line = document.createElement("p");
  line.className = "flash";
  line.textContent = words;
  $("flash").replaceChildren(line);
  drawn.delete("flash");
}

// ---- Sending forms without leaving the page ----

// What was sent last; the next one waits for it, so that lines typed quickly
// arrive in their order.
let sending = Promise.resolve();

// A composer is empty at once, so that the next line can be typed while this
// one is on its way. Everything else is pressed once until its answer is there.
function send(form, button) {
  if (form.dataset.busy) return;
  const body = new URLSearchParams(new FormData(form, button));
  const address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
  const line = "clears" in form.dataset ? takeLine(form) : null;
  if (line === null) form.dataset.busy = "yes";
  sending = sending.then(() => post(form, address, body, line));
}

async function post(form, address, body, line) {
  try {
    const answer = await fetch(address, { method: "POST", body });
    const page = parse(await answer.text());
    if (!page.getElementById("messages")) throw new Error(String(answer.status));
    if (!answer.ok) giveBack(form, line);
    const clock = form.closest("details");
    if (clock) clock.open = false;
    acted++;
    takeOver(page, true);
    if (line !== null) toNewest(form);
  } catch {
    giveBack(form, line);
    say(document.body.dataset.lost);
  } finally {
    delete form.dataset.busy;
  }
}

// takeLine empties a composer and returns what stood there.
function takeLine(form) {
  const field = form.querySelector("textarea");
  const line = field.value;
  field.value = "";
  field.focus();
  return line;
}

// giveBack puts a line that was not taken back, before what was typed since.
function giveBack(form, line) {
  if (line === null) return;
  const field = form.querySelector("textarea");
  field.value = field.value === "" ? line : line + "\n" + field.value;
}

function toNewest(form) {
  form.parentElement.querySelector(".scroll").scrollTop = 0; // turned round: 0 is the bottom
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (!dismiss) return;
  event.preventDefault();
  $("ask").close();
  $("ask-holder").replaceChildren();
  focusAgain();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const clock = $("clock");
  if (clock.open) {
    clock.open = false;
    clock.querySelector("summary").focus();
  } else if (location.hash === "#places") {
    location.hash = "#talk";
  }
});

document.addEventListener("click", (event) => {
  const clock = $("clock");
  if (clock.open && !clock.contains(event.target)) clock.open = false;
});

// ---- Writing: Enter sends, slash commands are completed ----

function wireComposers() {
  for (const form of document.querySelectorAll("form.composer")) {
    if (form.dataset.wired) continue;
    form.dataset.wired = "yes";
    wireComposer(form);
  }
}

function wireComposer(form) {
  const field = form.querySelector("textarea");
  const completion = new Completion(field, form.querySelector("[role=listbox]"));
  field.addEventListener("input", () => completion.update());
  field.addEventListener("blur", () => completion.hide());
  field.addEventListener("keydown", (event) => {
    if (completion.key(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      completion.hide();
      if (field.value.trim() !== "") form.requestSubmit();
    }
  });
}

// rows is how many suggestions stand there at once. The list does not scroll,
// it moves along with the choice: arrow keys reach all of it.
const rows = 7;

class Completion {
  constructor(field, list) {
    this.field = field;
    this.list = list;
    this.options = list ? [...list.children] : [];
    this.fits = [];
    if (list) list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) this.take(option);
    });
  }

  // While the command word is typed the commands are offered, after it the
  // verbs of that command.
  update() {
    const typed = fold(this.field.value);
    const atEnd = this.field.selectionStart === this.field.value.length;
    const inVerb = typed.includes(" ");
    this.show(this.options.filter((option) => typed.startsWith("/") && atEnd &&
      fold(option.dataset.typed).startsWith(typed) && inVerb === "verb" in option.dataset));
    $("suggested").textContent = this.fits.length ? this.fits.length + " " + document.body.dataset.suggestions : "";
  }

  hide() {
    this.show([]);
  }

  show(fits) {
    this.fits = fits;
    this.first = 0;
    this.mark(-1);
    if (this.list) this.list.hidden = fits.length === 0;
  }

  // mark chooses one of those that fit, by its place among them; -1 is none.
  mark(at) {
    this.at = at;
    if (at >= 0) this.first = Math.min(at, Math.max(this.first, at - rows + 1));
    const shown = this.fits.slice(this.first, this.first + rows);
    for (const option of this.options) {
      option.hidden = !shown.includes(option);
      option.setAttribute("aria-selected", String(option === this.fits[at]));
    }
    if (at >= 0) this.field.setAttribute("aria-activedescendant", this.fits[at].id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.fits.length;
    if (count === 0) return false;
    switch (event.key) {
      case "ArrowDown":
        this.mark((this.at + 1) % count);
        return true;
      case "ArrowUp":
        this.mark(this.at <= 0 ? count - 1 : this.at - 1);
        return true;
      case "Escape":
        this.hide();
        event.stopPropagation();
        return true;
      case "Tab":
        // A finished word followed by a space lets Tab leave the field.
        if (event.shiftKey || (this.at < 0 && this.field.value.endsWith(" "))) return false;
        this.take(this.fits[Math.max(this.at, 0)]);
        return true;
      case "Enter":
        if (this.at < 0) return false;
        this.take(this.fits[this.at]);
        return true;
    }
    return false;
  }

  take(option) {
    this.field.value = option.dataset.typed;
    this.field.focus();
    this.update();
  }
}

// fold makes "Unterstuetzen" and "unterstützen" the same word.
function fold(words) {
  return words.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss");
}

// ---- Start ----

for (const id of pieces) drawn.set(id, $(id).outerHTML);
remember("messages");
remember("replies");
for (const id of ["form", "ask"]) if ($(id)) openDialog($(id));
wireComposers();
follow();
