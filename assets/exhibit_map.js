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
  const mapped = (card) => told(card) || (card.spots || []).length > 0;

  /** Draw the map of one card into `box`; what is read aloud is the list of places beside it. */
  function map(box, card, found) {
    box.hidden = !found.outlines || !mapped(card);
    if (box.hidden) return;
    outlines(found.outlines).then(({ areas, tall, at }) => {
      const svg = box.firstElementChild || frame(box, areas, tall);
      const shade = (area) => (told(card) ? style(exhibit.shade(card.areas[area], found.scale)) : "ex-land");
      for (const path of svg.querySelectorAll("path")) path.setAttribute("class", "ex-area " + shade(path.dataset.area));
      mark(svg.lastElementChild, card.spots || [], at);
    }, () => { box.hidden = true; });
  }

  const piece = (tag, attributes) => Object.entries(attributes).reduce((made, [name, value]) => (made.setAttribute(name, value), made), document.createElementNS(SVG, tag));

  /** New stations by their number, above the areas. */
  function mark(group, spots, at) {
    const key = JSON.stringify(spots);
    if (group.dataset.spots === key) return;
    group.dataset.spots = key;
    group.replaceChildren(...spots.flatMap((spot, n) => {
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
    for (const area of areas) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", area.d);
      path.dataset.area = area.id;
      svg.append(path);
    }
    svg.append(document.createElementNS(SVG, "g"));
    box.replaceChildren(svg);
    return svg;
  }

  const style = (shade) => (shade === null ? "ex-none" : shade === 0 ? "ex-zero" : shade < 0 ? "ex-down-" + -shade : "ex-up-" + shade);

  /** What the colours mean; only those that some card has. */
  function legend(box, found, { t, lang }, unit) {
    const used = new Set(found.cards.flatMap((card) => Object.values(card.areas || {}).map((range) => exhibit.shade(range, found.scale))));
    const end = (n) => exhibit.plain(found.scale[n], 9, lang);
    const words = (n, k) => (k === 0 ? t("up to {n}", { n: end(0) }) : t("{n} to {m}", { n: end(k - 1), m: end(k) }));
    const rows = [-3, -2, -1, 0, 1, 2, 3].filter((shade) => used.has(shade)).map((shade) => ({
      key: shade, shade,
      text: shade === 0 ? t("no clear change") : (shade < 0 ? t("less: {n}", { n: words(shade, -shade - 1) }) : t("more: {n}", { n: words(shade, shade - 1) })),
    }));
    if (found.cards.some((card) => (card.spots || []).length)) rows.push({ key: "spot", look: "ex-spotted", text: t("new recycling station") });
    box.hidden = !rows.length || !found.outlines;
    if (!box.firstElementChild) box.append(make("span", "ex-legend-unit"), make("ul", ""));
    write(box.firstElementChild, used.size ? unit : "");
    keyed(box.lastElementChild, rows, (row) => {
      const item = make("li", "");
      item.append(make("span", "ex-swatch " + (row.look || style(row.shade))), make("span", ""));
      return item;
    }, (item, row) => write(item.lastElementChild, row.text));
  }

  Object.assign(exhibit, { map, mapped, legend });
})();
