/* Small pieces that the desk is built from: elements with text, sentences, questions and copies. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});

  /** An element: `attributes` may hold class, text, on… listeners, dataset entries and properties. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "class") element.className = value;
      else if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter(Boolean));
    return element;
  }

  /** Change a text, an attribute or a state only when it differs: focus and readers stay calm. */
  function put(element, text, lang) {
    if (element.textContent !== text) element.textContent = text;
    if (lang && element.lang !== lang) element.lang = lang;
  }

  function able(button, on) {
    // A disabled button would lose the keyboard's place; this one says no instead.
    const value = on ? "false" : "true";
    if (button.getAttribute("aria-disabled") !== value) button.setAttribute("aria-disabled", value);
  }

  const isAble = (button) => button.getAttribute("aria-disabled") !== "true";

  function button(text, onclick, options) {
    const { kind, key, label, unseen } = options || {};
    const made = el("button", { type: "button", class: "rs-button " + (kind || ""), "aria-label": label },
      el("span", { class: "desk-label", text }), unseen && el("span", { class: "visually-hidden", text: unseen }), key && el("kbd", { text: key, "aria-hidden": "true" }));
    if (key) made.setAttribute("aria-keyshortcuts", key);
    made.addEventListener("click", (event) => { if (isAble(made)) onclick(event); });
    return made;
  }

  const caption = (made, text) => put(made.querySelector(".desk-label"), text);

  /** Ask before something that cannot be taken back; resolves true or false. */
  function ask(heading, text, yes, no) {
    return new Promise((resolve) => {
      const end = (answer) => () => { resolve(answer); dialog.close(); dialog.remove(); };
      const confirm = button(yes, end(true), { kind: "danger" });
      const dialog = el("dialog", { class: "desk-dialog", "aria-labelledby": "desk-ask" },
        el("h2", { id: "desk-ask", text: heading }), el("p", { text }),
        el("div", { class: "desk-row" }, confirm, button(no, end(false), { kind: "quiet" })));
      dialog.addEventListener("cancel", () => { resolve(false); dialog.remove(); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  /** Copy a text, also where the page is served without https and the clipboard is closed to us. */
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(() => true, () => false);
    }
    const field = el("textarea", { class: "visually-hidden", readonly: true });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  /** A labelled field; `control` gets an id of its own. */
  let fields = 0;
  function field(text, control, help) {
    control.id = control.id || "desk-field-" + (fields += 1);
    const hint = help && el("p", { class: "soft desk-hint", id: control.id + "-help", text: help });
    if (hint) control.setAttribute("aria-describedby", hint.id);
    return el("div", { class: "desk-field" },
      el("label", { class: "rs-label", for: control.id, text }), control, hint);
  }

  Object.assign(desk, { el, put, able, button, caption, ask, copy, field });
})();
