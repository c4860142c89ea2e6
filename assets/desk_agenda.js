/* The agenda at the desk: the steps in order, where we are, and one step's notes and actions. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, able, button, caption } = desk;

  const kindWords = (t) => ({
    show: t("Show"),
    statements: t("Statements"),
    approval: t("Choose several"),
    score: t("Score"),
    ranking: t("Rank"),
    dots: t("Lay dots"),
    budget: t("Budget basket"),
    quadratic: t("Quadratic votes"),
    resistance: t("Resistance"),
    pairwise: t("Compare in pairs"),
    judgment: t("Grades in words"),
    likert: t("Survey"),
    pins: t("Pins on the map"),
    ideas: t("Ideas"),
    scenario: t("Scenario"),
    compare: t("Compare scenarios"),
    guess: t("Guess an effect"),
    live: t("Live sliders"),
  });

  /** Kinds that ask about a list of options, which the editor writes. */
  const LISTED = [
    "statements", "approval", "score", "ranking", "dots",
    "budget", "quadratic",
    "resistance", "pairwise",
    "judgment", "likert",
  ];

  /** Kinds that have to be explained: they stand apart, each with a word of caution. */
  const cautions = (t) => ({
    quadratic: t("For those who know why: one more vote for the same option costs more and more. It shows how much people want something, and takes time to explain."),
  });

  /** Kinds whose options are things said, to agree with or not. */
  const CLAIMS = ["statements", "likert"];

  /** When to use a way of asking, in one line. */
  const whenWords = (t) => ({
    statements: t("Use it to find out where people stand: who agrees with whom, and on what."),
    approval: t("Use it when people shall say which options they could live with."),
    score: t("Use it to see how much each option matters."),
    ranking: t("Use it when one option must come first and the order matters."),
    dots: t("Use it when there is little to hand out and people shall show what matters most."),
    budget: t("Use it when there is not money enough for everything and people shall choose within it."),
    resistance: t("Use it to find what people can live with, rather than what wins."),
    pairwise: t("Use it when there are many options, or options that are hard to weigh all at once: people meet two at a time."),
    judgment: t("Use it to choose among up to about eight options that can each be good or poor in themselves."),
    likert: t("Use it to ask how far people agree with several claims. It measures opinions and chooses nothing."),
  });

  const stateWords = (t) => ({
    open: t("Open now"),
    current: t("On now"),
    done: t("Done"),
    ahead: "",
  });

  function row(room, item) {
    const { t } = room;
    const number = el("span", { class: "desk-number figures", "aria-hidden": "true" });
    const title = el("span", { class: "desk-step-title" });
    const meta = el("span", { class: "desk-step-meta soft" });
    const state = el("span", { class: "desk-step-state" });
    const head = el("button", { type: "button", class: "desk-step-head", "aria-expanded": "false" },
      number, el("span", { class: "desk-step-words" }, title, meta), state);
    const notes = el("p", { class: "desk-step-notes" });
    const open = button(t("Open this step"), () => room.send("open_step", { step: item.step.id }), {});
    const body = el("div", { class: "desk-step-body", hidden: true }, notes, open);
    head.addEventListener("click", () => {
      const wanted = head.getAttribute("aria-expanded") !== "true";
      head.setAttribute("aria-expanded", String(wanted));
      body.hidden = !wanted;
    });
    const element = el("li", { class: "desk-step" }, head, body);
    element.parts = { number, title, meta, state, notes, open };
    return element;
  }

  function fill(room, element, item, index) {
    const { t } = room;
    const { number, title, meta, state, notes, open } = element.parts;
    const now = desk.stepState(item, room.view.session.phase === "closed");
    element.dataset.state = now;
    if (now === "open" || now === "current") element.setAttribute("aria-current", "step");
    else element.removeAttribute("aria-current");
    put(number, now === "done" ? "✓" : String(index + 1));
    put(title, room.pick(item.step.title), room.picked(item.step.title));
    const rounds = item.rounds.length > 1 ? " · " + t("{n} rounds", { n: item.rounds.length }) : "";
    const models = now === "done" ? "" : room.ready.says(item.step, now === "open");
    put(meta, kindWords(t)[item.step.kind] + " · " + t("{n} min", { n: item.step.minutes }) + rounds + (models && " · " + models));
    put(state, stateWords(t)[now]);
    state.classList.toggle("visually-hidden", now === "done");
    put(notes, room.pick(item.step.notes), room.picked(item.step.notes));
    notes.hidden = !notes.textContent;
    const again = item.rounds.length > 0 && desk.asks(item.step);
    const further = item.rounds.length > 1 ? t("Ask once more") : t("Second round");
    caption(open, again ? further : item.rounds.length ? t("Show it again") : t("Open this step"));
    able(open, room.view.session.phase !== "closed" && (now !== "open" || room.ready.outdone()));
  }

  function agenda(room) {
    const { t } = room;
    const total = el("span", { class: "soft figures" });
    const list = el("ol", { class: "desk-steps" });
    const edit = button(t("Edit the agenda"), () => desk.editor(room), { kind: "quiet" });
    const element = el("section", { class: "desk-panel desk-agenda", "data-panel": "agenda", "aria-label": t("Agenda") },
      el("div", { class: "desk-panel-head" }, el("h2", { text: t("Agenda") }), total), list, edit);
    let shown = null;
    return {
      element,
      update(view) {
        put(total, t("{n} min", { n: view.steps.reduce((sum, item) => sum + item.step.minutes, 0) }));
        able(edit, view.session.phase !== "closed");
        const items = view.steps.map((item) => ({ ...item, key: item.step.id }));
        const places = new Map(items.map((item, index) => [item.key, index]));
        window.radslag.results.keyed(list, items, (item) => row(room, item),
          (child, item) => fill(room, child, item, places.get(item.key)));
        const current = list.querySelector("[aria-current]");
        if (current && current !== shown) current.scrollIntoView({ block: "nearest" });
        shown = current;
      },
    };
  }

  Object.assign(desk, { agenda, kindWords, cautions, whenWords, CLAIMS, LISTED });
})();
