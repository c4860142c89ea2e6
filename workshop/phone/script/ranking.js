// Ranking: tap in the order you want. Nothing is dragged; every step can be undone.

function ranking(host, round, step) {
  const list = el("ol", { class: "rows ranked" });
  const rest = el("div", { class: "choices" });
  const status = el("p", { class: "count", role: "status" });
  const ballot = oneBallot(round, [], show);
  const { given: placed, change } = ballot;
  const heading = el("h2", { tabindex: -1 }, t("Your order"));

  function add(option) {
    const order = [...placed(), option.id];
    announce(t("{text} is number {n}.", { text: pick(option.text), n: order.length }));
    keepFocus(rest, () => change(order));
    if (!rest.contains(document.activeElement)) (rest.querySelector(".choice") || heading).focus();
  }

  function move(id, by) {
    const order = placed().filter((each) => each !== id);
    const at = placed().indexOf(id) + by;
    order.splice(at, 0, id);
    change(order);
    const here = list.children[at].querySelectorAll("button");
    (here[by < 0 ? 0 : 1].disabled ? here[by < 0 ? 1 : 0] : here[by < 0 ? 0 : 1]).focus();
    announce(t("{text} is number {n}.", { text: textOf(id), n: at + 1 }));
  }

  const textOf = (id) => pick(step.options.find((option) => option.id === id).text);

  function row(id, at, order) {
    const small = (sign, label, act, on) => button(sign, "small sign-only", act, { "aria-label": label + ": " + textOf(id), disabled: !on });
    return el("li", {}, el("span", { class: "place figures", "aria-hidden": "true" }, figure(at + 1)),
      said("p", step.options.find((option) => option.id === id).text),
      el("div", { class: "moves" },
        small("↑", t("Move up"), () => move(id, -1), at > 0),
        small("↓", t("Move down"), () => move(id, 1), at < order.length - 1),
        small("×", t("Take away"), () => { change(order.filter((each) => each !== id)); heading.focus(); }, true)));
  }

  function show() {
    const order = placed();
    ballot.refresh();
    heading.hidden = list.hidden = !order.length;
    keepFocus(list, () => put(list, order.map(row)));
    put(rest, step.options.filter((option) => !order.includes(option.id)).map((option) =>
      el("button", { type: "button", class: "choice rank", onclick: () => add(option) }, el("span", { class: "place next figures", "aria-hidden": "true" }, figure(order.length + 1)), said("span", option.text))));
    status.textContent = t("{n} of {m} have a place", { n: figure(order.length), m: figure(step.options.length) });
  }

  put(host, hint("ranking", t("Tap in the order you want, the best first. Those you leave out share the last place."),
    t("Example: tap “Bus”, then “Bicycle”: Bus is number 1, Bicycle number 2, the others share the last place.")),
  heading, list, el("div", { class: "between" }, status, ballot.back), rest, ballot.none);
  show();
  return { refresh: show };
}

/** What the room's rankings came to: the average place of each, and which rule puts whom first. */
function rankBars(told, view) {
  const most = told.options.length;
  const first = { borda: t("average place"), schulze: t("pair by pair"), runoff: t("runoff") };
  const sorted = [...told.options].sort((a, b) => a.rank - b.rank);
  return [el("p", {}, el("strong", {}, told.agree ? t("All rules agree.") : t("The rule decides, so talk about it."))),
    el("ul", { class: "rows" }, sorted.map((one) => {
      const wins = Object.keys(first).filter((rule) => told.winners[rule].includes(one.id)).map((rule) => first[rule]);
      return outcome(optionText(view, one.id), [["chosen", one.rank == null ? 0 : (most - one.rank) / Math.max(1, most - 1)]],
        [t("average place {n}", { n: one.rank == null ? "–" : figure(one.rank, 1) }), wins.length === 3 ? t("first by every rule") : wins.length ? t("first by: {rules}", { rules: wins.join(", ") }) : ""].filter(Boolean).join(" · "),
        null, mineIn(view.round, view.step, one.id));
    })),
    el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.", { n: figure(told.voters), m: figure(told.abstentions) }))];
}

ways.ranking = {
  form: ranking,
  results: rankBars,
  mine: (value, id) => (value.includes(id) ? t("number {n}", { n: figure(value.indexOf(id) + 1) }) : null),
  standing: (value) => figure(value, 1),
};
