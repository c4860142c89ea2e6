/* A survey: each claim's steps as a bar that parts in the middle, who does not know apart, the middle
   answer and the net agreement in words. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, MOVE, make, write, part, row, marks, grow, movement, known } = results;
  const FEW = 5;

  const scaled = (t, n) => {
    const outer = [t("Strongly disagree"), t("Disagree")];
    const inner = n === 7 ? [t("Somewhat disagree"), t("Neither agree nor disagree"), t("Somewhat agree")] : [t("Neither agree nor disagree")];
    return [...outer, ...inner, t("Agree"), t("Strongly agree")];
  };

  /** The step in the middle; between two steps it is both. */
  function middle(value, words, t) {
    const [low, high] = [words[Math.floor(value) - 1], words[Math.ceil(value) - 1]];
    return low === high ? low : low + " – " + high;
  }

  const signed = (value, f) => (known(value) ? (value > 0 ? "+" : value < 0 ? "−" : "") + f.count(Math.abs(100 * value)) : "–");

  /** How far a bar reaches to either side of the line, neither agreeing nor disagreeing on both. */
  function reach(item) {
    const even = 1 - item.agree - item.disagree;
    return [item.disagree + even / 2, item.agree + even / 2];
  }

  /** What the widest bars and marks need on either side, in whole quarters: the line stays where it is. */
  function span(found, items) {
    const told = items.filter((item) => item.n);
    const quarters = (values) => Math.max(0.25, Math.ceil(4 * Math.max(0, ...values) - 1e-9) / 4);
    return [quarters(told.map((item) => Math.max(reach(item)[0], -(item.before || 0)))), quarters(told.map((item) => Math.max(reach(item)[1], item.before || 0)))];
  }

  const rows = (view, lang) => {
    const items = results.optionRows(view, lang);
    const [left, right] = span(view.results, items);
    return items.map((item) => ({ ...item, left, width: left + right, tones: results.tones(view.results.steps) }));
  };

  function words(item, { f, t, found }) {
    if (item.too_few) return t("Too few to show");
    if (item.n < FEW) return t("Too few to say");
    const short = scaled(t, found.steps).map((word, at) => (at === (found.steps - 1) / 2 ? t("Neither nor") : word));
    return middle(item.median, short, t) + " ·\u00a0" + signed(item.net, f);
  }

  KINDS.likert = {
    rows,
    number: (value, t, step) => results.between(scaled(t, step.settings.steps), value - 1),
    legend: (t, found) => results.tones(found.steps).map((tone, at) => ["tone-" + tone, scaled(t, found.steps)[at]])
      .concat([["unknown", t("Don't know")], ["none", t("In words: the middle answer, and how many more of 100 agree than disagree")]]),
    create(item) {
      const chart = make("div", "res-chart res-likert");
      const track = marks(results.stack(item.tones), ["res-zero"].concat(MOVE));
      const rest = make("div", "res-unknown");
      rest.append(marks(make("span", "res-pass-track"), ["res-fill"]), make("span", "res-label"));
      chart.append(make("span", "res-label res-low"), track, make("span", "res-label res-high"), rest);
      const element = row(item, chart);
      element.append(make("p", "res-words"));
      return element;
    },
    update(element, item, context) {
      const { f, found } = context;
      const n = item.n || 0;
      const at = (value) => (known(value) ? (item.left + value) / item.width : null);
      const shares = (item.counts || item.tones.map(() => 0)).map((often) => (n ? often / n / item.width : 0));
      results.pile(element, item.tones, shares, n ? at(-reach(item)[0]) : 0);
      part(element, "res-zero").style.transform = `translateX(${(100 * at(0)).toFixed(2)}%)`;
      movement(element, at(item.before), n ? at(item.net) : null);
      write(part(element, "res-low"), n ? f.share(item.disagree) : "");
      write(part(element, "res-high"), n ? f.share(item.agree) : "");
      const rest = part(element, "res-unknown");
      grow(rest, "res-fill", item.unknown ? item.unknown / (n + item.unknown) : 0);
      write(part(rest, "res-label"), item.too_few ? "" : f.count(item.unknown));
      write(part(element, "res-words"), words(item, context));
    },
  };

  TABLES.likert = (view, lang, t, f) => {
    const steps = scaled(t, view.results.steps);
    const say = (item) => (item.n >= FEW ? middle(item.median, steps, t) : t("Too few to say"));
    return {
      head: [t("Statement"), t("Middle answer"), t("Net agreement"), t("All who agree"), t("All who disagree"), ...steps, t("Don't know"), t("Abstained")],
      format: (value) => signed(value, f),
      body: rows(view, lang).map((item) => ({
        row: item,
        cells: item.too_few ? [t("Too few to show"), ...Array(steps.length + 5).fill("–")]
          : [say(item), item.n >= FEW ? signed(item.net, f) : "–", f.share(item.agree), f.share(item.disagree), ...item.counts.map(f.count), f.count(item.unknown), f.count(item.abstentions)],
      })),
    };
  };

  TELL.likert = (view, t, lang) => {
    const context = { f: results.figures(lang), t, found: view.results };
    return rows(view, lang).filter((item) => !item.too_few).slice(0, 5).map((item) => item.text + ": " + words(item, context));
  };
})();
