/* Beside the remote: results before anybody else sees them, people and links, notes for the speaker. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, button, caption, copy } = desk;

  function answers(room) {
    const { t } = room;
    const mark = el("p", { class: "rs-tag desk-hidden-mark", text: t("Not shown yet") });
    const title = el("p", { class: "soft" });
    const drawing = el("div", { class: "desk-results" });
    const none = el("p", { class: "soft" });
    const counting = desk.counting(room);
    const sliders = desk.live(room);
    const opinion = desk.opinion(room);
    const scenarios = el("div", { class: "desk-exhibit" });
    const context = { t: window.radslag.results.speaker(room.stageWords), lang: room.lang };
    const element = el("section", { class: "desk-panel desk-answers", "data-panel": "results", "aria-label": t("Results") },
      el("div", { class: "desk-panel-head" }, el("h2", { text: t("Results") }), mark), title, sliders.element, scenarios, none, drawing, opinion.element, counting.element);
    return {
      element,
      update(view) {
        const found = view.results;
        mark.hidden = !(found && found.hidden);
        put(title, view.step ? room.pick(view.step.title) : "", view.step ? room.picked(view.step.title) : undefined);
        put(none, view.step ? t("This step asks nothing.") : t("You see the results here before anybody else."));
        const shown = view.session.phase === "closed" ? null : window.radslag.exhibit.shows(view);
        window.radslag.exhibit.draw(scenarios, shown, context, { compact: true });
        none.hidden = Boolean(found || shown);
        counting.update(view);
        opinion.update(view);
        sliders.update(view);
        window.radslag.results.draw(drawing, view, { lang: room.lang, words: room.stageWords, size: "desk" });
      },
    };
  }

  function notes(room) {
    const { t } = room;
    const text = el("p", { class: "desk-note-text" });
    const heading = el("p", { class: "desk-small-heading" });
    const element = el("aside", { class: "desk-notes", "aria-label": t("Notes for the speaker") }, heading, text);
    return {
      element,
      update(view) {
        const over = view.session.phase === "closed";
        const row = over ? null : view.steps.find((item) => item.current) || view.steps[0];
        const words = row ? room.pick(row.step.notes) : "";
        element.hidden = !words;
        put(heading, row && row.current ? t("Notes for the speaker") : t("Notes for the first step"));
        put(text, words, row ? room.picked(row.step.notes) : undefined);
      },
    };
  }

  /** An address with a button that copies it, and one that opens it. */
  function link(room, heading, open) {
    const { t } = room;
    const address = el("input", { class: "rs-input desk-address", readonly: true, "aria-label": heading });
    const again = button(t("Copy"), async () => {
      caption(again, (await copy(address.value)) ? t("Copied") : t("Select and copy"));
      window.setTimeout(() => caption(again, t("Copy")), 2000);
    }, { kind: "quiet", label: t("Copy: {what}", { what: heading }) });
    const away = open && el("a", { class: "rs-button quiet", target: "_blank", rel: "noopener", text: t("Open link"), "aria-label": t("Open link: {what}", { what: heading }) });
    address.addEventListener("focus", () => address.select());
    const element = el("div", { class: "desk-link" }, el("p", { class: "desk-small-heading", text: heading }),
      el("div", { class: "desk-row" }, address, again, away));
    return {
      element,
      update(value) {
        if (address.value !== value) address.value = value;
        if (away && away.href !== value) away.href = value;
      },
    };
  }

  function people(room) {
    const { t } = room;
    const count = el("p", { class: "desk-count figures" });
    const desks = el("p", { class: "soft" });
    const code = el("p", { class: "desk-code figures" });
    const short = el("p", { class: "desk-short" });
    const qr = el("img", { class: "desk-qr", alt: t("QR code that joins this workshop") });
    const phone = link(room, t("Link for phones"), false);
    const stage = link(room, t("Link for the projector"), true);
    const kiosk = link(room, t("Link for a shared device (it starts afresh for each person)"), false);
    const devices = desk.devices(room);
    const entry = desk.entry(room);
    const plain = el("p", { class: "rs-note warn", text: t("This server is reached without encryption (http). Use it on a private network only.") });
    const over = el("p", { class: "soft", text: t("Nobody can join any more.") });
    const join = el("div", { class: "desk-join" }, el("div", { class: "desk-join-code" }, el("p", { class: "desk-small-heading", text: t("How people join") }), short, code), qr);
    const element = el("section", { class: "desk-panel desk-people", "data-panel": "people", "aria-label": t("People and links") },
      el("div", { class: "desk-panel-head" }, el("h2", { text: t("People and links") })), count, desks, plain, over, join, phone.element, stage.element, entry.element, kiosk.element, devices.element);
    return {
      element,
      update(view) {
        put(count, t("{joined} have joined, {here} are connected now", view.people));
        put(desks, view.desks > 1 ? t("{n} desks are open on this workshop", { n: view.desks }) : t("This is the only desk open."));
        plain.hidden = !view.links.join_url.startsWith("http://");
        const closed = view.session.phase === "closed";
        join.hidden = phone.element.hidden = kiosk.element.hidden = closed;
        over.hidden = !closed;
        put(code, view.join.code);
        put(short, view.join.short || view.join.url);
        if (!qr.src.endsWith(view.join.qr)) qr.src = view.join.qr;
        phone.update(view.links.qr_url);
        stage.update(view.links.stage_url);
        kiosk.update(view.links.kiosk_url);
        devices.update(view);
        entry.update(view);
      },
    };
  }

  Object.assign(desk, { answers, notes, people });
})();
