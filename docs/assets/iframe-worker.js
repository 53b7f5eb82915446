/* The search starts when the reader turns to it: until then no page fetches its index or its worker. The index is a script, `search/entries.js`,
   since a page from a folder may fetch nothing else; there a browser also refuses to start workers, so a hidden frame runs the worker's script.
   The name of this file matters: the offline plugin fetches a script of this name from elsewhere unless it finds one. */
(() => {
  "use strict";
  const Native = window.Worker;
  const folder = location.protocol === "file:";
  const SETUP = 0;

  const added = (room, address) => new Promise((resolve, reject) => {
    const script = room.document.createElement("script");
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`cannot load ${address}`)));
    script.src = address;
    room.document.head.appendChild(script);
  });

  const framed = (address, deliver) => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Search";
    document.body.appendChild(frame);
    const room = frame.contentWindow;
    room.postMessage = data => setTimeout(() => deliver(data));
    room.importScripts = (...names) => names.reduce((before, one) => before.then(() => added(room, new URL(one, address).href)), Promise.resolve());
    const started = added(room, address);
    const send = data => { const message = new MessageEvent("message", { data }); room.dispatchEvent(message); };
    return { postMessage: data => { started.then(() => send(data)); }, terminate: () => frame.remove() };
  };

  const threaded = (address, deliver) => {
    const worker = new Native(address);
    worker.addEventListener("message", message => deliver(message.data));
    return worker;
  };

  const turnedTo = new Promise(resolve => {
    const wanted = () => document.querySelector("#__search")?.checked || document.activeElement?.closest?.(".md-search");
    const look = () => { if (wanted()) resolve(); };
    ["focusin", "change", "input"].forEach(kind => document.addEventListener(kind, look));
    addEventListener("load", look);
  });

  /* The theme listens to keys alone: a line that is pasted by touch presses none. */
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(".md-search__input")) target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  });

  /* The theme's index is empty once the guide is built; while it is served, it is whole. */
  const filled = async (data, script) => {
    if (data?.type !== SETUP || data.data.docs.length) return data;
    await added(window, new URL("../../../search/entries.js", script).href);
    return { ...data, data: { ...data.data, docs: window.__entries } };
  };

  window.Worker = function LateWorker(address) {
    const worker = new EventTarget();
    const script = new URL(address, document.baseURI).href;
    const deliver = data => {
      const message = new MessageEvent("message", { data });
      worker.dispatchEvent(message);
      if (typeof worker.onmessage === "function") worker.onmessage(message);
    };
    const running = turnedTo.then(() => (folder ? framed : threaded)(script, deliver));
    let last = running;
    worker.postMessage = data => { last = Promise.all([running, last.then(() => filled(data, script))]).then(([started, whole]) => started.postMessage(whole)); };
    worker.terminate = () => { running.then(started => started.terminate()); };
    return worker;
  };
})();
