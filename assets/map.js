/* What the maps do in the browser: colours, hover cards, keyboard, pins.
   dash-leaflet finds these functions by name (layers/leaflet.py); text is never set as HTML. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const SVG = "http://www.w3.org/2000/svg";

  /* The hatching of missing values, once a document. */
  function hatch() {
    if (document.getElementById("map-hatch") || !document.body) return;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "map-patterns");
    svg.setAttribute("aria-hidden", "true");
    const pattern = document.createElementNS(SVG, "pattern");
    const attributes = { id: "map-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
    const ground = document.createElementNS(SVG, "rect");
    ground.setAttribute("width", 7);
    ground.setAttribute("height", 7);
    ground.setAttribute("class", "map-hatch-ground");
    const line = document.createElementNS(SVG, "rect");
    line.setAttribute("width", 2);
    line.setAttribute("height", 7);
    line.setAttribute("class", "map-hatch-line");
    pattern.append(ground, line);
    svg.append(pattern);
    document.body.append(svg);
  }
  if (document.body) hatch();
  else document.addEventListener("DOMContentLoaded", hatch);

  const areaOf = (feature) => String(feature.properties.area ?? feature.properties.id);

  /* hideout = {areas: {id: [shade, name, text, unsure]}, own: id, focus: id, chosen: id|null} */
  function reading(feature, hideout) {
    return ((hideout && hideout.areas) || {})[areaOf(feature)] || null;
  }

  /* An area of which nobody can tell whether it goes up or down. */
  const UNSURE = { color: "var(--map-own)", weight: 1.5, dashArray: "2 5", fillOpacity: 0.4 };

  function style(feature, context) {
    const hideout = context.hideout || {};
    const found = reading(feature, hideout);
    if (!found) return { stroke: false, fill: false, interactive: false };
    const area = areaOf(feature);
    const marked = area === hideout.own || area === hideout.chosen;
    return {
      fillColor: found[0] ? `var(--map-${found[0]})` : "url(#map-hatch)",
      fillOpacity: 1,
      color: marked ? "var(--map-own)" : "var(--map-line)",
      weight: marked ? 2.5 : 1,
      opacity: 1,
      ...(found[3] ? UNSURE : {}),
    };
  }

  /* Squares that lie over the land and under what is put on it. */
  function around() {
    return { color: "var(--map-own)", weight: 2.5, fillColor: "var(--map-own)", fillOpacity: 0.14 };
  }

  function hoverCard(name, text) {
    const card = document.createElement("div");
    const title = document.createElement("strong");
    title.textContent = name;
    const value = document.createElement("span");
    value.textContent = text;
    card.append(title, value);
    return card;
  }

  /* One tab stop for the whole layer; arrows walk to the nearest area in that direction. */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function middle(layer, map) {
    return map.latLngToLayerPoint(layer.getBounds().getCenter());
  }

  function neighbour(from, direction, group, map) {
    const here = middle(from, map);
    let best = null;
    let least = Infinity;
    group.forEach((layer) => {
      if (layer === from || !layer.getElement || !layer.getElement()) return;
      const there = middle(layer, map);
      const along = (there.x - here.x) * direction[0] + (there.y - here.y) * direction[1];
      const across = Math.abs((there.x - here.x) * direction[1]) + Math.abs((there.y - here.y) * direction[0]);
      if (along <= 0) return;
      const far = along + 2 * across;
      if (far < least) [least, best] = [far, layer];
    });
    return best;
  }

  function walk(event, layer, map) {
    const container = layer.getElement().parentNode;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      const latlng = layer.getBounds().getCenter();
      layer.fire("click", { latlng, layerPoint: map.latLngToLayerPoint(latlng), originalEvent: event }, true);
      return;
    }
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const next = neighbour(layer, direction, container.radslagAreas || [], map);
    if (!next) return;
    if (!map.getBounds().contains(next.getBounds().getCenter())) map.panTo(next.getBounds().getCenter());
    layer.getElement().setAttribute("tabindex", "-1");
    // Moving a path in the document takes the focus from it: first to the front, then the focus.
    next.bringToFront();
    next.getElement().setAttribute("tabindex", "0");
    next.getElement().focus({ preventScroll: true });
  }

  /* The own area's outline lies above its neighbours'. */
  function toFront(layer) {
    if (layer.getElement() && layer.getElement() !== document.activeElement) layer.bringToFront();
  }

  /* dash-leaflet leaves aside what it is told while it fetches the shapes. Whoever draws looks once
     whether the page says something else by now, and says it again. */
  const checked = new Set();

  function catchUp(context) {
    if (checked.has(context.id)) return;
    checked.add(context.id);
    window.requestAnimationFrame(() => {
      checked.delete(context.id);
      const now = window.dash_component_api.getLayout(context.id);
      if (!now || JSON.stringify(now.props.hideout) === JSON.stringify(context.hideout)) return;
      window.dash_clientside.set_props(context.id, { hideout: { ...now.props.hideout } });
    });
  }

  function reachable(feature, layer, context) {
    catchUp(context);
    const hideout = context.hideout || {};
    const found = reading(feature, hideout);
    if (!found) return;
    const [, name, text] = found;
    layer.bindTooltip(hoverCard(name, text), { sticky: true, className: "map-tip", direction: "top" });
    layer.on("add", function () {
      const path = layer.getElement();
      if (!path) return;
      const areas = (path.parentNode.radslagAreas = path.parentNode.radslagAreas || new Set());
      areas.add(layer);
      layer.once("remove", () => areas.delete(layer));
      path.setAttribute("role", "button");
      path.setAttribute("tabindex", areaOf(feature) === hideout.focus ? "0" : "-1");
      path.setAttribute("aria-label", `${name}: ${text}`);
      path.setAttribute("data-area", areaOf(feature));
      if (areaOf(feature) === hideout.own) window.requestAnimationFrame(() => toFront(layer));
      path.addEventListener("keydown", (event) => walk(event, layer, context.map));
      path.addEventListener("focus", () => layer.openTooltip(layer.getBounds().getCenter()));
      path.addEventListener("blur", () => layer.closeTooltip());
    });
  }

  /* Land, only to look at. Every map has it, so the zoom buttons get their words here. */
  function quiet(feature, context) {
    nameButtons(context.map);
    return { className: "map-land", interactive: false };
  }

  function nameButtons(map) {
    const container = map && map.getContainer();
    const frame = container && container.closest(".map-frame");
    if (!frame) return;
    for (const [part, words] of [["in", frame.dataset.zoomIn], ["out", frame.dataset.zoomOut]]) {
      const button = container.querySelector(`.leaflet-control-zoom-${part}`);
      if (!button || !words) continue;
      button.title = words;
      button.setAttribute("aria-label", words);
    }
  }

  /* On a page that scrolls, the wheel zooms only a map that somebody has entered. */
  const wake = (event) => event.target.scrollWheelZoom.enable();
  const doze = (event) => event.target.scrollWheelZoom.disable();

  function placeLabel(feature, latlng, context) {
    const label = document.createElement("span");
    label.textContent = feature.properties.name;
    const icon = window.L.divIcon({ className: "map-place", html: label, iconSize: null });
    const marker = window.L.marker(latlng, { icon, interactive: false, keyboard: false });
    marker.on("add", () => {
      marker.getElement().dataset.inside = feature.properties.rank || 0;
      marker.getElement().setAttribute("aria-hidden", "true");
      soon(context.map);
    });
    if (!context.map.radslagLabels) {
      context.map.radslagLabels = true;
      context.map.on("zoomend moveend", () => soon(context.map));
    }
    return marker;
  }

  /* Labels that the edge would cut, or that would lie on each other, give way: the city's own come
     first, then as they stand. */
  function declutter(map) {
    const labels = [...map.getContainer().querySelectorAll(".map-place")];
    labels.sort((a, b) => Number(b.dataset.inside || 0) - Number(a.dataset.inside || 0));
    const frame = map.getContainer().getBoundingClientRect();
    const kept = [];
    for (const label of labels) {
      label.classList.remove("hidden");
      const box = label.firstChild.getBoundingClientRect();
      const covered = kept.some((other) => box.left < other.right + 6 && box.right > other.left - 6
        && box.top < other.bottom + 2 && box.bottom > other.top - 2);
      const cut = box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom;
      label.classList.toggle("hidden", covered || cut);
      if (!covered && !cut) kept.push(box);
    }
  }

  const waiting = new WeakSet();

  function soon(map) {
    if (waiting.has(map)) return;
    waiting.add(map);
    window.requestAnimationFrame(() => {
      waiting.delete(map);
      if (map.getContainer().isConnected) declutter(map);
    });
  }

  const SHAPES = {
    circle: "M12 3a9 9 0 1 0 .01 0Z",
    square: "M4 4h16v16H4Z",
    triangle: "M12 2 22.5 20.5h-21Z",
    diamond: "M12 1 23 12 12 23 1 12Z",
  };

  /* A pin has colour and shape, so that its category is never told by colour alone. */
  function pin(feature, latlng) {
    const { colour, shape, category, text } = feature.properties;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SHAPES[shape] || SHAPES.circle);
    svg.append(path);
    const icon = window.L.divIcon({ className: `map-pin ${colour}`, html: svg, iconSize: [22, 22] });
    const label = [category, text].filter(Boolean).join(": ");
    const marker = window.L.marker(latlng, { icon, alt: label, title: "", keyboard: true });
    // Leaflet gives its name only to icons that are pictures.
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label || "•"));
    if (label) marker.bindTooltip(hoverCard(category || text, category ? text : ""), { className: "map-tip", direction: "top" });
    return marker;
  }

  /* An amount: how far its circle reaches is told in pixels, its colour by its class. */
  function circle(feature, latlng, context) {
    const { size, kind } = feature.properties;
    return window.L.circleMarker(latlng, { radius: size, className: `map-circle ${kind}`, interactive: false, pane: context.pane || "overlayPane" });
  }

  const COLOUR_SHAPES = { teal: "circle", orange: "square", blue: "triangle", purple: "diamond" };

  /* results.pins and step.settings.categories → GeoJSON; twin of layers/points.py. */
  function pins(list, categories, language) {
    const known = Object.fromEntries((categories || []).map((one) => [one.id, one]));
    const say = (text) => (text && (text[language] || text.nb || text.nn || text.sv || text.en)) || "";
    const features = (list || []).map((one) => {
      const category = known[one.category] || {};
      const colour = COLOUR_SHAPES[category.colour] ? category.colour : "teal";
      return {
        type: "Feature",
        geometry: { type: "Point", coordinates: [one.lon, one.lat] },
        properties: { id: one.id, colour, shape: COLOUR_SHAPES[colour], category: say(category.text), text: one.text || "" },
      };
    });
    return { type: "FeatureCollection", features };
  }

  radslag.map = { style, around, reachable, quiet, wake, doze, placeLabel, circle, pin, pins };
})();
