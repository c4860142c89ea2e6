/* The desk's rules without a page: what the obvious next action is, what else can be done now, and
   which key does it. Works on the desk view of the wire; the drawing is in desk_*.js. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const desk = (radslag.desk = radslag.desk || {});

  /** Steps that ask something have answers to close and results to show. */
  const asks = (step) => Boolean(step) && !["show", "scenario", "live"].includes(step.kind);
  /** The way of asking: a comparison of scenarios is asked by a ballot of its choice. */
  const way = (step) => (step.kind === "compare" ? step.settings.ballot : step.kind);

  function nextStep(view) {
    const at = view.steps.findIndex((row) => row.current);
    const row = view.steps[at + 1];
    return row ? row.step : null;
  }

  /** The part of a closed question's result that follows the one on the stage; "back" after the last. */
  function nextPart(view) {
    const parts = view.parts || [];
    const now = view.round.part || (view.round.revealed ? "result" : "");
    return parts[parts.indexOf(now) + 1] || (parts.length > 2 || !now ? "back" : null);
  }

  /** What shows a part: the result by the command that it always had, the others by their own. */
  const showing = (part) => (part === "result" || part === "back" ? { name: "reveal", says: "reveal" } : { name: "show_part", args: { part }, says: part });

  /** The one thing to do next, as {name, args, key of its sentence}; null when all is over. */
  function primary(view) {
    const round = view.round;
    if (view.session.phase === "closed") return null;
    if (view.session.phase === "lobby") return { name: "open_session", says: "doors" };
    if (view.blank) return { name: "blank", args: { on: false }, says: "unblank" };
    if (round && asks(view.step) && round.state === "open") return { name: "close_round", says: "close" };
    const says = round && !round.revealed && round.delphi && round.delphi.says;
    if (says && says.says === "on") return { name: "open_step", args: { step: view.step.id }, says: "once" };
    const part = round && asks(view.step) && view.step.settings.in_steps ? nextPart(view) : null;
    if (part && part !== "back") return showing(part);
    if (round && asks(view.step) && !round.revealed) return { name: "reveal", says: "reveal" };
    const step = nextStep(view);
    if (step) return { name: "next", says: round ? "next" : "first", step };
    return { name: "close_session", says: "finish", confirm: true };
  }

  /** The smaller buttons: id, key, the command, and whether it can be pressed now. */
  function actions(view) {
    const { round, step, blank } = view;
    const running = view.session.phase !== "closed";
    const asked = running && Boolean(round) && asks(step);
    const open = asked && round.state === "open";
    const revealed = asked && round.revealed;
    const follows = asked && !open ? nextPart(view) : null;
    const part = { id: follows || "parts", on: Boolean(follows), ...(follows ? showing(follows) : { name: "show_part" }) };
    return [
      { id: "next", key: "n", name: "next", on: running && Boolean(nextStep(view)) },
      open
        ? { id: "close", key: "c", name: "close_round", on: true }
        : { id: "reopen", key: "c", name: "reopen_round", on: asked },
      revealed
        ? { id: "hide", key: "s", name: "hide", on: true }
        : { id: "reveal", key: "s", name: "reveal", on: asked },
      { ...part, key: "g" },
      { id: "again", key: "d", name: "open_step", args: { step: step ? step.id : "" }, on: asked && !open },
      blank
        ? { id: "unblank", key: "b", name: "blank", args: { on: false }, on: running }
        : { id: "blank", key: "b", name: "blank", args: { on: true }, on: running },
    ];
  }

  const remaining = (view, now) =>
    view.timer ? Math.max(0, Math.round((view.timer.ends_at_ms - now) / 1000)) : 0;

  /** "4:05", and "–0:12" once the time is over: the timer announces, it never closes anything. */
  function clock(view, now) {
    if (!view.timer) return "";
    const left = Math.round((view.timer.ends_at_ms - now) / 1000);
    const size = Math.abs(left);
    return (left < 0 ? "−" : "") + Math.floor(size / 60) + ":" + String(size % 60).padStart(2, "0");
  }

  /** Adding minutes starts a timer, or lengthens the one that runs. */
  const lengthened = (view, now, minutes) => remaining(view, now) + 60 * minutes;

  /** A step whose rounds are over, is on, or is still to come. */
  function stepState(row, over) {
    if (over) return row.rounds.length ? "done" : "ahead";
    if (row.current && row.rounds.some((round) => round.state === "open")) return "open";
    if (row.current) return "current";
    return row.rounds.length ? "done" : "ahead";
  }

  const MODERATED = { approve: "approved", reject: "rejected", merge: "merged" };

  /** Texts that wait, oldest first, and those already decided, newest first. */
  function queue(view) {
    const waiting = view.moderation.filter((text) => text.state === "pending");
    const decided = view.moderation.filter((text) => text.state !== "pending").reverse();
    return { waiting, decided };
  }

  /** What a text could be merged into: others of the same round that were not merged away. */
  const targets = (view, text) =>
    view.moderation.filter((other) => other.round === text.round && other.text_id !== text.text_id && other.about === text.about
      && (other.state === "approved" || other.state === "pending"));

  /** Keys belong to whoever is typing; a chord belongs to the browser. */
  function typing(event) {
    const element = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
    if (!(element instanceof Element)) return false;
    return Boolean(element.closest("input, textarea, select, [contenteditable], dialog, iframe, .dash-dropdown"));
  }

  Object.assign(desk, {
    asks, way, nextStep, primary, actions, remaining, clock, lengthened, stepState, queue, targets, typing, MODERATED,
  });
})();
