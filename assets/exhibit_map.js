/* Small maps of change by district: several beside each other in the same colours, drawn once. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const exhibit = (radslag.exhibit = radslag.exhibit || {});
  const { make, write, keyed } = radslag.results;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDE = 1000;
  const shapes = new Map();

  /** Fetched once, whatever number of maps wants them. */
  function outlines(address) {
    if (!shapes.has(address)) {
      const wanted = fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(address))));
      shapes.set(address, wanted.then(drawn));
      wanted.catch(() => shapes.delete(address));
    }
    return shapes.get(address);
  }

  const rings = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();

  /** GeoJSON as paths on a flat picture: degrees of longitude are shorter up here. */
  function drawn(collection) {
    const all = collection.features.map((feature) => ({ id: String(feature.properties.id || feature.id), rings: rings(feature.geometry) }));
    const points = all.flatMap((area) => area.rings.flat());
    const [west, east] = span(points, 0);
    const [south, north] = span(points, 1);
    const narrow = Math.cos((Math.PI * (south + north)) / 360);
    const size = WIDE / ((east - west) * narrow);
    const at = ([lon, lat]) => [((lon - west) * narrow * size).toFixed(1), ((north - lat) * size).toFixed(1)];
    const place = (point) => at(point).join(" ");
    const areas = all.map((area) => ({ id: area.id, d: area.rings.map((ring) => "M" + ring.map(place).join("L") + "Z").join("") }));
    return { areas, tall: (north - south) * size, at };
  }

  function span(points, axis) {
    return points.reduce(([low, high], point) => [Math.min(low, point[axis]), Math.max(high, point[axis])], [Infinity, -Infinity]);
  }

  const told = (card) => Object.keys(card.areas || {}).length > 0;

  /** Whether there is something to draw: change by district, or places where something new stands. */
  const placed = (card) => (card.spots || []).length + (card.gone || []).length > 0;
  const mapped = (card) => told(card) || placed(card);

  /** Draw the map of one card into `box`; what is read aloud is the list of places beside it. */
  function map(box, card, found, context) {
    box.hidden = !found.outlines || !mapped(card);
    // What it showed before goes: perhaps it is being guessed now.
    if (box.hidden) return void box.replaceChildren();
    box.shows = card;
    outlines(found.outlines).then(({ areas, tall, at }) => {
      if (box.hidden || box.shows !== card) return;
      const svg = box.firstElementChild || frame(box, areas, tall);
      for (const path of svg.querySelectorAll("path[data-area]")) colour(path, card, found, context);
      mark(svg.lastElementChild, card.spots || [], card.gone || [], at);
    }, () => { box.hidden = true; });
    return undefined;
  }

  function colour(path, card, found, context) {
    const range = (card.areas || {})[path.dataset.area];
    path.setAttribute("class", "ex-area " + (told(card) ? style(exhibit.shade(range, found.scale)) : "ex-land"));
    path.style.fill = exhibit.unclear(range) ? "url(#" + path.ownerSVGElement.dataset.hatch + ")" : "";
    write(path.firstElementChild, told(card) ? hover(path.dataset.area, range, found, context) : found.districts[path.dataset.area] || "");
  }

  /** "Spjelkavik: −2.1 GWh a year, between −2.9 and −1.4" */
  function hover(area, range, found, context) {
    const { t } = context;
    const name = found.districts[area] || area;
    const figure = found.cards.flatMap((card) => card.figures).find((each) => each.output === found.output);
    if (!range || !figure) return name + ": " + t("not modelled");
    const it = exhibit.told({ ...figure, change: range, decimals: figure.decimals + (Math.abs(range[1]) < 1 ? 1 : 0) }, context);
    const words = name + ": " + it.change + " " + it.unit + ", " + it.range;
    return exhibit.unclear(range) ? words + ". " + t("may go either way") : words;
  }

  let hatches = 0;

  /** The look of what may go either way: paler lines, so that it is not told by colour alone. */
  function hatch(svg) {
    svg.dataset.hatch = "ex-hatch-" + (hatches += 1);
    const pattern = document.createElementNS(SVG, "pattern");
    const size = { id: svg.dataset.hatch, width: 16, height: 16, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    for (const [name, value] of Object.entries(size)) pattern.setAttribute(name, String(value));
    for (const [look, wide] of [["ex-hatch-ground", 16], ["ex-hatch-line", 6]]) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", look);
      rect.setAttribute("width", String(wide));
      rect.setAttribute("height", "16");
      pattern.append(rect);
    }
    const defs = document.createElementNS(SVG, "defs");
    defs.append(pattern);
    svg.append(defs);
  }

  const piece = (tag, attributes) => Object.entries(attributes).reduce((made, [name, value]) => (made.setAttribute(name, value), made), document.createElementNS(SVG, tag));

  const CROSS = 26; // half of it, in the picture's own measure

  /** New stations by their number, and crosses where one is taken away, above the areas. */
  function mark(group, spots, gone, at) {
    const key = JSON.stringify([spots, gone]);
    if (group.dataset.spots === key) return;
    group.dataset.spots = key;
    const crosses = gone.map((spot) => {
      const [x, y] = at(spot).map(Number);
      return piece("path", { d: `M${x - CROSS} ${y - CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`, class: "ex-gone" });
    });
    group.replaceChildren(...crosses, ...spots.flatMap((spot, n) => {
      const [x, y] = at(spot);
      const number = piece("text", { x, y, dy: "0.36em", class: "ex-spot-number" });
      number.textContent = String(n + 1);
      return [piece("circle", { cx: x, cy: y, class: "ex-spot" }), number];
    }));
  }

  function frame(box, areas, tall) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `-6 -6 ${WIDE + 12} ${(tall + 12).toFixed(0)}`);
    svg.setAttribute("aria-hidden", "true");
    hatch(svg);
    for (const area of areas) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", area.d);
      path.dataset.area = area.id;
      path.append(document.createElementNS(SVG, "title"));
      svg.append(path);
    }
    svg.append(document.createElementNS(SVG, "g"));
    box.replaceChildren(svg);
    return svg;
  }

  const style = (shade) => (shade === "unclear" ? "ex-unclear" : shade === null ? "ex-none" : shade === 0 ? "ex-zero" : shade < 0 ? "ex-down-" + -shade : "ex-up-" + shade);

  /** What the colours mean; only those that some card has. */
  function legend(box, found, { t, lang }, unit) {
    const ranges = found.cards.flatMap((card) => Object.values(card.areas || {}));
    const used = new Set(ranges.map((range) => (exhibit.unclear(range) ? "unclear" : exhibit.shade(range, found.scale))));
    const end = (n) => exhibit.plain(found.scale[n], 9, lang);
    const words = (n, k) => (k === 0 ? t("up to {n}", { n: end(0) }) : t("{n} to {m}", { n: end(k - 1), m: end(k) }));
    const rows = [-3, -2, -1, 0, "unclear", 1, 2, 3].filter((shade) => used.has(shade)).map((shade) => ({
      key: shade, shade,
      text: shade === "unclear" ? t("may go either way") : shade === 0 ? t("no change") : (shade < 0 ? t("less: {n}", { n: words(shade, -shade - 1) }) : t("more: {n}", { n: words(shade, shade - 1) })),
    }));
    if (found.cards.some((card) => (card.spots || []).length)) rows.push({ key: "spot", look: "ex-spotted", text: t("new recycling station") });
    if (found.cards.some((card) => (card.gone || []).length)) rows.push({ key: "gone", look: "ex-gone-sign", text: t("station taken away") });
    const several = found.cards.length > 1 && unit;
    box.hidden = (!rows.length || !found.outlines) && !several;
    if (!box.firstElementChild) box.append(make("span", "ex-legend-unit"), make("ul", ""));
    write(box.firstElementChild, used.size || several ? unit : "");
    keyed(box.lastElementChild, rows, (row) => {
      const item = make("li", "");
      item.append(make("span", "ex-swatch " + (row.look || style(row.shade))), make("span", ""));
      return item;
    }, (item, row) => write(item.lastElementChild, row.text));
  }

  Object.assign(exhibit, { map, mapped, legend });
})();
