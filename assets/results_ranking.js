/* How a ranking went: the average place of each option as a bar, which rule puts it first, and how its
   first places grew in the runoff. The pairwise matrix is in its table, for those who ask. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, write, part, grow, slide, movement, written, bar } = results;

  const TURNS = 4; // of a longer runoff the first and the last are told; the table has them all

  const rules = (t) => ({ borda: t("average place"), schulze: t("pair by pair"), runoff: t("runoff") });

  const rows = (view, lang) => results.optionRows(view, lang).sort((a, b) => a.rank - b.rank);

  /** A place as a part of the bar: first is all of it, last nothing. */
  const share = (rank, found) => (results.known(rank) ? (found.options.length - rank) / Math.max(1, found.options.length - 1) : null);

  function firstBy(item, found, t) {
    const names = rules(t);
    const by = Object.keys(names).filter((rule) => found.winners[rule].includes(item.key));
    if (by.length === 3) return t("first by every rule");
    return by.length ? t("first by: {rules}", { rules: by.map((rule) => names[rule]).join(", ") }) : "";
  }

  /** The runoff as this option went through it: its first places from turn to turn, until it is out. */
  function throughRunoff(item, { f, found, t, brief }) {
    if (found.transfers.length < 2 || (brief && firstBy(item, found, t))) return "";
    const stood = found.transfers.filter((turn) => item.key in turn.standing).map((turn) => f.count(turn.standing[item.key]));
    const turns = stood.length < found.transfers.length ? stood.concat(t("out")) : stood;
    const told = turns.length > TURNS ? [turns[0], "…", ...turns.slice(-1)] : turns;
    return t("runoff: {turns}", { turns: told.join(" → ") });
  }

  KINDS.ranking = {
    rows,
    legend: (t) => [["approve", t("Average place: the longer, the nearer to first")]],
    create(item) {
      return bar(item);
    },
    update(element, item, context) {
      const { f, found, t } = context;
      const now = share(item.rank, found);
      grow(element, "res-fill", now);
      movement(element, share(item.before, found), now);
      slide(element, "res-value", Math.max(now || 0, share(item.before, found) || 0));
      results.say(element, written(item.before === null ? null : f.mean(item.before), f.mean(item.rank)),
        [firstBy(item, found, t), throughRunoff(item, context)].filter(Boolean).join(" · "), context.brief);
    },
  };

  TABLES.ranking = (view, lang, t, f) => {
    const found = view.results;
    const order = rows(view, lang);
    const at = new Map(found.options.map((option, index) => [option.id, index]));
    const turns = found.transfers.map((_, index) => t("Runoff {n}", { n: f.count(index + 1) }));
    return {
      head: [t("Option"), t("Average place"), t("Place, pair by pair"), ...turns].concat(order.map((_, index) => t("Before number {n}", { n: f.count(index + 1) }))),
      format: f.mean,
      body: order.map((item, index) => ({
        row: { ...item, text: f.count(index + 1) + ". " + item.text },
        cells: [f.mean(item.rank), f.count(item.place)]
          .concat(found.transfers.map((turn) => (item.key in turn.standing ? f.count(turn.standing[item.key]) : "–")))
          .concat(order.map((other) => (other === item ? "" : f.count(found.matrix[at.get(item.key)][at.get(other.key)])))),
      })),
    };
  };

  TELL.ranking = (view, t, lang) => {
    const f = results.figures(lang);
    return rows(view, lang).slice(0, 5).map((item) => t("{text}: average place {n}", { text: item.text, n: f.mean(item.rank) }));
  };
})();
