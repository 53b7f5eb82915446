/* Search on pages that were opened from a folder. There a browser refuses to start workers, so this stand-in runs the worker's script in a
   hidden frame and passes messages both ways. Its name matters: the offline plugin fetches a script of this name from elsewhere unless it finds one. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  const framed = () => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Search";
    document.body.appendChild(frame);
    return frame;
  };

  const added = (room, address) => new Promise((resolve, reject) => {
    const script = room.document.createElement("script");
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`cannot load ${address}`)));
    script.src = address;
    room.document.head.appendChild(script);
  });

  window.Worker = function FramedWorker(address) {
    const worker = new EventTarget();
    const frame = framed();
    const room = frame.contentWindow;
    const script = new URL(address, document.baseURI).href;
    const deliver = (target, data, handler) => {
      const message = new MessageEvent("message", { data });
      target.dispatchEvent(message);
      if (typeof handler === "function") handler.call(target, message);
    };

    room.postMessage = data => setTimeout(() => deliver(worker, data, worker.onmessage));
    room.importScripts = (...names) => names.reduce((before, one) => before.then(() => added(room, new URL(one, script).href)), Promise.resolve());
    const started = added(room, script);

    worker.postMessage = data => { started.then(() => deliver(room, data)); };
    worker.terminate = () => frame.remove();
    return worker;
  };
})();
