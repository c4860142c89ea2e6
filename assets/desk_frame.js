/* Around the desk: the bar with title and people, the help for the keys, and the tabs. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, button } = desk;
  const WIDE = "(min-width: 1100px)";

  const keyList = (t) => [
    [t("Space"), t("The big button: what comes next")],
    ["N", t("Next step")],
    ["C", t("Close the answers, or open them again")],
    ["S", t("Show or hide the results")],
    ["G", t("The result step by step: how many answered, the result, who moved, by group")],
    ["D", t("Second round of the same question")],
    ["B", t("Blank the stage, or show it again")],
    ["T", t("Start the timer with the planned minutes")],
    ["1 2 5", t("More minutes on the timer")],
    ["0", t("Stop the timer")],
    ["J K", t("Choose the next or previous text")],
    ["A R M", t("Approve, reject or merge the chosen text")],
    ["U", t("Undo your last decision about a text")],
    ["?", t("This help")],
  ];

  function helpDialog(room) {
    const { t } = room;
    const rows = keyList(t).map(([keys, says]) => el("div", {},
      el("dt", {}, ...keys.split(" ").map((key) => el("kbd", { text: key }))), el("dd", { text: says })));
    const box = el("input", { type: "checkbox", id: "desk-keys" });
    box.checked = room.keysOn();
    box.addEventListener("change", () => room.switchKeys(box.checked));
    const shut = () => { dialog.close(); dialog.remove(); };
    const dialog = el("dialog", { class: "desk-dialog desk-help", "aria-labelledby": "desk-help-title" },
      el("h2", { id: "desk-help-title", text: t("Keys") }), el("dl", { class: "desk-keys" }, ...rows),
      el("label", { class: "desk-check", for: "desk-keys" }, box, el("span", { text: t("Single keys are switched on") })),
      el("p", { class: "soft desk-hint", text: t("Keys do nothing while you write in a field.") }),
      el("div", { class: "desk-row" }, button(t("Close"), shut, { kind: "primary" })));
    dialog.addEventListener("cancel", () => dialog.remove());
    dialog.addEventListener("keydown", (event) => { if (event.key === "?") { event.preventDefault(); shut(); } });
    return dialog;
  }

  function bar(room) {
    const { t } = room;
    const title = el("h1", { class: "desk-title" });
    const phase = el("span", { class: "rs-tag" });
    const rehearsal = el("span", { class: "rs-tag desk-rehearsal", text: t("Rehearsal: simulated people") });
    const people = el("span", { class: "desk-bar-people figures" });
    const line = el("span", { class: "desk-line", "data-state": "wait" });
    const help = button(t("Keys"), () => open(), { key: "?", kind: "quiet desk-help-button" });
    function open() {
      if (document.querySelector("dialog[open]")) return;
      const dialog = helpDialog(room);
      document.body.append(dialog);
      dialog.showModal();
    }
    return {
      element: el("div", { class: "desk-bar" }, title, phase, rehearsal, el("span", { class: "desk-bar-end" }, people, line, help)),
      help: open,
      connection(state) {
        line.dataset.state = state;
        put(line, state === "live" ? t("Connected") : t("Not connected"));
      },
      update(view) {
        put(title, room.pick(view.session.title), room.picked(view.session.title));
        put(phase, { lobby: t("Doors closed"), open: t("Open"), closed: t("Over") }[view.session.phase]);
        rehearsal.hidden = !view.session.rehearsal;
        put(people, t("{n} have joined", { n: view.people.joined }));
        document.title = room.pick(view.session.title) + " – " + t("Desk");
      },
    };
  }

  /** On a narrow screen one part at a time; on a wide one remote and agenda are always there. */
  function tabs(room) {
    const { t } = room;
    const names = { remote: t("Remote"), agenda: t("Agenda"), results: t("Results"), texts: t("Texts"), people: t("People"), more: t("More") };
    const count = el("span", { class: "desk-badge figures" });
    const waiting = el("span", { class: "visually-hidden", text: t("waiting") });
    const buttons = new Map();
    const nav = el("nav", { class: "desk-nav", "aria-label": t("Parts of the desk") });
    for (const [name, text] of Object.entries(names)) {
      const made = el("button", { type: "button", class: "desk-tab", "data-tab": name, onclick: () => { chosen = true; show(name); } }, el("span", { text }));
      if (name === "texts") made.append(" ", count, " ", waiting);
      buttons.set(name, made);
      nav.append(made);
    }
    const wide = window.matchMedia(WIDE);
    let shown = "remote";
    let chosen = false;

    function show(name) {
      shown = name;
      const there = wide.matches && (name === "remote" || name === "agenda") ? "results" : name;
      document.documentElement.dataset.deskTab = there;
      buttons.forEach((made, key) => {
        if (key === there) made.setAttribute("aria-current", "true");
        else made.removeAttribute("aria-current");
      });
    }

    wide.addEventListener("change", () => show(shown));
    show(shown);
    return {
      element: nav,
      show(name) {
        if (wide.matches && (name === "remote" || name === "agenda")) return;
        chosen = true;
        show(name);
      },
      update(view) {
        // Until somebody chooses: how to join before the first step, the answers after it.
        if (!chosen && wide.matches) show(view.step || view.session.phase === "closed" ? "results" : "people");
        const n = view.counts.pending;
        put(count, n ? String(n) : "");
        count.hidden = waiting.hidden = !n;
      },
    };
  }

  Object.assign(desk, { bar, tabs });
})();
