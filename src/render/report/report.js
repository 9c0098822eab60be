// Conveniences for browsers that run scripts. The page is complete without them.
"use strict";
(() => {
  // Filter claims by words and by status.
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
  // The lower-case text of every claim, read once: reading it at every keystroke would be slow.
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
  // Following a link to a claim that is filtered out clears the filter.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      words.value = status.value = "";
      apply();
      target.scrollIntoView();
    }
  });
  // A mark shows its statement when it has the focus, as its title does under a pointer.
  const tooltip = make("div", { className: "tooltip", hidden: true });
  tooltip.setAttribute("aria-hidden", "true");
  document.body.append(tooltip);
  const show = (event) => {
    const mark = event.target.closest?.("a.mark");
    tooltip.hidden = !mark;
    if (!mark) return;
    tooltip.textContent = mark.querySelector("title").textContent;
    const place = mark.getBoundingClientRect();
    tooltip.style.left = Math.max(8, Math.min(place.left, innerWidth - tooltip.offsetWidth - 8)) + "px";
    tooltip.style.top = (place.bottom + tooltip.offsetHeight + 12 > innerHeight
      ? place.top - tooltip.offsetHeight - 6 : place.bottom + 6) + "px";
  };
  document.addEventListener("focusin", show);
  document.addEventListener("focusout", () => { tooltip.hidden = true; });
  // Scroll the timeline to the newest days when it comes into view.
  const seen = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    if (!isIntersecting) return;
    const days = target.querySelectorAll("thead .day");
    target.scrollLeft = Number(days[days.length - 1]?.getAttribute("x") ?? 0) - 8;
    seen.unobserve(target);
  }));
  document.querySelectorAll("div.lanes").forEach((lanes) => seen.observe(lanes));
  // Open everything for printing.
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
  });
})();
