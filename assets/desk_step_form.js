/* The form of one step in the agenda editor: its texts in four languages, its options and settings. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, button, field } = desk;
  const STATUS_QUO = "status-quo"; // that nothing changes: an option of every question of resistance
  const NAMES = { nb: "Bokmål", nn: "Nynorsk", sv: "Svenska", en: "English" };

  function words(editor, holder, label, options) {
    const { long, longest, help, listed } = options || {};
    const lang = editor.language;
    const control = el(long ? "textarea" : "input", { class: long ? "rs-textarea" : "rs-input", maxlength: longest || 200, rows: long ? 2 : undefined, lang });
    control.value = holder[lang] || "";
    const other = Object.keys(holder).find((tag) => tag !== lang && holder[tag]);
    if (!holder[lang] && other) control.placeholder = holder[other];
    control.addEventListener("input", () => {
      if (control.value) holder[lang] = control.value;
      else delete holder[lang];
      if (listed) editor.drawList();
    });
    return field(label, control, help);
  }

  function numeric(label, value, low, high, set, help) {
    const control = el("input", { class: "rs-input desk-number-field", type: "number", min: low, max: high, inputmode: "numeric" });
    control.value = value === null || value === undefined ? "" : String(value);
    control.addEventListener("input", () => {
      const wanted = Number.parseInt(control.value, 10);
      set(Number.isNaN(wanted) ? null : Math.max(low, Math.min(high, wanted)));
    });
    return field(label, control, help);
  }

  /** Texts in a list, each with buttons that move and remove it. */
  function rows(editor, list, label, make, holderOf, beside) {
    const { t } = editor;
    const box = el("div", { class: "desk-edit-rows" });
    function draw(focus) {
      box.replaceChildren(...list.map((item, index) => {
        const name = label(index + 1);
        const sign = (mark, text, go, on) => {
          const made = button(mark, go, { kind: "quiet desk-sign", label: text + ": " + name });
          desk.able(made, on);
          return made;
        };
        const swap = (by) => () => {
          list.splice(index + by, 0, list.splice(index, 1)[0]);
          draw(index + by);
        };
        return el("div", { class: "desk-edit-row" }, item.idea ? desk.borrowed(editor, item, name) : words(editor, holderOf(item), name, { long: true }), ...(beside ? beside(item, name) : []),
          sign("↑", t("Move up"), swap(-1), index > 0), sign("↓", t("Move down"), swap(1), index < list.length - 1),
          sign("×", t("Remove"), () => { list.splice(index, 1); if (item.idea) editor.show(); else draw(Math.max(0, index - 1)); }, !(editor.step().kind === "resistance" && item.id === STATUS_QUO)));
      }), button(t("Add one more"), () => { list.push(make()); draw(list.length - 1); }, { kind: "quiet" }));
      const input = focus === undefined ? null : box.querySelectorAll("textarea")[focus];
      if (input) input.focus();
    }
    draw();
    return box;
  }

  const textOf = (item) => item.text;

  function options(editor, step) {
    const { t } = editor;
    const asToday = (n) => step.kind === "resistance" && step.options[n - 1].id === STATUS_QUO;
    const name = desk.CLAIMS.includes(step.kind) ? (n) => t("Statement {n}", { n })
      : (n) => (asToday(n) ? t("As it is today") : t("Option {n}", { n }));
    const beside = step.kind === "budget" ? (option, name) => desk.costField(editor, step, option, name) : null;
    return el("div", {}, rows(editor, step.options, name, () => ({ id: desk.fresh("o"), text: {} }), textOf, beside), desk.ideaChoice(editor, step));
  }

  function categories(editor, step) {
    const { t } = editor;
    const colours = ["teal", "orange", "blue", "purple"];
    const list = step.settings.categories;
    const make = () => ({ id: desk.fresh("c"), colour: colours[list.length % colours.length], text: {} });
    return rows(editor, list, (n) => t("Category {n}", { n }), make, textOf);
  }

  function card(editor, step) {
    const { t } = editor;
    step.card = step.card || { title: {}, text: {}, points: [] };
    const parts = step.card;
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("Card on the stage") }),
      words(editor, parts.title, t("Heading"), { longest: 140 }), words(editor, parts.text, t("Text"), { long: true, longest: 600 }),
      rows(editor, parts.points, (n) => t("Point {n}", { n }), () => ({}), (item) => item));
  }

  const describe = (view) => "/explore/" + view.city + "?" + new URLSearchParams({ indicator: view.indicator, year: view.year || "", layer: view.layer });

  /** An address from Explore says which map it shows. */
  function viewOf(text) {
    const url = new URL(text.trim(), window.location.origin);
    const city = (url.pathname.match(/^\/explore\/([a-z0-9_-]+)/) || [])[1];
    const indicator = url.searchParams.get("indicator");
    if (!city || !indicator) return null;
    const layer = url.searchParams.get("layer") === "districts" ? "districts" : "municipalities";
    return { city, layer, indicator, year: url.searchParams.get("year") || "" };
  }

  function map(editor, step) {
    const { t } = editor;
    const control = el("input", { class: "rs-input", type: "text", inputmode: "url" });
    control.value = step.view ? describe(step.view) : "";
    const wrong = el("p", { class: "desk-edit-message", role: "alert" });
    control.addEventListener("input", () => {
      const empty = !control.value.trim();
      let found = null;
      try { found = empty ? null : viewOf(control.value); } catch { found = null; }
      step.view = found;
      wrong.textContent = empty || found ? "" : t("This is not the address of a map in Explore.");
    });
    return el("div", {}, field(t("Map on the stage"), control, t("Paste the address of a map in Explore. Leave it empty for no map.")), wrong);
  }

  /** Photos are off until somebody asks for them: each one has to be looked at. */
  function photos(editor, own) {
    const box = el("input", { type: "checkbox", checked: own.photos });
    box.addEventListener("change", () => { own.photos = box.checked; });
    return el("label", { class: "desk-check" }, box, el("span", { text: editor.t("Pins may have a photo. You look at each before it is shown.") }));
  }

  /** The big button then goes through the parts of the result; without it, one press shows all. */
  function inSteps(editor, own) {
    const box = el("input", { type: "checkbox", checked: own.in_steps });
    box.addEventListener("change", () => { if (box.checked) own.in_steps = true; else delete own.in_steps; });
    return el("label", { class: "desk-check" }, box,
      el("span", { text: editor.t("Show the result in steps: how many answered, the result, who moved, by group.") }));
  }

  /** Ways whose answers are numbers on a scale: the middle half of them says something. */
  const NUMBERED = ["score", "judgment", "likert", "resistance", "guess"];

  /** Asked again with feedback: how often at most, and the rule that everybody reads at the start. */
  function delphi(editor, step) {
    const { t } = editor;
    const own = step.settings;
    const rules = { middle: t("half of the room lies close together"), changed: t("few change their answer"), rounds: t("never before the last round") };
    const box = el("input", { type: "checkbox", checked: Boolean(own.delphi) });
    box.addEventListener("change", () => {
      if (box.checked) own.delphi = { rounds: 3, stop: "changed", most: 20, reasons: true };
      else delete own.delphi;
      editor.show();
    });
    const head = el("label", { class: "desk-check" }, box, el("span", { text: t("Ask again with feedback, up to three times (Delphi)") }));
    if (!own.delphi) return head;
    const rule = el("select", { class: "rs-select" }, ...Object.entries(rules).map(([value, text]) => el("option", { value, text })));
    rule.value = own.delphi.stop;
    rule.addEventListener("change", () => {
      Object.assign(own.delphi, { stop: rule.value, most: { middle: 1, changed: 20, rounds: 0 }[rule.value] });
      editor.show();
    });
    const most = { middle: [t("At most so far apart, on the question's scale"), 0, 1000000], changed: [t("Fewer than so many per cent"), 1, 100] }[own.delphi.stop];
    const why = el("input", { type: "checkbox", checked: own.delphi.reasons });
    why.addEventListener("change", () => { own.delphi.reasons = why.checked; });
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("Ask again") }), head,
      numeric(t("Rounds at most"), own.delphi.rounds, 2, 3, (n) => { own.delphi.rounds = n || 3; }),
      field(t("Stop when"), rule, t("Everybody reads this rule before the first answer.")),
      most && numeric(most[0], own.delphi.most, most[1], most[2], (n) => { own.delphi.most = n || most[1]; }),
      el("label", { class: "desk-check" }, why, el("span", { text: t("People may say why. You look at each reason before it is shown.") })));
  }

  function settings(editor, step) {
    const { t } = editor;
    const own = step.settings;
    if (step.kind === "score") return numeric(t("Highest score"), own.max, 1, 10, (n) => { own.max = n || 5; });
    if (step.kind === "approval") return numeric(t("Most choices per person"), own.cap, 1, 40, (n) => { own.cap = n; }, t("Empty means as many as they like."));
    if (step.kind === "resistance") return el("p", { class: "soft", text: t("That nothing changes is always one of the options: what meets more resistance than that is no step forward.") });
    if (step.kind === "dots") {
      return el("div", {}, numeric(t("Dots per person"), own.dots, 1, 100, (n) => { own.dots = n || 8; own.cap = Math.min(own.cap, own.dots); }),
        numeric(t("Dots on one option, at most"), own.cap, 1, 100, (n) => { own.cap = Math.min(n || own.dots, own.dots); }));
    }
    if (step.kind === "budget") return desk.moneyForm(editor, step);
    if (step.kind === "quadratic") return numeric(t("Credits per person"), own.credits, 4, 400, (n) => { own.credits = n || 25; }, t("With 25 credits, five votes for one option are the most."));
    if (step.kind === "likert") return desk.select(t("Steps to choose from"), [[5, t("Five steps")], [7, t("Seven steps")]], own.steps, (n) => { own.steps = Number(n); });
    if (step.kind === "pins") return el("div", {}, numeric(t("Pins per person"), own.per_person, 1, 50, (n) => { own.per_person = n || 5; }), photos(editor, own));
    if (step.kind === "ideas") return numeric(t("Ideas per person"), own.per_person, 1, 20, (n) => { own.per_person = n || 3; });
    return null;
  }

  function tabs(editor) {
    const group = el("div", { class: "desk-tabs", role: "group", "aria-label": editor.t("Language of the texts") });
    for (const [tag, name] of Object.entries(NAMES)) {
      group.append(el("button", { type: "button", class: "desk-tab", lang: tag, text: name, "aria-pressed": String(tag === editor.language),
        onclick: () => { editor.language = tag; editor.show(); editor.form.querySelector("[aria-pressed=true]").focus(); } }));
    }
    return group;
  }

  function stepForm(editor) {
    const { t } = editor;
    const step = editor.step();
    const head = el("h3", { text: desk.kindWords(t)[step.kind] });
    if (editor.used.has(step.id)) {
      return el("div", {}, head, el("p", { class: "rs-note", text: t("This step has been asked already and cannot be changed. It can be asked again as a second round.") }));
    }
    const list = desk.LISTED.includes(step.kind) ? options : step.kind === "pins" ? categories : null;
    const caution = desk.cautions(t)[step.kind];
    const when = desk.whenWords(t)[step.kind];
    const parts = [
      head,
      caution && el("p", { class: "rs-note", text: caution }),
      when && el("p", { class: "soft", text: when }),
      tabs(editor),
      words(editor, step.title, t("Title"), { longest: 140, listed: true }),
      words(editor, step.text, t("Text"), { long: true, longest: 600 }),
      numeric(t("Minutes"), step.minutes, 0, 240, (n) => { step.minutes = n || 0; editor.drawList(); }),
      list && list(editor, step),
      settings(editor, step),
      desk.asks(step) && inSteps(editor, step.settings),
      NUMBERED.includes(desk.way(step)) && delphi(editor, step),
      desk.twinForm(editor, step),
      step.kind === "show" && card(editor, step),
      !step.settings.output && map(editor, step),
      words(editor, step.notes, t("Notes for the speaker"), { long: true, longest: 1200, help: t("Only the desk sees these.") }),
    ];
    return el("div", {}, ...parts);
  }

  Object.assign(desk, { stepForm, STATUS_QUO });
})();
