/* Draws a round's results into an element and redraws them in place; works on the JSON of a view alone.
   Loaded after results.js (words and numbers) and results_rows.js (one row of each kind). */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});
  const { KINDS, LISTS, make, write, part, keyed, sign } = results;

  function key(name, text) {
    const entry = make("li", "res-key");
    entry.append(make("span", "res-swatch res-swatch-" + name), make("span", "", text));
    return entry;
  }

  /** What the colours and marks mean; for pins, the categories with their counts. */
  function legend(element, view, { t, f, lang }) {
    const kind = view.results.kind;
    if (kind === "pins") {
      keyed(element, results.categoryRows(view, lang), (item) => {
        const entry = make("li", "res-key");
        entry.append(sign(item.shape, item.colour), make("span", "res-name"), make("strong", "res-count"));
        return entry;
      }, (entry, item) => {
        write(part(entry, "res-name"), item.text, item.lang);
        write(part(entry, "res-count"), f.count(item.count));
      });
      return;
    }
    const entries = [];
    if (kind === "statements") entries.push(["disagree", t("Disagree")], ["agree", t("Agree")], ["pass", t("Pass")]);
    if (kind === "approval") entries.push(["approve", t("In favour")]);
    if (kind === "score") entries.push(["mean", t("Mean")]);
    if (kind === "guess") entries.push(["approve", t("Guesses")], ["median", t("Middle guess")], ["model", t("The model, p10 to p90")]);
    if (KINDS[kind].legend) entries.push(...KINDS[kind].legend(t, view.results));
    if (kind === "statements" || kind === "approval") entries.push(["whisker", t("95% interval")]);
    const second = view.previous && view.previous.movement && !KINDS[kind].foot;
    if (second) entries.push(["before", t("Before")], ["after", t("Now")]);
    // Where every row has its way from the round before, it stands in place of interval and mean.
    const moved = second && KINDS[kind].rows(view, lang).every((row) => row.before !== null);
    const drawn = entries.filter(([name]) => !(moved && name === "whisker")).map(([name, text]) => [moved && name === "mean" ? "none" : name, text]);
    if (second && KINDS[kind].figures) drawn.push(["none", KINDS[kind].figures(t)]);
    keyed(element, drawn.map(([name, text]) => ({ key: name, text })),
      (item) => key(item.key, item.text), (entry, item) => write(entry.lastChild, item.text));
  }

  function skeleton(element, size) {
    if (element.firstElementChild && element.dataset.size === size) return;
    element.textContent = "";
    element.classList.add("res");
    element.dataset.size = size;
    element.append(make("ul", "res-legend"), make("p", "res-empty"), make("ul", "res-rows"),
      make("p", "res-more"), make("p", "res-foot"));
    if (size === "stage" || size === "phone") {
      element.append(make("div", "res-table visually-hidden"));
      return;
    }
    const details = make("details", "res-toggle");
    details.append(make("summary", ""), make("div", "res-table"));
    element.append(details);
  }

  function cellsOf(tag, cells) {
    const line = make("tr", "");
    cells.forEach((text, index) => {
      const heading = tag === "th" || index === 0;
      const cell = make(heading ? "th" : "td", index ? "number" : "", text);
      if (heading) cell.scope = tag === "th" ? "col" : "row";
      line.append(cell);
    });
    return line;
  }

  function drawTable(element, view, options, t) {
    const content = results.table(view, options);
    const holder = part(element, "res-table");
    const toggle = part(element, "res-toggle");
    if (toggle) {
      toggle.hidden = !content;
      write(toggle.firstChild, t("Show as a table"));
    }
    const signature = JSON.stringify(content);
    if (holder.dataset.content === signature) return;
    holder.dataset.content = signature;
    holder.textContent = "";
    if (!content) return;
    const table = make("table", "rs-table");
    const [head, body] = [make("thead", ""), make("tbody", "")];
    head.append(cellsOf("th", content.head));
    body.append(...content.body.map((cells) => cellsOf("td", cells)));
    table.append(make("caption", "visually-hidden", t("Results")), head, body);
    holder.append(table);
  }

  /** Empty the element of any results. */
  function clear(element) {
    element.textContent = "";
    delete element.dataset.size;
    delete element.dataset.shows;
  }

  /** Draw what a step asks, without any answer: its statements, options or categories. */
  function drawAsked(element, view, options) {
    draw(element, { ...view, previous: null, results: { kind: "options" } }, options);
  }

  /** Draw `view.results` into `element`.
      options: lang, words (msgid → sentence, domain "stage"), size: "stage" | "desk" | "phone" | "review". */
  function draw(element, view, options) {
    const found = view.results;
    if (!found || !KINDS[found.kind]) return clear(element);
    const size = options.size || "desk";
    const shows = [view.step && view.step.id, found.kind, options.lang].join(" ");
    if (element.dataset.shows !== shows) clear(element);
    skeleton(element, size);
    element.dataset.shows = shows;
    element.dataset.kind = found.kind;
    element.dataset.crowd = String(size === "stage" && results.crowded(view));
    const t = results.speaker(options.words);
    const context = { t, f: results.figures(options.lang), lang: options.lang, found, view, brief: element.dataset.crowd === "true" };
    const empty = results.emptySentence(found, t, context.f);
    element.classList.toggle("res-second", Boolean(view.previous && view.previous.movement && !empty && !KINDS[found.kind].foot));
    drawRows(element, view, context, empty);
    drawTable(element, view, options, t);
    if (size === "stage") results.fit(element, found.kind);
    return undefined;
  }

  /** On a wide screen what belongs together stays in one line: no number stands alone in the last. */
  const together = (text) => text.split(" · ").map((each) => each.replaceAll(" ", "\u00a0")).join("\u00a0· ");

  const MANY = 6;

  /** Whether a result has so many options that a screen read from far needs all of its room for them. */
  const crowded = (view) => Boolean(view.results && !view.results.too_few && view.step) && (view.step.options || []).length > MANY;

  function drawRows(element, view, context, empty) {
    const { t, f, lang, found } = context;
    const kind = KINDS[found.kind];
    const list = part(element, "res-rows");
    const listed = found.kind in LISTS;
    part(element, "res-empty").hidden = !empty;
    write(part(element, "res-empty"), empty || "");
    const signs = part(element, "res-legend");
    const none = found.too_few || found.withheld;
    if (!none) legend(signs, view, context);
    signs.hidden = Boolean(none) || (Boolean(empty) && found.kind !== "pins") || !signs.children.length;
    if (listed) list.removeAttribute("aria-hidden");
    else list.setAttribute("aria-hidden", "true");
    keyed(list, empty ? [] : kind.rows(view, lang), kind.create, (child, item) => {
      child.hidden = false;
      write(part(child, "res-text"), item.text, item.lang);
      kind.update(child, item, context);
    });
    list.hidden = !list.children.length;
    part(element, "res-more").hidden = true;
    element.dataset.more = t("and {n} more");
    const told = () => (kind.foot ? kind.foot(view, context)
      : [results.sentence(view, t, lang, kind.called && kind.called(view, lang)), together(results.basis(found, t, f)), results.movementSentence(view, t, f)]);
    const foot = (empty ? [] : told()).filter(Boolean);
    part(element, "res-foot").hidden = !foot.length;
    write(part(element, "res-foot"), foot.join("\u00a0· "));
  }

  Object.assign(results, { draw, drawAsked, clear, crowded });
})();
