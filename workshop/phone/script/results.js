// What the room answered, in words and bars; a bar never stands without its number.

function results(view) {
  const told = view.results;
  const part = view.round && view.round.part;
  if (part && !ways.parts) fetchWays();
  const parts = part && ways.parts ? ways.parts.lines(view) : [];
  if (!told || told.hidden) return parts.length ? el("section", { class: "results" }, parts) : null;
  const host = el("section", { class: "results", "aria-labelledby": "results-title" },
    el("h2", { id: "results-title" }, t("What the room answered")));
  if (told.too_few) {
    host.append(el("p", { class: "rs-note" },
      t("Answers so far: {n}. Results are shown from {m} on, so that nobody can be singled out.",
        { n: told.voters, m: told.needed || 5 })));
    return host;
  }
  const draw = { statements: stanceBars, approval: shareBars, score: meanBars, pins: pinBars, ideas: ideaBars, guess: guessBars };
  const known = draw[told.kind] || (ways[told.kind] || {}).results;
  if (known) host.append(...known(told, view));
  else fetchWays();
  if (view.previous && view.previous.movement) host.append(moved(view));
  host.append(...parts);
  return host;
}

/** What else there is to say of an answer comes with its way of asking; then this is said anew. */
function fetchWays() {
  part(boot.ways).then(() => { shown.told = ""; refresh(); }, () => null);
  return null;
}

function optionText(view, id) {
  return (view.step.options.find((option) => option.id === id) || {}).text;
}

function bar(parts) {
  return el("div", { class: "bar", "aria-hidden": "true" }, parts.map(([style, share]) => {
    const piece = el("span", { class: style });
    piece.style.width = 100 * share + "%";
    return piece;
  }));
}

function outcome(texts, parts, words, n, mine) {
  const rest = [n == null ? null : t("Answers: {n}", { n: figure(n) }), mine ? t("You") + ": " + mine : null];
  return el("li", {}, said("p", texts), bar(parts), el("p", { class: "figures" }, words),
    el("p", { class: "soft figures" }, rest.filter(Boolean).join(" · ")));
}

function fewAnswers(one, view) {
  return outcome(optionText(view, one.id), [], t("Too few answers to show"), null,
    mineIn(view.round, view.step, one.id));
}

function stanceBars(told, view) {
  return [el("ul", { class: "rows" }, told.options.map((one) => {
    if (one.too_few) return fewAnswers(one, view);
    const n = one.n || 1;
    return outcome(optionText(view, one.id),
      [["agree", one.agree / n], ["pass", one.pass / n], ["disagree", one.disagree / n]],
      t("{a} agree · {d} disagree · {p} pass", {
        a: percent(one.agree / n), d: percent(one.disagree / n), p: percent(one.pass / n),
      }), one.n, mineIn(view.round, view.step, one.id));
  }))];
}

function shareBars(told, view) {
  const sorted = [...told.options].sort((a, b) => b.count - a.count);
  return [el("ul", { class: "rows" }, sorted.map((one) => outcome(optionText(view, one.id),
    [["chosen", one.share || 0]],
    percent(one.share || 0) + " · " + t("chosen by {n}", { n: figure(one.count) }),
    null, mineIn(view.round, view.step, one.id)))),
  el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.",
    { n: figure(told.voters), m: figure(told.abstentions) }))];
}

function meanBars(told, view) {
  return [el("ul", { class: "rows" }, told.options.map((one) => one.too_few ? fewAnswers(one, view) : outcome(optionText(view, one.id),
    [["chosen", one.n ? one.mean / told.max : 0]],
    one.n ? t("{mean} of {max} on average", { mean: figure(one.mean, 1), max: told.max })
      : t("Nobody has rated this"),
    one.n, mineIn(view.round, view.step, one.id))))];
}

function pinBars(told, view) {
  const most = Math.max(1, ...told.categories.map((one) => one.count));
  const texts = (told.pins || told.texts || []).filter((pin) => pin.text);
  return [el("ul", { class: "rows" }, told.categories.map((one) => {
    const category = view.step.settings.categories.find((c) => c.id === one.id) || {};
    return outcome(category.text, [["cat-" + category.colour, one.count / most]],
      t("Pins: {n}", { n: figure(one.count) }), null, null);
  })),
  texts.length ? el("h3", {}, t("What people wrote")) : null,
  texts.length ? el("ul", { class: "rows" }, texts.map((pin) => el("li", {}, el("p", { dir: "auto" }, pin.text)))) : null,
  ].filter(Boolean);
}

