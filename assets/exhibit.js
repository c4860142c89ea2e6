/* What a step shows of scenarios, in words and numbers: pure functions over the JSON of a view.
   A card's fields are told in data/scenario_cards.py; the drawing is in exhibit_draw.js. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const exhibit = (radslag.exhibit = radslag.exhibit || {});
  const { pick, known } = radslag.results;
  const TAGS = { nb: ["nb", "no"], nn: ["nn", "nb", "no"], sv: ["sv"], en: ["en-GB"] };

  const units = (t) => ({
    "GWh/a": t("GWh a year"),
    "t/a": t("tonnes a year"),
    MNOK: t("million kroner"),
    TNOK: t("thousand kroner"),
    NOK: t("kroner"),
    "MNOK/a": t("million kroner a year"),
    "NOK/kWh": t("kroner per kWh saved"),
    "GJ/inhabitant/a": t("GJ per inhabitant a year"),
    "kWh/m2/a": t("kWh per square metre a year"),
    "kWh/inhabitant/a": t("kWh per inhabitant a year"),
  });

  const unit = (name, t) => units(t)[name] || name;

  /** A number with its sign, as finely as its output is told. */
  function signed(value, decimals, lang) {
    const rule = { maximumFractionDigits: decimals, minimumFractionDigits: decimals, signDisplay: "exceptZero" };
    return written(value, rule, lang);
  }

  const plain = (value, decimals, lang) => written(value, { maximumFractionDigits: decimals }, lang);

  /** With a real minus in every language. */
  function written(value, rule, lang) {
    return new Intl.NumberFormat(TAGS[lang] || TAGS.en, rule).format(value).replace("-", "−");
  }

  /** Nobody reads 1 234.5 from ten metres: no decimals where there are digits enough. */
  const fine = (figure) => (Math.abs(figure.change[1]) >= 20 ? 0 : figure.decimals);

  /** {name, change, unit, range, short, certain} of one figure; other people's models may tell no range. */
  function told(figure, { t, lang }) {
    if (!figure.change) return { name: pick(figure.names, lang), change: "–", unit: "", range: t("not modelled"), short: t("not modelled"), certain: true };
    const [low, middle, high] = figure.change;
    const digits = fine(figure);
    const ranged = known(low) && known(high);
    const ends = ranged ? { low: signed(low, digits, lang), high: signed(high, digits, lang) } : {};
    return {
      key: figure.output,
      name: pick(figure.names, lang),
      change: signed(middle, digits, lang),
      unit: unit(figure.unit, t),
      range: ranged ? t("between {low} and {high}", ends) : t("no range is told"),
      short: ranged ? t("{n} to {m}", { n: ends.low, m: ends.high }) : t("no range is told"),
      certain: ranged && low > 0 === high > 0 && low !== 0 && high !== 0,
    };
  }

  /** "25 %", or "3" for what is counted: "3 (taken away: 2)" where some of today's go. */
  const level = (measure, lang, t) => (measure.unit === "share" ? plain(100 * measure.level, 0, lang) + " %" : plain(measure.level, 1, lang) + (measure.closed ? ` (${t("taken away: {n}", { n: measure.closed })})` : ""));

  /** "Renovate homes: 25 %, from 2027" */
  function measure(each, { t, lang }) {
    return t("{what}: {level}, from {year}", { what: pick(each.names, lang), level: level(each, lang, t), year: each.start });
  }

  const names = { full: (t) => t("Computed by the full model"), estimate: (t) => t("Estimate by the fitted model") };

  /** Whose figures these are, in one line. */
  function origin(card, { t }) {
    const models = Object.entries(card.models || {}).map(([name, version]) => name + " " + version).join(", ");
    const by = card.foreign ? t("Computed by another model") : names[card.kind] ? names[card.kind](t) : "";
    const parts = [by, models];
    if (card.version) parts.push(t("version {n}", { n: card.version }));
    if (card.whence) parts.push(card.whence.by ? t("districts by the building register") : t("districts approximate"));
    return parts.filter(Boolean).join(" · ");
  }

  /** The same of several that are compared, in one line: an estimate if one of ours is one, and
      by name those of other models. */
  function origins(cards, context) {
    const ours = cards.filter((card) => !card.foreign);
    const [first] = ours.filter((card) => card.kind === "estimate").concat(ours);
    const versions = [...new Set(ours.map((card) => card.version))].filter(Boolean);
    const theirs = cards.filter((card) => card.foreign).map((card) => pick(card.names, context.lang) + ": " + origin(card, context));
    return [...(first ? [origin({ ...first, version: versions.join(", ") }, context)] : []), ...theirs].join(" · ");
  }

  /** What the round on screen shows of scenarios, or null: cards, one scale, the map, and sliders. */
  function shows(view, moving) {
    const shown = view.round && view.round.shown;
    if (!shown || !shown.scenarios || !view.step) return null;
    const settings = view.step.settings || {};
    const live = view.step.kind === "live" ? moving || view.round.live || null : null;
    const cards = live ? [live.card] : shown.scenarios;
    const scale = (live && live.card.scale) || shown.scale || [];
    return { kind: view.step.kind, cards, scale, live, output: settings.output, outlines: shown.outlines || "", districts: shown.districts || {}, sliders: shown.measures || [] };
  }

  /** The smallest and largest end that any of the cards has for an output; zero is always in it. */
  function domain(cards, output) {
    const same = cards.flatMap((card) => card.figures.concat(card.cost).filter((each) => each.output === output));
    const ends = same.flatMap((each) => each.change).filter(known);
    return [Math.min(0, ...ends), Math.max(0, ...ends)];
  }

  /** What the cards are compared by: the output that is looked at, then what most of them tell. */
  function compared(found, most) {
    const all = found.cards.flatMap((card) => card.figures.map((figure) => figure.output));
    const times = (output) => all.filter((each) => each === output).length + (output === found.output ? all.length : 0);
    return [...new Set(all)].sort((a, b) => times(b) - times(a)).slice(0, most);
  }

  /** A card's figures in the order of `outputs`; what its scenario does not touch is not modelled. */
  function figures(card, found, outputs) {
    const names = (output) => found.cards.flatMap((each) => each.figures).find((figure) => figure.output === output);
    return outputs.map((output) => card.figures.find((figure) => figure.output === output) || { ...names(output), change: null });
  }

  /** Whether nobody can tell which way it goes. */
  const unclear = (range) => Boolean(range) && known(range[0]) && known(range[2]) && range[1] !== 0 && range[0] < 0 && range[2] > 0;

  /** The class of a change: −3 … 3; 0 where nothing changes, or where nobody can tell which way. */
  function shade(range, scale) {
    if (!range || !known(range[1]) || !scale.length) return null;
    const [low, middle, high] = range;
    if (middle === 0 || unclear(range)) return 0;
    const found = scale.findIndex((end) => Math.abs(middle) <= end);
    return Math.sign(middle) * ((found < 0 ? scale.length - 1 : found) + 1);
  }

  /** What is to be guessed, in one sentence; "" where nothing is. */
  function question(view, { t, lang }) {
    const asked = view.round && view.round.asked;
    if (!asked) return "";
    return t("{what}: how many {unit} more or less in {year}?", { what: pick(asked.names, lang), unit: asked.unit === "%" ? t("per cent") : unit(asked.unit, t), year: view.step.settings.year });
  }

  /** A scenario in one breath, for people who listen. */
  function spoken(found, context) {
    return found.cards.map((card) => {
      const first = card.figures.slice(0, 3).map((figure) => {
        const it = told(figure, context);
        return it.name + " " + it.change + " " + it.unit + ", " + it.range;
      });
      const kpis = (card.kpis || []).slice(0, 1).map((kpi) => exhibit.kpiSpoken(kpi, context));
      return [pick(card.names, context.lang)].concat(first, kpis).filter(Boolean).join(". ");
    }).join(". ");
  }

  Object.assign(exhibit, { compared, figures, unit, signed, plain, told, level, measure, origin, origins, shows, domain, shade, unclear, question, spoken });
})();
