/* A photo on a pin that waits: looked at on the desk, and taken off its pin if it must be. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, button } = desk;

  desk.photo = function (room, text) {
    const { t } = room;
    const picture = el("img", { class: "desk-photo", alt: t("Photo on the pin"), loading: "lazy" });
    const refuse = button(t("Remove the photo"), () => room.send("refuse_photo", { text_id: text.text_id }, { anyVersion: true }), { kind: "quiet" });
    const element = el("div", { class: "desk-photo-box", hidden: true }, picture, refuse);
    element.update = (now) => {
      element.hidden = !now.photo;
      const address = now.photo ? "/photo/" + room.root.dataset.session + "/" + now.photo : "";
      if (address && picture.getAttribute("src") !== address) picture.src = address;
    };
    return element;
  };
})();
