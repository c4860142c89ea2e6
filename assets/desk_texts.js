/* Texts that people wrote, before they are projected: approve, merge, reject with a reason, undo.
   j and k choose, a approves, r rejects, m merges, u takes the last decision back. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, button, field } = desk;

  const reasons = (t) => [
    t("About a person"),
    t("Hurtful"),
    t("Not about this question"),
    t("Cannot be understood"),
  ];

  const stateWords = (t) => ({
    approved: t("Approved"),
    rejected: t("Rejected"),
    merged: t("Merged"),
    pending: t("Waiting"),
  });

  /** What the detector saw, in words. */
  const seen = (t) => ({
    national_id: t("a national identity number"),
    phone: t("a telephone number"),
    email: t("an e-mail address"),
  });

  const held = (text) => (text.finding || []).length > 0;

  function why(room, text) {
    const words = seen(room.t);
    return room.t("Held back: this looks like {what}.", { what: text.finding.map((kind) => words[kind] || kind).join(", ") });
  }

  function moderate(room, text, verdict, more) {
    room.decided.push(text.text_id);
    room.send("moderate", { text_ids: [text.text_id], verdict, ...more }, { anyVersion: true });
  }

  /** Why a text is not shown: one press, or no reason at all. */
  function rejection(room, text, close) {
    const { t } = room;
    const give = (reason) => () => { close(); moderate(room, text, "reject", reason ? { reason } : {}); };
    const group = el("div", { class: "desk-choices", role: "group", "aria-label": t("Why is it rejected?") },
      el("p", { class: "desk-small-heading", text: t("Why is it rejected?") }));
    reasons(t).forEach((reason) => group.append(button(reason, give(reason), { kind: "quiet" })));
    group.append(button(t("No reason"), give(""), { kind: "quiet" }), button(t("Cancel"), close, { kind: "quiet" }));
    return group;
  }

  /** Which text says the same already; only texts of the same question can be merged. */
  function merging(room, text, close) {
    const { t } = room;
    const list = desk.targets(room.view, text);
    const select = el("select", { class: "rs-select" });
    list.forEach((other) => select.append(el("option", { value: other.text_id, text: other.text })));
    const go = () => { close(); moderate(room, text, "merge", { into: select.value }); };
    if (!list.length) {
      return el("div", { class: "desk-choices" }, el("p", { text: t("There is no other text to merge it with.") }),
        button(t("Cancel"), close, { kind: "quiet" }));
    }
    return el("div", { class: "desk-choices" }, field(t("Merge into"), select),
      button(t("Merge"), go, {}), button(t("Cancel"), close, { kind: "quiet" }));
  }

  /** A text that may tell who somebody is takes a second press, by somebody who has read it. */
  function reading(room, text, close) {
    const { t } = room;
    const go = () => { close(); moderate(room, text, "approve", { held: true }); };
    return el("div", { class: "desk-choices" }, el("p", { text: t("Approved, everybody in the room can read it. Is it meant to be known?") }),
      button(t("Approve all the same"), go, {}), button(t("Cancel"), close, { kind: "quiet" }));
  }

  function waitingRow(room, text) {
    const { t } = room;
    const words = el("p", { class: "desk-text", dir: "auto" });
    const kind = el("p", { class: "desk-text-meta soft" });
    const reason = el("p", { class: "desk-held", hidden: true });
    const extra = el("div", { class: "desk-extra" });
    const close = () => { extra.replaceChildren(); element.focus(); };
    const open = (make) => () => {
      extra.replaceChildren(make(room, text, close));
      const first = extra.querySelector("button, select");
      if (first) first.focus();
    };
    const pass = () => (held(element.text) ? open(reading)() : moderate(room, text, "approve"));
    const approve = button(t("Approve"), pass, { key: "A" });
    const reject = button(t("Reject"), open(rejection), { key: "R", kind: "quiet" });
    const merge = button(t("Merge"), open(merging), { key: "M", kind: "quiet" });
    const element = el("li", { class: "desk-waiting", tabindex: "-1" }, reason, words, kind,
      el("div", { class: "desk-row" }, approve, merge, reject, desk.deletion(room, text)), extra);
    const photo = desk.photo(room, text);
    words.after(photo);
    element.parts = { words, kind, reason, photo };
    element.keys = { a: approve, r: reject, m: merge };
    element.addEventListener("focusin", () => room.choose(text.text_id));
    return element;
  }

  function decidedRow(room, text) {
    const { t } = room;
    const words = el("p", { class: "desk-text", dir: "auto" });
    const kind = el("p", { class: "desk-text-meta soft" });
    const undo = button(t("Undo"), () => room.send("undo_moderation", { text_id: text.text_id }, { anyVersion: true }), { kind: "quiet" });
    const element = el("li", { class: "desk-decided" }, el("div", {}, words, kind), el("div", { class: "desk-row" }, undo, desk.deletion(room, text)));
    element.parts = { words, kind };
    return element;
  }

  /** A reason is named by what it objects to, where it names an option. */
  function reasonFor(room, text) {
    const { t } = room;
    const row = room.view.steps.find((one) => one.rounds.some((round) => round.id === text.round));
    const option = row && row.step.options.find((one) => one.id === text.about);
    return option ? t("Objection to: {option}", { option: room.pick(option.text) }) : t("Reason");
  }

  function about(room, text) {
    const { t } = room;
    const kind = text.kind === "pin" ? t("Pin on the map") : text.about === undefined ? t("Idea") : reasonFor(room, text);
    const state = text.state === "pending" ? "" : " · " + stateWords(t)[text.state];
    return kind + state + (text.reason ? ": " + text.reason : "");
  }

  function fill(room, element, text) {
    put(element.parts.words, text.text || (text.photo ? "" : room.t("This text was deleted by the one who wrote it.")));
    put(element.parts.kind, about(room, text));
    element.text = text;
    if (element.parts.photo) element.parts.photo.update(text);
    if (!element.parts.reason) return;
    element.parts.reason.hidden = !held(text);
    put(element.parts.reason, held(text) ? why(room, text) : "");
  }

  function texts(room) {
    const { t } = room;
    const nothing = el("p", { class: "soft", text: t("No texts are waiting.") });
    const list = el("ul", { class: "desk-list" });
    const before = el("ul", { class: "desk-list" });
    const count = el("summary", { text: "" });
    const decided = el("details", { class: "desk-earlier" }, count, before);
    const hint = el("p", { class: "soft desk-hint", text: t("Nobody else sees a text before it is approved.") });
    const element = el("section", { class: "desk-panel desk-texts", "data-panel": "texts", "aria-label": t("Texts to approve") },
      el("div", { class: "desk-panel-head" }, el("h2", { text: t("Texts to approve") })), hint, nothing, list, decided);
    let chosen = null;
    const rows = () => Array.from(list.children);
    const at = () => rows().findIndex((row) => row.dataset.key === chosen);

    function choose(id) {
      chosen = id;
      rows().forEach((row) => row.toggleAttribute("data-chosen", row.dataset.key === id));
    }

    function move(step) {
      const all = rows();
      if (!all.length) return;
      const next = all[Math.max(0, Math.min(all.length - 1, at() + step))];
      choose(next.dataset.key);
      next.focus();
    }

    /** After a decision the next text is chosen, so that a, a, a works. */
    function settle(places) {
      if (!rows().length) { chosen = null; return; }
      if (at() >= 0) return;
      const place = Math.max(0, places.indexOf(chosen));
      const next = rows()[Math.min(place, rows().length - 1)];
      const keyboard = document.activeElement === document.body || !document.activeElement;
      choose(next.dataset.key);
      if (keyboard && chosen && places.length) next.focus({ preventScroll: true });
    }

    function undoLast() {
      const last = room.decided.pop();
      if (last) room.send("undo_moderation", { text_id: last }, { anyVersion: true });
    }

    const act = (key) => () => {
      const row = rows()[at()];
      if (row) row.keys[key].click();
    };

    room.choose = choose;
    return {
      element,
      moves: { j: () => move(1), k: () => move(-1), a: act("a"), r: act("r"), m: act("m"), u: undoLast },
      update(view) {
        const { waiting, decided: done } = desk.queue(view);
        const places = rows().map((row) => row.dataset.key);
        const keyed = window.radslag.results.keyed;
        keyed(list, waiting.map((text) => ({ ...text, key: text.text_id })), (text) => waitingRow(room, text), (row, text) => fill(room, row, text));
        keyed(before, done.map((text) => ({ ...text, key: text.text_id })), (text) => decidedRow(room, text), (row, text) => fill(room, row, text));
        nothing.hidden = waiting.length > 0;
        hint.hidden = waiting.length === 0;
        decided.hidden = done.length === 0;
        put(count, t("Decided: {n}", { n: done.length }));
        settle(places);
      },
    };
  }

  Object.assign(desk, { texts });
})();
