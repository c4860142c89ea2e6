/* The explore page in the browser: what is chosen stands in the address; wheel and lists change it.
   Stores hold keys only; the server's callbacks answer them. */
(function () {
  "use strict";
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const STORES = { subject: "explore-subject", part: "explore-part", view: "explore-view" };
  const DEFAULTS = { part: "city", view: "card" };
  let now = null; // {city, indicator, year, layer, part, view}

  const onPage = () => document.getElementById("explore-wheel") !== null;

  function address(state) {
    const query = new URLSearchParams();
    for (const key of ["indicator", "year", "layer", "part", "view"]) {
      if (state[key] && state[key] !== DEFAULTS[key]) query.set(key, state[key]);
    }
    return `/explore/${encodeURIComponent(state.city)}?${query}`;
  }

  function subjectOf(state) {
    return { city: state.city, indicator: state.indicator, year: state.year || null, layer: state.layer || null };
  }

  /* Tell the stores what has changed, and only that. */
  function publish(before, after) {
    const subject = subjectOf(after);
    if (JSON.stringify(subject) !== JSON.stringify(subjectOf(before))) dc.set_props(STORES.subject, { data: subject });
    for (const key of ["part", "view"]) {
      if (after[key] !== before[key]) dc.set_props(STORES[key], { data: after[key] });
    }
  }

  function go(change) {
    if (!now) return;
    const before = now;
    now = { ...now, ...change };
    if (address(before) === address(now)) return;
    window.history.pushState(null, "", address(now));
    publish(before, now);
  }

  /* Back and forward within the page of one city: no new page, only other keys. */
  window.addEventListener(
    "popstate",
    (event) => {
      if (!onPage() || !now || window.location.pathname !== `/explore/${encodeURIComponent(now.city)}`) return;
      event.stopImmediatePropagation();
      const query = new URLSearchParams(window.location.search);
      const before = now;
      now = {
        city: now.city,
        indicator: query.get("indicator") || "electricity",
        year: query.get("year"),
        layer: query.get("layer"),
        part: query.get("part") || DEFAULTS.part,
        view: query.get("view") || DEFAULTS.view,
      };
      publish(before, now);
    },
    true,
  );

  const GOES = { goPart: "part", goIndicator: "indicator", goView: "view" };

  function chosen(element) {
    const found = element.closest && element.closest("[data-go-part], [data-go-indicator], [data-go-view]");
    if (!found) return null;
    for (const [data, key] of Object.entries(GOES)) {
      if (found.dataset[data]) return { [key]: found.dataset[data], ...(key === "indicator" ? { year: null, layer: null } : {}) };
    }
    return null;
  }

  function openSegment(segment) {
    const id = segment.getAttribute("data-id");
    if (segment.getAttribute("data-level") === "indicator") go({ indicator: id, year: null, layer: null });
    else go({ part: id });
  }

  async function copy() {
    const message = document.getElementById("explore-message");
    try {
      await navigator.clipboard.writeText(window.location.href);
      message.textContent = message.dataset.copied;
    } catch {
      message.textContent = message.dataset.failed;
    }
  }

  /* Links to other cities and to other languages keep what is looked at. */
  function carry(link, event) {
    const query = new URLSearchParams(window.location.search);
    const target = new URL(link.href, window.location.href);
    for (const [key, value] of target.searchParams) query.set(key, value);
    if (link.dataset.city) ["year", "layer"].forEach((key) => query.delete(key));
    target.search = query.toString();
    event.preventDefault();
    window.location.assign(target.href);
  }

  document.addEventListener("click", (event) => {
    if (!onPage()) return;
    const link = event.target.closest("a[data-city], .site-choices a[hreflang], a.site-scheme");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) return carry(link, event);
    if (event.target.closest("[data-copy]")) return void copy();
    const segment = event.target.closest("#explore-wheel .segment");
    if (segment) return openSegment(segment);
    const change = chosen(event.target);
    if (change) go(change);
  });

  document.addEventListener("change", (event) => {
    const key = event.target.dataset && event.target.dataset.go;
    if (!key) return;
    if (key === "show") go({ indicator: event.target.value, layer: null });
    else if (key === "indicator") go({ indicator: event.target.value, year: null, layer: null });
    else go({ [key]: event.target.value || null });
  });

  /* Arrows walk the wheel: along a ring, inwards and outwards; Enter and space open. */
  function walk(event) {
    const here = event.target.closest("#explore-wheel .segment");
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return openSegment(here);
    }
    const next = step(here, event.key);
    if (!next) return;
    event.preventDefault();
    for (const each of document.querySelectorAll('#explore-wheel .segment[tabindex="0"]:not(.hub)')) {
      each.setAttribute("tabindex", "-1");
    }
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  function step(here, key) {
    const all = [...document.querySelectorAll("#explore-wheel .segment")];
    const ring = Number(here.dataset.ring);
    const peers = all.filter((each) => Number(each.dataset.ring) === ring);
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (turn) return peers[(peers.indexOf(here) + turn + peers.length) % peers.length];
    if (key === "Home") return peers[0];
    if (key === "End") return peers[peers.length - 1];
    const at = all.indexOf(here);
    if (key === "ArrowUp") {
      return all.slice(0, at).reverse().find((each) => Number(each.dataset.ring) === ring - 1)
        || all.find((each) => Number(each.dataset.ring) === ring - 1);
    }
    if (key === "ArrowDown") return all.slice(at + 1).find((each) => Number(each.dataset.ring) === ring + 1) || null;
    return null;
  }

  document.addEventListener("keydown", (event) => {
    if (onPage() && event.target.closest) walk(event);
  });

  /* The chosen indicator wears a frame in the wheel. */
  function mark(indicator) {
    for (const segment of document.querySelectorAll("#explore-wheel .segment.indicator")) {
      const chosenNow = segment.dataset.id === indicator;
      segment.classList.toggle("chosen", chosenNow);
      if (chosenNow) segment.setAttribute("aria-pressed", "true");
      else segment.removeAttribute("aria-pressed");
    }
  }

  /* The list and the tabs show what is true, also after the back button. */
  function settle(subject, part, view) {
    now = { ...subject, part, view };
    const list = document.getElementById("explore-indicator");
    if (list) list.value = entry(String(subject.indicator));
    mark(subject.indicator);
    for (const tab of document.querySelectorAll("#explore-tabs [data-go-view]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.goView === view));
    }
    return dc.no_update;
  }

  /* The ways of showing one industry's electricity share one entry in the list. */
  function entry(indicator) {
    const [base, ...group] = indicator.split(":");
    if (base.startsWith("electricity")) return ["electricity", ...group].join(":");
    return base.startsWith("population") ? "population" : indicator;
  }

  dc.explore = { settle };
})();
