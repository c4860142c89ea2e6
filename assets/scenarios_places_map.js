/* Stations on the scenarios page's map, and how their places are written in an address.
   dash-leaflet finds `station` and `tapped` by name (layers/leaflet.py); text is never set as HTML. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const page = (radslag.scenarios = radslag.scenarios || {});
  const spots = (page.spots = page.spots || {});
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const LAYER = "scenarios-map-places";
  const PARTS = 1e5; // of a degree: as finely as places are shown, about a metre
  const ABOVE = { new: 2000, gone: 1500, today: 1000, maybe: 0 };

  /* "615500_6247200.635300_6246900" and back: longitude and latitude of each place. */
  const written = (places) => (places || []).map((place) => place.map((degrees) => Math.round(degrees * PARTS)).join("_")).join(".");

  function read(text) {
    const found = (text || "").split(".").map((each) => each.match(/^(-?\d+)_(-?\d+)$/)).filter(Boolean)
      .map(([, lon, lat]) => [lon / PARTS, lat / PARTS]).filter(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
    return found;
  }

  const rounded = (place) => place.map((degrees) => Math.round(degrees * PARTS) / PARTS);

  /** "62.4713, 6.1535" as people write it: north first, with points or commas; null if it is none. */
  function typed(text) {
    const [lat, lon, more] = (text.match(/-?\d+(?:[.,]\d+)?/g) || []).map((each) => Number(each.replace(",", ".")));
    return lon === undefined || more !== undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180 ? null : rounded([lon, lat]);
  }

  const shown = ([lon, lat]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;

  /** A mark of a station; the list beside the map says the same, so that it is hidden from readers. */
  function station(feature, latlng) {
    const { kind, label, text, at } = feature.properties;
    const mark = document.createElement("span");
    mark.textContent = label;
    const icon = window.L.divIcon({ className: `map-station ${kind}`, html: mark, iconSize: [34, 34] });
    const marker = window.L.marker(latlng, { icon, keyboard: false, draggable: kind === "maybe", autoPan: true, zIndexOffset: ABOVE[kind] });
    const tip = document.createElement("strong");
    tip.textContent = text;
    marker.bindTooltip(tip, { className: "map-tip", direction: "top", offset: [0, -14] });
    marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
    marker.on("click", () => {
      if (spots.toggled && (kind === "today" || kind === "gone")) spots.toggled(feature.geometry.coordinates);
    });
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLatLng();
      if (spots.moved) spots.moved(at, [lng, lat]);
    });
    return marker;
  }

  /** Where somebody clicked the map. */
  function tapped(event) {
    if (spots.tapped) spots.tapped([event.latlng.lng, event.latlng.lat]);
  }

  /** With keys it is a district that one stands on: its middle is meant. */
  document.addEventListener("keydown", (event) => {
    const area = event.key === "Enter" && event.target.closest && event.target.closest("#scenarios-map path[data-area]");
    if (area && spots.entered) spots.entered(area.dataset.area);
  }, true);

  let sent = "";

  /** Send the marks: [{kind, label, text, at, place}]. */
  function draw(marks) {
    const features = marks.map(({ place, ...properties }) => ({ type: "Feature", geometry: { type: "Point", coordinates: place }, properties }));
    const key = JSON.stringify(features);
    if (sent === key) return;
    sent = key;
    dc.set_props(LAYER, { data: { type: "FeatureCollection", features } });
  }

  Object.assign(radslag.map, { station, tapped });
  Object.assign(spots, { written, read, rounded, typed, shown, draw });
})();
