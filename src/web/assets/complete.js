// Completion of names while somebody types. A field says what it takes:
//
//     <label>Party <input name="party" data-complete="party"></label>
//
// with one or several of party, claim, source, question and topic, separated by spaces. What is typed may be any part of an
// id, a name, an alias or a text. What fits best is marked, and Enter takes it; Escape or the arrow keys leave what was
// typed. Choosing puts the id into the field and sends it the events "input", "change" and
// "complete", the last with the chosen item as `detail`: { kind, id, name, more }. Fields that are added to the page later
// need nothing else. Without this script they are plain fields.
"use strict";
{
  const FIELDS = "input[data-complete]";
  // Options that are shown at once.
  const SHOWN = 12;
  // Entries of a journal up to which lists are loaded whole. Of a longer one, claims, sources and questions are searched.
  const WHOLE = 20000;
  // Claims that are looked through for topics.
  const CLAIMS = 2000;

  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");

  // The field that the list belongs to, what the list shows, and which of it is marked.
  let field = null;
  let options = [];
  let marked = -1;
  let asked = 0;
  let waiting;

  // Lower case without diacritics.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Answers that were had already. They are for one state of the journal.
  let answers = new Map();
  let state;

  function ask(path) {
    if (document.body.dataset.head !== state) answers = new Map();
    state = document.body.dataset.head;
    if (!answers.has(path)) {
      const answer = fetch(path, { headers: { Accept: "application/json" } }).then((response) => {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      });
      answer.catch(() => answers.delete(path));
      answers.set(path, answer);
    }
    return answers.get(path);
  }

  const joined = (...parts) => parts.filter(Boolean).join(" · ");
  const item = {
    party: ({ id, name, role, aliases }) => ({ kind: "party", id, name, more: role ?? "", others: aliases }),
    claim: ({ id, text, topic }) => ({ kind: "claim", id, name: text, more: topic ?? "" }),
    source: ({ id, title, publisher, published }) => ({ kind: "source", id, name: title ?? id, more: joined(publisher, published) }),
    question: ({ id, text }) => ({ kind: "question", id, name: text, more: "" }),
  };
  const lists = { party: "/parties", claim: "/claims", source: "/sources", question: "/questions" };

  async function topics() {
    const claims = await ask(`/claims?limit=${CLAIMS}`);
    const names = new Set(claims.map((claim) => claim.topic).filter(Boolean));
    return [...names].map((name) => ({ kind: "topic", id: name, name, more: "" }));
  }

  // What the words find, in the search's own order.
  async function searched(kind, words) {
    const hits = await ask(`/search?limit=200&q=${encodeURIComponent(`${words}*`)}`);
    return hits.filter((hit) => hit.kind === kind).map(({ id, text }) => ({ kind, id, name: text, more: "", isFound: true }));
  }

  async function items(kind, words) {
    if (kind === "topic") return topics();
    const isShort = (await ask("/head")).seq <= WHOLE;
    if (!isShort && kind !== "party") return searched(kind, words);
    return (await ask(lists[kind])).map(item[kind]);
  }

  // How well an item fits the words: 0 is best; null if it does not.
  function fit({ id, name, others = [], isFound }, typed) {
    if (isFound) return 2;
    const names = [id, name, ...others].map(folded);
    const all = names.join("\n");
    if (!typed.split(" ").every((word) => all.includes(word))) return null;
    if (names.includes(typed)) return 0;
    if (names.some((one) => one.startsWith(typed))) return 1;
    const begins = typed.split(" ").every((word) => all.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word)));
    return begins ? 2 : 3;
  }

  async function fitting(kinds, value) {
    const typed = folded(value).trim().replace(/\s+/g, " ");
    const all = (await Promise.all(kinds.map((kind) => items(kind, value.trim())))).flat();
    const fits = all.map((one) => ({ one, rank: typed ? fit(one, typed) : 3 })).filter(({ rank }) => rank !== null);
    return fits.sort((a, b) => a.rank - b.rank);
  }

  // The text with the typed words marked in it.
  function highlighted(text, value) {
    const words = value.trim().split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (!words.length) return [text];
    const parts = text.split(new RegExp(`(${words.join("|")})`, "iu"));
    return parts.map((part, at) => {
      if (at % 2 === 0) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
  }

  function option(one, at, value) {
    const row = document.createElement("li");
    row.id = `completion-${at}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const line = (name, ...content) => {
      const span = document.createElement("span");
      span.className = name;
      span.append(...content);
      return span;
    };
    // An alias that fits is shown: it is why the name is there.
    const typed = folded(value).trim();
    const alias = folded(`${one.id}\n${one.name}`).includes(typed) ? undefined
      : one.others?.find((other) => folded(other).includes(typed));
    row.append(line("name", ...highlighted(one.name, value)));
    if (alias) row.append(line("alias", "also ", ...highlighted(alias, value)));
    row.append(line("more", ...(one.id === one.name ? [] : highlighted(one.id, value)), one.more && one.id !== one.name ? ` · ${one.more}` : one.more));
    return row;
  }

  function place() {
    if (list.hidden) return;
    const box = field.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const width = Math.min(Math.max(box.width, 352), room - 16);
    list.style.width = `${width}px`;
    list.style.left = `${Math.max(8, Math.min(box.left, room - width - 8))}px`;
    const below = innerHeight - box.bottom - 12;
    const isAbove = below < 200 && box.top > below;
    list.style.top = isAbove ? "auto" : `${box.bottom + 4}px`;
    list.style.bottom = isAbove ? `${innerHeight - box.top + 4}px` : "auto";
    list.style.maxHeight = `${Math.min(400, isAbove ? box.top - 12 : below)}px`;
  }

  function close() {
    clearTimeout(waiting);
    waiting = undefined;
    shown = field?.value ?? "";
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    [options, marked] = [[], -1];
    field?.setAttribute("aria-expanded", "false");
    field?.removeAttribute("aria-activedescendant");
  }

  function mark(at) {
    list.children[marked]?.setAttribute("aria-selected", "false");
    marked = at;
    const row = list.children[at];
    if (!row) return field.removeAttribute("aria-activedescendant");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", row.id);
  }

  function show(found, value) {
    options = found.slice(0, SHOWN).map(({ one }) => one);
    marked = -1;
    field.removeAttribute("aria-activedescendant");
    list.setAttribute("aria-label", field.labels[0]?.textContent.trim() || "Names that fit");
    list.replaceChildren(...options.map((one, at) => option(one, at, value)));
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    const more = found.length > SHOWN ? `, the first ${SHOWN} are listed` : "";
    told.textContent = found.length === 1 ? "1 name fits" : `${found.length || "No"} names fit${more}`;
    place();
    // What Enter takes is marked: the best fit, unless what was typed is a name already or may become a new topic.
    if (found.length && found[0].rank > 0 && field.dataset.complete !== "topic") mark(0);
  }

  let showing = Promise.resolve();
  function complete() {
    clearTimeout(waiting);
    waiting = undefined;
    showing = completed();
  }

  async function completed() {
    const [mine, value, asking] = [++asked, field.value, field];
    try {
      const found = await fitting(field.dataset.complete.split(" "), value);
      if (mine === asked && field === asking && document.activeElement === field) show(found, value);
    } catch {
      if (mine === asked) close();
    }
    if (mine === asked) shown = value;
  }

  // What was typed when the list was last made.
  let shown = "";

  // Enter waits for what fits the words that were typed: then it takes what is marked, or sends the form.
  async function enterLater(into) {
    const { value } = into;
    if (waiting !== undefined) complete();
    await showing;
    if (field !== into || into.value !== value || document.activeElement !== into) return;
    if (marked >= 0) choose(marked);
    else into.form?.requestSubmit();
  }

  function choose(at) {
    const [chosen, into] = [options[at], field];
    into.value = chosen.id;
    close();
    // Not to be completed again.
    into.dataset.chosen = chosen.id;
    say(into, chosen);
    for (const name of ["input", "change"]) into.dispatchEvent(new Event(name, { bubbles: true }));
    into.dispatchEvent(new CustomEvent("complete", { bubbles: true, detail: chosen }));
  }

  // Under a field of a form that records something: what the id in it stands for, in words.
  function say(into, one) {
    if (!into.matches(".recording input")) return;
    const id = `${into.id}-said`;
    let line = document.getElementById(id);
    if (!line) {
      line = document.createElement("span");
      line.id = id;
      line.className = "chosen note";
      into.after(line);
      into.setAttribute("aria-describedby", `${into.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
    }
    line.textContent = one && one.name !== into.value ? one.name : "";
  }

  // The same for what a field holds from the start.
  async function sayHeld(into) {
    const [kind, value] = [into.dataset.complete, into.value.trim()];
    if (!value || !lists[kind] || !into.matches(".recording input")) return;
    const fits = (await items(kind, value)).find((one) => one.id === value || one.others?.includes(value));
    if (fits && into.value.trim() === value) say(into, fits);
  }

  // Makes a field one that is completed.
  function prepare(one) {
    if (one.getAttribute("role") === "combobox") return;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(roles)) one.setAttribute(name, value);
  }

  // The list is put where the field is, as pages are drawn again and dialogs cover what is outside.
  function enter(one) {
    prepare(one);
    if (field !== one) shown = one.value;
    field = one;
    const home = one.closest("dialog") ?? one.closest("main") ?? document.body;
    home.append(list, told);
  }

  document.querySelectorAll(FIELDS).forEach((one) => {
    prepare(one);
    sayHeld(one).catch(() => {});
  });
  (document.getElementById("main") ?? document.body).append(list, told);

  document.addEventListener("focusin", ({ target }) => { if (target.matches(FIELDS)) enter(target); });
  document.addEventListener("focusout", ({ target }) => { if (target === field) close(); });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(FIELDS)) return;
    if (target.dataset.chosen === target.value) return;
    delete target.dataset.chosen;
    say(target, null);
    if (target !== field) enter(target);
    clearTimeout(waiting);
    if (!target.value.trim()) return close();
    waiting = setTimeout(complete, 100);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== field || !field || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (list.hidden) return complete();
      const count = options.length + 1;
      return mark((marked + 1 + steps[event.key] + count) % count - 1);
    }
    if (event.key === "Enter" && field.value.trim() && shown !== field.value && field.dataset.complete !== "topic") {
      event.preventDefault();
      return enterLater(field);
    }
    if (list.hidden) return;
    if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      choose(marked);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }, true);
  // A click chooses without taking the focus from the field.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const row = target.closest("li");
    if (row) choose([...list.children].indexOf(row));
  });
  document.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
}
