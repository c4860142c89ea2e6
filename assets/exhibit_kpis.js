/* The indicators that a scenario moves most: before and after in their own unit, with range, band and benchmark.
   Their fields are told in data/scenario_kpis.py. Sessions of older versions have none, and draw none. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const exhibit = (radslag.exhibit = radslag.exhibit || {});
  const { make, write, part, keyed, pick, known } = radslag.results;
  const SEVERAL = 2; // beside each other
  const MANY = 3; // cards, from which on there is room for one

  const number = (value, kpi, lang) => exhibit.plain(value, Math.max(0, kpi.decimals), lang);
  const change = (value, kpi, lang) => exhibit.signed(value, Math.max(0, kpi.decimals), lang);

  /** "14 990 → 13 200", or the change alone where nobody knows where it stands. */
  function value(kpi, lang) {
    if (kpi.after && known(kpi.after[1])) return number(kpi.before, kpi, lang) + " → " + number(kpi.after[1], kpi, lang);
    return change(kpi.change[1], kpi, lang);
  }

  function range(kpi, { t, lang }) {
    const [write_, [low, , high]] = kpi.after ? [number, kpi.after] : [change, kpi.change];
    if (!known(low) || !known(high)) return t("no range is told");
    if (low === high) return "";
    return t("{n} to {m}", { n: write_(low, kpi, lang), m: write_(high, kpi, lang) });
  }

  function band(kpi, t) {
    if (!kpi.bands) return "";
    const [now, worst, best] = kpi.bands;
    if (worst !== best) return t("in band {worst} to {best} of 4", { worst, best });
    return worst === now ? t("stays in band {n} of 4", { n: now }) : t("from band {before} to {after} of 4", { before: now, after: worst });
  }

  /** How far it is from its benchmark, before and then. */
  function distance(kpi, { t, lang }) {
    if (!known(kpi.benchmark)) return "";
    const benchmark = exhibit.plain(kpi.benchmark, 2, lang);
    if (!kpi.distance) return t("benchmark {n}", { n: benchmark });
    const [before, after] = kpi.distance;
    if (kpi.better === "higher" ? after >= 0 : after <= 0) return t("reaches the benchmark {n}", { n: benchmark });
    const away = (far) => number(Math.abs(far), kpi, lang);
    return t("benchmark {n}: {before} away, then {after}", { n: benchmark, before: away(before), after: away(after) });
  }

  /** Which way it goes is not known either, where another model told no range: nothing is said of it. */
  const ranged = (kpi) => Boolean(kpi.change) && known(kpi.change[0]) && known(kpi.change[2]);

  /** {name, code, value, unit, range, notes} in the reader's words. */
  function kpiTold(kpi, context) {
    const { t, lang } = context;
    if (!kpi.change) return { name: pick(kpi.names, lang), code: kpi.code, value: "", unit: "", range: t("not modelled"), notes: "" };
    const notes = [kpi.clear || !ranged(kpi) ? "" : t("may go either way"), band(kpi, t), distance(kpi, context), kpi.part ? t("only the part that the model sees") : ""];
    return { name: pick(kpi.names, lang), code: kpi.code, value: value(kpi, lang), unit: pick(kpi.unit, lang), range: range(kpi, context), notes: notes.filter(Boolean).join(" · ") };
  }

  function kpiSpoken(kpi, context) {
    const it = kpiTold(kpi, context);
    return [it.name + " " + it.value + " " + it.unit, it.range, it.notes].filter(Boolean).join(", ");
  }

  const keyOf = (kpi) => kpi.code + kpi.point;

  /** Compared cards tell the same indicators; what a card's scenario does not touch is not modelled. */
  function chosen(card, found) {
    const all = found.cards.flatMap((each) => each.kpis || []);
    if (found.cards.length === 1) return all;
    const times = (kpi) => all.filter((each) => keyOf(each) === keyOf(kpi)).length;
    const first = [...new Map(all.map((kpi) => [keyOf(kpi), kpi])).values()].sort((a, b) => times(b) - times(a));
    const own = (kpi) => (card.kpis || []).find((each) => keyOf(each) === keyOf(kpi)) || { ...kpi, change: null };
    return first.slice(0, found.cards.length >= MANY ? 1 : SEVERAL).map(own);
  }

  function row() {
    const made = make("li", "ex-kpi");
    const figure = make("p", "ex-kpi-figure");
    figure.append(make("strong", "ex-kpi-value"), make("span", "ex-kpi-unit"));
    const name = make("p", "ex-kpi-name");
    name.append(make("span", "ex-kpi-title"), make("span", "ex-kpi-code"));
    made.append(name, figure, make("p", "ex-kpi-range"), make("p", "ex-kpi-notes"));
    return made;
  }

  /** Draw the indicators of a card into `list`. */
  function kpis(list, card, found, context) {
    const shown = chosen(card, found).map((kpi) => ({ ...kpi, key: keyOf(kpi) }));
    list.hidden = !shown.length;
    keyed(list, shown, row, (item, kpi) => {
      const it = kpiTold(kpi, context);
      item.classList.toggle("ex-kpi-unsure", ranged(kpi) && !kpi.clear);
      write(part(item, "ex-kpi-title"), it.name);
      write(part(item, "ex-kpi-code"), it.code);
      write(part(item, "ex-kpi-value"), it.value);
      write(part(item, "ex-kpi-unit"), it.unit);
      write(part(item, "ex-kpi-range"), it.range);
      write(part(item, "ex-kpi-notes"), it.notes);
    });
  }

  Object.assign(exhibit, { kpis, kpiTold, kpiSpoken });
})();
