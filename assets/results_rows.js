/* The rows of each kind of results: how one is made, and how it is told what is new.
   Rows are kept by their id, bars move by transform alone, and text is only ever text. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});
  const SVG = "http://www.w3.org/2000/svg";
  const PATHS = {
    circle: "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z",
    triangle: "M12 1.5L23 21.5H1z",
    square: "M3 3h18v18H3z",
    diamond: "M12 0.5L23.5 12L12 23.5L0.5 12z",
  };

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /** Set a text only when it changed, so that a redraw leaves the page as it is. */
  function write(element, text, lang) {
    if (element.textContent !== text) element.textContent = text;
    if (lang && element.lang !== lang) element.lang = lang;
  }

  /** A category's sign: its shape says the same as its colour. */
  function sign(shape, colour) {
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", "res-sign");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", PATHS[shape] || PATHS.circle);
    path.style.fill = "var(--cat-" + (colour || "teal") + ")";
    svg.append(path);
    return svg;
  }

  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Let rows that changed places glide from where they were. */
  function glide(parent, before) {
    if (calm() || !before.size) return;
    for (const child of parent.children) {
      const old = before.get(child);
      const moved = old === undefined ? 0 : old - child.offsetTop;
      if (moved) {
        child.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }],
          { duration: 450, easing: "cubic-bezier(.2, 0, .2, 1)" });
      }
    }
  }

  /** Make `parent`'s children match `items` (each with a key), reusing what is there. */
  function keyed(parent, items, create, update) {
    const old = new Map(Array.from(parent.children).map((child) => [child.dataset.key, child]));
    const places = new Map(Array.from(parent.children).map((child) => [child, child.offsetTop]));
    let next = parent.firstElementChild;
    for (const item of items) {
      const key = String(item.key);
      let child = old.get(key);
      if (!child) {
        child = create(item);
        child.dataset.key = key;
      }
      old.delete(key);
      if (child === next) next = next.nextElementSibling;
      else parent.insertBefore(child, next);
      update(child, item);
    }
    for (const gone of old.values()) gone.remove();
    glide(parent, places);
  }

  const percent = (x) => (100 * x).toFixed(2) + "%";
  const part = (root, name) => root.querySelector("." + name);

  /** A bar along a track: `to` in 0..1, grown from the track's start by transform. */
  function grow(root, name, to) {
    part(root, name).style.transform = `scaleX(${results.known(to) ? to.toFixed(4) : 0})`;
  }

  /** A mark as wide as its track, moved so that its start is at `to`, and at `least` so far in. */
  function slide(root, name, to, least) {
    const mark = part(root, name);
    mark.hidden = !results.known(to);
    if (!mark.hidden) mark.style.transform = `translateX(${least ? `max(${least}, ${percent(to)})` : percent(to)})`;
  }

  function whisker(root, low, high) {
    const shown = results.known(low) && results.known(high);
    slide(root, "res-cap-low", shown ? low : null);
    slide(root, "res-cap-high", shown ? high : null);
    const line = part(root, "res-whisker");
    line.hidden = !shown;
    if (shown) line.style.transform = `translateX(${percent(low)}) scaleX(${(high - low).toFixed(4)})`;
  }

  const DOT = "0.44em"; // half of one: at nothing it is drawn whole, beside the start

  /** Where the round before stood, and the way from there: a hollow dot, a line, a full dot. */
  function movement(root, before, after) {
    const shown = results.known(before) && results.known(after);
    root.classList.toggle("res-moved", shown);
    slide(root, "res-dot-before", shown ? before : null, DOT);
    slide(root, "res-dot-after", shown ? after : null, DOT);
    const line = part(root, "res-way");
    line.hidden = !shown;
    if (shown) {
      const from = Math.min(before, after);
      line.style.transform = `translateX(${percent(from)}) scaleX(${Math.abs(after - before).toFixed(4)})`;
    }
  }

  function marks(track, names) {
    for (const name of names) track.append(make("span", "res-mark " + name));
    return track;
  }

  const LINE = ["res-whisker", "res-cap-low", "res-cap-high"];
  const MOVE = ["res-way", "res-dot-before", "res-dot-after"];

  function row(item, chart) {
    const element = make("li", "res-row");
    element.append(make("p", "res-text"), chart);
    return element;
  }

  function label(track, name) {
    const slider = make("span", "res-mark res-at " + name);
    slider.append(make("span", "res-label"));
    track.append(slider);
  }

  /** "41 → 63 %", or only what is now. */
  const written = (before, now) => (before === null ? now : before + " → " + now);
  const counted = (item, n, { f, t }) => (item.too_few ? t("Too few to show") : t("n = {n}", { n: f.count(n) }));
  /** Where the marks of a row end: the interval's, or those of the two rounds. */
  const furthest = (item, share) => Math.max(share || 0, (item.before === null ? item.high : item.before) || 0);
  const bare = (share, f) => (share === null ? null : f.count(100 * share));

  const KINDS = {
    statements: {
      rows: results.statementRows,
      create(item) {
        const chart = make("div", "res-chart res-diverging");
        const against = marks(make("div", "res-half res-against"), ["res-fill"]);
        const agree = marks(make("div", "res-half res-agree"), ["res-fill"].concat(LINE, MOVE));
        const pass = make("div", "res-pass");
        label(against, "res-value");
        label(agree, "res-value");
        pass.append(marks(make("span", "res-pass-track"), ["res-fill"]), make("span", "res-label"));
        const rest = make("div", "res-rest");
        rest.append(pass, make("span", "res-n"));
        chart.append(against, agree, rest);
        return row(item, chart);
      },
      update(element, item, context) {
        const { f } = context;
        const [against, agree, pass] = ["res-against", "res-agree", "res-pass"].map((n) => part(element, n));
        grow(against, "res-fill", item.disagreeShare);
        slide(against, "res-value", -(item.disagreeShare || 0));
        write(part(against, "res-label"), f.share(item.disagreeShare));
        grow(agree, "res-fill", item.agreeShare);
        whisker(agree, item.low, item.high);
        movement(agree, item.before, item.agreeShare);
        slide(agree, "res-value", furthest(item, item.agreeShare));
        write(part(agree, "res-label"), written(bare(item.before, f), f.share(item.agreeShare)));
        grow(pass, "res-fill", item.passShare);
        write(part(pass, "res-label"), f.share(item.passShare));
        // Who passed is not told either: its place is for the words that say why.
        pass.hidden = Boolean(item.too_few);
        write(part(element, "res-n"), counted(item, item.n, context));
      },
    },
    approval: {
      rows: results.approvalRows,
      create(item) {
        const chart = make("div", "res-chart res-single");
        const track = marks(make("div", "res-track"), ["res-fill"].concat(LINE, MOVE));
        label(track, "res-value");
        chart.append(track, make("span", "res-n"));
        return row(item, chart);
      },
      update(element, item, { f, t, found }) {
        grow(element, "res-fill", item.share);
        whisker(element, item.low, item.high);
        movement(element, item.before, item.share);
        slide(element, "res-value", furthest(item, item.share));
        write(part(element, "res-label"), written(bare(item.before, f), f.share(item.share)));
        // As in the other drawings: how many the share is of.
        write(part(element, "res-n"), t("n = {n}", { n: f.count(found.voters - (found.abstentions || 0)) }));
      },
    },
    score: {
      rows: results.optionRows,
      create(item) {
        const chart = make("div", "res-chart res-scores");
        const strip = make("div", "res-strip");
        const axis = marks(make("div", "res-axis"), ["res-mean"].concat(MOVE));
        const columns = make("div", "res-columns");
        strip.append(columns, axis);
        chart.append(strip, make("span", "res-label"), make("span", "res-n"));
        return row(item, chart);
      },
      update(element, item, context) {
        const { f, found } = context;
        const top = Math.max(1, ...(item.counts || []));
        const columns = (item.counts || []).map((count, score) => ({ key: score, count, top }));
        keyed(part(element, "res-columns"), columns, scoreColumn, (column, { count }) => {
          column.firstChild.firstChild.style.transform = `scaleY(${(count / top).toFixed(4)})`;
        });
        const at = (mean) => (results.known(mean) ? (mean + 0.5) / (found.max + 1) : null);
        slide(element, "res-mean", at(item.mean));
        movement(element, at(item.before), at(item.mean));
        write(part(element, "res-label"), written(item.before === null ? null : f.mean(item.before), f.mean(item.mean)));
        write(part(element, "res-n"), counted(item, item.n, context));
      },
    },
    options: {
      rows: results.askedRows,
      create: (item) => {
        const element = make("li", item.shape ? "res-row res-pin" : "res-row res-asked");
        if (item.shape) element.append(sign(item.shape, item.colour));
        element.append(make("p", "res-text"));
        return element;
      },
      update() {},
    },
    ideas: {
      rows: results.ideaRows,
      create: () => {
        const card = make("li", "res-row res-idea");
        card.append(wording(), make("span", "res-support"));
        return card;
      },
      update(element, item, { f, t }) {
        const told = results.known(item.supports);
        write(part(element, "res-support"), told ? t("Supported by {n}", { n: f.count(item.supports) }) : "");
      },
    },
    pins: {
      rows: results.pinTexts,
      create: (item) => {
        const card = make("li", "res-row res-pin");
        if (item.category) card.append(sign(item.category.shape, item.category.colour));
        card.append(wording());
        return card;
      },
      update: photo,
    },
  };

  /** What somebody wrote, in whichever direction it is read: it turns nothing beside it. */
  function wording() {
    const element = make("p", "res-text");
    element.dir = "auto";
    return element;
  }

  /** A photo that was approved. The stage shows its key for it; others are known by their cookie. */
  function photo(element, item, { view }) {
    let picture = element.querySelector("img");
    if (!item.photo) return void (picture && picture.remove());
    const key = new URLSearchParams(window.location.search).get("key");
    const address = "/photo/" + view.session.id + "/" + item.photo + (key ? "?key=" + key : "");
    if (!picture) element.append(picture = make("img", "res-photo"));
    picture.alt = "";
    if (picture.getAttribute("src") !== address) picture.src = address;
    return undefined;
  }

  // These are lists of words already: they are read as they stand, and have no table beside them.
  const LISTS = { pins: true, ideas: true, options: true };

  function scoreColumn(item) {
    const column = make("span", "res-column");
    const bar = make("span", "res-bar");
    bar.append(make("span", "res-fill"));
    column.append(bar, make("span", "res-digit", String(item.key)));
    return column;
  }

  /** A row whose bar moves between two rounds, with its value at the end and words below it. */
  function bar(item, more = [], kind = "res-track") {
    const chart = make("div", "res-chart res-single res-ranking");
    const track = marks(make("div", kind), ["res-fill"].concat(more, MOVE));
    label(track, "res-value");
    chart.append(track, make("span", "res-first"));
    return row(item, chart);
  }

  /** What a bar is and the words below it; where there are many, both in one line above it. */
  function say(element, label, words, brief) {
    write(part(element, "res-label"), label);
    write(part(element, "res-first"), (brief ? [label, words] : [words]).filter(Boolean).join(" · "));
  }

  Object.assign(results, { KINDS, LISTS, LINE, MOVE, make, write, part, keyed, sign, row, bar, say, marks, label, grow, slide, whisker, movement, written });
})();
