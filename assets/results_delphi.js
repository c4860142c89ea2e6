/* A question asked again with feedback: the rule that was declared, what it says, and what the room
   answered before, as the middle half on the question's scale, with the reasons people gave. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, make, write, part, known } = results;
  const REASONS = 3;

  /** A number of the question's scale: a way of asking with words for its numbers says `number` itself. */
  function sayer(view, t, lang) {
    const { step, round } = view;
    const own = (KINDS[step.kind === "compare" ? step.settings.ballot : step.kind] || {}).number;
    const unit = (round.asked || {}).unit;
    const format = new Intl.NumberFormat([lang, "nb"], { maximumFractionDigits: 1 });
    return (value) => (!known(value) ? "–" : own ? own(value, t, step) : format.format(value).replace("-", "−") + (unit ? " " + unit : ""));
  }

  /** The rule in words, as everybody reads it before the first answer. */
  function ruleWords(delphi, t, f, lang) {
    const number = new Intl.NumberFormat([lang, "nb"], { maximumFractionDigits: 1 });
    const n = f.count(delphi.rounds);
    if (delphi.stop === "middle") return t("We ask at most {n} times. We stop when half of us lie within {most} of each other on the scale.", { n, most: number.format(delphi.most) });
    if (delphi.stop === "changed") return t("We ask at most {n} times. We stop when fewer than {most}% change their answer.", { n, most: number.format(delphi.most) });
    return t("We ask {n} times.", { n });
  }

  const saysWords = (t) => ({
    stop: t("The rule we agreed on says: stop."), on: t("The rule we agreed on says: once more."),
    unsure: t("Too few to say what the rule says: we decide together."),
  });

  /** What stands above the answers: the rule, and what it says when the answers are closed. */
  function delphiWords(view, t, f, lang) {
    const { delphi } = view.round;
    if (!delphi) return "";
    const before = delphi.feedback && delphi.feedback.verdict.says;
    const against = before === "stop" ? t("The rule said stop. We go on all the same.") : "";
    const now = delphi.says ? saysWords(t)[delphi.says.says] : against;
    return [now, ruleWords(delphi, t, f, lang)].filter(Boolean).join(" ");
  }

  /** While people answer again: a view whose result is what they answered before. */
  function delphiOf(view) {
    const { delphi, state } = view.round || {};
    if (!delphi || !delphi.feedback || state !== "open" || view.results) return null;
    return { ...view, said: null, previous: null, results: { kind: "delphi", ...delphi } };
  }

  function rows(view, lang) {
    const { feedback, scale, reasons_given: given } = view.results;
    const texts = new Map(view.step.options.map((option) => [option.id, option.text]));
    const asked = (view.round.asked || {}).names || view.step.title;
    return feedback.middles.map((middle) => ({
      key: middle.id || "all", before: null, middle, scale, text: results.pick(texts.get(middle.id) || asked, lang), lang: results.picked(texts.get(middle.id) || asked, lang),
    })).concat(given.slice(-REASONS).map((reason) => ({ key: "reason-" + reason.id, reason: true, text: reason.text })));
  }

  const at = (value, [low, high]) => Math.max(0, Math.min(100, (100 * (value - low)) / (high - low || 1))) + "%";

  KINDS.delphi = {
    rows,
    legend: (t) => [["median", t("Middle answer")], ["iqr", t("Half of us")]],
    create(item) {
      if (item.reason) {
        const card = make("li", "res-row res-idea");
        const words = make("p", "res-text");
        words.dir = "auto";
        card.append(words);
        return card;
      }
      const chart = make("div", "res-chart res-delphi");
      const strip = make("div", "res-scale");
      strip.append(make("span", "res-iqr"), make("span", "res-iqr-middle"));
      const ends = make("div", "res-ends");
      ends.append(make("span", ""), make("span", ""));
      chart.append(make("p", "res-said"), strip, ends);
      return results.row(item, chart);
    },
    update(element, item, { t, lang, view }) {
      if (item.reason) return;
      const { middle, scale } = item;
      const say = sayer(view, t, lang);
      const [half, tick] = [part(element, "res-iqr"), part(element, "res-iqr-middle")];
      half.style.left = at(middle.q1, scale);
      half.style.right = "calc(100% - " + at(middle.q3, scale) + ")";
      tick.style.left = at(middle.median, scale);
      write(part(element, "res-said"), t("{middle}, half of us between {low} and {high}", { middle: say(middle.median), low: say(middle.q1), high: say(middle.q3) }));
      write(part(element, "res-ends").firstChild, say(scale[0]));
      write(part(element, "res-ends").lastChild, say(scale[1]));
    },
    foot: ({ results: found }, { t, f }) => [
      t("This is what we answered in round {n}.", { n: f.count(found.feedback.number) }),
      found.feedback.middles.length ? "" : t("Too few answered to show it."),
      found.reasons_given.length > REASONS ? t("All {n} reasons are on the phones.", { n: f.count(found.reasons_given.length) }) : ""],
  };

  TABLES.delphi = (view, lang, t) => {
    const say = sayer(view, t, lang);
    return {
      head: [t("Option"), t("Middle answer"), t("Lower end"), t("Upper end")], format: String,
      body: rows(view, lang).filter((item) => !item.reason).map((row) => ({ row, cells: [row.middle.median, row.middle.q1, row.middle.q3].map(say) })),
    };
  };
  TELL.delphi = (view, t, lang) => {
    const say = sayer(view, t, lang);
    return rows(view, lang).map((item) => (item.reason ? item.text
      : item.text + ": " + t("{middle}, half of us between {low} and {high}", { middle: say(item.middle.median), low: say(item.middle.q1), high: say(item.middle.q3) })));
  };

  /** Between two words of a scale it is both. */
  const between = (words, where) => [...new Set([words[Math.floor(where)], words[Math.ceil(where)]])].join(" – ");

  Object.assign(results, { between, delphiOf, delphiWords });
})();
