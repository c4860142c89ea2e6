/* Puts a drawing made by dashboards/_drawing.py on the page: elements and text nodes, no markup. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const SVG = "http://www.w3.org/2000/svg";

  function build([tag, attributes, children]) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const child of children) element.append(Array.isArray(child) ? build(child) : document.createTextNode(child));
    return element;
  }

  /* Draws anew and keeps the keyboard where it was: on the same data-id, or on the entry point. */
  function draw(container, tree) {
    if (!container) return;
    const had = container.contains(document.activeElement) ? document.activeElement.getAttribute("data-id") : null;
    container.replaceChildren(...(tree ? [build(tree)] : []));
    if (had === null) return;
    const again = container.querySelector(`[data-id="${CSS.escape(had)}"]`) || container.querySelector('[tabindex="0"]');
    if (again) again.focus({ preventScroll: true });
  }

  radslag.drawing = { draw };

  /* A dcc.Store holds the tree, the container's id is the store's without "-drawing". */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.drawing = {
    show: function (tree, storeId) {
      draw(document.getElementById(storeId.replace(/-drawing$/, "")), tree);
      return window.dash_clientside.no_update;
    },
  };
})();
