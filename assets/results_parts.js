/* The parts of a result that are shown one after another: how many answered, who moved, by group.
   Each is drawn like a result of its own: `partOf` makes a view of it. */
(function () {
  "use strict";
  const results = ((window.radslag = window.radslag || {}).results = (window.radslag || {}).results || {});
  const { KINDS, TABLES, TELL, make, write, part, known } = results;
  const WAYS = ["away", "same", "towards"];

  /** The view whose drawing is the part on the screen; null where that is the result itself. */
  function partOf(view) {
    const { part: name, told } = view.round || {};
    if (!name) return null;
    const found = name === "turnout" ? view.round.turnout : { ...told, way: (view.results || {}).kind };
    if (name === "groups" && !told) found.withheld = "The groups are too small to be told apart: nothing is shown of fewer than five.";
    if (name === "movement" && !(told && told.options.some((option) => known(option.same)))) {
      found.withheld = "Who moved is not shown: it would tell about fewer than five. In a small room it is often so.";
    }
    return { ...view, said: null, results: { ...found, kind: name }, whole: view.results };
  }

  const groupWords = (t) => ({
    resident: t("Residents"), municipality: t("The municipality"), state: t("State and county"), business: t("Businesses"),
    academia: t("Research and teaching"), civil: t("Associations"), others: t("Others together"), not_said: t("Not said"),
  });

  const forWords = (t) => ({
    agree: t("Share who agree"), count: t("Share who marked it"), upper_half: t("Share who gave more than half of the points"),
    good_or_better: t("Share who find it good or better"), no_strong_objection: t("Share without a strong objection (under 8)"),
    first: t("Share who put it first"), laid_any: t("Share who laid dots on it"), gave_votes: t("Share who gave it votes"),
    in_basket: t("Share who put it into their basket"), preferred: t("Share who chose it in most of their pairs"),
  });

  /** What a dash in a drawing stands for. */
  const unsaid = (some, t) => (some ? t("– : it would tell about fewer than five.") : "");

  // -- how many answered

  KINDS.turnout = {
    rows: () => [{ key: "turnout", text: "" }],
    create() {
      const row = make("li", "res-row res-turnout");
      row.append(make("p", "res-text"), make("p", "res-answered"), make("p", "res-of"));
      const meter = make("div", "res-meter");
      meter.append(make("span", ""));
      row.append(meter);
      return row;
    },
    update(row, _item, { f, t, found }) {
      write(part(row, "res-answered"), t("{n} of {m}", { n: f.count(found.answered), m: f.count(found.joined) }));
      write(part(row, "res-of"), t("have answered"));
      part(row, "res-meter").firstElementChild.style.transform = `scaleX(${(found.joined ? Math.min(1, found.answered / found.joined) : 0).toFixed(4)})`;
    },
    foot: () => [],
  };
  TELL.turnout = (view, t, lang) => {
    const f = results.figures(lang);
    return [t("{n} of {m}", { n: f.count(view.results.answered), m: f.count(view.results.joined) }) + " " + t("have answered")];
  };

  // -- who moved since the round before

  /** How the way of asking writes a figure: share, mean or place. */
  function format(view, t, lang) {
    const table = TABLES[view.results.way];
    return table ? table({ ...view, results: view.whole }, lang, t, results.figures(lang)).format : String;
  }

  function movedRows(view, lang) {
    const moved = new Map(((view.previous || {}).movement || { options: [] }).options.map((option) => [option.id, option]));
    const ways = new Map((view.results.options || []).map((option) => [option.id, option]));
    return view.step.options.map((option) => ({
      key: option.id, before: null, text: results.pick(option.text, lang), lang: results.picked(option.text, lang),
      from: (moved.get(option.id) || {}).before, to: (moved.get(option.id) || {}).after, ways: ways.get(option.id) || {},
    }));
  }

  const wayWords = (t) => ({ away: t("Less for it now"), same: t("As before"), towards: t("More for it now") });
  const tellable = (item) => known(item.ways.same);

  KINDS.movement = {
    rows: movedRows,
    legend: (t) => WAYS.map((way) => [way, wayWords(t)[way]]),
    create(item) {
      const chart = make("div", "res-chart res-movement");
      const bar = make("div", "res-flow");
      for (const way of WAYS) bar.append(make("span", "res-flow-" + way));
      chart.append(bar, make("span", "res-few"), make("span", "res-label"));
      return results.row(item, chart);
    },
    update(element, item, { f, t, view, lang }) {
      const bar = part(element, "res-flow");
      bar.hidden = !tellable(item);
      part(element, "res-few").hidden = tellable(item);
      write(part(element, "res-few"), tellable(item) ? "" : "–");
      WAYS.forEach((way, index) => {
        const piece = bar.children[index];
        piece.hidden = !item.ways[way];
        piece.style.flexGrow = String(item.ways[way] || 0);
        write(piece, f.count(item.ways[way]));
      });
      const say = format(view, t, lang);
      write(part(element, "res-label"), known(item.from) && known(item.to) ? say(item.from) + " → " + say(item.to) : "");
    },
    foot: ({ results: found, whole, previous }, { t, f }) => [unsaid(found.options.some((option) => !known(option.same)), t),
      results.movementSentence({ results: whole, previous }, t, f)],
  };
  TABLES.movement = (view, lang, t, f) => ({
    head: [t("Option"), ...WAYS.map((way) => wayWords(t)[way]), t("Before"), t("Now")],
    format: String,
    body: movedRows(view, lang).map((item) => ({
      row: item,
      cells: WAYS.map((way) => f.count(item.ways[way])).concat([item.from, item.to].map((value) => (known(value) ? format(view, t, lang)(value) : "–"))),
    })),
  });
  TELL.movement = (view, t, lang) => {
    const f = results.figures(lang);
    return movedRows(view, lang).filter(tellable).slice(0, 5)
      .map((item) => item.text + ": " + WAYS.map((way) => wayWords(t)[way] + " " + f.count(item.ways[way])).join(", "));
  };

  // -- by group

  /** The groups' names stand above every column that the options are put into. */
  const HEADS = [0, 1, 2];

  /** The group's middle answer as a number of the scale; grades are words, and have no room here. */
  function middleOf(item, index, { results: found }, lang) {
    const value = ((found.middles || {})[item.key] || [])[index];
    return known(value) && found.way !== "judgment" ? new Intl.NumberFormat([lang, "nb"], { maximumFractionDigits: 1 }).format(value) : "";
  }

  /** What the number behind a share is, where there is one. */
  function middleWords(view, t, lang) {
    const { results: found, step } = view;
    const some = groupRows(view, lang).some((item) => found.rows.some((_, index) => middleOf(item, index, view, lang)));
    if (!some) return "";
    return found.way === "likert" ? t("After the share: the group's middle answer, from 1, “{low}”, to {n}, “{high}”.", { n: step.settings.steps, low: t("Strongly disagree"), high: t("Strongly agree") })
      : t("After the share: the group's middle answer.");
  }

  function cells(item, view, t, lang) {
    const f = results.figures(lang);
    return view.results.rows.map((row, index) => {
      const share = item.for ? item.for[index] / row.voters : null;
      const text = [item.for ? f.share(share) : "–", middleOf(item, index, view, lang)];
      return { key: row.id, share, text: text.filter(Boolean).join(" · ") };
    });
  }

  function groupRows(view, lang) {
    const own = new Map((view.results.items || []).map((item) => [item.id, item.for]));
    return view.step.options.map((option) => ({ key: option.id, before: null, text: results.pick(option.text, lang), lang: results.picked(option.text, lang), for: own.get(option.id) }));
  }

  KINDS.groups = {
    rows: (view, lang) => HEADS.map((at) => ({ key: "head " + at, head: true, at, text: "" })).concat(groupRows(view, lang)),
    legend: (t, found) => [["approve", forWords(t)[found.measure]]],
    create: (item) => results.row(item, make("div", item.head ? "res-groups res-groups-head" : "res-groups")),
    update(element, item, { f, t, found, view, lang }) {
      const row = part(element, "res-groups");
      if (item.head) element.dataset.column = item.at;
      row.style.setProperty("--groups", String(found.rows.length));
      const list = item.head ? found.rows.map((each) => ({ key: each.id, text: groupWords(t)[each.id], n: each.voters })) : cells(item, view, t, lang);
      results.keyed(row, list, (each) => {
        const cell = make("span", "res-group");
        cell.append(make("span", "res-group-text"));
        if (item.head) cell.append(make("span", "res-n"));
        else cell.append(results.marks(make("span", "res-group-bar"), ["res-fill"]));
        return cell;
      }, (cell, each) => {
        write(part(cell, "res-group-text"), each.text);
        if (item.head) write(part(cell, "res-n"), t("n = {n}", { n: f.count(each.n) }));
        else part(cell, "res-fill").style.transform = `scaleX(${(each.share || 0).toFixed(4)})`;
      });
    },
    foot: (view, { t, lang }) => [
      middleWords(view, t, lang),
      unsaid(view.results.items.some((item) => !item.for), t)],
  };
  TABLES.groups = (view, lang, t, f) => ({
    head: [t("Option")].concat(view.results.rows.map((row) => groupWords(t)[row.id] + " (" + f.count(row.voters) + ")")),
    format: String,
    body: groupRows(view, lang).map((item) => ({ row: item, cells: cells(item, view, t, lang).map((cell) => cell.text) })),
  });
  TELL.groups = (view, t, lang) => {
    const names = view.results.rows.map((row) => groupWords(t)[row.id]);
    return [forWords(t)[view.results.measure]].concat(groupRows(view, lang).slice(0, 5).map((item) =>
      item.text + ": " + cells(item, view, t, lang).map((cell, index) => names[index] + " " + cell.text).join(", ")));
  };

  results.partOf = partOf;
})();
