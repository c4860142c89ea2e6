/* Sliders that the facilitator moves while the room watches: told a few times a second, kept when let go. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const desk = (radslag.desk = radslag.desk || {});
  const { el, put } = desk;
  const EVERY_MS = 200;
  const AGAIN_MS = 1000;
  const TRIES = 5;

  function slider(room, each, moved) {
    const { t } = room;
    const input = el("input", { type: "range", min: 0, max: each.highest, step: each.step, class: "desk-slider" });
    const face = el("output", { class: "figures" });
    const name = room.pick(each.names);
    const show = () => {
      put(face, radslag.exhibit.level({ unit: each.unit, level: Number(input.value) }, room.lang));
      input.setAttribute("aria-valuetext", face.textContent);
    };
    const nudge = (sign, label) => desk.button(sign < 0 ? "−" : "+", () => {
      input.value = Number(input.value) + sign * each.step;
      show();
      moved(true);
    }, { kind: "quiet desk-sign", label: label + ": " + name });
    input.addEventListener("input", () => { show(); moved(false); });
    input.addEventListener("change", () => { show(); moved(true); });
    const element = el("div", { class: "desk-slide" }, desk.field(name, input), face, nudge(-1, t("Less")), nudge(1, t("More")));
    return {
      element,
      set(level) { if (document.activeElement !== input) { input.value = level; show(); } },
      read: () => ({ measure: each.id, level: Number(input.value), start: each.start }),
    };
  }

  function live(room) {
    const { t } = room;
    const list = el("div", { class: "desk-slides" });
    const said = el("p", { class: "desk-edit-message", role: "alert" });
    const element = el("section", { class: "desk-live", "aria-label": t("Live sliders"), hidden: true },
      el("p", { class: "soft", text: t("The room follows while you move. What you let go of is kept.") }), list, said);
    let [shown, sliders, sending, waiting, tries] = ["", [], false, null, 0];

    /** One question at a time: what was moved meanwhile goes in one, and what was let go is never lost. */
    async function tell(settled) {
      waiting = { settled: settled || Boolean(waiting && waiting.settled) };
      if (sending) return;
      sending = true;
      while (waiting) {
        const now = waiting;
        waiting = null;
        const told = { round: shown, chosen: sliders.map((each) => each.read()), settled: now.settled };
        const answer = await room.line.command("set_live", told, { anyVersion: true });
        put(said, answer.ok ? "" : room.sentence(answer));
        // The model had no time: where it was let go is asked for again.
        tries = answer.ok ? 0 : tries + 1;
        if (answer.code === "busy" && now.settled && tries <= TRIES) waiting = waiting || now;
        await new Promise((rested) => setTimeout(rested, answer.ok ? EVERY_MS : AGAIN_MS));
      }
      sending = false;
    }

    return {
      element,
      update(view) {
        const on = Boolean(view.step) && view.step.kind === "live" && view.round.state === "open" && view.session.phase === "open";
        element.hidden = !on;
        if (!on) { shown = ""; return; }
        const measures = view.round.shown.measures || [];
        if (shown !== view.round.id) {
          shown = view.round.id;
          sliders = measures.map((each) => slider(room, each, tell));
          list.replaceChildren(...sliders.map((each) => each.element));
        }
        const levels = new Map(((view.round.live || {}).chosen || measures.map((each) => ({ measure: each.id, level: each.level }))).map((each) => [each.measure, each.level]));
        if (!sending) measures.forEach((each, index) => sliders[index].set(levels.get(each.id) || 0));
      },
    };
  }

  Object.assign(desk, { live });
})();
