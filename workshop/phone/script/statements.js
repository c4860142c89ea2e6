// Statements: one card at a time; an answer is sent by the tap and the next card comes by itself.

function statements(host, round, step, answers = Object.entries(STANCES)) {
  const n = step.options.length;
  const place = "at." + round.id;
  const stanceOf = (mine) => mine && (answers.find(([value]) => value === mine.value) || [])[1];
  let at = first();

  /** Where this phone was, or the first statement without an answer. */
  function first() {
    const kept = store.get(place);
    if (kept != null && kept <= n) return kept;
    const open = step.options.findIndex((option) => !answer(round.id, option.id));
    return open < 0 ? n : open;
  }

  function go(to, focus) {
    at = Math.max(0, Math.min(n, to));
    store.set(place, at);
    draw();
    const heading = host.querySelector("[tabindex='-1']");
    if (focus && heading) heading.focus();
  }

  function choose(option, value) {
    const mine = answer(round.id, option.id);
    if (!mine || mine.value !== value) {
      const rev = revision(round.id, option.id);
      outbox.put({ do: "ballot", round: round.id, item: option.id, value, rev });
    }
    draw();
    const here = at;
    setTimeout(() => {
      if (at === here && host.isConnected) go(here + 1, true);
    }, calm ? 0 : 350);
  }

  function takeBack(option) {
    outbox.put({ do: "withdraw", round: round.id, item: option.id, rev: revision(round.id, option.id) });
    host.querySelector("[tabindex='-1']").focus();
  }

  function card(option) {
    const mine = answer(round.id, option.id);
    return el("div", { class: "card" },
      el("p", { class: "count" }, t("Statement {n} of {m}", { n: at + 1, m: n })),
      el("progress", { max: n, value: at, "aria-hidden": "true", tabindex: -2 }),
      said("h2", option.text, { tabindex: -1, class: "statement" }),
      el("div", { class: "answers n" + answers.length, role: "group", "aria-label": t("Your answer") },
        answers.map(([value, stance]) => el("button", {
          type: "button", class: "answer " + (stance.tone || value), "aria-pressed": String((mine || {}).value === value),
          onclick: () => choose(option, value),
        }, el("span", { class: "sign", "aria-hidden": "true" }, stance.sign), stance.word))),
      el("div", { class: "steps" },
        at > 0 ? button(t("Back"), "quiet", () => go(at - 1, true)) : el("span"),
        button(mine ? t("Next") : t("Skip for now"), "quiet", () => go(at + 1, true))),
      mine ? button(t("Take back my answer"), "quiet", () => takeBack(option)) : null);
  }

  function row(option, i) {
    const mine = answer(round.id, option.id);
    const stance = stanceOf(mine);
    return el("li", {},
      said("p", option.text),
      el("div", { class: "between" },
        el("span", { class: "stance " + (stance ? stance.tone || mine.value : "none") },
          stance ? stance.sign + " " + stance.word : t("Not answered yet")),
        button(mine ? t("Change") : t("Answer"), "small", () => go(i, true),
          { "aria-label": (mine ? t("Change") : t("Answer")) + ": " + pick(option.text) })));
  }

  function summary() {
    const missing = step.options.filter((option) => !answer(round.id, option.id)).length;
    return el("div", { class: "card" },
      el("h2", { tabindex: -1 }, missing ? t("Almost done") : t("You have answered everything")),
      el("p", { class: "soft" }, missing
        ? t("Without an answer: {n}. You can leave them so.", { n: missing })
        : t("You can change your answers until the question is closed.")),
      el("ul", { class: "rows" }, step.options.map(row)));
  }

  function draw() {
    put(host, at < n ? card(step.options[at]) : summary());
  }

  draw();
  return { refresh: () => keepFocus(host, draw) };
}

const STANCES = {
  agree: { word: t("Agree"), sign: "✓" },
  disagree: { word: t("Disagree"), sign: "✕" },
  pass: { word: t("Pass / unsure"), sign: "–" },
};

/** Draws again without taking the focus from the control that has it. */
function keepFocus(host, draw) {
  const all = () => [...host.querySelectorAll("button, input, textarea, select, [tabindex='-1']")];
  const index = all().indexOf(document.activeElement);
  draw();
  if (index >= 0 && all()[index]) all()[index].focus({ preventScroll: true });
}
