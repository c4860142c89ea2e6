/* What a round's results say, in words and numbers: pure functions over the JSON of a view.
   The drawings are in results_draw.js; stage, desk and review use both as `radslag.results`. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});

  const ORDER = ["nb", "nn", "sv", "en"];
  // Some browsers know no nynorsk; its numbers are written as in bokmål.
  const TAGS = { nb: ["nb", "no"], nn: ["nn", "nb", "no"], sv: ["sv"], en: ["en-GB"] };
  // The same shapes as on the map: a category is told by its shape as well as by its colour.
  const SHAPES = { teal: "circle", orange: "square", blue: "triangle", purple: "diamond" };

  /** A function from an English sentence, with {values}, to the sentence in the words given. */
  function speaker(words) {
    const known = words || {};
    return function (sentence, values) {
      const text = known[sentence] || sentence;
      return text.replace(/\{(\w+)\}/g, (whole, name) =>
        values && name in values ? String(values[name]) : whole);
    };
  }

  /** The text in `lang`, or in the nearest language there is. */
  function pick(text, lang) {
    const tag = [lang].concat(ORDER).find((candidate) => text && text[candidate]);
    return tag ? text[tag] : "";
  }

  /** The language that `pick` answers in, so that a fallback can carry its own lang attribute. */
  function picked(text, lang) {
    return [lang].concat(ORDER).find((candidate) => text && text[candidate]) || lang;
  }

  const known = (value) => typeof value === "number" && isFinite(value);

  function figures(lang) {
    const tags = TAGS[lang] || TAGS.en;
    const whole = new Intl.NumberFormat(tags, { maximumFractionDigits: 0 });
    const one = new Intl.NumberFormat(tags, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(tags, { style: "percent", maximumFractionDigits: 0 });
    return {
      count: (n) => (known(n) ? whole.format(n) : "–"),
      mean: (x) => (known(x) ? one.format(x) : "–"),
      share: (x) => (known(x) ? percent.format(x) : "–"),
    };
  }

  const ratio = (part, whole) => (whole > 0 ? part / whole : null);

  function optionRows(view, lang) {
    const options = (view.step && view.step.options) || [];
    const texts = new Map(options.map((option) => [option.id, option]));
    return view.results.options.map((result) => ({
      key: result.id,
      text: pick((texts.get(result.id) || {}).text, lang) || result.id,
      lang: picked((texts.get(result.id) || {}).text, lang),
      before: beforeOf(view, result.id),
      ...result,
    }));
  }

  /** An option's value in the round before, or null: only a second round that was revealed has one. */
  function beforeOf(view, id) {
    const movement = view.previous && view.previous.movement;
    const row = movement && (movement.options || []).find((option) => option.id === id);
    return row && known(row.before) ? row.before : null;
  }

  function statementRows(view, lang) {
    return optionRows(view, lang).map((row) => ({
      ...row,
      agreeShare: ratio(row.agree, row.n),
      disagreeShare: ratio(row.disagree, row.n),
      passShare: ratio(row.pass, row.n),
    }));
  }

  function approvalRows(view, lang) {
    const order = optionRows(view, lang);
    return order.sort((a, b) => (b.count || 0) - (a.count || 0));
  }

  function categoryRows(view, lang) {
    const categories = ((view.step && view.step.settings) || {}).categories || [];
    const counts = new Map(((view.results || {}).categories || []).map((row) => [row.id, row.count]));
    return categories.map((category) => ({
      key: category.id,
      text: pick(category.text, lang),
      lang: picked(category.text, lang),
      colour: SHAPES[category.colour] ? category.colour : "teal",
      shape: SHAPES[category.colour] || SHAPES.teal,
      count: counts.get(category.id) || 0,
    }));
  }

  /** What a step asks about, before there is any answer to show. */
  function askedRows(view, lang) {
    if (!view.step) return [];
    if (view.step.kind === "pins") return categoryRows(view, lang);
    return (view.step.options || []).map((option) => ({
      key: option.id,
      text: pick(option.text, lang),
      lang: picked(option.text, lang),
    }));
  }

  /** Approved texts of pins, newest first, each with its category's colour and shape. */
  function pinTexts(view, lang) {
    const categories = new Map(categoryRows(view, lang).map((row) => [row.key, row]));
    return (view.results.pins || [])
      .filter((pin) => pin.text || pin.photo)
      .reverse()
      .map((pin) => ({ key: pin.id, text: pin.text || "", photo: pin.photo || "", category: categories.get(pin.category) || null }));
  }

  function ideaRows(view) {
    return (view.results.ideas || [])
      .map((idea) => ({ key: idea.id, text: idea.text, supports: idea.supports }))
      .sort((a, b) => (b.supports || 0) - (a.supports || 0));
  }

  /** Why there is nothing to draw yet, or null when there is. */
  function emptySentence(found, t, f) {
    if (found.withheld) return t(found.withheld);
    if (found.too_few && found.beside_hands) {
      return t("Results are shown when at least {needed} have answered on phones, or nobody. So far: {n}.", { needed: f.count(found.needed), n: f.count(found.voters) });
    }
    if (found.too_few) {
      return t("Results are shown when at least {needed} have answered. So far: {n}.", {
        needed: f.count(found.needed),
        n: f.count(found.voters),
      });
    }
    if (found.kind === "pins" && !found.count) return t("No pins on the map yet.");
    if (found.kind === "ideas" && !(found.ideas || []).length) return t("No ideas to show yet.");
    return null;
  }

  /** How many answers the drawing rests on, and how many chose not to say. */
  function basis(found, t, f) {
    if (found.kind === "options") return "";
    if (found.kind === "pins") return t("Pins on the map: {n}", { n: f.count(found.count) });
    if (found.kind === "ideas") return t("Ideas: {n}", { n: f.count(found.count) });
    const parts = [t("Answers from {n} people", { n: f.count(found.voters) })];
    for (const { source, people } of found.by_hand || []) {
      const told = source === "hands" ? t("of these {n} by raised hands", { n: f.count(people) }) : t("of these {n} on paper", { n: f.count(people) });
      parts.push(told);
    }
    if (found.abstentions) parts.push(t("Abstained: {n}", { n: f.count(found.abstentions) }));
    return parts.join(" · ");
  }

  /** "9 of the 31 who answered both times changed their answer."; why not, where that is not told;
      "" in a first round. */
  function movementSentence(view, t, f) {
    if (!view.previous) return "";
    const movement = view.previous.movement;
    if (!movement || !movement.both) return t("Too few answered both times to compare.");
    const both = f.count(movement.both);
    if (!known(movement.changed)) return t("{m} answered both times. Too few changed, or too few stayed, to say how many.", { m: both });
    return t("{k} of the {m} who answered both times changed their answer.", { k: f.count(movement.changed), m: both });
  }

  // A sentence names so many options at most, each by its first words: all of them stand in the drawing.
  const NAMED = 2;
  const LETTERS = 56;

  function firstWords(text) {
    if (text.length <= LETTERS) return text;
    const cut = text.slice(0, LETTERS);
    return cut.slice(0, cut.lastIndexOf(" ") > 0 ? cut.lastIndexOf(" ") : LETTERS) + "…";
  }

  function listed(names, t) {
    const rest = names.length - NAMED;
    if (rest < 2) return names.map(firstWords).join(", ");
    return names.slice(0, NAMED).map(firstWords).join(", ") + " " + t("and {n} more", { n: rest });
  }

  /** The results in one sentence: the server's, with the options' own words, or as they are `called` in
      the drawing; "" where there is none. */
  function sentence(view, t, lang, called) {
    const said = view.said;
    if (!said) return "";
    const tags = TAGS[lang] || TAGS.en;
    const options = (view.step && view.step.options) || [];
    const named = (id) => (called && called.get(id)) || pick((options.find((option) => option.id === id) || {}).text, lang) || id;
    const values = {};
    const inTurn = (list) => list.sort((a, b) => a - b).join(", ");
    for (const name in said.options) values[name] = (called ? inTurn : (list) => listed(list, t))(said.options[name].map(named));
    for (const name in said.words) values[name] = t(said.words[name]);
    for (const name in said.numbers) {
      const form = name.startsWith("share") ? { style: "percent", maximumFractionDigits: 0 }
        : name.startsWith("mean") ? { minimumFractionDigits: 1, maximumFractionDigits: 1 } : { maximumFractionDigits: 3 };
      values[name] = new Intl.NumberFormat(tags, form).format(said.numbers[name]).replace("-", "−");
    }
    return t(said.text, values);
  }

  /** How many answered one statement or option; fewer than five are not told apart. */
  const restsOn = (row, n, t, f) => (row.too_few ? t("Too few to show") : f.count(n));

  const interval = (row, f) =>
    known(row.low) && known(row.high) ? f.count(100 * row.low) + "–" + f.share(row.high) : "–";

  const TABLES = {
    statements: (view, lang, t, f) => ({
      head: [t("Statement"), t("Agree"), t("Disagree"), t("Pass"), t("Answers"), t("95% interval, agree")],
      format: f.share,
      body: statementRows(view, lang).map((row) => ({
        row,
        cells: [f.share(row.agreeShare), f.share(row.disagreeShare), f.share(row.passShare), restsOn(row, row.n, t, f), interval(row, f)],
      })),
    }),
    approval: (view, lang, t, f) => ({
      head: [t("Option"), t("Share in favour"), t("In favour"), t("95% interval")],
      format: f.share,
      body: approvalRows(view, lang).map((row) => ({
        row,
        cells: [f.share(row.share), f.count(row.count), interval(row, f)],
      })),
    }),
    score: (view, lang, t, f) => ({
      head: [t("Option"), t("Mean"), t("Median"), t("Answers"), t("Abstained"), t("Answers per score")],
      format: f.mean,
      body: optionRows(view, lang).map((row) => ({
        row,
        cells: [f.mean(row.mean), f.mean(row.median), restsOn(row, row.n, t, f), f.count(row.abstentions),
          (row.counts || []).map((count, score) => score + ": " + f.count(count)).join(", ")],
      })),
    }),
  };

  /** The same content as a table: {head, body: [[text, …]]}, or null where the drawing is a list already. */
  function table(view, options) {
    const build = view.results && !view.results.too_few && !view.results.withheld && TABLES[view.results.kind];
    if (!build) return null;
    const t = speaker(options.words);
    const f = figures(options.lang);
    const { head, body, format } = build(view, options.lang, t, f);
    const second = body.some(({ row }) => row.before !== null);
    return {
      head: second ? head.concat(t("Before")) : head,
      body: body.map(({ row, cells }) =>
        [row.text].concat(cells, second ? [format(row.before)] : [])),
    };
  }

  const SPOKEN = {
    statements: (row, t, f) => t("{text}: {share} agree", { text: row.text, share: f.share(row.agreeShare) }),
    approval: (row, t, f) => t("{text}: {share} in favour", { text: row.text, share: f.share(row.share) }),
    score: (row, t, f) => t("{text}: mean {mean}", { text: row.text, mean: f.mean(row.mean) }),
  };

  // Kinds of results that are no rows of options say themselves what is read aloud.
  const TELL = {};

  /** The results in one breath, for people who listen to the screen. */
  function spoken(view, options) {
    if (!view.results) return "";
    const t = speaker(options.words);
    const f = figures(options.lang);
    const say = SPOKEN[view.results.kind];
    const empty = emptySentence(view.results, t, f);
    const tell = TELL[view.results.kind];
    const said = empty ? "" : sentence(view, t, options.lang).replace(/[.]$/, "");
    const before = results.KINDS[view.results.kind].foot ? [] : [basis(view.results, t, f), said].filter(Boolean);
    if (tell && !empty) return before.concat(tell(view, t, options.lang)).join(". ") + ".";
    if (empty || !say) return empty || basis(view.results, t, f);
    const rows = { statements: statementRows, approval: approvalRows, score: optionRows }[view.results.kind];
    const lines = rows(view, options.lang).filter((row) => !row.too_few).slice(0, 5).map((row) => say(row, t, f));
    return before.concat(lines).join(". ") + ".";
  }

  Object.assign(results, {
    TABLES, TELL, interval, speaker, pick, picked, figures, known, table, spoken, basis, emptySentence, movementSentence, sentence,
    optionRows, statementRows, approvalRows, categoryRows, pinTexts, ideaRows, askedRows,
  });
})();
