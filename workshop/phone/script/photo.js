// A photo for a pin of mine: made small on this phone, sent while there is a network, never kept here.

const PHOTO_SIDE = 1600;
const PHOTO_BYTES = 8 * 1024 * 1024;
const PHOTO_KINDS = "image/jpeg,image/png,image/webp";
const photoNews = {};

/** The photo of a pin, or the way to send one; nothing where the question takes none. */
function photoBox(pin) {
  const { step, round, session } = now.view;
  const wanted = step && step.kind === "pins" && step.settings.photos && round.id === pin.round;
  if (!pin.id || session.phase === "closed" || !(wanted || pin.photo)) return null;
  const status = el("span", { class: "soft", role: "status" }, photoNews[pin.id] || "");
  const input = el("input", {
    type: "file", accept: PHOTO_KINDS, class: "visually-hidden", id: "photo-" + pin.id,
    onchange: () => input.files[0] && send(input.files[0]),
  });
  const take = wanted ? el("label", { class: "rs-button small photo-button", for: input.id },
    pin.photo ? t("Another photo") : t("Add a photo")) : null;

  function tell(words) {
    photoNews[pin.id] = words;
    status.textContent = words;
  }

  async function send(file) {
    tell(t("Making the photo small …"));
    const small = await shrunk(file);
    if (small.size > PHOTO_BYTES) return tell(t("This photo is too large. Send one of at most 8 MB and 25 megapixels."));
    const told = await posted(small, pin.id, (share) => tell(t("Sending: {share}", { share: percent(share) })));
    tell(told.ok ? t("The photo is sent. A moderator looks at it first.") : photoTrouble(told.code));
    return told.ok && line.rejoin();
  }

  return el("div", { class: "photo" },
    pin.photo ? el("img", { src: "/photo/" + now.view.session.id + "/" + pin.photo, alt: t("My photo"), width: 96, height: 96 }) : null,
    take && input, take,
    pin.photo ? button(t("Delete the photo"), "small danger", () => outbox.put({ do: "unphoto", item: pin.id })) : null, status);
}

function photoTrouble(code) {
  const words = {
    photo_kind: t("This is not a photo that we can read. Send a JPEG, PNG or WebP."),
    photo_large: t("This photo is too large. Send one of at most 8 MB and 25 megapixels."),
    photo_full: t("This workshop cannot take more photos."),
    busy: t("Wait a little before you send one more photo."),
    offline: t("A photo can only be sent with a network. The pin is safe."),
  };
  return words[code] || t("It did not work just now. Try again in a moment.");
}

/** Drawn anew at most 1600 wide: less to send, and where it was taken stays on the phone. */
async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
    const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made || file;
  } catch (unreadable) {
    return file;
  }
}

function posted(blob, pin, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/photo?code=" + boot.code + "&pin=" + encodeURIComponent(pin));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 413) return done({ ok: false, code: "photo_large" });
      try {
        return done(JSON.parse(request.responseText));
      } catch (unreadable) {
        return done({ ok: false, code: "" });
      }
    };
    request.onerror = () => done({ ok: false, code: "offline" });
    request.send(blob);
  });
}