function ideaBars(told) {
  const most = Math.max(1, ...told.ideas.map((one) => one.supports));
  if (!told.ideas.length) return [el("p", { class: "soft" }, t("No ideas are shown yet."))];
  return [el("ol", { class: "rows" }, told.ideas.map((one) => el("li", {}, el("p", { dir: "auto" }, one.text),
    ...(one.supports == null ? [] : [bar([["chosen", one.supports / most]]),
      el("p", { class: "figures" }, t("supported by {n}", { n: figure(one.supports) }))]))))];
}

/** A number that may be below zero, with a real minus. */
const minus = (value) => figure(value, Number.isInteger(value) ? 0 : 1).replace("-", "−");

/** How the guesses lie, and what the model says. */
function guessBars(told) {
  const unit = (told.asked || {}).unit === "%" ? " %" : "";
  const wide = told.high - told.low;
  const digits = wide < 10 ? 1 - Math.floor(Math.log10(wide)) : 0; // as the stage tells it
  const say = (value) => (value == null ? "–" : figure(Number(value.toFixed(digits)) + 0, Number.isInteger(value) ? 0 : digits).replace("-", "−") + unit);
  const most = Math.max(1, ...told.counts);
  const columns = el("div", { class: "columns", "aria-hidden": "true" }, told.counts.map((count) => {
    const column = el("span");
    column.style.height = 100 * count / most + "%";
    return column;
  }));
  return [columns, el("div", { class: "ends" }, el("span", {}, say(told.low)), el("span", {}, say(told.high))),
    el("p", { class: "figures" }, t("The room: {middle}, half of us between {low} and {high}", { middle: say(told.median), low: say(told.q1), high: say(told.q3) })),
    modelLine(told, say)].filter(Boolean);
}

function modelLine(told, say) {
  if (!told.model) return null;
  const [low, middle, high] = told.model.map(say);
  return el("p", { class: "figures" }, el("strong", {}, t("The model: {middle}, between {low} and {high}", { middle, low, high })));
}

/** Before and after: the second round of a question beside its first. */
function moved(view) {
  const { movement, results: before } = view.previous;
  const show = (value) => (value == null ? "–"
    : ways[before.kind] ? ways[before.kind].standing(value)
      : before.kind === "score" ? figure(value, 1) : percent(value));
  return el("div", {}, el("h3", {}, t("Since the first time")),
    el("ul", { class: "rows" }, movement.options.map((one) => el("li", {},
      said("p", optionText(view, one.id)),
      el("p", { class: "figures" },
        t("before {a}, now {b}", { a: show(one.before), b: show(one.after) }))))),
    movement.changed == null ? null : el("p", { class: "soft" },
      t("{n} of the {m} who answered both times changed an answer.",
        { n: figure(movement.changed), m: figure(movement.both) })));
}

/** What I answered to a question that is closed, until the results say it beside the room's. */
function given(round, step, told) {
  if (step.kind === "pins" || step.kind === "ideas") return mineSection(round.id);
  const guessed = step.kind === "guess" && answer(round.id, "");
  if (guessed) return el("p", { class: "figures" }, t("You guessed {n}.", { n: minus(guessed.value) + ((round.asked || {}).unit === "%" ? " %" : "") }));
  if (store.get("begun." + round.id)) return el("p", { class: "rs-note" }, t("Your answer was not finished, so it was not counted."));
  const rows = step.options.map((option) => [option, mineIn(round, step, option.id)]).filter((row) => row[1]);
  if (told || !rows.length) return null;
  return el("section", {}, el("h2", {}, t("My answers")),
    el("ul", { class: "rows" }, rows.map(([option, words]) => el("li", {}, said("p", option.text),
      el("p", { class: "soft" }, words)))));
}

/** My answer about one option in words, or null. */
function mineIn(round, step, id) {
  const way = step.kind === "compare" ? step.settings.ballot : step.kind;
  if (ways[way] && ways[way].own) return ways[way].own(round, step, id);
  const one = answer(round.id, id) || answer(round.id, "");
  if (!one) return FORMS[way] || ways[way] ? null : fetchWays();
  if (one.value === "abstain") return way === "score" ? t("No opinion") : t("Abstained");
  if (ways[way]) return ways[way].mine(one.value, id, step);
  if (way === "statements") return STANCES[one.value].sign + " " + STANCES[one.value].word;
  if (way === "approval") return one.value.includes(id) ? t("chosen") : null;
  return way === "score" ? figure(one.value) : fetchWays();
}

/** My pins and ideas; what shows them is fetched when somebody looks. */
function mineSection(round) {
  const body = el("div");
  part(boot.own).then(() => put(body, mine(round), round ? null : receiptBox()), () => null);
  return el("section", {}, el("h2", {}, t("My contributions")), body);
}
