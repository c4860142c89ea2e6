/* How a guess went: the guesses as columns along their scale, and the model's answer beside them. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, make, write, part, keyed, pick } = results;

  /** How finely: whole numbers, and the finer the shorter the scale is. */
  const digits = ({ high, low }) => (high - low < 10 ? 1 - Math.floor(Math.log10(high - low)) : 0);
  const number = (value, found, lang) => new Intl.NumberFormat([lang, "nb"], { maximumFractionDigits: digits(found), signDisplay: "exceptZero" }).format(value).replace("-", "−");
  const unit = (found, t) => {
    const name = (found.asked || {}).unit || "";
    return window.radslag.exhibit ? window.radslag.exhibit.unit(name, t) : name;
  };

  /** "−13 %", with its unit. */
  const told = (value, found, context) => (results.known(value) ? number(value, found, context.lang) + " " + unit(found, context.t) : "–");

  function row() {
    const element = make("li", "res-row res-guess");
    const strip = make("div", "res-strip");
    const over = make("div", "res-over");
    over.append(make("span", "res-band"), make("span", "res-median"));
    strip.append(make("div", "res-columns"), over);
    const ends = make("div", "res-ends");
    ends.append(make("span", ""), make("span", ""));
    const words = make("div", "res-told");
    words.append(make("p", "res-room"), make("p", "res-model"));
    element.append(make("p", "res-text"), words, strip, ends);
    return element;
  }

  function column() {
    const element = make("span", "res-column");
    const bar = make("span", "res-bar");
    bar.append(make("span", "res-fill"));
    element.append(bar);
    return element;
  }

  /** A span over the columns, from one number of the scale to another; what lies beyond ends there. */
  function lay(mark, found, from, to) {
    const at = (value) => Math.max(0, Math.min(100, (100 * (value - found.low)) / (found.high - found.low)));
    mark.hidden = !results.known(from) || !results.known(to);
    mark.style.left = at(Math.min(from, to)) + "%";
    mark.style.width = Math.abs(at(to) - at(from)) + "%";
  }

  function update(element, item, context) {
    const { t, found } = context;
    const top = Math.max(1, ...found.counts);
    keyed(part(element, "res-columns"), found.counts.map((count, key) => ({ key, count })), column, (child, { count }) => {
      child.firstChild.firstChild.style.transform = `scaleY(${(count / top).toFixed(4)})`;
    });
    const model = found.model || [];
    lay(part(element, "res-band"), found, model[0], model[2]);
    lay(part(element, "res-median"), found, found.median, found.median);
    write(part(element, "res-ends").firstChild, told(found.low, found, context));
    write(part(element, "res-ends").lastChild, told(found.high, found, context));
    write(part(element, "res-room"), t("The room: {middle}, half of us between {low} and {high}", {
      middle: told(found.median, found, context), low: number(found.q1, found, context.lang), high: number(found.q3, found, context.lang) }));
    write(part(element, "res-model"), modelWords(found, context));
  }

  function modelWords(found, context) {
    if (!found.model) return "";
    const [low, middle, high] = found.model.map((value) => (results.known(value) ? number(value, found, context.lang) : "–"));
    return context.t("The model: {middle}, between {low} and {high}", { middle: middle + " " + unit(found, context.t), low, high });
  }

  const rows = (view, lang) => [{ key: "guess", text: pick((view.results.asked || {}).names, lang), lang }];

  KINDS.guess = { rows, create: row, update };

  TABLES.guess = (view, lang, t) => {
    const found = view.results;
    const context = { t, lang };
    const cells = (name, low, middle, high) => ({ row: { text: name, before: null }, cells: [told(low, found, context), told(middle, found, context), told(high, found, context)] });
    const body = [cells(t("The room (middle half)"), found.q1, found.median, found.q3)];
    if (found.model) body.push(cells(t("The model (p10 to p90)"), ...found.model));
    return { head: [t("Guess"), t("Lower end"), t("Middle"), t("Upper end")], format: String, body };
  };

  TELL.guess = (view, t, lang) => {
    const found = view.results;
    const context = { t, lang };
    return [t("The room: {middle}, half of us between {low} and {high}", {
      middle: told(found.median, found, context), low: number(found.q1, found, lang), high: number(found.q3, found, lang) }), modelWords(found, context)].filter(Boolean);
  };
})();
