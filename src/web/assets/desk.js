// The desk's script: opens the session, shows results while somebody types, and keeps the page up to date. Every page
// works without it.
"use strict";

const main = document.getElementById("main");
const news = document.getElementById("news");

// The token of the address is exchanged without leaving it in the browser's history.
const exchange = document.getElementById("exchange");
if (exchange) {
  fetch(exchange.action, { method: "POST", body: new URLSearchParams(new FormData(exchange)), redirect: "manual" })
    .then(() => location.replace("/"))
    .catch(() => { /* The button is still there. */ });
}

// A page of the desk, as a document of its own.
async function fetched(path) {
  const response = await fetch(path, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(String(response.status));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// A link leads to a statement that is not among the last ones: the page shows more.
if (/^#s-./.test(location.hash) && !document.getElementById(location.hash.slice(1)) && document.querySelector(".cut")) {
  const more = new URL(location);
  if (!more.searchParams.has("limit")) {
    more.searchParams.set("limit", "100000");
    location.replace(more);
  }
}

// Search while typing. The last word may be the beginning of one.
const search = document.getElementById("search");
const found = document.getElementById("found");
let waiting;
let typed = 0;

// What is still to be asked or answered does not appear any more.
function settle() {
  clearTimeout(waiting);
  typed += 1;
}

function hide() {
  settle();
  found.hidden = true;
  found.replaceChildren();
}

async function suggest() {
  const words = search.value.trim();
  const mine = ++typed;
  if (words.length < 2) return hide();
  const query = /[\p{L}\p{N}]$/u.test(words) ? `${words}*` : words;
  try {
    const page = await fetched(`/search?limit=8&q=${encodeURIComponent(query)}`);
    if (mine !== typed) return;
    found.replaceChildren(...page.querySelectorAll("#main .part"));
    found.hidden = false;
  } catch {
    if (mine === typed) hide();
  }
}

if (search) {
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 120);
  });
  search.form.addEventListener("keydown", (event) => {
    const links = [search, ...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      search.focus();
      hide();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next && !found.hidden) {
        event.preventDefault();
        settle();
        next.focus();
      }
    }
  });
  search.form.addEventListener("focusout", (event) => {
    if (!search.form.contains(event.relatedTarget)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      search.focus();
    }
  });
}

// Filters are folded only where they would push the answer off the screen.
if (main && matchMedia("(min-width: 46rem)").matches) {
  main.querySelectorAll("details.filters:not(.when)").forEach((one) => { one.open = true; });
}

// On a phone the menu is wider than the screen: the page that is open is in sight.
document.querySelector(".top [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// What was opened on the page stays open when it is drawn again.
function redraw(page) {
  const opened = [...main.querySelectorAll("details")].map((one) => one.open);
  const focused = document.activeElement?.closest("#main [id]")?.id;
  const fresh = page.getElementById("main");
  main.replaceChildren(...fresh.childNodes);
  main.querySelectorAll("details").forEach((one, at) => { if (opened[at]) one.open = true; });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Somebody is at work on the page if words are selected, or if a field has the focus or differs from what was sent.
function isEdited() {
  const selection = getSelection();
  if (!selection.isCollapsed && main.contains(selection.anchorNode)) return true;
  const active = document.activeElement;
  if (active && active !== search && active.matches("input, select, textarea")) return true;
  const fields = [...main.querySelectorAll("form input, form textarea")];
  return fields.some((one) => (one.type === "checkbox" ? one.checked !== one.defaultChecked : one.value !== one.defaultValue));
}

function say(words, action) {
  news.replaceChildren(words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Show";
    button.addEventListener("click", action);
    news.append(" ", button);
  }
}

async function update(head) {
  try {
    const page = await fetched(location.pathname + location.search);
    redraw(page);
    document.body.dataset.head = page.body.dataset.head ?? head;
    say("Updated: something was recorded or decided.");
    setTimeout(() => say(""), 4000);
  } catch {
    say("Something was recorded, and this page can no longer be shown as it is.", () => location.reload());
  }
}

// Asks each second, while the page is in view, whether anything was recorded.
let announced;
async function look() {
  const known = document.body.dataset.head;
  if (document.hidden) return;
  const response = await fetch("/head", { headers: { Accept: "application/json", "If-None-Match": known } });
  if (response.status === 304) {
    if (news.dataset.lost) { delete news.dataset.lost; say(""); }
    return;
  }
  if (response.status === 401) {
    news.dataset.lost = "1";
    return say("The server has been restarted. Open the address that it printed.");
  }
  if (!response.ok) {
    news.dataset.lost = "1";
    return say("The ledger cannot be read at the moment.");
  }
  const head = response.headers.get("ETag");
  if (head === known) return;
  if (!isEdited()) return update(head);
  if (announced !== head) {
    announced = head;
    say("Something was recorded.", () => update(head));
  }
}

if (document.body.dataset.head) {
  const again = () => setTimeout(watch, 1000);
  const watch = () => look().catch(() => {
    news.dataset.lost = "1";
    say("The server does not answer: is it still running?");
  }).finally(again);
  again();
}
