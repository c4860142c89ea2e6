// A Socket.IO client of the size that a phone needs: one namespace, WebSocket only, text only.
// Packets: engine.io 0 open, 2 ping, 3 pong, 4 message; in a message 0 connect, 1 disconnect,
// 2 event, 3 acknowledgement, 4 refusal. The full client is fifteen times this page's patience.

const HANDSHAKE_MS = 8000;

/** Opens a line; `on` has joined(), event(name, body), refused(code) and closed(), one of them last. */
function openSocket(auth, on) {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/socket.io/?EIO=4&transport=websocket");
  const asked = new Map();
  let serial = 0;
  let silence = HANDSHAKE_MS;
  let over = false;
  let watch = setTimeout(() => end("closed"), HANDSHAKE_MS);

  function end(how, code) {
    if (over) return;
    over = true;
    clearTimeout(watch);
    socket.close();
    for (const { timer } of asked.values()) clearTimeout(timer);
    on[how](code);
  }

  function alive() {
    clearTimeout(watch);
    watch = setTimeout(() => end("closed"), silence);
  }

  const messages = {
    0: () => on.joined(),
    1: () => end("closed"),
    2: (id, body) => on.event(body[0], body[1]),
    3: (id, body) => {
      const question = asked.get(id);
      if (!question) return;
      asked.delete(id);
      clearTimeout(question.timer);
      question.answered(body[0]);
    },
    4: (id, body) => end("refused", body && body.message),
  };

  socket.onmessage = ({ data }) => {
    if (over || typeof data !== "string") return;
    if (data[0] === "0") {
      const { pingInterval, pingTimeout } = JSON.parse(data.slice(1));
      silence = pingInterval + pingTimeout;
      socket.send("40" + JSON.stringify(auth));
    } else if (data[0] === "2") socket.send("3");
    else if (data[0] === "1") return end("closed");
    alive();
    const found = data[0] === "4" && /^4([0-4])(\d*)([^]*)$/.exec(data);
    if (found) messages[found[1]](found[2], found[3] ? JSON.parse(found[3]) : null);
  };
  socket.onclose = () => end("closed");
  socket.onerror = () => end("closed");

  return {
    /** Asks and waits: `answered` gets the answer, or null when none came in time. */
    ask(name, body, patience, answered) {
      const id = String(serial++);
      const timer = setTimeout(() => {
        asked.delete(id);
        answered(null);
      }, patience);
      asked.set(id, { answered, timer });
      if (socket.readyState === WebSocket.OPEN) socket.send("42" + id + JSON.stringify([name, body]));
    },
    close: () => end("closed"),
  };
}
