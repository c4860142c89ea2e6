/* The last things at the desk: the workshop's title, and closing it for good. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, able, button, field } = desk;

  /** Fills the place that the page left for it; that place belongs to the page, not to the desk. */
  function end(room) {
    const { t } = room;
    const title = el("input", { class: "rs-input", maxlength: 140 });
    const said = el("p", { class: "desk-said", role: "status" });
    let shown = "";
    const save = button(t("Save the title"), async () => {
      const wished = { ...room.view.session.title };
      for (const tag of Object.keys(wished).concat(room.lang)) wished[tag] = title.value.trim();
      if (!title.value.trim()) return put(said, t("A workshop needs a title."));
      const answer = await room.send("set_title", { title: wished });
      return put(said, answer.ok ? t("Saved.") : "");
    }, {});
    const close = button(t("Close the workshop"), () => room.finish(), { kind: "danger" });
    const naming = el("div", { class: "desk-block" }, el("h3", { text: t("Title of the workshop") }),
      field(t("Title"), title, t("The same in every language.")), el("div", { class: "desk-row" }, save), said);
    const ending = el("div", { class: "desk-block" }, el("h3", { text: t("End") }),
      el("p", { class: "soft", text: t("Nobody can join or answer afterwards. Everything is saved.") }), close);
    const element = el("div", {}, naming, ending);
    return {
      element,
      update(view) {
        const now = room.pick(view.session.title);
        if (now !== shown && document.activeElement !== title) title.value = shown = now;
        const running = view.session.phase !== "closed";
        element.hidden = !running;
        able(close, running);
      },
    };
  }

  Object.assign(desk, { end });
})();
