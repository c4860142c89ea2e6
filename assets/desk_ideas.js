/* Ideas of the participants as options of a question: ticked at the desk, in the words of those who wrote
   them. The option names the idea; its words go when they are taken back. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el } = desk;

  /** Approved ideas, the most supported first; why somebody answers as they do is no idea. */
  function shown(view) {
    const rounds = view.steps.filter((row) => row.step.kind === "ideas").flatMap((row) => row.rounds.map((round) => round.id));
    return view.moderation.filter((text) => rounds.includes(text.round) && text.state === "approved" && text.text)
      .sort((a, b) => (b.supports || 0) - (a.supports || 0));
  }

  /** An option in somebody's own words: it can be moved and removed, not rewritten. */
  function borrowed(editor, option, name) {
    return el("div", { class: "desk-field" },
      el("p", { class: "rs-label", text: name + " · " + editor.t("an idea of a participant") }),
      el("p", { class: "desk-borrowed", dir: "auto", text: editor.room.pick(option.text) }));
  }

  /** A blank option that nobody has written in yet makes room for the first idea. */
  function withoutBlanks(options, t) {
    const blank = [1, 2].map((n) => t("Option {n}", { n }));
    return options.filter((option) => option.idea || !Object.values(option.text).every((words) => blank.includes(words)));
  }

  function tick(editor, step, idea, on) {
    step.options = on
      ? withoutBlanks(step.options, editor.t).concat({ id: idea.text_id, idea: idea.version, text: { [editor.room.lang]: idea.text } })
      : step.options.filter((option) => option.id !== idea.text_id);
    editor.show();
    editor.form.querySelector(`[data-idea="${idea.text_id}"]`).focus();
  }

  /** Approved ideas, the most supported first, to be ticked as options; nothing where there are none. */
  function ideaChoice(editor, step) {
    const { t } = editor;
    const found = shown(editor.room.view);
    if (!found.length) return null;
    const rows = found.map((idea) => {
      const box = el("input", { type: "checkbox", "data-idea": idea.text_id });
      box.checked = step.options.some((option) => option.id === idea.text_id);
      box.addEventListener("change", () => tick(editor, step, idea, box.checked));
      const support = idea.supports === null ? "" : " · " + t("Supported by {n}", { n: idea.supports });
      return el("label", { class: "desk-check" }, box, el("span", {}, el("span", { dir: "auto", text: idea.text }), el("span", { class: "soft", text: support })));
    });
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("Ideas from this workshop as options") }),
      el("p", { class: "soft", text: t("They stand there in the words of those who wrote them, and go if they take them back.") }), ...rows);
  }

  Object.assign(desk, { borrowed, ideaChoice });
})();
