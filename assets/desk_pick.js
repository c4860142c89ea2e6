/* Moves the choice of a group of buttons (dashboards/_desk_pick.py) to the one that was pressed. */
(function () {
  "use strict";
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.desk = {
    pick(clicks, ids) {
      const { no_update: same, callback_context: context } = window.dash_clientside;
      const pressed = context.triggered_id;
      // New buttons announce themselves too; only a press is a choice.
      if (!pressed || !context.triggered.some((each) => each.value)) return [same, ids.map(() => same)];
      return [pressed.key, ids.map((id) => (id.key === pressed.key ? "true" : "false"))];
    },
  };

  /* dcc.Upload gives its field no name; the words on its button are the name. */
  new MutationObserver(() => {
    const field = document.querySelector("#desk-upload input[type=file]:not([aria-label])");
    if (field) field.setAttribute("aria-label", document.getElementById("desk-upload").textContent);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
