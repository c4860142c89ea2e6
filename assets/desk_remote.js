/* The remote: what the stage shows, the one big button, the smaller ones, and the timer. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, able, button, caption } = desk;
  const STAGE = [1280, 720];

  /** The sentence on the big button. */
  function bigWords(t, action, title) {
    return {
      doors: () => t("Open the doors"),
      unblank: () => t("Show the stage again"),
      close: () => t("Close the answers"),
      reveal: () => t("Show the results"),
      once: () => t("Ask once more"),
      turnout: () => t("Show how many answered"),
      movement: () => t("Show who moved"),
      groups: () => t("Show by group"),
      next: () => t("Next: {title}", { title }),
      first: () => t("Begin: {title}", { title }),
      finish: () => t("Close the workshop"),
    }[action.says]();
  }

  function why(t, action) {
    return {
      doors: t("People can join already. When you open the doors, the first step can begin."),
      unblank: t("The stage is blank. Nobody sees the step until you show it again."),
      close: t("Answers are coming in. Close when most people have answered."),
      reveal: t("Nobody but you can see the results yet."),
      once: t("People read what the room answered, and why, before they answer again."),
      turnout: t("Nobody but you can see the results yet."),
      movement: t("Less for it, as before, more for it: since the round before."),
      groups: t("Groups of fewer than five are never told apart."),
      next: t("When the talk is over, go on."),
      first: t("The doors are open."),
      finish: t("That was the last step."),
    }[action.says];
  }

  const smallWords = (t) => ({
    next: t("Next step"),
    close: t("Close the answers"),
    reopen: t("Open again"),
    reveal: t("Show the results"),
    hide: t("Hide the results"),
    parts: t("Show by group"),
    turnout: t("Show how many answered"),
    result: t("Show the results"),
    movement: t("Show who moved"),
    groups: t("Show by group"),
    back: t("Back to the result"),
    again: t("Second round"),
    blank: t("Blank the stage"),
    unblank: t("Show the stage"),
  });

  /** The stage itself, small: the same page in a frame, scaled to the width there is. */
  function thumbnail(desk) {
    const frame = el("iframe", { class: "desk-stage-frame", title: desk.t("What the stage shows"), tabindex: "-1", loading: "lazy" });
    const box = el("div", { class: "desk-stage" }, frame);
    new ResizeObserver(() => {
      box.style.setProperty("--scale", String(box.clientWidth / STAGE[0]));
    }).observe(box);
    const wide = window.matchMedia("(min-width: 700px)");
    let address = "";
    const load = () => { if (wide.matches && address && !frame.src) frame.src = address; };
    wide.addEventListener("change", load);
    return {
      element: box,
      update(view) {
        address = desk.stageAddress(view);
        load();
      },
    };
  }

  function timer(room) {
    const { t } = room;
    const face = el("span", { class: "desk-clock figures", text: "0:00" });
    const start = (minutes) => room.send("timer", { seconds: desk.lengthened(room.view, room.now(), minutes) });
    const planned = button("", () => room.send("timer", { seconds: 60 * room.view.step.minutes }), { key: "T" });
    const stop = button(t("Stop"), () => room.send("clear_timer", {}), { key: "0", kind: "quiet" });
    const add = [1, 2, 5].map((n) =>
      button("+" + n, () => start(n), { key: String(n), kind: "quiet", unseen: t("More minutes on the timer") }));
    const element = el("section", { class: "desk-timer", "aria-label": t("Timer") },
      el("h3", { class: "desk-small-heading", text: t("Timer") }), face, planned, ...add, stop);
    function tick() {
      const view = room.view;
      if (!view) return;
      put(face, view.timer ? desk.clock(view, room.now()) : "0:00");
      element.classList.toggle("idle", !view.timer);
      element.classList.toggle("over", Boolean(view.timer) && view.timer.ends_at_ms < room.now());
    }
    return {
      element,
      keys: { t: planned, 0: stop, 1: add[0], 2: add[1], 5: add[2] },
      tick,
      update(view) {
        const running = view.session.phase === "open";
        const minutes = view.step ? view.step.minutes : 0;
        planned.hidden = !minutes;
        caption(planned, t("Start {n} min", { n: minutes }));
        for (const each of [planned, ...add]) able(each, running);
        able(stop, running && Boolean(view.timer));
        tick();
      },
    };
  }

  function summary(room, view) {
    const { t } = room;
    const shown = view.steps.filter((row) => row.rounds.length).length;
    return t("The workshop is over.") + " " + t("{n} people took part, {k} of {m} steps were shown.", { n: view.people.joined, k: shown, m: view.steps.length });
  }

  /** How the step stands, in one line: what is open, what people see, how many have answered. */
  function standing(room, view) {
    const { t } = room;
    if (view.session.phase === "closed") return summary(room, view);
    if (view.session.phase === "lobby") return t("The doors are closed. The stage shows how to join.");
    if (!view.step) return t("The stage shows how to join.");
    const parts = [];
    if (view.blank) parts.push(t("The stage is blank"));
    if (view.round.number > 1) parts.push(t("Round {n}", { n: view.round.number }));
    if (!desk.asks(view.step)) return parts.concat(t("Shown on the stage")).join(" · ");
    parts.push(view.round.state === "open" ? t("Open for answers") : t("Answers are closed"));
    const shown = { turnout: t("Shown: how many answered"), movement: t("Shown: who moved"), groups: t("Shown: by group") }[view.round.part];
    parts.push(shown || (view.round.revealed ? t("Results are shown") : t("Results not shown yet")));
    return parts.concat(ruled(room, view.round)).join(" · ");
  }

  /** What the rule says that was declared with the step; whoever leads may go on all the same. */
  function ruled({ t }, { delphi }) {
    if (!delphi || !delphi.says) return [];
    return { stop: t("The rule says: stop"), on: t("The rule says: once more"), unsure: t("Too few to say what the rule says") }[delphi.says.says];
  }

  function turnout(room) {
    const { t } = room;
    const text = el("p", { class: "desk-turnout figures" });
    const bar = el("div", { class: "desk-meter", "aria-hidden": "true" }, el("span", {}));
    const element = el("div", { class: "desk-turnout-box" }, text, bar);
    return {
      element,
      update(view) {
        const asked = desk.asks(view.step) && view.round && view.session.phase !== "closed";
        element.hidden = !asked;
        if (!asked) return;
        const { answered, joined } = view.round.turnout;
        put(text, t("{n} of {m} have answered", { n: answered, m: joined }));
        bar.firstChild.style.transform = `scaleX(${joined ? Math.min(1, answered / joined).toFixed(3) : 0})`;
      },
    };
  }

  /** The big button does one thing, shows what came of it, and only then can do the next. */
  async function press(room) {
    const action = desk.primary(room.view);
    if (!action || room.pressing) return;
    rest(room, true);
    if (action.confirm) await room.finish();
    else await room.send(action.name, action.args || {});
    window.setTimeout(() => rest(room, false), desk.NERVOUS_MS);
  }

  function rest(room, resting) {
    room.pressing = resting;
    able(room.big, !resting);
  }

  function small(room) {
    const buttons = new Map();
    const element = el("div", { class: "desk-actions", role: "group", "aria-label": room.t("More controls") });
    const names = smallWords(room.t);
    ["n", "c", "s", "g", "d", "b"].forEach((key) => {
      const made = button("", () => {
        const action = desk.actions(room.view).find((each) => each.key === key);
        if (action.on) room.send(action.name, action.args || {});
      }, { key: key.toUpperCase(), kind: "quiet" });
      buttons.set(key, made);
      element.append(made);
    });
    return {
      element,
      keys: Object.fromEntries(buttons),
      update(view) {
        for (const action of desk.actions(view)) {
          const further = action.id === "again" && view.round && view.round.number > 1;
          caption(buttons.get(action.key), further ? room.t("Ask once more") : names[action.id]);
          able(buttons.get(action.key), action.on && !room.resting(action.name));
        }
      },
    };
  }

  function remote(room) {
    const { t } = room;
    const title = el("h2", { class: "desk-now" });
    const state = el("p", { class: "desk-standing soft" });
    const reason = el("p", { class: "desk-why soft" });
    const big = button("", () => press(room), { kind: "primary desk-primary" });
    room.big = big;
    big.append(el("kbd", { text: t("Space"), "aria-hidden": "true" }));
    const review = el("a", { class: "rs-button primary desk-primary", href: room.reviewAddress, text: t("Go to the review") });
    const parts = [thumbnail(room), turnout(room), small(room), timer(room)];
    const [picture, count, controls, watch] = parts;
    const heading = el("div", { class: "desk-now-box" }, title, state, count.element);
    const element = el("section", { class: "desk-panel desk-remote", "data-panel": "remote", "aria-label": t("Remote control") },
      picture.element, heading, el("div", { class: "desk-big" }, big, review, reason), controls.element, watch.element);
    return {
      element,
      keys: { ...controls.keys, ...watch.keys, " ": big, PageDown: big },
      tick: watch.tick,
      update(view) {
        parts.forEach((part) => part.update(view));
        const action = desk.primary(view);
        const name = view.step && view.session.phase !== "closed" ? view.step.title : view.session.title;
        put(title, room.pick(name), room.picked(name));
        put(state, standing(room, view));
        big.hidden = !action;
        review.hidden = Boolean(action);
        controls.element.hidden = watch.element.hidden = view.session.phase === "closed";
        const models = action && action.step ? room.ready.says(action.step) : "";
        put(reason, action ? why(t, action) + (models && " " + t("Next step") + ": " + models + ".") : t("Thank you. Everything is saved."));
        if (action) caption(big, bigWords(t, action, action.step ? room.pick(action.step.title) : ""));
      },
    };
  }

  Object.assign(desk, { remote });
})();
