/* How much resistance each option meets: its acceptance with its interval, the highest objection and
   how many object strongly. That nothing changes is one of them, and is marked. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, LINE, make, write, part, grow, slide, whisker, movement, written, bar } = results;
  const STATUS_QUO = "status-quo";

  const options = (view, lang) => results.optionRows(view, lang).sort((a, b) => (b.acceptance || 0) - (a.acceptance || 0));

  /** The highest objection, and why: of the options that meet it, the one that most object to strongly
      and that a reason was let through for; null where there is none. */
  function loudest(found) {
    const told = found.filter((item) => !item.too_few && item.n && item.why.length);
    const top = Math.max(...found.map((item) => item.highest || 0));
    return told.filter((item) => item.highest === top).sort((a, b) => b.strong - a.strong || a.acceptance - b.acceptance)[0] || null;
  }

  /** The options, the least resisted first, and the reason under its own; where there are many, at the end. */
  function rows(view, lang) {
    const why = (id) => (view.reasons || []).filter((reason) => reason.about === id);
    const found = options(view, lang).map((item) => ({ ...item, why: why(item.key) }));
    const item = loudest(found);
    if (!item) return found;
    const named = results.crowded(view) ? item.text : "";
    const reason = { key: "why", reason: true, before: null, named, of: item.why.length, text: item.why[0].text };
    const at = named ? found.length : found.indexOf(item) + 1;
    return [...found.slice(0, at), reason, ...found.slice(at)];
  }

  /** "Car-free streets · One of 3 reasons against it:", of an option right above it without its name. */
  function lead({ named, of }, { t, f }) {
    const said = of > 1 ? t("One of {n} reasons against it:", { n: f.count(of) }) : t("A reason against it:");
    return named ? named + " · " + said : said;
  }

  function reasonRow() {
    const element = make("li", "res-row res-why");
    const words = make("p", "res-text");
    words.dir = "auto";
    element.append(make("p", "res-first"), words);
    return element;
  }

  function objections(item, { f, t, brief }) {
    if (item.too_few) return t("Too few to show");
    if (brief) return t("highest {n} · 8+: {m}", { n: f.count(item.highest), m: f.count(item.strong) });
    return t("Highest objection {n}", { n: f.count(item.highest) }) + " · " + t("gave 8 or more: {n}", { n: f.count(item.strong) });
  }

  KINDS.resistance = {
    rows,
    legend: (t) => [["approve", t("Acceptance: 100% when nobody has anything against it")], ["quo", t("As it is today")], ["whisker", t("95% interval")]],
    create(item) {
      if (item.reason) return reasonRow();
      const element = bar(item, LINE);
      if (item.key === STATUS_QUO) element.classList.add("res-quo");
      return element;
    },
    update(element, item, context) {
      const { f, t } = context;
      if (item.reason) return write(part(element, "res-first"), lead(item, context));
      grow(element, "res-fill", item.acceptance);
      whisker(element, item.low, item.high);
      movement(element, item.before, item.acceptance);
      slide(element, "res-value", Math.max(item.acceptance || 0, (item.before === null ? item.high : item.before) || 0));
      results.say(element, written(item.before === null ? null : f.count(100 * item.before), f.share(item.acceptance)),
        objections(item, context), context.brief);
      return undefined;
    },
  };

  TABLES.resistance = (view, lang, t, f) => ({
    head: [t("Option"), t("Acceptance"), t("95% interval"), t("Highest objection"), t("8 or more"), t("Answers"), t("Abstained")],
    format: f.share,
    body: options(view, lang).map((item) => ({
      row: item.key === STATUS_QUO ? { ...item, text: item.text + " (" + t("As it is today") + ")" } : item,
      cells: [f.share(item.acceptance), results.interval(item, f), f.count(item.highest), f.count(item.strong),
        item.too_few ? t("Too few to show") : f.count(item.n), f.count(item.abstentions)],
    })),
  });

  TELL.resistance = (view, t, lang) => {
    const f = results.figures(lang);
    return options(view, lang).filter((item) => !item.too_few).slice(0, 5)
      .map((item) => t("{text}: acceptance {share}, highest objection {n} of 10", { text: item.text, share: f.share(item.acceptance), n: f.count(item.highest) }))
      .concat(rows(view, lang).filter((item) => item.reason).map((item) => lead(item, { t, f }) + " " + item.text));
  };
})();
