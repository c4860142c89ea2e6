/* At the desk: raised hands and paper ballots are counted in the room and entered here, once a round. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, able, button, field } = desk;
  const SOURCES = { statements: ["hands", "paper"], approval: ["hands", "paper"], score: ["paper"] };

  const names = (t) => ({ hands: t("Raised hands"), paper: t("Paper ballots") });

  const warnings = (t) => ({
    hands: t("Say first: “Raise your hand only if you have not answered on a phone.”"),
    paper: t("Count only ballots of people who have not answered on a phone."),
  });

  const whole = (input) => (input.value.trim() === "" ? 0 : Number(input.value));
  const figure = (label) => el("input", { class: "rs-input desk-figure figures", type: "number", min: 0, max: 5000, step: 1, inputmode: "numeric", placeholder: "0", "aria-label": label });

  /** What is counted for each option: a heading for each answer. */
  function answers(t, step) {
    if (desk.way(step) === "statements") return [t("Agree"), t("Disagree"), t("Pass")];
    if (desk.way(step) === "approval") return [t("Marked")];
    return Array.from({ length: step.settings.max + 1 }, (_, n) => String(n));
  }

  function table(room, step) {
    const { t } = room;
    const heads = answers(t, step);
    const cells = new Map();
    const rows = step.options.map((option) => {
      const text = room.pick(option.text);
      cells.set(option.id, heads.map((head) => figure(text + ": " + head)));
      return el("tr", {}, el("th", { scope: "row", text }), ...cells.get(option.id).map((cell) => el("td", {}, cell)));
    });
    const element = el("table", { class: "desk-count-table" },
      el("thead", {}, el("tr", {}, el("td", {}), ...heads.map((text) => el("th", { scope: "col", text })))), el("tbody", {}, ...rows));
    return {
      element: el("div", { class: "desk-count-scroll" }, element),
      read: () => Object.fromEntries([...cells].map(([id, inputs]) => [id, inputs.map(whole)])),
      fill: (counts) => cells.forEach((inputs, id) => inputs.forEach((input, n) => { input.value = counts ? counts[id][n] : ""; })),
    };
  }

  function sources(room, kind, choose) {
    const picks = SOURCES[kind].map((source) => el("button", { type: "button", class: "desk-choice", "data-source": source, onclick: () => choose(source) },
      el("span", { class: "desk-choice-name", text: names(room.t)[source] })));
    return { element: el("div", { class: "desk-picks desk-inline", role: "group", "aria-label": room.t("Where it was counted") }, ...picks), picks };
  }

  function open(room) {
    const { t } = room;
    const { step, round } = room.view;
    let source = SOURCES[desk.way(step)][0];
    let there = null;
    const people = figure("");
    const abstained = figure("");
    const grid = table(room, step);
    const warning = el("p", { class: "rs-note" });
    const before = el("p", { class: "rs-note warn" });
    const said = el("p", { class: "desk-said desk-edit-message", role: "alert" });
    const send = button("", enter, { kind: "primary" });
    const choice = sources(room, desk.way(step), choose);
    const blank = field(t("Abstained"), abstained);
    const shut = () => { dialog.close(); dialog.remove(); };
    people.removeAttribute("aria-label");
    abstained.removeAttribute("aria-label");
    const dialog = el("dialog", { class: "desk-dialog desk-count-dialog", "aria-labelledby": "desk-count-title" },
      el("h2", { id: "desk-count-title", text: t("Raised hands and paper") }), el("p", { class: "soft", text: room.pick(step.title), lang: room.picked(step.title) }),
      choice.element, desk.way(step) === "score" && el("p", { class: "soft", text: t("Scores are counted from paper: a raised hand cannot say how many points.") }), warning, before, el("div", { class: "desk-row desk-count-people" }, field(t("How many people were counted"), people), blank), grid.element, said,
      el("div", { class: "desk-row" }, send, button(t("Cancel"), shut, { kind: "quiet" })));
    blank.hidden = desk.way(step) !== "approval";
    dialog.addEventListener("cancel", () => dialog.remove());

    function choose(picked) {
      source = picked;
      there = room.view.by_hand[source] || null;
      choice.picks.forEach((pick) => pick.setAttribute("aria-pressed", String(pick.dataset.source === source)));
      put(warning, warnings(t)[source]);
      before.hidden = !there;
      put(before, there ? t("Entered already: {n} people. What you enter now counts in its place. Both stay in the record.", { n: there.people }) : "");
      desk.caption(send, there ? t("Replace what was entered") : t("Enter"));
      people.value = there ? there.people : "";
      abstained.value = there ? there.abstained : "";
      grid.fill(there && there.counts);
      put(said, "");
    }

    async function enter() {
      able(send, false);
      const told = { round: round.id, source, people: whole(people), abstained: whole(abstained), counts: grid.read(), replaces: there ? there.seq : null };
      const answer = await room.send("enter_count", told);
      able(send, true);
      if (answer.ok) return shut();
      room.say("");
      return put(said, room.sentence(answer));
    }

    choose(source);
    document.body.append(dialog);
    dialog.showModal();
  }

  /** The button below the results, and what has been entered so far. */
  function counting(room) {
    const { t } = room;
    const start = button(t("Enter raised hands or paper"), () => open(room), { kind: "quiet" });
    const entered = el("ul", { class: "desk-entered" });
    const element = el("div", { class: "desk-counting" }, start, entered);
    return {
      element,
      update(view) {
        const asks = view.step && SOURCES[desk.way(view.step)] && view.round && view.session.phase === "open";
        element.hidden = !asks && !(view.by_hand && Object.keys(view.by_hand).length);
        start.hidden = !asks;
        const rows = Object.entries(view.by_hand || {}).map(([source, count]) =>
          el("li", { class: "soft figures", text: t("{source}: {n} people", { source: names(t)[source], n: count.people }) }));
        entered.replaceChildren(...rows);
      },
    };
  }

  Object.assign(desk, { counting });
})();
