/* What the model knows of an option of a basket: the measure that it stands for, and what that would cost.
   The cost is proposed, never taken over by itself: with its range, and whether a source is named for it. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const desk = (radslag.desk = radslag.desk || {});
  const { el, put, field, button } = desk;
  const STARTS = [2025, 2026, 2027, 2028, 2029, 2030, 2032, 2035, 2040];
  const KRONER = { MNOK: 1, TNOK: 1e3, NOK: 1e6 }; // in a million kroner
  const FIRST = 0.5; // of its highest level, where a measure begins

  function select(label, choices, value, set) {
    const control = el("select", { class: "rs-select" }, ...choices.map(([id, text]) => el("option", { value: id, text })));
    control.value = String(value);
    control.addEventListener("change", () => set(control.value));
    return field(label, control);
  }

  /** "25 %", or "3" of what is counted. */
  const told = (level, each, lang) => radslag.exhibit.level({ unit: each.unit, level }, lang);

  /** A level is told in notches of the measure's slider. */
  const notch = (each, n) => Number((n * each.step).toFixed(6));

  function levels(each, lang) {
    const notches = Math.round(each.highest / each.step);
    return Array.from({ length: notches }, (_, n) => notch(each, n + 1)).map((level) => [String(level), told(level, each, lang)]);
  }

  async function fetched(editor, step, one) {
    const query = new URLSearchParams({ ...one, year: step.settings.year || 2040 });
    const answer = await fetch("/desk/" + editor.room.root.dataset.session + "/cost.json?" + query).catch(() => null);
    return answer && answer.ok ? answer.json() : {};
  }

  /** What the model says of its cost, with a button that takes it over in the unit of the step. */
  function proposal(editor, step, chosen, use) {
    const { t, room } = editor;
    const place = el("div", { class: "desk-edit-proposal", role: "status" });
    const f = radslag.results.figures(room.lang);
    const say = (text) => place.replaceChildren(el("p", { class: "soft", text }));
    async function ask() {
      const now = chosen();
      place.replaceChildren();
      if (!now) return;
      const answer = await fetched(editor, step, now);
      if (JSON.stringify(chosen()) !== JSON.stringify(now)) return;
      if (!answer.invested) return void say(t("The model tells no investment for this measure."));
      const [low, middle, high] = answer.invested;
      const source = answer.assumption ? " " + t("The price is an assumption: no source is named for it.") : "";
      say(t("The model: {n} million kroner until {year}, between {low} and {high}.", { n: f.mean(middle), year: answer.year, low: f.mean(low), high: f.mean(high) }) + source);
      const each = KRONER[step.settings.unit];
      if (!each) return;
      const whole = Math.max(1, Math.round(middle * each));
      place.append(button(t("Use {n} as its cost", { n: f.count(whole) }), () => use(whole), { kind: "quiet" }));
    }
    ask();
    return { place, ask };
  }

  /** The fold below an option: which measure, how much of it, from when. */
  function measureOf(editor, step, option, use) {
    const { t, room } = editor;
    const own = step.settings;
    const summary = el("summary", { class: "desk-edit-measure-head" });
    const body = el("div", { class: "desk-edit-measure-body" });
    const held = () => (own.measures || {})[option.id];

    const named = (measures) => measures.find((each) => held() && each.id === held().measure);

    function head(each) {
      const now = held();
      const what = each ? room.pick(each.names) + ", " + told(now.level, each, room.lang) : now ? "…" : t("not modelled");
      put(summary, t("In the model: {what}", { what }));
    }

    /** In the whole city, or in one of its districts. */
    function where(now, districts, set) {
      const choices = [["", t("the whole city")], ...Object.entries(districts || {}).sort((a, b) => a[1].localeCompare(b[1], room.lang))];
      return select(t("Where"), choices, (now.areas || [])[0] || "", (area) => set({ areas: area ? [area] : [] }));
    }

    function choose(known, id) {
      const next = known.find((each) => each.id === id);
      const { [option.id]: gone, ...others } = own.measures || {};
      const level = next && notch(next, Math.max(1, Math.round(FIRST * next.highest / next.step)));
      own.measures = next ? { ...others, [option.id]: { measure: id, level, start: gone ? gone.start : 2027 } } : others;
      fill().then(() => body.querySelector("select").focus());
    }

    async function fill() {
      const { measures: known, districts } = await desk.twin(room);
      const now = held();
      const each = named(known);
      const cost = proposal(editor, step, held, use);
      const set = (more) => {
        own.measures = { ...own.measures, [option.id]: { ...held(), ...more } };
        head(each);
        cost.ask();
      };
      const which = [["", t("none: not modelled")], ...known.map((measure) => [measure.id, room.pick(measure.names)])];
      const more = each ? [select(t("How much of it"), levels(each, room.lang), now.level, (level) => set({ level: Number(level) })),
        select(t("From the year"), STARTS.map((year) => [String(year), String(year)]), now.start, (start) => set({ start: Number(start) })),
        each.by_area && where(now, districts, set)] : [];
      body.replaceChildren(el("div", { class: "desk-row" }, select(t("Measure of the model"), which, now ? now.measure : "", (id) => choose(known, id)), ...more.filter(Boolean)), cost.place);
      head(each);
    }

    const fold = el("details", { class: "desk-edit-measure" }, summary, body);
    fold.addEventListener("toggle", () => { if (fold.open && !body.firstChild) fill(); });
    head(null);
    if (held()) desk.twin(room).then(({ measures }) => head(named(measures)));
    return fold;
  }

  Object.assign(desk, { measureOf });
})();
