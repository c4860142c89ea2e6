/* Fits drawn results to the space a screen has, never with a scroll bar: first in columns, then with
   texts that end early (phones have them whole), then smaller. Lists that are still too long end with
   "and 23 more". */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = window.radslag.results || {});

  // Layout, columns and size, the best first. "side" puts the bar beside its text, "stack" under it.
  const WAYS = [
    ["side", 1, 1.3], ["side", 1, 1.15], ["side", 1, 1], ["stack", 2, 1], ["side", 1, 0.9], ["stack", 2, 0.9],
    ["stack", 2, 0.8], ["stack", 2, 0.7], ["stack", 3, 0.7], ["stack", 3, 0.6], ["stack", 3, 0.5], ["stack", 4, 0.42],
  ];
  const NARROW = [
    ["stack", 1, 1.15], ["stack", 1, 1], ["side", 1, 1], ["stack", 1, 0.9], ["side", 1, 0.9], ["stack", 1, 0.8],
    ["side", 1, 0.8], ["stack", 1, 0.7], ["side", 1, 0.7], ["side", 1, 0.6], ["stack", 1, 0.6], ["stack", 2, 0.6],
    ["stack", 2, 0.5], ["stack", 3, 0.42],
  ];
  // Of two rounds, statements have more words beside their bars; groups are a table, wide if they are many.
  const BELOW = [["stack", 1, 1.15], ["stack", 1, 1]].concat(WAYS);
  const TABLE = [["side", 1, 1.15], ["side", 1, 1], ["stack", 1, 1], ["side", 1, 0.9], ["stack", 1, 0.9], ["stack", 2, 0.9],
    ["stack", 2, 0.8], ["stack", 2, 0.7], ["stack", 3, 0.7], ["stack", 3, 0.5]];
  const BESIDE = 3; // groups have room beside an option's text

  const CARDS = [
    ["card", 1, 1.3], ["card", 2, 1.3], ["card", 2, 1.15], ["card", 2, 1], ["card", 3, 1], ["card", 3, 0.9], ["card", 3, 0.8],
  ];
  const ASKED = [
    ["card", 1, 1.45], ["card", 1, 1.3], ["card", 1, 1.15], ["card", 1, 1], ["card", 2, 1.15], ["card", 2, 1], ["card", 2, 0.9],
    ["card", 2, 0.8], ["card", 2, 0.7], ["card", 3, 0.7], ["card", 3, 0.6], ["card", 3, 0.5], ["card", 4, 0.42],
  ];
  const LIST = [["card", 1, 1.1], ["card", 1, 1], ["card", 1, 0.9], ["card", 1, 0.8]];

  // From as small as the back row can read, with so many lines of every text at most.
  const SIZES = [1, 0.9, 0.8];
  const LINES = [4, 3, 2, 1];

  const overflows = (element) => element.scrollHeight > element.clientHeight + 1;

  function apply(element, way) {
    element.dataset.layout = way[0];
    element.dataset.cols = String(way[1]);
    element.style.setProperty("--cols", String(way[1]));
    element.style.setProperty("--fit", String(way[2]));
  }

  const TALLEST = 0.6; // of the room, for one text

  /** A text that would fill the room by itself ends early, so that the others are seen beside it. */
  function bound(element) {
    const most = element.clientHeight * TALLEST;
    for (const text of element.querySelectorAll("li > .res-text")) {
      if (text.offsetHeight <= most) continue;
      text.style.setProperty("--lines", String(Math.max(1, Math.floor(most / parseFloat(getComputedStyle(text).lineHeight)))));
      text.classList.add("res-long");
    }
  }

  /** Hide rows from the end until the rest fits, and say how many are not shown. */
  function shorten(element) {
    const rows = Array.from(element.querySelectorAll(".res-rows > li"));
    const more = element.querySelector(".res-more");
    let [shown, hidden] = [0, rows.length];
    bound(element);
    more.hidden = false;
    while (shown < hidden) {
      const middle = Math.ceil((shown + hidden) / 2);
      rows.forEach((row, index) => { row.hidden = index >= middle; });
      more.textContent = element.dataset.more.replace("{n}", String(rows.length - middle));
      if (overflows(element)) hidden = middle - 1;
      else shown = middle;
    }
    rows.forEach((row, index) => { row.hidden = index >= shown; });
    more.textContent = element.dataset.more.replace("{n}", String(rows.length - shown));
    more.hidden = shown === rows.length;
  }

  /** Many options by group are one table of short lines, under names that are read whole. */
  const manyInGroups = (element) => element.dataset.crowd === "true" && element.dataset.kind === "groups";

  function ways(element, kind) {
    const wide = element.clientWidth > 1.15 * element.clientHeight;
    if (kind === "ideas") return CARDS;
    if (kind === "pins") return LIST;
    if (kind === "options") return wide ? ASKED : ASKED.filter((way) => way[1] === 1 || way[2] <= 0.7);
    const groups = element.querySelectorAll(".res-row:first-child .res-group").length;
    if (wide && manyInGroups(element)) return WAYS.filter((way) => way[0] === "side");
    if (wide && groups) return groups > BESIDE ? TABLE.filter((way) => way[0] === "stack") : TABLE;
    if (wide) return kind === "statements" && element.classList.contains("res-second") ? BELOW : WAYS;
    // Beside their texts, bars in a very narrow place would be too short to compare.
    const room = element.clientWidth > 0.85 * element.clientHeight;
    return room ? NARROW : NARROW.filter((way) => way[0] === "stack");
  }

  /** What the fit depends on; numbers that change while people answer do not move the layout. */
  function signature(element) {
    const texts = Array.from(element.querySelectorAll(".res-text, .res-name, .res-empty, .res-digit"), (node) => node.textContent);
    return [element.clientWidth, element.clientHeight, element.className, texts.join("\n")].join(" ");
  }

  /** Texts of at most so many lines; 0 shows them whole. */
  function tighten(element, lines) {
    element.classList.toggle("res-tight", lines > 0);
    // A long word in a single line is cut where the line ends, and not as a whole.
    element.classList.toggle("res-one", lines === 1);
    element.style.setProperty("--lines", String(lines));
  }

  /** Bars with a text each: whole texts where they can be read, else short ones, and at last smaller. */
  function fitBars(element, kind, fits) {
    const list = ways(element, kind);
    if (list.filter((way) => way[2] >= 1).some(fits)) return;
    const wide = element.clientWidth > 1.15 * element.clientHeight;
    const wider = manyInGroups(element) ? [["side", 1]] : [["side", 1], ["stack", 2]];
    const layouts = wide ? wider : [["stack", 1], ["side", 1]];
    for (const size of SIZES) {
      for (const lines of LINES) {
        tighten(element, lines);
        if (layouts.some((layout) => fits([...layout, size]))) return;
      }
    }
    list.filter((way) => way[2] < 1).some(fits);
  }

  function fit(element, kind) {
    const asked = signature(element);
    if (element.radslagFit === asked && !overflows(element) && kind !== "ideas" && kind !== "pins") return;
    element.radslagFit = asked;
    element.querySelectorAll(".res-long").forEach((text) => text.classList.remove("res-long"));
    tighten(element, 0);
    const fits = (way) => { apply(element, way); return !overflows(element); };
    if (!["ideas", "pins", "options"].includes(kind)) return fitBars(element, kind, fits);
    if (!ways(element, kind).some(fits) && kind !== "options") shorten(element);
  }

  results.fit = fit;
})();
