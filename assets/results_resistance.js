/* How much resistance each option meets: its acceptance with its interval, the highest objection and
   how many object strongly. That nothing changes is one of them, and is marked. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, LINE, write, part, grow, slide, whisker, movement, written, bar } = results;
  const STATUS_QUO = "status-quo";

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => (b.acceptance || 0) - (a.acceptance || 0));

  function objections(item, { f, t, brief }) {
    if (item.too_few) return t("Too few to show");
    if (brief) return t("highest {n} · 8+: {m}", { n: f.count(item.highest), m: f.count(item.strong) });
    return t("Highest objection {n}", { n: f.count(item.highest) }) + " · " + t("gave 8 or more: {n}", { n: f.count(item.strong) });
  }

  KINDS.resistance = {
    rows,
    legend: (t) => [["approve", t("Acceptance: 100% when nobody has anything against it")], ["quo", t("As it is today")], ["whisker", t("95% interval")]],
    create(item) {
      const element = bar(item, LINE);
      if (item.key === STATUS_QUO) element.classList.add("res-quo");
      return element;
    },
    update(element, item, context) {
      const { f, t } = context;
      grow(element, "res-fill", item.acceptance);
      whisker(element, item.low, item.high);
      movement(element, item.before, item.acceptance);
      slide(element, "res-value", Math.max(item.acceptance || 0, (item.before === null ? item.high : item.before) || 0));
      results.say(element, written(item.before === null ? null : f.count(100 * item.before), f.share(item.acceptance)),
        objections(item, context), context.brief);
    },
  };

  TABLES.resistance = (view, lang, t, f) => ({
    head: [t("Option"), t("Acceptance"), t("95% interval"), t("Highest objection"), t("8 or more"), t("Answers"), t("Abstained")],
    format: f.share,
    body: rows(view, lang).map((item) => ({
      row: item.key === STATUS_QUO ? { ...item, text: item.text + " (" + t("As it is today") + ")" } : item,
      cells: [f.share(item.acceptance), results.interval(item, f), f.count(item.highest), f.count(item.strong),
        item.too_few ? t("Too few to show") : f.count(item.n), f.count(item.abstentions)],
    })),
  });

  TELL.resistance = (view, t, lang) => {
    const f = results.figures(lang);
    return rows(view, lang).filter((item) => !item.too_few).slice(0, 5)
      .map((item) => t("{text}: acceptance {share}, highest objection {n} of 10", { text: item.text, share: f.share(item.acceptance), n: f.count(item.highest) }));
  };
})();
