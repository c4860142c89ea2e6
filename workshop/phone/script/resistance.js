// Resistance: how hard would each option be to live with? 0 is nothing against it, 10 not at all.

const HIGHEST = 10;
const STRONG = 8;
const STATUS_QUO = "status-quo";

/** A resistance in words, so that nobody has to know what a number means. */
function objection(n) {
  return n === 0 ? t("nothing against it") : n <= 3 ? t("a little against it") : n < STRONG ? t("against it")
    : n < HIGHEST ? t("strongly against it") : t("I cannot live with it");
}

function resistance(host, round, step) {
  const rows = {};
  const ballot = eachBallot(round, show);
  const status = el("p", { class: "count", role: "status" });

  function dial(option, value, text, words) {
    const input = el("input", { type: "radio", name: "resistance-" + option.id, value, onchange: () => ballot.change(option.id, value) });
    rows[option.id].dials.push([value, input]);
    return el("label", { class: words ? "dial" : "dial wide" }, input,
      el("span", {}, text, words ? el("span", { class: "visually-hidden" }, " – " + words) : null));
  }

  function row(option) {
    const told = el("p", { class: "objection" });
    const why = el("div");
    rows[option.id] = { dials: [], told, why };
    const numbers = Array.from({ length: HIGHEST + 1 }, (_, n) => n);
    return el("fieldset", { class: "card rating" }, said("legend", option.text),
      option.id === STATUS_QUO ? el("p", { class: "soft" }, t("This is how it is today.")) : null,
      el("div", { class: "dials by-four" }, numbers.map((n) => dial(option, n, figure(n), objection(n)))),
      told, dial(option, "abstain", t("No opinion")), why);
  }

  /** Who objects strongly is asked why, there; a moderator reads it before others do. */
  function invite(id, strong) {
    const { why } = rows[id];
    const mine = contributions("idea", round.id);
    const written = mine.some((one) => (one.about || one.item) === id);
    why.hidden = !written && (!strong || mine.length > 1);
    if (why.asked) return why.show && why.show();
    if (why.hidden) return null;
    why.asked = true;
    return Promise.all([part(boot.later), part(boot.own)]).then(() => {
      why.show = ways.delphi.why(why, round, t("What makes it so hard to live with? (if you like)"),
        t("It is shown with the result, without your name, once a moderator has read it."), id);
    }, () => { why.asked = false; });
  }

  function show() {
    let rated = 0;
    for (const id in rows) {
      const mine = answer(round.id, id);
      const value = mine ? mine.value : null;
      for (const [each, input] of rows[id].dials) input.checked = each === value;
      const number = typeof value === "number";
      if (!round.delphi) invite(id, number && value >= STRONG);
      rows[id].told.textContent = number ? t("{n} of 10: {words}", { n: figure(value), words: objection(value) }) : t("0: nothing against it. 10: I cannot live with it.");
      rows[id].told.classList.toggle("soft", !number);
      if (mine) rated += 1;
    }
    status.textContent = t("{n} of {m} answered", { n: figure(rated), m: figure(step.options.length) });
    ballot.refresh();
  }

  const options = step.options.map(row);
  put(host, hint("resistance", t("How hard would each be to live with? 0 is nothing against it, 10 is “I cannot live with it”."),
    t("Example: 0 for “Bus” and 7 for “Toll road” say that Bus is fine with you, and that you are against the toll road.")),
  options, el("div", { class: "between dots-left" }, status, ballot.back));
  show();
  return { refresh: show };
}

/** What people have against one option, in their own words; "" is what names no option. */
function reasonsFor(view, id) {
  const given = (view.reasons || []).filter((one) => (one.about || "") === id);
  return given.length ? [el(id ? "p" : "h3", {}, t("Why, in people's own words")), el("ul", { class: "rows" }, given.map((one) => el("li", {}, el("p", { dir: "auto" }, one.text))))] : [];
}

function accepted(one, view) {
  const row = outcome(optionText(view, one.id), [["chosen", one.acceptance || 0]],
    [t("acceptance {n}", { n: one.n ? percent(one.acceptance) : "–" }),
      one.n ? t("highest objection {n} of 10", { n: figure(one.highest) }) : null,
      one.strong ? t("strongly against it (8 or more): {n}", { n: figure(one.strong) }) : null,
      one.id === STATUS_QUO ? t("this is how it is today") : null].filter(Boolean).join(" · "),
    one.n, mineIn(view.round, view.step, one.id));
  row.append(...reasonsFor(view, one.id));
  return row;
}

/** What the room could live with: least resistance first, and how hard each is objected to. */
function acceptanceBars(told, view) {
  const sorted = [...told.options].sort((a, b) => (b.acceptance || 0) - (a.acceptance || 0));
  return [el("ul", { class: "rows" }, sorted.map((one) => (one.too_few ? fewAnswers(one, view) : accepted(one, view)))),
  ...reasonsFor(view, "")];
}

ways.resistance = {
  form: resistance,
  results: acceptanceBars,
  mine: (value) => t("{n} of 10: {words}", { n: figure(value), words: objection(value) }),
  standing: (value) => percent(value),
};
