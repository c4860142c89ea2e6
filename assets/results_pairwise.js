/* What wins when two are compared: how likely each wins against a random other, with its interval.
   The pairwise matrix is columns of the table, for those who ask; where the comparisons do not join
   all options no order is told. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, LINE, write, part, grow, slide, whisker, movement, written, bar } = results;

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => (b.chance || 0) - (a.chance || 0));

  function won(item, brief, t, f) {
    const figures = { n: f.count(item.wins), m: f.count(item.n) };
    if (item.too_few) return t("Too few to show");
    return brief ? t("won {n} of {m}", figures) : t("Won {n} of {m} comparisons", figures);
  }

  KINDS.pairwise = {
    rows,
    legend: (t, found) => (found.joined ? [["approve", t("Chance of winning against a random other")], ["whisker", t("95% interval")]] : []),
    create(item) {
      return bar(item, LINE, "res-track res-even");
    },
    update(element, item, { f, t, brief }) {
      part(element, "res-track").hidden = !results.known(item.chance);
      grow(element, "res-fill", item.chance);
      whisker(element, item.low, item.high);
      movement(element, item.before, item.chance);
      slide(element, "res-value", Math.max(item.chance || 0, (item.before === null ? item.high : item.before) || 0));
      results.say(element, written(item.before === null ? null : f.count(100 * item.before), f.share(item.chance)),
        won(item, brief, t, f), brief);
    },
  };

  TABLES.pairwise = (view, lang, t, f) => {
    const { matrix, options } = view.results;
    const order = rows(view, lang);
    const at = new Map(options.map((option, index) => [option.id, index]));
    const against = matrix ? order : [];
    return {
      head: [t("Option"), t("Chance of winning against a random other"), t("95% interval"), t("Won"), t("Compared")]
        .concat(against.map((_, index) => t("Won against number {n}", { n: f.count(index + 1) }))),
      format: f.share,
      body: order.map((item, index) => ({
        row: matrix ? { ...item, text: f.count(index + 1) + ". " + item.text } : item,
        cells: [f.share(item.chance), results.interval(item, f), f.count(item.wins), item.too_few ? t("Too few to show") : f.count(item.n)]
          .concat(against.map((other) => (other === item ? "" : f.count(matrix[at.get(item.key)][at.get(other.key)])))),
      })),
    };
  };

  TELL.pairwise = (view, t, lang) => {
    const f = results.figures(lang);
    return rows(view, lang).filter((item) => results.known(item.chance)).slice(0, 5)
      .map((item) => t("{text}: wins {share} against a random other", { text: item.text, share: f.share(item.chance) }));
  };
})();
