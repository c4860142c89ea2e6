// Majority judgment: a grade in words for every option. It is sent when none is missing.

const GRADES = [t("To reject"), t("Poor"), t("Acceptable"), t("Good"), t("Very good"), t("Excellent")];

function judgment(host, round, step) {
  const cards = {};
  const ballot = oneBallot(round, {}, show, (grades) => step.options.every((option) => option.id in grades));
  const status = el("p", { class: "count", role: "status" });
  const lacking = () => step.options.filter((option) => !(option.id in ballot.given()));
  const next = button(t("Go to the next without a grade"), "small", () => cards[lacking()[0].id].inputs[0].focus());

  function grade(id, k) {
    const given = { ...ballot.given(), [id]: k };
    ballot.change(Object.fromEntries(step.options.filter((o) => o.id in given).map((o) => [o.id, given[o.id]])));
  }

  function card(option) {
    const missing = el("span", { class: "rs-tag missing" }, t("No grade yet"));
    const inputs = GRADES.map((word, k) => el("input", { type: "radio", name: "grade-" + option.id, value: k, onchange: () => grade(option.id, k) })).reverse();
    cards[option.id] = { missing, inputs };
    return el("fieldset", { class: "card rating" }, el("legend", {}, said("span", option.text), " ", missing),
      el("div", { class: "dials words" }, inputs.map((input) => el("label", { class: "dial" }, input, el("span", {}, GRADES[input.value])))));
  }

  function show() {
    const given = ballot.given();
    for (const id in cards) {
      cards[id].missing.hidden = id in given;
      for (const input of cards[id].inputs) input.checked = given[id] === Number(input.value);
    }
    const left = lacking().length;
    status.textContent = left ? t("{n} of {m} have a grade. Your answer counts when all have one.", { n: figure(step.options.length - left), m: figure(step.options.length) })
      : t("All have a grade.");
    next.hidden = !left || left === step.options.length;
    ballot.refresh();
  }

  put(host, hint("judgment", t("Give each option the grade that it deserves. Several may have the same."),
    t("Example: “Bus” is very good, “Bicycle” is good, and “Car” is poor. Each grade stands by itself: nothing is compared.")),
  step.options.map(card), el("div", { class: "between" }, status, ballot.back, next), ballot.none);
  show();
  return { refresh: show };
}

/** The grades of each option from the best on, the middle marked, and the grade that stands there. */
function gradeBars(told, view) {
  const sorted = [...told.options].sort((a, b) => a.place - b.place);
  return [el("p", { class: "soft" }, t("The grade is the middle one: more than half gave it or a better one. Where the grade is the same, middle grades are taken away one by one until the options differ; equal to the end, they share a place.")),
    el("ol", { class: "rows" }, sorted.map((one) => {
      const row = outcome(optionText(view, one.id), [], one.grade == null ? "–" : t("number {n}", { n: figure(one.place) }) + " · " + GRADES[one.grade],
        null, mineIn(view.round, view.step, one.id));
      profile(row, one.counts.map((often, k) => [k, GRADES[k], often]).reverse(), GRADES.length).classList.add("halved");
      return row;
    })),
    el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.", { n: figure(told.voters), m: figure(told.abstentions) }))];
}

ways.judgment = {
  form: judgment,
  results: gradeBars,
  mine: (value, id) => GRADES[value[id]],
  number: (value) => between(GRADES, value),
  standing: (value) => t("{share} good or better", { share: percent(value) }),
};
