// Quadratic votes: each further vote for one option costs more; credits that are left are always said.

function quadratic(host, round, step) {
  const { credits } = step.settings;
  const rows = {};
  const left = el("p", { class: "count", role: "status" });
  const meter = bar([["chosen", 0]]);
  const ballot = oneBallot(round, {}, show);
  const { given: votes } = ballot;
  const used = () => Object.values(votes()).reduce((sum, n) => sum + n * n, 0);

  function cast(option, by) {
    const n = (votes()[option.id] || 0) + by;
    const next = { ...votes(), [option.id]: n };
    if (!n) delete next[option.id];
    ballot.change(next);
    const { less, more } = rows[option.id];
    if (document.activeElement.disabled) (by > 0 ? less : more).focus();
    announce(t("{text}: votes {n}, credits {k}. Credits left: {m}.", { text: pick(option.text), n, k: n * n, m: credits - used() }));
  }

  function row(option) {
    const label = (words) => ({ "aria-label": words + ": " + pick(option.text) });
    const less = button("−", "small sign-only", () => cast(option, -1), label(t("One vote less")));
    const more = button("+", "small sign-only", () => cast(option, 1), label(t("One vote more")));
    const count = el("output", { class: "figures dot-count" });
    const paid = el("span", { class: "soft figures paid" });
    rows[option.id] = { less, more, count, paid };
    return el("li", {}, said("p", option.text), el("div", { class: "moves" }, less, count, more, paid));
  }

  /** What the votes cost, and what one more would. */
  function price(n, spare) {
    const next = 2 * n + 1;
    const paid = n ? t("costs {n}", { n: figure(n * n) }) + ", " : "";
    return paid + (next > spare ? t("one more would cost {n}: too much", { n: figure(next) }) : t("one more costs {n}", { n: figure(next) }));
  }

  function show() {
    const spare = credits - used();
    for (const id in rows) {
      const n = votes()[id] || 0;
      rows[id].count.textContent = figure(n);
      rows[id].paid.textContent = price(n, spare);
      rows[id].less.disabled = !n;
      rows[id].more.disabled = 2 * n + 1 > spare;
    }
    meter.firstChild.style.width = 100 * used() / credits + "%";
    left.textContent = t("Credits left: {n} of {m}", { n: figure(spare), m: figure(credits) });
    ballot.refresh();
  }

  put(host, hint("quadratic", t("You have {n} credits. 1 vote costs 1, 2 votes cost 4, 3 votes cost 9.", { n: credits }),
    t("Example: with 9 credits you can give 3 votes to one option, or 2 votes to two of them and keep one credit.")),
  el("div", { class: "between" }, left, ballot.back), meter,
  el("ul", { class: "rows" }, step.options.map(row)),
  ballot.none);
  show();
  return { refresh: show };
}

/** How many votes each option has, and how many people gave them. */
function quadraticBars(told, view) {
  const most = Math.max(1, ...told.options.map((one) => one.votes));
  const sorted = [...told.options].sort((a, b) => b.votes - a.votes);
  return [el("ul", { class: "rows" }, sorted.map((one) => outcome(optionText(view, one.id), [["chosen", one.votes / most]],
    t("Votes: {n}, from {m} people", { n: figure(one.votes), m: figure(one.people) }), null, mineIn(view.round, view.step, one.id)))),
  el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.", { n: figure(told.voters), m: figure(told.abstentions) }))];
}

ways.quadratic = {
  form: quadratic,
  results: quadraticBars,
  mine: (value, id) => (value[id] ? t("votes: {n}", { n: figure(value[id]) }) : null),
  standing: (value) => figure(value, 1),
};
