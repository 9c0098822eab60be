// What the page can do where scripts run; it is complete without.
"use strict";
(() => {
  // Filtering: the claims that hold some words, or stand at a status.
  const filter = document.getElementById("filter");
  const claims = [...document.querySelectorAll("article.claim")];
  const topics = [...document.querySelectorAll("div.topic")];
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const statuses = [...new Set(claims.map((claim) => claim.dataset.status))].sort();
  const words = make("input", { type: "search", autocomplete: "off" });
  const status = make("select", {}, make("option", { value: "", textContent: "any" }),
    ...statuses.map((one) => make("option", { value: one, textContent: one })));
  const count = make("output");
  // The text of every claim, folded once: reading it at every letter would be slow.
  let texts;
  const apply = () => {
    texts ??= claims.map((claim) => claim.textContent.toLowerCase());
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    claims.forEach((claim, at) => {
      const fits = (!status.value || claim.dataset.status === status.value) && texts[at].includes(wanted);
      claim.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    topics.forEach((topic) => { topic.hidden = !topic.querySelector("article.claim:not([hidden])"); });
    count.textContent = shown + " of " + claims.length + " claims";
  };
  if (filter && claims.length > 1) {
    filter.append(make("label", {}, "Find in claims", words), make("label", {}, "Status", status), count);
    filter.hidden = false;
    words.addEventListener("input", apply);
    status.addEventListener("change", apply);
    count.textContent = claims.length + " claims";
  }
  // A link to a claim that is filtered away shows it again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      words.value = status.value = "";
      apply();
      target.scrollIntoView();
    }
  });
  // A mark tells its statement on focus too, as its title does under a pointer.
  const told = make("div", { className: "told", hidden: true });
  told.setAttribute("aria-hidden", "true");
  document.body.append(told);
  const tell = (event) => {
    const mark = event.target.closest?.("a.mark");
    told.hidden = !mark;
    if (!mark) return;
    told.textContent = mark.querySelector("title").textContent;
    const place = mark.getBoundingClientRect();
    told.style.left = Math.max(8, Math.min(place.left, innerWidth - told.offsetWidth - 8)) + "px";
    told.style.top = (place.bottom + told.offsetHeight + 12 > innerHeight
      ? place.top - told.offsetHeight - 6 : place.bottom + 6) + "px";
  };
  document.addEventListener("focusin", tell);
  document.addEventListener("focusout", () => { told.hidden = true; });
  // The newest days are those one looks for, once the timeline is come to.
  const seen = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    if (!isIntersecting) return;
    target.scrollLeft = target.scrollWidth;
    seen.unobserve(target);
  }));
  document.querySelectorAll("div.lanes").forEach((lanes) => seen.observe(lanes));
  // On paper everything is open.
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
  });
})();
