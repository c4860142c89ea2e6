/* Small pieces that the scenarios page is built from: elements, drawings, numbers with their ranges. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const page = (radslag.scenarios = radslag.scenarios || {});
  const SVG = "http://www.w3.org/2000/svg";
  const TAGS = { nb: "nb-NO", nn: "nb-NO", sv: "sv-SE", en: "en-GB" };
  const NO_BREAK = "\u00a0";

  function furnish(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  /** An element with attributes, listeners (onclick) and children; texts become text nodes. */
  const el = (tag, attributes, ...children) => furnish(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => furnish(document.createElementNS(SVG, tag), attributes, children);

  /** Change a text only when it differs: focus and screen readers stay calm. */
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function mark(element, name, value) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }

  const button = (text, onclick, kind) =>
    el("button", { type: "button", class: `rs-button ${kind || ""}`.trim(), onclick, text });

  function field(text, control, help) {
    const hint = help && el("p", { class: "soft scenarios-hint", id: `${control.id}-help`, text: help });
    if (hint) control.setAttribute("aria-describedby", hint.id);
    return el("div", { class: "scenarios-field" }, el("label", { class: "rs-label", for: control.id, text }), control, hint);
  }

  const option = (value, text, chosen) => el("option", { value, text, selected: chosen });

  /** How many decimals a figure is told with: never finer than its own range. */
  function places(range, decimals) {
    const width = range ? Math.abs(range[2] - range[0]) : 0;
    if (!(width > 0)) return decimals;
    return Math.min(decimals, -Math.floor(Math.log10(width / 4)));
  }

  class Figures {
    constructor(lang) {
      this.tag = TAGS[lang] || TAGS.en;
    }

    /** `digits` below zero rounds to tens, hundreds … */
    number(value, digits) {
      if (value === null || value === undefined) return "–";
      const size = digits < 0 ? 10 ** -digits : 0;
      const rounded = size ? Math.round(value / size) * size : value;
      const shown = Math.max(0, digits);
      return new Intl.NumberFormat(this.tag, { minimumFractionDigits: shown, maximumFractionDigits: shown }).format(rounded).replace("-", "−").replace(/^−(?=[0,.\s]*$)/, "");
    }

    sensible(value) {
      const size = Math.abs(value);
      const digits = value === Math.round(value) || size >= 1000 ? 0 : size >= 100 ? 1 : size >= 0.1 ? 2 : 3;
      return new Intl.NumberFormat(this.tag, { maximumFractionDigits: digits }).format(value + 0).replace("-", "−");
    }

    signed(value, digits) {
      const text = this.number(value, digits);
      return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
    }

    /** "41,2 GWh (38,0 – 45,1)"; `sign` shows which way a change goes. */
    told(range, output, sign) {
      if (!range || range[1] === null) return "–";
      const digits = output.digits === undefined ? places(range, output.decimals) : output.digits;
      const one = (value) => (sign ? this.signed(value, digits) : this.number(value, digits));
      const name = (sign && output.changeUnit) || output.unit;
      const unit = name ? NO_BREAK + name : "";
      if (one(range[0]) === one(range[2])) return one(range[1]) + unit;
      return `${one(range[1])}${unit} (${[one(range[0]), "–", one(range[2])].join(NO_BREAK)})`;
    }

    share(value) {
      return `${this.number(100 * value, 0)}${this.tag === "en-GB" ? "" : NO_BREAK}%`;
    }
  }

  /** A table in a box that scrolls on its own; the first cell of a row is its head. */
  function table(caption, heads, rows) {
    const head = el("tr", {}, heads.map((text, n) => el("th", { scope: "col", class: n ? "number" : null, text })));
    const body = rows.map((cells) => el("tr", {}, cells.map((cell, n) => {
      const made = el(n ? "td" : "th", { class: n ? "number" : null, scope: n ? null : "row" });
      made.append(cell instanceof Node ? cell : String(cell));
      return made;
    })));
    const made = el("table", { class: "rs-table" }, el("caption", { class: "visually-hidden", text: caption }), el("thead", {}, head), el("tbody", {}, body));
    return el("div", { class: "scenarios-scroll", tabindex: "0", role: "region", "aria-label": caption }, made);
  }

  /** A table behind a word; it is made when somebody opens it. `id` keeps it open when it is redrawn. */
  const opened = new Set();
  function asTable(id, summary, make) {
    const box = el("details", { class: "scenarios-as-table" }, el("summary", { text: summary }));
    const fill = () => box.open && !box.querySelector("table") && box.append(make());
    box.addEventListener("toggle", () => {
      opened[box.open ? "add" : "delete"](id);
      fill();
    });
    box.open = opened.has(id);
    fill();
    return box;
  }

  /** A dialog that closes by its button, by Escape, and gives the focus back. */
  function dialog(title, t, ...content) {
    const before = document.activeElement;
    const id = "scenarios-dialog-title";
    const shut = button(t("Close"), () => made.close(), "quiet");
    const made = el("dialog", { class: "scenarios-dialog", "aria-labelledby": id }, el("h2", { id, text: title }), ...content, el("p", { class: "scenarios-row" }, shut));
    made.addEventListener("close", () => {
      made.remove();
      if (before && before.isConnected) before.focus();
    });
    document.body.append(made);
    made.showModal();
    return made;
  }

  /** Nothing that is chosen acts on it: then the models say nothing, which is not "unchanged". */
  const untouched = (change) => change.every((each) => each === 0);

  Object.assign(page, { el, svg, put, mark, button, field, option, places, Figures, table, asTable, dialog, untouched });
})();
