/* Puts what dashboards/_drawing.py made on the page: elements and text nodes, never markup. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const SVG = "http://www.w3.org/2000/svg";

  function build(node, inSvg) {
    if (!Array.isArray(node)) return document.createTextNode(node);
    const [tag, attributes, children] = node;
    const svg = inSvg || tag === "svg";
    const element = svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const child of children) element.append(build(child, svg));
    return element;
  }

  /* Where the keyboard stands, so that it can be put back there: an id of its own or a data-id. */
  function place(container) {
    const active = document.activeElement;
    if (!active || active === container || !container.contains(active)) return null;
    if (active.id) return `#${CSS.escape(active.id)}`;
    for (const name of ["data-id", "data-go-part", "data-go-indicator"]) {
      if (active.hasAttribute(name)) return `[${name}="${CSS.escape(active.getAttribute(name))}"]`;
    }
    return '[tabindex="0"]';
  }

  /* Draws anew; `nodes` is a list of nodes. Focus stays on the same thing, or on the entry point. */
  function draw(container, nodes) {
    if (!container) return;
    const had = place(container);
    container.replaceChildren(...(nodes || []).map((node) => build(node, false)));
    if (had === null) return;
    const again = container.querySelector(had) || container.querySelector('[tabindex="0"], button, select');
    if (again) again.focus({ preventScroll: true });
  }

  radslag.drawing = { draw };

  /* A dcc.Store holds {id of a container: its nodes}. */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.drawing = {
    show: function (drawn) {
      for (const [id, nodes] of Object.entries(drawn || {})) draw(document.getElementById(id), nodes);
      return window.dash_clientside.no_update;
    },
  };
})();
