/* What the room's basket would do, by the model: below the line of the rule that buys it.
   It is drawn only for what is bought in these very results; a card's fields are told in data/scenario_cards.py. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});
  const { make, write, part, keyed, pick } = results;
  const [FIGURES, KPIS] = [2, 2]; // beside each other on the stage

  const bought = (view, rule) => view.results.options.filter((option) => option[rule]).map((option) => option.id);
  const modelled = (view) => Object.keys((view.step.settings || {}).measures || {});

  /** What was said of what this rule buys now; null where that is still to come. */
  function said(view, rule) {
    const told = ((view.round || {}).basket || {})[rule];
    return told && told.bought.join(" ") === bought(view, rule).join(" ") ? told : null;
  }

  /** The figures of a card and the indicators that it moves most, each with its range. */
  function lines(card, context) {
    const figures = card.figures.slice(0, FIGURES).map((figure) => {
      const it = radslag.exhibit.told(figure, context);
      return { key: it.key, name: it.name, value: it.change + " " + it.unit, range: it.short };
    });
    const kpis = (card.kpis || []).slice(0, KPIS).map((kpi) => {
      const it = radslag.exhibit.kpiTold(kpi, context);
      return { key: kpi.code + kpi.point, name: it.name, value: it.value + " " + it.unit, range: [it.range, it.notes].filter(Boolean).join(" · ") };
    });
    return figures.concat(kpis);
  }

  /** Whose figures these are; said once where both rules have some. */
  function origin(card, rule, { t, view }) {
    if (rule === "greedy" && (said(view, "equal") || {}).card) return [];
    return [t("In {year}, against today's course", { year: card.year }), radslag.exhibit.origin(card, { t })];
  }

  /** {about, rows, notes} of what a rule buys, in the reader's words; null for a step without measures. */
  function basketTold(rule, context, numbers) {
    const { t, lang, view } = context;
    if (!modelled(view).length) return null;
    const inside = bought(view, rule);
    const silent = inside.filter((id) => !modelled(view).includes(id));
    const missing = silent.length ? t("Not modelled: {list}", { list: silent.map((id) => numbers.get(id)).sort((a, b) => a - b).join(", ") }) : "";
    if (silent.length === inside.length) return { about: t("Nothing in this basket is modelled."), rows: [], notes: "" };
    const told = said(view, rule);
    if (!told) return { about: t("The model reckons with this basket …"), rows: [], notes: missing };
    if (!told.card) return { about: t("The model has no answer for this basket."), rows: [], notes: missing };
    const rows = lines(told.card, context);
    const notes = [missing, ...origin(told.card, rule, context)].filter(Boolean).join(" · ");
    return { about: rows.length ? t("What it would do:") : pick(told.card.about, lang), rows, notes };
  }

  /** Where it is told, below a rule's line. */
  function basketBox() {
    const box = make("div", "res-effect");
    box.append(make("p", "res-effect-about"), make("ul", "res-effect-figures"), make("p", "res-effect-notes"));
    return box;
  }

  function figureRow() {
    const row = make("li", "");
    row.append(make("span", "res-effect-name"), make("strong", "res-effect-value"), make("span", "res-effect-range"));
    return row;
  }

  function fillBasket(box, rule, context, numbers) {
    const it = basketTold(rule, context, numbers);
    box.hidden = !it;
    if (!it) return;
    write(part(box, "res-effect-about"), it.about);
    keyed(part(box, "res-effect-figures"), it.rows, figureRow, (row, line) => {
      write(part(row, "res-effect-name"), line.name);
      write(part(row, "res-effect-value"), line.value);
      write(part(row, "res-effect-range"), line.range);
    });
    write(part(box, "res-effect-notes"), it.notes);
    part(box, "res-effect-notes").hidden = !it.notes;
  }

  /** The same in one breath; "" for a step without measures. */
  function basketSpoken(rule, context, numbers) {
    const it = basketTold(rule, context, numbers);
    if (!it) return "";
    const rows = it.rows.map((line) => line.name + " " + line.value + ", " + line.range).join(". ");
    return [it.about, rows, it.notes].filter(Boolean).join(" ");
  }

  Object.assign(results, { basketBox, fillBasket, basketSpoken });
})();
