/* What stands behind a figure: model, version, inputs, assumptions. Saving, and the table of assumptions. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, button, table, dialog, post } = page;

  const source = (each, t) => each.source || t("assumption");
  const CONFIDENCE = { high: "well known", medium: "fairly well known", low: "little known" };
  const trust = (each, t) => ({ high: t("well known"), medium: t("fairly well known"), low: t("little known") })[each.confidence] || CONFIDENCE[each.confidence];
  const figures = (each, f) => `${f.sensible(each.value)} (${f.sensible(each.low)} – ${f.sensible(each.high)}) ${each.unit}`;

  function basisButton(room, output) {
    const { t } = room;
    return el("button", { type: "button", class: "scenarios-figure", onclick: () => basis(room, output), text: t("Where the figures are from") });
  }

  /** One click from a number: what it is, which model made it, from what, and what it assumes. */
  function basis(room, id) {
    const { t, f, answer, start } = room;
    const output = room.output(id);
    const facts = [
      [t("What it is"), output ? output.about : ""],
      [t("How it was computed"), answer.kind === "full" ? t("The full models, with the spread of the estimate.") : t("An estimate that follows the full models closely. Saving the mix runs the models themselves.")],
      [t("Models"), Object.entries(answer.models).map(([name, version]) => `${name} ${version}`).join(" · ")],
      [t("Draws"), t("{n} sets of assumptions, the same each time (seed {seed})", { n: f.number(answer.draws, 0), seed: String(answer.seed) })],
      ...start.facts.map((fact) => [fact.name, fact.text]),
      [t("Districts"), output && output.theme === "energy" && output.by_area ? start.whence : ""],
      [t("Assumptions"), t("version {n} of this city's table", { n: start.assumptions.version })],
    ];
    const driven = ((answer.spread || {})[id] || []).map(([name]) => room.assumption(name)).filter(Boolean);
    dialog(output ? output.name : t("Where the figures are from"), t,
      el("dl", { class: "scenarios-facts" }, facts.filter(([, text]) => text).map(([name, text]) => [el("dt", { text: name }), el("dd", { text })])),
      driven.length && el("h3", { text: t("Assumptions that matter most here") }),
      driven.length && table(t("Assumptions that matter most here"), [t("Assumption"), t("Value and range"), t("Source")], driven.map((each) => [each.name, figures(each, f), source(each, t)])));
  }

  function assumptionDialog(room, id) {
    const { t, f } = room;
    const each = room.assumption(id);
    if (!each) return;
    const facts = [[t("Value and range"), figures(each, f)], [t("Source"), source(each, t)], [t("How well known"), trust(each, t)]];
    dialog(each.name, t, el("dl", { class: "scenarios-facts" }, facts.map(([name, text]) => [el("dt", { text: name }), el("dd", { text })])),
      el("p", {}, button(t("All assumptions"), () => { document.querySelector(".scenarios-dialog").close(); room.go({ tab: "assumptions" }); })));
  }

  /* The table of assumptions: everybody reads it; who may, changes it, and that is a new version. */

  function assumptions(room) {
    const { t, start } = room;
    const head = el("p", { class: "soft", text: `${t("Each figure is drawn between its lowest and highest, most often near its value. Where no source is named it is an assumption. Version {n}.", { n: start.assumptions.version })} ${t("Two are used at their value where the models are fitted: how much the stock grew before 2020, and the yearly efficiency of ground heat pumps.")}` });
    const find = el("input", { class: "rs-input", type: "search", id: "assumptions-find" });
    const said = el("p", { role: "alert", class: "scenarios-refusal" });
    const rows = start.assumptions.list.map((each) => assumptionRow(room, each));
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLocaleLowerCase();
      for (const each of rows) each.element.hidden = Boolean(wanted) && !each.text.includes(wanted);
    });
    const heads = [t("Assumption"), t("Value"), t("Lowest"), t("Highest"), t("Unit"), t("Source"), t("How well known")];
    const made = el("table", { class: "rs-table assumptions-table" }, el("caption", { class: "visually-hidden", text: t("Assumptions") }),
      el("thead", {}, el("tr", {}, heads.map((text) => el("th", { scope: "col", text })))), el("tbody", {}, rows.map((each) => each.element)));
    const save = start.may.assume && button(t("Save as a new version"), () => saveAssumptions(room, rows, said), "primary");
    return [head, page.field(t("Find"), find), said, el("div", { class: "scenarios-scroll tall", tabindex: "0", role: "region", "aria-label": t("Assumptions") }, made),
      save && el("p", { class: "scenarios-row" }, save), !save && el("p", { class: "soft", text: t("The city's facilitators and administrators can change these figures.") })];
  }

  function assumptionRow(room, each) {
    const { t, f, start } = room;
    const cell = (name, label) => {
      if (!start.may.assume) return el("td", { class: "number", text: f.sensible(each[name]) });
      const input = el("input", { class: "rs-input assumption-input", type: "number", step: "any", value: String(each[name]), "aria-label": `${each.name}: ${label}`, "data-name": name });
      return el("td", { class: "number" }, input);
    };
    const element = el("tr", { "data-assumption": each.id }, el("th", { scope: "row", text: each.name }), cell("value", t("Value")), cell("low", t("Lowest")), cell("high", t("Highest")),
      el("td", { text: each.unit }), el("td", { text: source(each, t) }), el("td", { text: trust(each, t) }));
    return { each, element, text: `${each.name} ${each.source}`.toLocaleLowerCase() };
  }

  /** Only what was changed is sent; the server refuses what cannot be, and says which. */
  async function saveAssumptions(room, rows, said) {
    const { t } = room;
    const changed = {};
    for (const { each, element } of rows) {
      const typed = Object.fromEntries([...element.querySelectorAll("input")].map((input) => [input.dataset.name, Number(input.value)]));
      if (["value", "low", "high"].some((name) => typed[name] !== each[name])) changed[each.id] = typed;
    }
    if (!Object.keys(changed).length) return put(said, t("Nothing was changed."));
    const told = await post(`/scenarios/${room.city}/assumptions`, { changed, version: room.start.assumptions.version }, t);
    put(said, told.ok ? "" : told.text);
    if (told.ok) await room.work.again();
    return undefined;
  }

  /* Saving: a scenario has a name, and the full models run for it. */

  function saveDialog(room) {
    const { t } = room;
    const said = el("p", { role: "alert", class: "scenarios-refusal" });
    if (!room.start.may.save) {
      const back = encodeURIComponent(window.location.pathname + window.location.search);
      dialog(t("Save as scenario"), t, el("p", { text: t("Those who lead workshops and those who work with the results can save scenarios. The link to this page keeps the mix for everybody else.") }),
        el("p", {}, el("a", { class: "rs-button", href: `/sign-in?next=${back}`, text: t("Sign in") })));
      return;
    }
    const name = el("input", { class: "rs-input", id: "scenarios-save-name", maxlength: "80", value: room.state.from === "own" ? "" : room.name() });
    const save = el("button", { type: "submit", class: "rs-button primary", text: t("Save") });
    const named = page.field(t("Name"), name);
    const next = versionOf(room, (on) => { named.hidden = on; });
    const send = async (event) => {
      event.preventDefault();
      if (save.disabled) return undefined;
      save.disabled = true; // pressed twice it would be two scenarios
      const what = next.chosen() ? { of: next.held.id, seen: next.held.stamp } : { name: name.value };
      const told = await post(`/scenarios/${room.city}/save`, { ...what, chosen: room.chosen() }, t);
      save.disabled = false;
      if (!told.ok) return put(said, told.text);
      made.close();
      await room.work.again();
      return room.go({ from: told.id });
    };
    const made = dialog(t("Save as scenario"), t,
      el("p", { text: t("The full models then run in the background, and replace the estimate when they are done.") }),
      el("form", { onsubmit: send }, next.element, named, said, el("p", { class: "scenarios-row" }, save)));
    name.focus();
  }

  /** Who changed a scenario chooses: one of its own, or the next version of that one. */
  function versionOf(room, hide) {
    const { t } = room;
    const held = room.began();
    if (!held) return { element: null, chosen: () => false };
    const choice = (text, on) => {
      const input = el("input", { type: "radio", name: "scenarios-save-as", checked: !on, onchange: () => hide(on) });
      return { input, element: el("label", { class: "scenarios-choice" }, input, el("span", { text })) };
    };
    const [own, next] = [choice(t("A scenario of its own"), false), choice(t("The next version of “{name}”", { name: held.name }), true)];
    const about = el("p", { class: "soft scenarios-hint", text: t("What people voted on stays as it was: their votes belong to the version that they saw.") });
    const element = el("fieldset", { class: "scenarios-save-as" }, el("legend", { class: "rs-label", text: t("Save it as") }), own.element, next.element, about);
    return { held, element, chosen: () => next.input.checked };
  }

  Object.assign(page, { basis, basisButton, assumptionDialog, assumptions, saveDialog });
})();
