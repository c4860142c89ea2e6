/* Where the dots lie: a bar of each option's share of all dots, its dots, and how many laid any. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, write, part, grow, slide, movement, written, bar } = results;

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => b.dots - a.dots);

  function told(item, brief, t, f) {
    const figures = { n: f.count(item.dots), m: f.count(item.people) };
    return brief ? t("{n} dots from {m}", figures) : t("Dots: {n}, from {m} people", figures);
  }

  KINDS.dots = {
    rows,
    legend: (t) => [["approve", t("Share of all dots")]],
    create(item) {
      return bar(item);
    },
    update(element, item, { f, t, brief }) {
      grow(element, "res-fill", item.share);
      movement(element, item.before, item.share);
      slide(element, "res-value", Math.max(item.share || 0, item.before || 0));
      results.say(element, written(item.before === null ? null : f.count(100 * item.before), f.share(item.share)),
        told(item, brief, t, f), brief);
    },
  };

  TABLES.dots = (view, lang, t, f) => ({
    head: [t("Option"), t("Dots"), t("Share of all dots"), t("People who laid any")],
    format: f.share,
    body: rows(view, lang).map((item) => ({ row: item, cells: [f.count(item.dots), f.share(item.share), f.count(item.people)] })),
  });

  TELL.dots = (view, t, lang) => {
    const f = results.figures(lang);
    return rows(view, lang).slice(0, 5).map((item) => t("{text}: {n} dots", { text: item.text, n: f.count(item.dots) }));
  };
})();
