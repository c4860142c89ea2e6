/* How the votes that cost their square lie: a bar for each option, its votes, and how many people gave them. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, write, part, grow, slide, movement, written, known, bar } = results;

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => b.votes - a.votes);
  const mean = (item) => (item.n ? item.votes / item.n : null);
  /** The most votes a person on any option, now or before: the whole length of the bars. */
  const top = (view, lang) => Math.max(0.01, ...rows(view, lang).flatMap((item) => [mean(item) || 0, item.before || 0]));

  KINDS.quadratic = {
    rows,
    legend: (t) => [["approve", t("Votes: one costs 1 credit, two cost 4, three cost 9")]],
    /** Two rounds are compared by votes a person: not as many answered both. */
    figures: (t) => t("In figures: votes per person"),
    create(item) {
      return bar(item);
    },
    update(element, item, { f, t, view, lang, brief }) {
      const most = top(view, lang);
      const at = (value) => (known(value) ? value / most : null);
      grow(element, "res-fill", at(mean(item)));
      movement(element, at(item.before), at(mean(item)));
      slide(element, "res-value", Math.max(at(mean(item)) || 0, at(item.before) || 0));
      results.say(element, item.before === null ? f.count(item.votes) : written(f.mean(item.before), f.mean(mean(item))),
        brief ? t("from {m} people", { m: f.count(item.people) })
        : t("from {m} people, who paid {n} credits", { n: f.count(item.credits), m: f.count(item.people) }), brief);
    },
  };

  TABLES.quadratic = (view, lang, t, f) => ({
    head: [t("Option"), t("Votes"), t("People who gave any"), t("Credits")],
    format: f.mean,
    body: rows(view, lang).map((item) => ({ row: item, cells: [f.count(item.votes), f.count(item.people), f.count(item.credits)] })),
  });

  TELL.quadratic = (view, t, lang) => {
    const f = results.figures(lang);
    return rows(view, lang).slice(0, 5).map((item) => t("{text}: {n} votes", { text: item.text, n: f.count(item.votes) }));
  };
})();
