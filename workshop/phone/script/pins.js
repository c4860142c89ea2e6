// Pins: a map that moves under a fixed cross-hair, or a place from a list; both do the same job.

const STEP_PX = 40;
const LABELS = 14;

function placing(host, round, step) {
  const { categories, text: texts, per_person: most, length } = step.settings;
  const name = "pin." + round.id;
  const ready = Promise.all([
    admitted.then(() => fetch("/j/" + boot.code + "/places")).then((answer) => answer.json()),
    part(boot.leaflet),
    sheet(boot.leafletStyle),
  ]);
  let city = null;
  let map = null;
  let marks = null;
  let way = store.get("way") || "map";
  let chosen = null;

  const kinds = el("fieldset", { class: "choices" }, el("legend", {}, t("What kind of place is it?")),
    categories.map((category, i) => el("label", { class: "choice" },
      el("input", { type: "radio", name: "category", value: category.id, checked: categories.length === 1 }),
      el("span", { class: "dot cat-" + category.colour, "aria-hidden": "true" }, String.fromCharCode(65 + i)),
      said("span", category.text))));
  const onMap = el("div");
  const onList = el("div");
  const near = el("p", { class: "soft", id: "near" });
  const field = el("textarea", {
    id: "pin-text", class: "rs-textarea", rows: 2, maxlength: MOST_PARTS,
    oninput: () => draft.set(name, field.value),
  });
  const problem = el("p", { class: "problem", role: "alert" });
  const warning = el("div");
  const go = button(t("Place pin"), "primary big", submit);
  const form = el("div");
  const own = el("section");

  function category() {
    const input = kinds.querySelector("input:checked");
    return input && input.value;
  }

  function where() {
    if (way === "list") return chosen && { lat: chosen.lat, lon: chosen.lon, place: chosen.name };
    if (!map) return null;
    const at = map.getCenter();
    return { lat: +at.lat.toFixed(6), lon: +at.lng.toFixed(6) };
  }

  function submit() {
    const at = where();
    if (!category()) return complain(t("Choose first what kind of place it is."), kinds.querySelector("input"));
    if (!at) return complain(t("Choose a place from the list first."), byId("place-search"));
    problem.textContent = "";
    return careful(field, warning, () => place(at), length);
  }

  function place(at) {
    const text = field.value.trim();
    const body = { do: "pin", round: round.id, category: category(), ...at };
    if (texts && text) body.text = text;
    field.value = "";
    draft.set(name, "");
    outbox.put(body);
    return announce(t("Your pin is placed."));
  }

  function complain(words, focus) {
    problem.textContent = words;
    if (focus) focus.focus();
  }

  function choose(next) {
    way = next;
    store.set("way", way);
    onMap.hidden = way !== "map";
    onList.hidden = way !== "list";
    if (map && way === "map") map.invalidateSize();
  }

  function ways() {
    const one = (value, words) => el("label", { class: "dial wide" },
      el("input", { type: "radio", name: "way", value, checked: way === value, onchange: () => choose(value) }),
      el("span", {}, words));
    return el("fieldset", { class: "ways" }, el("legend", {}, t("Where is it?")),
      one("map", t("Point on the map")), one("list", t("Choose a place from a list")));
  }

  function drawMap() {
    const frame = el("div", { id: "map", role: "application", "aria-label": t("Map"), "aria-describedby": "near" });
    put(onMap,
      el("p", { class: "soft" }, t("Move the map until the cross is on the spot.")),
      el("div", { class: "mapbox" }, frame, el("div", { class: "cross", "aria-hidden": "true" })),
      near,
      el("p", { class: "source" }, city.sources.join(" · ")),
      el("div", { class: "nudge", role: "group", "aria-label": t("Move the map") },
        nudge("←", t("West"), -1, 0), nudge("↑", t("North"), 0, -1),
        nudge("↓", t("South"), 0, 1), nudge("→", t("East"), 1, 0),
        button("+", "", () => map.zoomIn(), { "aria-label": t("Zoom in") }),
        button("−", "", () => map.zoomOut(), { "aria-label": t("Zoom out") })));
    const L = window.L;
    const bounds = L.latLngBounds(city.bounds);
    map = L.map(frame, {
      zoomControl: false, attributionControl: false, zoomSnap: 0.5, doubleClickZoom: "center",
      scrollWheelZoom: "center", touchZoom: "center", maxBounds: bounds.pad(0.25), maxZoom: 15,
      fadeAnimation: !calm, zoomAnimation: !calm, inertia: !calm, preferCanvas: true,
    });
    map.fitBounds(bounds);
    map.setMinZoom(map.getZoom() - 0.5);
    // The whole city is too small to aim at: begin nearer, at its largest place.
    if (city.places.length) map.setView([city.places[0].lat, city.places[0].lon], map.getZoom() + 1.5);
    marks = L.layerGroup().addTo(map);
    const labels = L.layerGroup().addTo(map);
    map.on("zoomend moveend", () => label(labels));
    map.on("moveend", tellNear);
    if (city.land_url) fetch(city.land_url).then((answer) => answer.json()).then(land).catch(() => null);
    label(labels);
    tellNear();
  }

  /** The land under it all; without it the map is still there, with its place names. */
  function land(shape) {
    const colour = (token) => getComputedStyle(page).getPropertyValue(token).trim();
    window.L.geoJSON(shape, {
      interactive: false,
      style: { color: colour("--line-strong"), weight: 1, fillColor: colour("--land"), fillOpacity: 1 },
    }).addTo(map);
  }

  function nudge(sign, words, x, y) {
    return button(sign, "", () => map.panBy([x * STEP_PX, y * STEP_PX]), { "aria-label": words });
  }

  /** Names of places, the first ones first, as many as there is room for. */
  function label(layer) {
    layer.clearLayers();
    const taken = [];
    for (const place of city.places) {
      const at = map.latLngToContainerPoint([place.lat, place.lon]);
      const inside = at.x > 0 && at.y > 0 && at.x < map.getSize().x && at.y < map.getSize().y;
      const free = taken.every((other) => Math.abs(other.x - at.x) > 90 || Math.abs(other.y - at.y) > 22);
      if (!inside || !free || taken.length >= LABELS) continue;
      taken.push(at);
      const icon = window.L.divIcon({ className: "place", html: el("span", {}, place.name), iconSize: [0, 0] });
      window.L.marker([place.lat, place.lon], { icon, interactive: false, keyboard: false }).addTo(layer);
    }
  }

  function tellNear() {
    const at = map.getCenter();
    let best = null;
    for (const place of city.places) {
      const far = at.distanceTo([place.lat, place.lon]);
      if (!best || far < best.far) best = { far, place };
    }
    const text = best ? t("Nearest place: {name}, {km} km", {
      name: best.place.name, km: figure(best.far / 1000, 1),
    }) : "";
    if (near.textContent !== text) {
      near.textContent = text;
      announce(text);
    }
  }

  function drawList() {
    const found = el("div", { class: "places" });
    const search = el("input", {
      id: "place-search", class: "rs-input", type: "search", autocomplete: "off", oninput: () => offer(),
    });
    const sorted = [...city.places].sort((a, b) => a.name.localeCompare(b.name, [language, "nb"]));
    function offer() {
      const asked = search.value.trim().toLocaleLowerCase(language);
      const hits = sorted.filter((place) => place.name.toLocaleLowerCase(language).includes(asked));
      put(found, hits.length ? hits.slice(0, 60).map((place) => el("label", { class: "choice" },
        el("input", {
          type: "radio", name: "place", checked: place === chosen, onchange: () => { chosen = place; },
        }), el("span", {}, place.name))) : el("p", { class: "soft" }, t("No place with that name here.")));
    }
    put(onList, el("label", { class: "rs-label", for: "place-search" }, t("Search for a place")), search,
      el("fieldset", { class: "choices" }, el("legend", { class: "visually-hidden" }, t("Places")), found));
    offer();
  }

  function show() {
    const mine = contributions("pin", round.id);
    const spent = mine.length >= most;
    form.hidden = spent;
    if (!field.value && draft.get(name)) field.value = draft.get(name);
    if (!busy(own)) keepFocus(own, () => put(own, mine.length || spent ? el("h2", {}, t("My pins")) : null,
      spent ? el("p", {}, t("You have placed all the pins that one person can place. Thank you!")) : null,
      mine.length ? list(mine) : null));
    if (!marks) return;
    marks.clearLayers();
    for (const pin of mine) {
      const at = categories.findIndex((one) => one.id === pin.category);
      const dot = el("span", { class: "dot cat-" + (categories[at] || {}).colour }, String.fromCharCode(65 + at));
      const icon = window.L.divIcon({ className: "mine", html: dot, iconSize: [28, 28] });
      window.L.marker([pin.lat, pin.lon], { icon, interactive: false, keyboard: false }).addTo(marks);
    }
  }

  function start(told) {
    if (!told[0].bounds) throw new Error("no bounds");
    city = told[0];
    put(form, kinds, ways(), onMap, onList,
      texts ? el("label", { class: "rs-label", for: "pin-text" }, t("A few words about it (optional)")) : null,
      texts ? field : null,
      texts ? el("p", { class: "soft" }, t("A moderator reads it before anybody else sees it. Do not write names or numbers of people.")) : null,
      warning, problem, go);
    put(host, form, own);
    choose(way);
    drawList();
    onMap.hidden = false;
    drawMap();
    choose(way);
    show();
  }

  put(host, el("p", { class: "soft", role: "status" }, t("Getting the map …")));
  ready.then((told) => {
    if (host.isConnected) start(told);
  }).catch(() => {
    put(host, el("p", {}, t("The map could not be fetched.")),
      button(t("Try again"), "primary", () => placing(host, round, step)));
  });
  return { refresh: () => city && show() };
}

const sheets = {};
function sheet(address) {
  sheets[address] = sheets[address] || new Promise((done) => {
    document.head.append(el("link", { rel: "stylesheet", href: address, onload: done, onerror: done }));
  });
  return sheets[address];
}
