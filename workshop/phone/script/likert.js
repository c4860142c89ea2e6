// Likert survey: one claim at a time, on five or seven steps in words; who does not know says so.

const SEVEN = [t("Strongly disagree"), t("Disagree"), t("Somewhat disagree"), t("Neither agree nor disagree"),
  t("Somewhat agree"), t("Agree"), t("Strongly agree")];
const SIGNS = ["−−−", "−−", "−", "○", "+", "++", "+++"];
const UNKNOWN = t("Don't know");

/** The words, or the signs, of a scale of five or of seven steps: five leave out what is "somewhat". */
const scaled = (all, n) => (n === 7 ? all : [all[0], all[1], all[3], all[5], all[6]]);

function likert(host, round, step) {
  const n = step.settings.steps;
  const words = scaled(SEVEN, n);
  const signs = n === 7 ? SIGNS : SIGNS.slice(1, 6);
  const answers = words.map((word, k) => [k + 1, { word, sign: signs[k], tone: k < (n - 1) / 2 ? "disagree" : k > (n - 1) / 2 ? "agree" : "pass" }]).reverse();
  answers.push(["dont_know", { word: UNKNOWN, sign: "?", tone: "pass" }], ["abstain", { word: t("I would rather not answer"), sign: "", tone: "pass" }]);
  const body = el("div");
  put(host, hint("likert", t("How far do you agree? Take what comes nearest."),
    t("Example: “There are too few buses”. If you think so, but not always, take “Agree” rather than “Strongly agree”.")), body);
  return statements(body, round, step, answers);
}

/** How far above or below nothing, out of a hundred people. */
const net = (value) => (value > 0 ? "+" : "") + minus(Math.round(100 * value));

/** The step in the middle; between two steps it is both. */
function middle(value, words) {
  const [low, high] = [words[Math.floor(value) - 1], words[Math.ceil(value) - 1]];
  return low === high ? low : t("between “{low}” and “{high}”", { low, high });
}

/** Each claim's steps from disagreement to agreement, with the middle; who does not know stands apart. */
function stepBars(told, view) {
  const words = scaled(SEVEN, told.steps);
  return [el("ul", { class: "rows" }, told.options.map((one) => {
    if (one.too_few) return fewAnswers(one, view);
    const row = outcome(optionText(view, one.id), [], one.n < 5 ? t("Too few to say") : t("{a} agree · {d} disagree · net {net} of 100", {
      a: percent(one.agree), d: percent(one.disagree), net: net(one.net) }) + " · " + t("middle answer: {word}", { word: middle(one.median, words) }),
    one.n, mineIn(view.round, view.step, one.id));
    profile(row, one.counts.map((often, k) => [k, words[k], often]), words.length);
    row.append(el("p", { class: "soft figures" }, [[UNKNOWN, one.unknown], [t("Abstained"), one.abstentions]].filter(([, often]) => often)
      .map(([word, often]) => t("{word}: {n}", { word, n: figure(often) })).join(" · ")));
    return row;
  }))];
}

ways.likert = {
  form: likert,
  results: stepBars,
  mine: (value, id, step) => (value === "dont_know" ? UNKNOWN : scaled(SEVEN, step.settings.steps)[value - 1]),
  number: (value, step) => between(scaled(SEVEN, step.settings.steps), value - 1),
  standing: (value) => t("net {net} of 100", { net: net(value) }),
};
