/* How far the models are that compute what steps show. While they are at work the desk says so, in
   words and for each step, and asks again; everything else of the agenda goes on meanwhile. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const desk = (radslag.desk = radslag.desk || {});
  const { el, put } = desk;
  const KINDS = ["scenario", "compare", "guess", "live"];
  const AGAIN_MS = 4000;
  const SELDOM_MS = 30000;

  const about = (step) => KINDS.includes(step.kind);

  /** The scenarios that a step shows. */
  function named(step) {
    if (step.kind === "compare") return step.options.map((each) => each.id);
    return step.settings.scenario ? [step.settings.scenario] : [];
  }

  /** "about 3 min", or "" while nobody can tell. */
  function time(left, t) {
    if (left === null || left === undefined) return "";
    return left < 60 ? t("less than a minute") : t("about {n} min", { n: Math.ceil(left / 60) });
  }

  /** Whether a step can be opened, in a few words; "" where there is nothing to say. */
  function readiness(step, known, t) {
    if (!known || !about(step)) return "";
    const shown = named(step).map((id) => known.scenarios.find((each) => each.id === id));
    const missing = shown.some((each) => !each || !each.kind);
    if (!missing && (step.kind !== "live" || known.model.state === "ready")) {
      return shown.some((each) => each.kind === "estimate") ? t("shown as an estimate") : "";
    }
    if (known.model.state !== "working") return t("not computed");
    const left = time(known.model.left, t);
    return left ? t("ready in {time}", { time: left }) : t("being computed");
  }

  /** Whether the full models have answered since the screen was given their estimate. */
  function outdone(view, known) {
    const shown = view.step && view.step.kind === "scenario" && view.round.shown.scenarios;
    const full = (id) => known.scenarios.some((each) => each.id === id && each.kind === "full");
    return Boolean(known && shown && shown.some((card) => card.kind === "estimate" && full(card.scenario)));
  }

  /** What the models are at, for the head of the agenda; "" when they are done. */
  function working(steps, known, t) {
    const { model } = known;
    if (model.state === "failed") return t("The model of this city could not be prepared. It is tried again when the server starts; until then steps with scenarios may not open.");
    if (model.state === "working") {
      const left = time(model.left, t);
      return t("The model of this city is being prepared: {n}% done.", { n: Math.round(100 * model.share) }) + " "
        + (left ? t("Steps with scenarios can be opened in {time}.", { time: left }) : t("Steps with scenarios can be opened after that."))
        + " " + t("Everything else works now.");
    }
    const ids = new Set(steps.flatMap(named));
    const runs = known.scenarios.filter((each) => ids.has(each.id) && each.kind === "estimate" && each.run && each.run.state === "working");
    if (!runs.length) return "";
    const left = time(Math.max(...runs.map((each) => each.run.left || 0)) || null, t);
    return t("Scenarios can be shown now, as estimates. The full models are still at work.") + (left ? " " + t("They need {time}.", { time: left }) : "");
  }

  function ready(room) {
    const { t } = room;
    const element = el("p", { class: "rs-note desk-models", role: "status", hidden: true });
    let [known, later, asking, strange] = [null, 0, false, ""];

    /** Steps name a scenario that was saved since: asked about at once, and once. */
    function unheard(steps) {
      const ids = steps.flatMap(named).filter((id) => known && !known.scenarios.some((each) => each.id === id)).join();
      const another = ids && ids !== strange;
      strange = ids;
      return another;
    }

    async function ask() {
      asking = true;
      window.clearTimeout(later);
      const told = await desk.twin(room, true);
      asking = false;
      if (!room.root.isConnected) return;
      known = told.model ? told : known;
      room.parts.forEach((part) => part.update(room.view));
    }

    return {
      element,
      says: (step, on) => (on && outdone(room.view, known) ? t("the full models have answered: show it again") : readiness(step, known, t)),
      outdone: () => outdone(room.view, known),
      update(view) {
        const steps = view.steps.map((row) => row.step).filter(about);
        const on = steps.length > 0 && view.session.phase !== "closed";
        const text = on && known ? working(steps, known, t) : "";
        element.hidden = !text;
        put(element, text);
        window.clearTimeout(later);
        if (on && !asking && (!known || unheard(steps))) ask();
        else if (on && !asking && (text || steps.some((step) => readiness(step, known, t)))) later = window.setTimeout(ask, text ? AGAIN_MS : SELDOM_MS);
      },
    };
  }

  Object.assign(desk, { ready });
})();
