/* What the room's baskets buy: a line of the money for each rule, then every option with what it costs. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const results = (radslag.results = radslag.results || {});
  const { KINDS, TABLES, TELL, make, write, part, keyed, grow, slide, movement, written, bar } = results;

  const RULES = ["greedy", "equal"];
  const names = (t) => ({ greedy: t("Most supported first"), equal: t("Equal shares") });

  /** Whether both rules buy the same: then there is one line, and one thing that it would do. */
  const agreed = (found) => (found.options || []).every((option) => option.greedy === option.equal);
  const linesOf = (view) => (agreed(view.results) ? ["equal"] : RULES);

  /** What is in by both rules comes first, then what one of them buys; the most supported first. */
  const weight = (item) => Number(item.greedy) + Number(item.equal);
  const options = (view, lang) => results.optionRows(view, lang).sort((a, b) => weight(b) - weight(a) || b.support - a.support)
    .map((item, index) => ({ ...item, number: index + 1, title: item.text, text: index + 1 + ".\u00a0" + item.text }));

  const numbers = (view, lang) => new Map(options(view, lang).map((item) => [item.key, String(item.number)]));

  const money = (value, view, { t, f }) => {
    const { unit } = view.step.settings;
    if (value === 1 && unit === "MNOK") return t("1 million kroner");
    return f.count(value) + (unit ? " " + radslag.exhibit.unit(unit, t) : "");
  };

  function completion(view, found, { t, f }) {
    const raised = found.rules.equal.raised ? t("everybody's part +{n}%", { n: f.count(found.rules.equal.raised) }) : "";
    const rest = { none: t("the rest unspent"), add: "", add_greedy: t("the rest to what most want") };
    return [raised, rest[view.step.settings.completion]].filter(Boolean).join(", ");
  }

  /** One rule's line: what it buys, as long as it costs, and what is left. */
  function lineOf(rule, view, context) {
    const { t, f, found, brief } = context;
    const told = found.rules[rule];
    const by = new Map(options(view, context.lang).map((item) => [item.key, item]));
    const said = [t("{n} of {m} left", { n: f.count(told.left), m: money(found.money, view, context) }),
      t("{k} of {n} people get something", { k: f.count(found.n - told.nothing), n: f.count(found.n) }),
      rule === "equal" && !brief ? completion(view, found, context) : ""];
    return { said: said.filter(Boolean).join(" · "), left: told.left, pieces: told.bought.map((id) => by.get(id)).sort((a, b) => a.number - b.number) };
  }

  function line() {
    const element = make("li", "res-row res-line");
    const chart = make("div", "res-chart res-spent");
    chart.append(make("div", "res-pieces"));
    element.append(make("p", "res-text"), make("span", "res-first"), chart);
    return element;
  }

  function fillLine(element, item, context) {
    const { left, pieces, said } = lineOf(item.rule, context.view, context);
    const shown = pieces.map((each) => ({ key: each.key, number: each.number, cost: each.cost, only: !(each.greedy && each.equal) }));
    keyed(part(element, "res-pieces"), shown.concat(left ? [{ key: "", number: "", cost: left }] : []), () => make("span", "res-piece"), (piece, each) => {
      piece.style.flexGrow = String(each.cost);
      piece.classList.toggle("res-left", !each.key);
      piece.classList.toggle("res-only", Boolean(each.only));
      write(piece, String(each.number));
    });
    write(part(element, "res-first"), said);
  }

  function verdict(item, t) {
    if (item.greedy && item.equal) return t("✓ in by both rules");
    if (item.greedy) return t("in only by: most supported first");
    return item.equal ? t("in only by: equal shares") : t("out by both rules");
  }

  /** On the stage, where the lines above say the rest, in few words. */
  function short(item, view, { t, f }) {
    const by = item.greedy && item.equal ? t("in") : t("one rule");
    const share = written(item.before === null ? null : f.count(100 * item.before), f.share(item.share));
    return [share, f.count(item.cost), weight(item) ? "✓ " + by : t("out")].join(" · ");
  }

  KINDS.budget = {
    rows: (view, lang) => linesOf(view).map((rule) => ({ key: "rule " + rule, rule, before: null, text: "" }))
      .concat(results.basketShown(view) ? [{ key: "effect", effect: true, before: null, text: "" }] : [], options(view, lang)),
    /** Below the drawing the options go by their numbers: their names stand above. */
    called: numbers,
    legend: (t, found) => [["approve", t("Share who want it, and its cost")], ["bought", t("Bought")]]
      .concat(agreed(found) ? [] : [["only", t("Bought by this rule only")]]),
    create(item) {
      if (item.effect) return results.basketRow();
      if (item.rule) return line();
      return bar(item);
    },
    update(element, item, context) {
      const { f, t, view, lang } = context;
      if (item.effect) return results.fillBasket(element, linesOf(view), context, names(t), numbers(view, lang));
      if (item.rule) {
        write(part(element, "res-text"), agreed(view.results) ? t("Both rules") : names(t)[item.rule]);
        return fillLine(element, item, context);
      }
      grow(element, "res-fill", item.share);
      movement(element, item.before, item.share);
      slide(element, "res-value", Math.max(item.share || 0, item.before || 0));
      write(part(element, "res-label"), written(item.before === null ? null : f.count(100 * item.before), f.share(item.share)));
      element.classList.toggle("res-out", !weight(item));
      const large = element.closest(".res").dataset.size === "stage";
      return write(part(element, "res-first"), large ? short(item, view, context) : money(item.cost, view, context) + " · " + verdict(item, t));
    },
  };

  TABLES.budget = (view, lang, t, f) => ({
    head: [t("Option"), t("Cost"), t("Share who have it in their basket"), ...RULES.map((rule) => names(t)[rule])],
    format: f.share,
    body: options(view, lang).map((item) => ({
      row: item,
      cells: [money(item.cost, view, { t, f }), f.share(item.share), ...RULES.map((rule) => (item[rule] ? t("in") : t("out")))],
    })),
  });

  TELL.budget = (view, t, lang) => {
    const context = { t, lang, view, f: results.figures(lang), found: view.results };
    const said = linesOf(view).map((rule) => (agreed(view.results) ? t("Both rules") : names(t)[rule]) + ": " + lineOf(rule, view, context).said);
    return said.concat(results.basketSpoken(linesOf(view), context, names(t), numbers(view, lang)) || []);
  };
})();
