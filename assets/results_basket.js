/* What the room's baskets would do, by the model: what both rules buy beside each other, row by row.
   It is told only of what is bought in these very results; a card's fields are told in data/scenario_cards.py. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});
  const { make, write, part, keyed, pick } = results;
  const [FIGURES, KPIS] = [1, 2]; // what can be read from far, beside the lines of both rules

  const bought = (view, rule) => view.results.options.filter((option) => option[rule]).map((option) => option.id);
  const modelled = (view) => Object.keys((view.step.settings || {}).measures || {});
  const silent = (view, rule) => bought(view, rule).filter((id) => !modelled(view).includes(id));

  /** What was said of what this rule buys now; null where that is still to come. */
  function said(view, rule) {
    const told = ((view.round || {}).basket || {})[rule];
    return told && told.bought.join(" ") === bought(view, rule).join(" ") ? told : null;
  }

  /** {key, name, cell} of the figures of a card and of the indicators that it moves most, with their ranges. */
  function linesOf(card, context) {
    const { t, lang } = context;
    const ranged = (value, range) => (range ? value + " (" + range + ")" : value);
    const figures = card.figures.slice(0, FIGURES).map((figure) => {
      const it = radslag.exhibit.told(figure, { t, lang });
      return { key: it.key, name: [it.name, it.unit].join(", "), cell: ranged(it.change, it.short) };
    });
    const kpis = (card.kpis || []).slice(0, KPIS).map((kpi) => {
      const it = radslag.exhibit.kpiTold(kpi, { t, lang });
      const partly = kpi.part ? it.name + ": " + t("only the part that the model sees") : "";
      return { key: kpi.code + kpi.point, name: [it.name, it.unit].filter(Boolean).join(", "), cell: ranged(it.value, it.range), partly };
    });
    return figures.concat(kpis);
  }

  /** Why a rule's column has no figures; "" where it has. */
  function wordsFor(view, rule, t) {
    if (silent(view, rule).length === bought(view, rule).length) return t("Nothing in this basket is modelled.");
    const told = said(view, rule);
    if (!told) return view.round.over ? t("The model had not answered when the workshop closed.") : t("The model reckons with this basket …");
    return told.card ? "" : t("The model has no answer for this basket.");
  }

  /** {columns, rows, notes}: a column for each of `rules`; null for a step without measures. */
  function basketTold(rules, context, names, numbers) {
    const { t, view, lang } = context;
    if (!modelled(view).length || view.results.too_few) return null;
    const words = rules.map((rule) => wordsFor(view, rule, t));
    const cards = rules.map((rule, index) => (words[index] ? null : said(view, rule).card));
    const lines = cards.map((card) => (card ? linesOf(card, context) : []));
    const all = [...new Map(lines.flat().map((line) => [line.key, line])).values()];
    const cells = (key) => lines.map((own, index) => (own.find((line) => line.key === key) || { cell: cards[index] ? t("not modelled") : "–" }).cell);
    const missing = [...new Set(rules.flatMap((rule) => silent(view, rule)))].map((id) => numbers.get(id)).sort((a, b) => a - b);
    const [card] = cards.filter(Boolean);
    const notes = [missing.length ? t("Not modelled: {list}", { list: missing.join(", ") }) : "",
      card && !all.length ? pick(card.about, lang) : "", ...all.map((line) => line.partly),
      ...(card ? [t("In {year}, against today's course", { year: card.year }), radslag.exhibit.origin(card, { t })] : [])];
    const columns = rules.map((rule, index) => [rules.length > 1 ? names[rule] : "", words[index]].filter(Boolean).join(": "));
    return { columns, rows: all.map((line) => ({ key: line.key, name: line.name, cells: cells(line.key) })), notes: notes.filter(Boolean).join(" · ") };
  }

  function basketRow() {
    const element = make("li", "res-row res-line res-effect");
    element.append(make("p", "res-text"), make("div", "res-effect-rows"), make("p", "res-effect-notes"));
    return element;
  }

  function cellsOf(row, cells) {
    keyed(row, cells.map((text, key) => ({ key, text })), (cell) => make("span", cell.key ? "res-effect-cell" : "res-effect-name"), (child, cell) => write(child, cell.text));
  }

  function fillBasket(element, rules, context, names, numbers) {
    const it = basketTold(rules, context, names, numbers);
    if (!it) return;
    write(part(element, "res-text"), "");
    element.style.setProperty("--rules", String(it.columns.length));
    const head = { key: "head", name: context.t("What it would do:"), cells: it.columns };
    keyed(part(element, "res-effect-rows"), [head, ...it.rows], () => make("div", "res-effect-row"), (row, line) => {
      row.classList.toggle("res-effect-head", line === head);
      cellsOf(row, [line.name, ...line.cells]);
    });
    write(part(element, "res-effect-notes"), it.notes);
    part(element, "res-effect-notes").hidden = !it.notes;
  }

  /** The same in one breath; "" for a step without measures. */
  function basketSpoken(rules, context, names, numbers) {
    const it = basketTold(rules, context, names, numbers);
    if (!it) return "";
    const rows = it.rows.map((line) => line.name + ": " + line.cells.join("; "));
    return [context.t("What it would do:") + " " + it.columns.filter(Boolean).join("; "), ...rows, it.notes].filter(Boolean).join(". ");
  }

  const basketShown = (view) => !view.results.too_few && modelled(view).length > 0;

  Object.assign(results, { basketShown, basketRow, fillBasket, basketSpoken });
})();
