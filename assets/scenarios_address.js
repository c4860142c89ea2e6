/* What is on the screen, in the address: the mix, the year, and what is looked at. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const DEFAULTS = { year: 2040, output: "energy_total", view: "difference", theme: "energy", tab: "indicators", other: "" };

  /* "retrofit_dwellings~0.25~2027~15080100.15080200,lighting~0.5~2025" and back. */
  const written = (chosen) => chosen.map((each) => [each.measure, each.level, each.start, (each.areas || []).join("."), page.spots.written(each.places), page.spots.written(each.closed)].join("~").replace(/~+$/, "")).join(",");

  function readMix(text, measures, start) {
    const mix = {};
    for (const part of (text || "").split(",")) {
      const [id, level, from, areas, spots, gone] = part.split("~");
      const measure = measures.find((each) => each.id === id);
      const year = Number(from);
      const many = Math.max(0, Number(level) || 0);
      const [places, closed] = [page.spots.read(spots), page.spots.read(gone)];
      if (!measure || !acts({ level: many, closed })) continue;
      mix[id] = {
        level: Math.min(measure.highest, many),
        start: year >= start.earliest && year <= start.latest ? year : start.earliest,
        areas: (areas || "").split(".").filter((area) => start.areas.some((each) => each.id === area)),
        ...(places.length && { places }),
        ...(closed.length && { closed }),
      };
    }
    return mix;
  }

  /** Whether a measure does anything at all: it has a level, or takes something of today's away. */
  function acts(held) {
    return Boolean(held) && (held.level > 0 || (held.closed || []).length > 0);
  }

  /** What the address says should be on the screen. */
  function read(room) {
    const query = new URLSearchParams(window.location.search);
    const known = (name, list) => (list.includes(query.get(name)) ? query.get(name) : DEFAULTS[name]);
    const from = query.get("from") || "";
    const offered = room.offers().find((each) => each.id === from);
    const mix = query.has("m") || !offered ? readMix(query.get("m"), room.start.measures, room.start) : room.mixOf(offered.chosen);
    const year = Number(query.get("year"));
    return {
      mix,
      from: offered ? from : Object.keys(mix).length ? "own" : "baseline",
      year: room.start.years.includes(year) ? year : DEFAULTS.year,
      output: known("output", room.start.outputs.map((each) => each.id)),
      view: known("view", ["difference", "absolute", "circles"]),
      theme: known("theme", ["energy", "circular"]),
      tab: known("tab", page.tabNames),
      other: query.get("other") === "baseline" ? "baseline" : "",
    };
  }

  /** The same back, as it is kept in the address. */
  function told(room) {
    const query = new URLSearchParams();
    const { state } = room;
    if (!["own", "baseline"].includes(state.from)) query.set("from", state.from);
    else if (room.chosen().length) query.set("m", written(room.chosen()));
    for (const name of ["year", "output", "view", "theme", "tab"]) if (state[name] !== DEFAULTS[name]) query.set(name, state[name]);
    if (state.other === "baseline") query.set("other", "baseline");
    const text = query.toString();
    return window.location.pathname + (text ? `?${text}` : "");
  }

  function keep(room) {
    window.history.replaceState(window.history.state, "", told(room));
  }

  Object.assign(page, { acts, address: { read, keep } });
})();
