/* A stage inside a review: it is given its views by the page around it, one for each moment. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});

  /** Call `onView` with each view that the page around this one sends; it is told when to begin. */
  function follow(onView) {
    const home = window.location.origin;
    window.addEventListener("message", (event) => {
      if (event.origin !== home || event.source !== window.parent) return;
      if (event.data && event.data.stage === "show") onView(event.data.view);
    });
    if (window.parent !== window) window.parent.postMessage({ stage: "ready" }, home);
    return { close() {} };
  }

  radslag.replay = { follow };
})();
