// Forms that record something, and passages of a source's text. A form is sent without leaving its page, so that whatever
// happens to the server or the disk, all that was typed is still there. Without this script forms are sent as usual.
"use strict";
{
  const FORM = "form[data-record]";
  const main = document.getElementById("main");

  // Says at the top of a form what became of it.
  function tell(form, ...sentences) {
    const message = form.querySelector(".message");
    message.replaceChildren(...sentences.map((sentence, at) => {
      const line = document.createElement("p");
      line.className = at === 0 ? "refused" : "hint";
      line.textContent = sentence;
      return line;
    }));
    message.focus();
  }

  // What was typed while the form was on its way, and what a form cannot say.
  function keep(old, fresh) {
    for (const control of fresh.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const typed = control.id && old.querySelector(`#${CSS.escape(control.id)}`);
      if (!typed) continue;
      if (control.type === "checkbox") control.checked = typed.checked;
      else if (control.type === "file") control.files = typed.files;
      else control.value = typed.value;
    }
  }

  // The form comes back: with the reason, a new key, and both versions if somebody changed what it changes.
  function refuse(form, page) {
    const fresh = page.querySelector(FORM);
    keep(form, fresh);
    document.querySelector(".versions")?.remove();
    const versions = page.querySelector(".versions");
    if (versions) form.before(versions);
    form.replaceWith(fresh);
    (fresh.querySelector("[aria-invalid]") ?? fresh.querySelector(".message")).focus();
    if (versions) versions.scrollIntoView();
  }

  function done(form, page) {
    history.pushState({ recorded: true }, "", form.action);
    document.title = page.title;
    main.replaceChildren(...page.getElementById("main").childNodes);
    scrollTo(0, 0);
    (main.querySelector("#recorded") ?? main).focus();
  }

  // Bytes that a form takes on its way; those between the parts of one with files are few.
  function size(fields, body) {
    const sizes = [...fields.values()].map((value) => (value instanceof File ? value.size : new Blob([value]).size));
    return body === fields ? sizes.reduce((sum, one) => sum + one + 300, 0) : new Blob([body.toString()]).size;
  }

  async function send(form, body) {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok) return done(form, page);
    if (response.status === 401) {
      return tell(form, "The server has been restarted and does not know this browser yet. Nothing was recorded.",
        "Open the address that it printed in another tab, then send this again.");
    }
    if (page.querySelector(FORM)) return refuse(form, page);
    const said = [...page.querySelectorAll("#main .refused, #main .hint")].map((one) => one.textContent);
    tell(form, ...(said.length ? said : [`The server answered ${response.status}.`]));
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    // A button of its own goes elsewhere.
    if (!form.matches(FORM) || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    const fields = new FormData(form);
    const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
    const longest = Number(form.dataset.longest);
    if (size(fields, body) > longest) {
      const otherwise = body === fields ? "Send fewer at a time, or use the command line: onrecord ingest."
        : "Attach a long text on the command line: onrecord source attach.";
      return tell(form, `This is longer than ${longest / 1024 / 1024} MB.`, otherwise);
    }
    form.dataset.sending = "1";
    form.setAttribute("aria-busy", "true");
    try {
      await send(form, body);
    } catch {
      tell(form, "The server does not answer. All that you typed is still here.",
        "Start it again if it has ended, open the address that it prints in another tab, and send this again.");
    } finally {
      delete form.dataset.sending;
      form.removeAttribute("aria-busy");
    }
  });

  // Whether somebody has changed what a form changes: asked each second, while the page is in view. Nothing that is typed is
  // touched; the form keeps the version that it was made from, so that sending it shows both.
  let head;

  function note(form, fresh) {
    const notice = form.querySelector(".moved");
    const words = "This was changed meanwhile, by somebody else or in another window. What you typed is untouched; when you record it, you see both versions first.";
    if (!fresh) return notice.replaceChildren();
    const line = document.createElement("p");
    line.className = "warning";
    line.textContent = words;
    const now = [...fresh.querySelectorAll(".about > :not(input)")].slice(1);
    return notice.replaceChildren(line, ...now);
  }

  async function look() {
    const version = document.querySelector(`${FORM} input[name=version]`);
    if (!version || document.hidden) return;
    const form = version.form;
    const response = await fetch("/head", { headers: { Accept: "application/json", ...(head && { "If-None-Match": head }) } });
    if (!response.ok) return;
    const named = form.querySelector(".about input");
    const path = `${new URL(form.action).pathname}?${new URLSearchParams({ [named.name]: named.value })}`;
    const answer = await fetch(path, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(FORM);
    const now = fresh?.querySelector("input[name=version]");
    if (!now || !version.isConnected) return;
    note(form, now.value === version.value ? null : fresh);
    head = response.headers.get("ETag");
  }

  if (document.querySelector(`${FORM} input[name=version]`)) {
    const again = () => setTimeout(() => look().catch(() => {}).finally(again), 1000);
    again();
  }

  // Back from what was recorded to the form: the browser has its address but not its page.
  window.addEventListener("popstate", () => location.reload());

  // A passage that is selected in the text of a source can be recorded.
  const text = document.querySelector("section.text");
  const source = location.pathname.match(/^\/sources\/([^/]+)$/)?.[1];
  if (text && source) {
    const bar = document.createElement("p");
    bar.className = "passage-bar";
    bar.hidden = true;
    const link = document.createElement("a");
    link.className = "primary";
    link.textContent = "Record this passage";
    const key = document.createElement("kbd");
    key.textContent = "r";
    bar.append(link, " ", key);

    // The words of a passage; if they are there more than once, where they begin and end in characters.
    const named = (words, [start, end]) => {
      const whole = text.textContent;
      return whole.indexOf(words) === whole.lastIndexOf(words) ? words : `${start}..${end}`;
    };

    // Where the words of a range begin and end in the text, in characters.
    const placed = (range, words) => {
      const before = document.createRange();
      before.setStart(text, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const lead = range.toString().length - range.toString().trimStart().length;
      const start = [...before.toString()].length + lead;
      return [start, start + [...words].length];
    };

    // Who speaks in a place, as far as a candidate says so: the party, or the name of a new one.
    let candidates;
    const speaker = async ([start, end]) => {
      candidates ??= fetch(`/candidates?source=${source}`, { headers: { Accept: "application/json" } })
        .then((response) => (response.ok ? response.json() : []), () => []);
      const shared = ({ passage }) => Math.min(end, passage.end) - Math.max(start, passage.start);
      const within = (await candidates).filter((one) => shared(one) > 0 && (one.party ?? one.new_party));
      const [first] = within.sort((one, other) => shared(other) - shared(one));
      return first && (first.party ?? first.new_party.name);
    };

    const selected = () => {
      const selection = getSelection();
      if (selection.rangeCount === 0 || selection.isCollapsed) return null;
      const range = selection.getRangeAt(0);
      const inside = text.contains(range.commonAncestorContainer);
      return inside && range.toString().trim() ? range : null;
    };

    document.addEventListener("selectionchange", () => {
      const range = selected();
      if (!range && bar.contains(document.activeElement)) return;
      bar.hidden = !range;
      if (!range) return;
      const words = range.toString().trim();
      const place = placed(range, words);
      const path = `/record/say?source=${source}&passage=${encodeURIComponent(named(words, place))}`;
      link.href = path;
      speaker(place).then((party) => { if (party && link.getAttribute("href") === path) link.href = `${path}&party=${encodeURIComponent(party)}`; });
      // After the text, so that the next Tab from the selection leads to it.
      if (!bar.isConnected) text.after(bar);
    });
    document.addEventListener("keydown", (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key === "r" && isPlain && !bar.hidden && !event.target.closest("input, select, textarea")) link.click();
    });
  }
}
