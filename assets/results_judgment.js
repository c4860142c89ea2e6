/* Majority judgment: how many gave each grade, the best first, a line in the middle, and the grade in words. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, MOVE, make, write, part, row, marks, movement, written } = results;

  const grades = (t) => [t("To reject"), t("Poor"), t("Acceptable"), t("Good"), t("Very good"), t("Excellent")];
  const order = () => results.tones(6).reverse();

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => a.place - b.place)
    .map((item) => ({ ...item, text: item.place + ".\u00a0" + item.text, good: item.n ? (item.counts[3] + item.counts[4] + item.counts[5]) / item.n : null }));

  const named = (item, t) => (results.known(item.grade) ? grades(t)[item.grade] : "–");

  KINDS.judgment = {
    rows,
    number: (value, t) => results.between(grades(t), value),
    legend: (t) => order().map((tone, at) => ["tone-" + tone, grades(t)[5 - at]])
      .concat([["line", t("Middle line: more than half gave this grade or a better one")]]),
    create(item) {
      const chart = make("div", "res-chart res-judged");
      const track = marks(results.stack(order()), ["res-middle"].concat(MOVE));
      chart.append(track, make("strong", "res-grade"), make("span", "res-words"));
      return row(item, chart);
    },
    update(element, item, { f, t }) {
      const shares = item.counts.map((often) => (item.n ? often / item.n : 0)).reverse();
      results.pile(element, order(), shares, 0);
      movement(element, item.before, item.good);
      write(part(element, "res-grade"), named(item, t));
      const moved = item.before !== null && t("Good or better: {share}", { share: written(f.count(100 * item.before), f.share(item.good)) });
      write(part(element, "res-words"), moved || "");
    },
  };

  TABLES.judgment = (view, lang, t, f) => ({
    head: [t("Option"), t("Majority grade"), t("Good or better"), ...grades(t).reverse()],
    format: f.share,
    body: rows(view, lang).map((item) => ({ row: item, cells: [named(item, t), f.share(item.good), ...[...item.counts].reverse().map(f.count)] })),
  });

  TELL.judgment = (view, t, lang) => rows(view, lang).slice(0, 5).map((item) => t("{text}: {grade}", { text: item.text, grade: named(item, t) }));
})();
