/* Draws the scenarios of a step: one with its map and figures, or several beside each other on one scale.
   `compact` leaves the name and the figure that counts: the answers have come, and take the room. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const exhibit = (radslag.exhibit = radslag.exhibit || {});
  const { make, write, part, keyed, pick, picked } = radslag.results;

  /** A figure: what it is, the change, and where between its ends it lies. */
  function figureRow() {
    const row = make("li", "ex-figure");
    const bar = make("span", "ex-bar");
    bar.append(make("span", "ex-zero-line"), make("span", "ex-span"), make("span", "ex-dot"));
    row.append(make("span", "ex-name"), make("strong", "ex-change"), make("span", "ex-unit"), bar, make("span", "ex-range"));
    return row;
  }

  function fillFigure(row, figure, found, context) {
    const it = exhibit.told(figure, context);
    write(part(row, "ex-name"), it.name);
    write(part(row, "ex-change"), it.change);
    write(part(row, "ex-unit"), it.unit);
    write(part(row, "ex-range"), it.short);
    row.classList.toggle("ex-unsure", !it.certain);
    row.classList.toggle("ex-missing", !figure.change);
    if (!figure.change) return;
    const [low, high] = exhibit.domain(found.cards, figure.output);
    const at = (value) => (100 * (value - low)) / (high - low || 1);
    const p50 = figure.change[1];
    const [p10, p90] = [figure.change[0] ?? p50, figure.change[2] ?? p50];
    const [left, right] = [at(Math.min(p10, p90)), at(Math.max(p10, p90))];
    part(row, "ex-zero-line").style.left = at(0) + "%";
    part(row, "ex-span").style.left = left + "%";
    part(row, "ex-span").style.width = right - left + "%";
    part(row, "ex-dot").style.left = at(p50) + "%";
  }

  const rowsOf = (figures) => figures.map((figure) => ({ ...figure, key: figure.output }));

  function cardElement() {
    const card = make("article", "ex-card");
    card.append(make("h2", "ex-title"), make("p", "ex-about"), make("ul", "ex-measures"), make("div", "ex-map"),
      make("ul", "ex-figures"), make("p", "ex-places"), make("div", "ex-cost"), make("p", "ex-origin"), make("ul", "ex-kpis"));
    part(card, "ex-cost").append(make("h2", ""), make("ul", "ex-figures"));
    return card;
  }

  function fillCard(element, card, found, context) {
    const { t, lang } = context;
    write(part(element, "ex-title"), pick(card.names, lang), picked(card.names, lang));
    write(part(element, "ex-about"), pick(card.about, lang), picked(card.about, lang));
    const listed = found.kind === "live" ? [] : card.measures;
    keyed(part(element, "ex-measures"), listed.map((each) => ({ ...each, key: each.id })), () => make("li", ""),
      (item, each) => write(item, exhibit.measure(each, context)));
    exhibit.map(part(element, "ex-map"), card, found, context);
    const [figures, costs] = element.querySelectorAll(".ex-figures");
    const update = (row, figure) => fillFigure(row, figure, found, context);
    const shown = found.cards.length > 1 ? exhibit.figures(card, found, exhibit.compared(found, 3)) : card.figures.slice(0, (card.kpis || []).length ? 2 : 3);
    keyed(figures, rowsOf(shown), figureRow, update);
    keyed(costs, rowsOf(card.cost.slice(0, 2)), figureRow, (row, figure) => {
      update(row, figure);
      // Under each other, a column has one name; who costs otherwise says so.
      row.classList.toggle("ex-own", found.cards.length > 1 && figure.output !== (found.cards[0].cost[0] || {}).output);
    });
    part(element, "ex-cost").hidden = !card.cost.length;
    write(element.querySelector(".ex-cost > h2"), t("What it costs"));
    write(part(element, "ex-places"), places(card, found, context));
    write(part(element, "ex-origin"), exhibit.origin(card, context));
    exhibit.kpis(part(element, "ex-kpis"), card, found, context);
  }

  /** Where it is felt most, for who cannot see the map. */
  function places(card, found, { t }) {
    const named = (card.places || []).map(([area]) => found.districts[area]).filter(Boolean);
    return named.length ? t("Felt most in {places}", { places: named.join(", ") }) : "";
  }

  /** Where the sliders stand, as the room sees them. */
  function slider() {
    const row = make("li", "ex-slider");
    const track = make("span", "ex-track");
    track.append(make("span", "ex-level"));
    row.append(make("span", "ex-name"), track, make("strong", "ex-change"));
    return row;
  }

  function fillSliders(list, found, { lang }) {
    const chosen = new Map(((found.live && found.live.chosen) || []).map((each) => [each.measure, each.level]));
    const rows = found.sliders.map((each) => ({ ...each, key: each.id, level: found.live ? chosen.get(each.id) || 0 : each.level }));
    list.hidden = !rows.length;
    keyed(list, rows, slider, (row, each) => {
      write(part(row, "ex-name"), pick(each.names, lang));
      write(part(row, "ex-change"), exhibit.level(each, lang));
      part(row, "ex-level").style.transform = `scaleX(${(each.level / each.highest).toFixed(4)})`;
    });
  }

  /** What the colours of the map mean: of what, in which unit and year. */
  function mapped(figure, found, { t, lang }) {
    const year = found.cards.map((card) => card.year).find(Boolean);
    const told = t("{what}, {unit}, {year} compared with today's course", { what: pick(figure.names, lang), unit: exhibit.unit(figure.unit, t), year });
    return found.cards.length > 1 ? told + " · " + exhibit.origins(found.cards, { t, lang }) : told;
  }

  function skeleton(element) {
    if (element.firstElementChild) return;
    element.classList.add("ex");
    element.append(make("p", "ex-asked"), make("ul", "ex-sliders"), make("div", "ex-cards"), make("div", "ex-legend"), make("p", "ex-wait"));
  }

  /** Draw what `shows` found into `element`; options: compact. */
  function draw(element, found, context, options) {
    element.hidden = !found;
    if (!found) return void element.replaceChildren();
    skeleton(element);
    const { t } = context;
    element.dataset.kind = found.kind;
    element.dataset.many = String(found.cards.length);
    element.dataset.compact = String(Boolean(options && options.compact));
    element.dataset.maps = String(Boolean(found.outlines) && found.cards.some(exhibit.mapped));
    write(part(element, "ex-asked"), (options && options.asked) || "");
    fillSliders(part(element, "ex-sliders"), found, context);
    keyed(part(element, "ex-cards"), found.cards.map((card, index) => ({ ...card, key: card.scenario || "live" + index })),
      cardElement, (child, card) => fillCard(child, card, found, context));
    const first = found.cards.flatMap((card) => card.figures).find((figure) => figure.output === found.output);
    exhibit.legend(part(element, "ex-legend"), found, context, first ? mapped(first, found, context) : "");
    const waiting = found.kind === "live" && !found.cards.length;
    write(part(element, "ex-wait"), waiting ? t("The sliders stand still. What changes is shown here.") : "");
    part(element, "ex-wait").hidden = !waiting;
    return undefined;
  }

  Object.assign(exhibit, { draw });
})();
