// The review: each key is one request, which decides on what the page shows and brings what comes next. A click only
// selects, except on a key's button. The server works out what is shown; nothing is put into markup here.
"use strict";

(() => {
  const page = document.getElementById("review");
  if (!page) return;
  const article = document.getElementById("article");
  const title = document.getElementById("article-title");
  const card = document.getElementById("card");
  const ask = document.getElementById("ask");
  const note = document.getElementById("note");
  const strip = document.getElementById("strip");
  const progress = document.getElementById("progress");

  let review; // its id
  let items = []; // {id, source, start, is_recorded, state, choice}
  let titles = {};
  let at = -1;
  let seen; // what the card shows
  let busy = true;
  let asking = null;
  // The decisions that can be taken back, the last one last: {review, item}. A reloaded page still knows them.
  const REMEMBERED = `onrecord-review ${page.dataset.source ?? ""}`;
  const decisions = remembered();
  const texts = new Map();

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  function remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(REMEMBERED)) ?? [];
    } catch {
      return [];
    }
  }

  const remember = () => sessionStorage.setItem(REMEMBERED, JSON.stringify(decisions));

  async function step(asked, isAgain = false) {
    const response = await fetch("/review/step", {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      // Under the name that the page shows, or not at all.
      body: JSON.stringify({ by: page.dataset.by, review, ...asked }),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    // The server keeps only some reviews: the page starts its own again and goes on with it.
    if (!isAgain && /not kept any more/.test(answer.error)) {
      await begin(true);
      return step(asked, true);
    }
    if (response.status === 401) throw new Error("The server has been restarted. Open the address that it printed in another tab, then go on here.");
    throw new Error([answer.error ?? `The server answered ${response.status}.`, answer.hint].filter(Boolean).join("; "));
  }

  // Starts a review. Of many candidates it takes a while until it can begin.
  async function begin(isAgain) {
    let answer = await step({ do: "start", source: page.dataset.source || undefined }, isAgain);
    ({ review } = answer);
    while (answer.making) answer = await step({ do: "wait" }, isAgain);
    return answer;
  }

  // Runs one request at a time. Keys that are pressed meanwhile would concern what nobody has seen yet.
  async function doing(work) {
    if (busy) return;
    busy = true;
    page.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      say(error instanceof TypeError ? "The server does not answer: is it still running? Nothing is lost; try again." : error.message);
    } finally {
      busy = false;
      page.removeAttribute("aria-busy");
    }
  }

  const say = (words) => { note.textContent = words ?? ""; };
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.childNodes;
  const current = () => items[at];
  const choice = () => (current().choice ??= {});

  // The strip: a dot for each item.
  function drawStrip() {
    strip.replaceChildren(...items.map((item, index) => {
      const button = element("button", { type: "button", tabindex: "-1", "data-at": index });
      return element("li", {}, button);
    }));
    items.forEach((_, index) => drawDot(index));
  }

  function drawDot(index) {
    const item = items[index];
    const button = strip.children[index].firstChild;
    button.className = item.state ?? (item.later ? "later" : "open");
    button.setAttribute("aria-label", `${index + 1}: ${item.state ?? (item.later ? "later" : "open")}`);
    if (index === at) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.tabIndex = index === at ? 0 : -1;
  }

  function drawProgress() {
    const open = items.filter((item) => !item.state).length;
    progress.textContent = at < 0 ? "" : `${at + 1} of ${items.length} · ${open} to decide`;
  }

  const kinds = ["point", "speaker", "cue"];
  const pieces = new Map(); // of the article, by item
  let marked = []; // those of the current item
  const belongs = (piece, kind, id) => (piece.dataset[kind] ?? "").split(" ").includes(id);

  // The article, and in it what belongs to the current item.
  async function drawArticle() {
    const { source } = current();
    if (article.dataset.source !== source) {
      if (!texts.has(source)) texts.set(source, (await step({ do: "text", source })).text);
      article.replaceChildren(...parsed(texts.get(source)));
      article.dataset.source = source;
      pieces.clear();
      for (const piece of article.querySelectorAll("mark")) {
        for (const item of piece.dataset.in.split(" ")) pieces.set(item, [...(pieces.get(item) ?? []), piece]);
      }
      title.replaceChildren(element("a", { href: `/sources/${encodeURIComponent(source)}` }, titles[source] ?? source));
    }
    for (const piece of marked) piece.classList.remove("now", ...kinds);
    const { id } = current();
    marked = pieces.get(id) ?? [];
    for (const piece of marked) {
      piece.classList.add("now");
      for (const kind of kinds) piece.classList.toggle(kind, belongs(piece, kind, id));
    }
    const first = marked.find((piece) => belongs(piece, "point", id));
    // Only the article moves, not the page.
    if (first) article.scrollTop += first.getBoundingClientRect().top - article.getBoundingClientRect().top - article.clientHeight / 3;
  }

  async function show(answer) {
    if (answer.item !== undefined) {
      const before = at;
      at = items.findIndex((item) => item.id === answer.item);
      if (before >= 0 && before !== at) drawDot(before);
      drawDot(at);
      const dot = strip.children[at];
      strip.scrollTop = dot.offsetTop - strip.offsetTop - strip.clientHeight / 2;
    }
    if (answer.item !== undefined && answer.card === undefined) {
      card.replaceChildren(element("p", { class: "decided" }, "It cannot be shown."));
      seen = undefined;
    }
    if (answer.card !== undefined) {
      card.replaceChildren(...parsed(answer.card));
      seen = answer.seen;
    }
    if (answer.note !== undefined) say(answer.note);
    drawProgress();
    if (at >= 0) await drawArticle();
  }

  function finished() {
    const before = at;
    at = -1;
    if (before >= 0) drawDot(before);
    seen = undefined;
    const count = items.filter((item) => item.state).length;
    card.replaceChildren(
      element("p", { class: "then" }, count ? `All ${items.length} are decided.` : "Nothing waits for a review."),
      element("p", {}, element("a", { href: "/" }, "Overview"), " · ", element("a", { href: "/draft" }, "Draft")),
    );
    progress.textContent = "";
  }

  // The next item without a decision after a place, from the beginning again at the end.
  function nextOpen(from) {
    for (let distance = 1; distance <= items.length; distance += 1) {
      const index = (from + distance) % items.length;
      if (!items[index].state && index !== from) return index;
    }
    return -1;
  }

  const look = (index, words) => doing(async () => {
    const answer = await step({ do: "look", item: items[index].id, choice: items[index].choice ?? {} });
    await show({ note: words ?? "", ...answer });
  });

  async function decide(kind, state) {
    if (at < 0) return;
    await doing(async () => {
      const item = current();
      const next = nextOpen(at);
      // A colleague was quicker, and the page says so: nothing is left to decide on it.
      const isSaid = item.state && card.querySelector(".decided") && note.textContent;
      if (isSaid && next < 0) return finished();
      if (isSaid) return show(await step({ do: "look", item: items[next].id, choice: items[next].choice ?? {} }));
      const asked = { do: kind, item: item.id, next: next < 0 ? undefined : items[next].id };
      if (kind === "accept") Object.assign(asked, { choice: item.choice ?? {}, seen });
      const answer = await step(asked);
      if (!answer.done) return show(answer);
      item.state = state;
      decisions.push({ review, item: item.id });
      remember();
      drawDot(at);
      if (next < 0) {
        say(answer.note);
        return finished();
      }
      await show(answer);
      // What was chosen for it before is still wanted.
      const chosen = items[next].choice;
      if (chosen) await show(await step({ do: "look", item: items[next].id, choice: chosen }));
    });
  }

  function undo() {
    const last = decisions.at(-1);
    if (!last) return say("Nothing was decided in this review yet.");
    return doing(async () => {
      // If it cannot be undone, the next press undoes the decision before it.
      decisions.pop();
      remember();
      if (last.review !== review) return undoEarlier(last);
      const answer = await step({ do: "undo", item: last.item });
      const undone = items.find((item) => item.id === last.item);
      undone.state = undefined;
      undone.choice = undefined;
      return show(answer);
    });
  }

  // Takes back what was decided before the page was reloaded. What waits again is in the draft of now.
  async function undoEarlier(last) {
    let answer;
    try {
      answer = await step({ do: "undo", ...last }, true);
    } catch (error) {
      if (!/not kept any more/.test(error.message)) throw error;
      throw new Error("The server was started again after this decision and cannot take it back here: the page of the statement can, or `onrecord undo`.");
    }
    ({ items, titles } = await begin());
    texts.clear();
    delete article.dataset.source;
    at = -1;
    drawStrip();
    const shown = items.some((item) => item.id === last.item) ? last.item : items[0]?.id;
    if (!shown) return finished();
    return show({ ...(await step({ do: "look", item: shown })), note: answer.note });
  }

  function move(by) {
    if (at < 0) return;
    if (by > 0) {
      items[at].later = true;
      const next = nextOpen(at);
      if (next >= 0) look(next);
      else say("This is the only one left.");
    } else if (at > 0) look(at - 1);
    else say("This is the first one.");
  }

  function choose(changes) {
    if (at >= 0) doing(() => wanting(changes));
  }

  // Looks at the item with other choices. They are kept if they can be looked at.
  async function wanting(changes) {
    const item = current();
    const wanted = { ...choice(), ...changes };
    const answer = await step({ do: "look", item: item.id, choice: wanted });
    item.choice = wanted;
    await show({ note: "", ...answer });
  }

  // Which claim it is on is the last thing to say: it is accepted there at once.
  async function acceptOn(changes) {
    if (at < 0) return;
    let isWanted = false;
    await doing(async () => {
      await wanting(changes);
      isWanted = true;
    });
    if (!isWanted) return;
    await decide("accept", "accepted");
  }

  const asNew = (text) => ({ "new-claim": text, claim: undefined, reword: undefined });
  const onClaim = (claim) => ({ claim, "new-claim": undefined, reword: undefined, stance: choice().stance });

  function digit(key) {
    const button = card.querySelector(`[data-key="${key}"]`);
    if (!button) return say(`There is no claim ${key}.`);
    return acceptOn(button.dataset.claim ? onClaim(button.dataset.claim) : asNew(button.dataset.new));
  }

  // Questions: a field with what can be chosen below it, or only a field.
  function open(question) {
    if (at < 0) return;
    asking = question;
    const field = element("input", {
      id: "asked", type: "text", autocomplete: "off", spellcheck: "false",
      ...(question.find && { role: "combobox", "aria-expanded": "true", "aria-controls": "offered", "aria-autocomplete": "list" }),
    });
    field.value = question.value ?? "";
    const label = element("label", { for: "asked" }, question.label);
    const offered = element("ol", { id: "offered", role: "listbox", "aria-label": question.label });
    const kinds = question.isNew && partyKinds.cloneNode(true);
    const how = element("p", { class: "note" }, question.find === "stance" ? "A letter chooses, Escape cancels." : question.find ? "Enter takes what is marked, Escape cancels." : "Enter takes it, Escape cancels.");
    ask.replaceChildren(label, field, ...(kinds ? [element("label", { for: "kind" }, "Kind"), kinds] : []), ...(question.find ? [offered] : []), how);
    if (kinds) {
      // The kind that Enter takes along is said.
      kinds.id = "kind";
      kinds.hidden = false;
      kinds.value = question.kind ?? "person";
      const tell = () => { how.textContent = `Enter adds them as ${kinds.value === question.kind ? "the draft has them" : "chosen"}: ${kinds.value}. Escape cancels.`; };
      kinds.addEventListener("change", tell);
      tell();
    }
    ask.hidden = false;
    field.focus();
    field.select();
    if (question.find) offer(field, offered);
    ask.scrollIntoView({ block: "nearest" });
  }

  function close() {
    asking = null;
    ask.hidden = true;
    ask.replaceChildren();
    card.focus();
  }

  // What can be chosen, as pairs of an id and its words.
  async function choices(what, words) {
    if (what === "stance") return stances.map(([, stance]) => [stance, stance]);
    const found = (kind, typed) => step({ do: "find", item: current().id, what: kind, words: typed }).then((answer) => answer.found, () => []);
    if (what !== "relay") return found(what, words);
    // Of several, the last one is being typed.
    const parties = await found("party", words.split(",").at(-1).trim());
    return words ? parties : [["-", "Nobody: it was heard at first hand"], ...parties];
  }

  let deafUntil = 0;
  let typed = 0;
  async function offer(field, offered) {
    const mine = ++typed;
    const words = field.value.trim();
    const found = await choices(asking.find, words);
    if (mine !== typed || !asking) return;
    offered.dataset.words = words;
    offered.replaceChildren(...found.map(([id, words], index) => {
      const option = element("li", { role: "option", id: `offered-${index}`, "data-id": id, "aria-selected": index === 0 ? "true" : "false" });
      const key = asking.find === "stance" ? stances[index][0] : index < 9 ? String(index + 1) : "";
      option.append(element("kbd", {}, key), ` ${words} `, ...(id === words ? [] : [element("span", { class: "id" }, id)]));
      return option;
    }));
    field.setAttribute("aria-activedescendant", found.length ? "offered-0" : "");
    // All of it is in sight, wherever the page was scrolled to.
    ask.scrollIntoView({ block: "nearest" });
  }

  function mark(by) {
    const options = [...ask.querySelectorAll("[role=option]")];
    const from = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const to = Math.max(0, Math.min(options.length - 1, from + by));
    options.forEach((one, index) => one.setAttribute("aria-selected", index === to ? "true" : "false"));
    options[to]?.scrollIntoView({ block: "nearest" });
    ask.querySelector("#asked").setAttribute("aria-activedescendant", options[to]?.id ?? "");
  }

  async function take(option) {
    const question = asking;
    const field = ask.querySelector("#asked");
    const words = field.value.trim();
    if (question.find) {
      // What is offered may be for words that somebody has typed on since.
      const offered = ask.querySelector("#offered");
      if (!option && offered.dataset.words !== words) await offer(field, offered);
      if (asking !== question || offered.dataset.words !== field.value.trim()) return undefined;
      const chosen = option ?? ask.querySelector('[role=option][aria-selected="true"]');
      if (!chosen) return say(question.find === "claim" ? "Nothing has these words: n adds a new claim." : "Nobody is called that: P adds somebody new.");
      close();
      return (question.answer ?? choose)(question.take(chosen.dataset.id, words));
    }
    const kind = ask.querySelector("#kind")?.value;
    close();
    if (words) (question.answer ?? choose)(question.take(words, kind));
  }

  ask.addEventListener("input", (event) => {
    if (!asking?.find || event.target.id !== "asked") return;
    const offered = ask.querySelector("#offered");
    offered.replaceChildren();
    delete offered.dataset.words;
    offer(event.target, offered);
  });
  ask.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  ask.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const field = event.target.closest("#asked");
    if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); take(); }
    else if (asking?.find && event.key === "ArrowDown") { event.preventDefault(); mark(1); }
    else if (asking?.find && event.key === "ArrowUp") { event.preventDefault(); mark(-1); }
    else if (asking?.find === "stance" && field && event.key.length === 1) {
      event.preventDefault();
      const option = ask.querySelectorAll("[role=option]")[stances.findIndex(([key]) => key === event.key)];
      // Whoever types the whole word does not mean its other letters as keys.
      if (option) deafUntil = performance.now() + 500;
      if (option) take(option);
    } else if (asking?.find && field && field.value === "" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const place = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
      const option = ask.querySelectorAll("[role=option]")[place];
      if (option) { event.preventDefault(); take(option); }
    }
  });

  const stances = [["a", "asserts"], ["c", "confirms"], ["h", "hedges"], ["u", "doubts"], ["d", "denies"], ["j", "rejects"],
    ["l", "declines"], ["n", "not-confirmed"], ["y", "no-reply"], ["t", "retracts"]];
  const partyKinds = document.getElementById("party-kinds");
  const proposal = () => card.querySelector(".proposed")?.dataset ?? {};
  const claimText = () => card.querySelector(".claim")?.textContent ?? card.querySelector("blockquote")?.textContent ?? "";

  const keys = {
    a: () => decide("accept", "accepted"),
    Enter: () => decide("accept", "accepted"),
    r: () => decide("reject", "rejected"),
    " ": () => move(1),
    s: () => move(1),
    ArrowRight: () => move(1),
    b: () => move(-1),
    ArrowLeft: () => move(-1),
    u: undo,
    p: () => open({ label: "Who speaks", find: "party", take: (party) => ({ party, "new-party": undefined, alias: false }) }),
    l: () => open({ label: "Who is called that in the text", find: "party", take: (party) => ({ party, "new-party": undefined, alias: true }) }),
    P: () => open({ label: "Name of somebody new", value: card.querySelector(".called")?.textContent ?? "", isNew: true, kind: proposal().newKind,
      take: (name, kind) => ({ "new-party": { name, kind }, party: undefined, alias: false }) }),
    o: () => open({ label: "Which claim", find: "claim", answer: acceptOn, take: onClaim }),
    n: () => open({ label: "A new claim, as a sentence", value: proposal().newClaim ?? claimText(), answer: acceptOn, take: asNew }),
    e: () => open({ label: "The claim in other words", value: claimText(),
      take: (text) => (choice()["new-claim"] ? { "new-claim": text } : { reword: text }) }),
    f: () => choose({ stance: card.querySelector("[data-opposite]")?.dataset.opposite }),
    t: () => open({ label: "Stance", find: "stance", take: (stance) => ({ stance }) }),
    d: () => open({ label: "When it was said: 2025-08-19, yesterday", take: (said) => ({ said }) }),
    v: () => open({ label: "Who relayed it; several with commas between them, the nearest to the source first", find: "relay",
      take: (id, words) => ({ via: [...words.split(",").slice(0, -1).map((name) => name.trim()).filter(Boolean), id] }) }),
    N: () => digit("N"),
    1: () => digit(1),
    2: () => digit(2),
    3: () => digit(3),
  };

  document.addEventListener("keydown", (event) => {
    // A key that is held down would decide on what nobody has seen.
    if (performance.now() < deafUntil) return;
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea")) return;
    // A button or link that has the focus is pressed by Enter and space.
    if (["Enter", " "].includes(event.key) && event.target.closest("a, button, summary")) return;
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  page.addEventListener("click", (event) => {
    if (asking && !ask.contains(event.target)) close();
    const key = event.target.closest("[data-press]");
    if (key) {
      // The next key is one of the review, not one of the button.
      card.focus();
      return keys[key.dataset.press]();
    }
    const dot = event.target.closest("[data-at]");
    if (dot) return look(Number(dot.dataset.at));
    const claim = event.target.closest("[data-key]");
    if (claim) return choose(claim.dataset.claim ? onClaim(claim.dataset.claim) : asNew(claim.dataset.new));
    const party = event.target.closest("[data-choose]");
    if (party) return choose({ party: party.dataset.choose, "new-party": undefined });
    const piece = event.target.closest("mark[data-in]");
    if (piece) {
      const of = (piece.dataset.point || piece.dataset.in).split(" ");
      const index = items.findIndex((item) => of.includes(item.id));
      if (index >= 0) look(index);
    }
  });

  // What colleagues decide and take back. Nothing is redrawn while somebody answers a question here.
  let head;
  const askHead = () => fetch("/head", { headers: { Accept: "application/json", ...(head && { "If-None-Match": head }) } });

  async function watch() {
    if (document.hidden || busy) return;
    const response = await askHead();
    if (!response.ok) return;
    const { states } = await step({ do: "states" });
    if (busy) return;
    head = response.headers.get("ETag");
    let isNews = false;
    items.forEach((item, index) => {
      if (states[item.id] === item.state) return;
      item.state = states[item.id];
      isNews = true;
      drawDot(index);
    });
    drawProgress();
    if (asking) return;
    if (at < 0) {
      const open = items.findIndex((item) => !item.state);
      if (open >= 0) await look(open, "Somebody has taken a decision back.");
      return;
    }
    // A key that is pressed meanwhile goes before.
    const item = current();
    const before = seen;
    const answer = await step({ do: "look", item: item.id, choice: item.choice ?? {} });
    if (busy || asking || current() !== item) return;
    if (isNews || answer.seen !== before) await show({ note: "Somebody has recorded something.", ...answer });
  }

  async function start() {
    head = (await askHead()).headers.get("ETag");
    ({ items, titles } = await begin());
    drawStrip();
    if (!items.length) return finished();
    await show(await step({ do: "look", item: items[0].id }));
    card.focus();
  }

  start().catch((error) => say(error.message)).finally(() => {
    busy = false;
    page.removeAttribute("aria-busy");
    const again = () => setTimeout(() => watch().catch(() => {}).finally(again), 1000);
    again();
  });
})();
