/* The server has a newer version of the desk: it is loaded when nothing here is half written. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, button } = desk;
  const READ_MS = 3000;

  // What somebody has typed into; a field that is gone, or empty again, was sent or given up.
  const typed = new Set();
  document.addEventListener("input", (event) => typed.add(event.target), true);

  function halfWritten(room) {
    const left = [...typed].filter((field) => field.isConnected && field.value && field.type !== "checkbox");
    const writing = document.activeElement instanceof Element && document.activeElement.matches("input:not([readonly]), textarea, select");
    return writing || left.length > 0 || document.querySelector("dialog[open]") || room.root.hasAttribute("aria-busy");
  }

  desk.news = function (room) {
    const { t } = room;
    let since = 0;
    let going = false;
    const go = button(t("Load it now"), load, {});
    const element = el("div", { class: "desk-trouble desk-news", role: "status", hidden: true },
      el("p", { text: t("A newer version of the desk is ready. It is loaded when nothing here is half written.") }), go);

    function load() {
      if (going) return;
      going = true;
      window.radslag.live.loadAnew();
    }

    return {
      element,
      offer() {
        if (since) return;
        since = performance.now();
        element.hidden = false;
      },
      /** Long enough on the screen to be read, and nobody in the middle of anything. */
      tick() {
        if (since && performance.now() - since > READ_MS && !halfWritten(room)) load();
      },
    };
  };
})();
