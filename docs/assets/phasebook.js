/* What the theme leaves unnamed gets a name for screen readers, and ticked boxes stay ticked. Nothing on the pages depends on this. */
(() => {
  "use strict";
  const name = (selector, label) => document.querySelectorAll(selector).forEach((element, number) => {
    if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", label(number + 1));
  });

  const element = (tag, look = "", text = "") => {
    const made = document.createElement(tag);
    made.className = look;
    made.textContent = text;
    return made;
  };

  /* A browser may refuse to remember anything, above all for pages from a folder. */
  const remembered = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { value ? localStorage.setItem(key, "1") : localStorage.removeItem(key); } catch { /* it is ticked all the same */ } },
  };

  /* Ticks are kept for each page by itself. Once one is set, a line at the head counts them and takes them back. */
  const ticks = () => {
    const boxes = [...document.querySelectorAll("input[data-tick]")];
    const key = box => `phasebook:${location.pathname}#${box.dataset.tick}`;
    const line = boxes.length && document.querySelector(".pb-lead")?.appendChild(element("p", "pb-ticked"));
    const said = line && line.appendChild(element("span"));
    const clear = line && line.appendChild(element("button", "", "Start over"));
    const show = () => {
      const done = boxes.filter(box => box.checked).length;
      if (!line) return;
      line.hidden = !done;
      said.textContent = `${done} of ${boxes.length} steps done`;
    };
    const set = (box, checked) => { box.checked = checked; remembered.set(key(box), checked); };
    boxes.forEach(box => {
      box.checked = remembered.get(key(box)) === "1";
      box.addEventListener("change", () => { set(box, box.checked); show(); });
    });
    if (clear) clear.addEventListener("click", () => { boxes.forEach(box => set(box, false)); show(); });
    show();
  };

  const names = () => {
    name(".md-search", () => "Search");
    document.querySelector(".md-nav--primary")?.setAttribute("aria-label", "Guide");
    name(".md-code__nav", number => `Code block ${number}`);
    const boxes = [...document.querySelectorAll(".md-typeset__scrollwrap")], wide = boxes.map(box => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, number) => { box.tabIndex = wide[number] ? 0 : -1; });
  };

  /* The theme opens the navigation and the search by labels, which no key reaches: here they are buttons, and Escape closes what they open. */
  const toggles = () => [["__drawer", "Navigation", "pb-opens-navigation"], ["__search", "Search", "pb-opens-search"]].forEach(([id, name, look]) => {
    const label = document.querySelector(`.md-header__button[for="${id}"]`), toggle = document.getElementById(id);
    if (!label || !toggle) return;
    const button = element("button", `md-header__button md-icon ${look}`);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    button.addEventListener("click", () => {
      toggle.click();
      if (id === "__drawer" && toggle.checked) setTimeout(() => [...document.querySelectorAll(".md-sidebar--primary a")].find(one => one.checkVisibility({ visibilityProperty: true }))?.focus(), 300);
    });
    addEventListener("keydown", event => { if (event.key === "Escape" && toggle.checked && id === "__drawer") { toggle.click(); button.focus(); } });
    label.replaceWith(button);
  });

  /* A list is narrowed: one word of each line of words may be chosen. */
  const filters = () => document.querySelectorAll(".pb-filters").forEach(place => {
    const lines = [...document.querySelectorAll(".pb-commands a")], chosen = new Map();
    const said = element("p", "pb-note");
    const narrow = () => {
      for (const line of lines) line.parentElement.hidden = ![...chosen.values()].every(mark => line.classList.contains(mark));
      document.querySelectorAll(".pb-tool").forEach(tool => { tool.hidden = !tool.querySelector("li:not([hidden])"); });
      said.textContent = chosen.size ? `${lines.filter(line => !line.parentElement.hidden).length} of ${lines.length} commands` : "";
    };
    place.querySelectorAll("li").forEach(group => group.querySelectorAll(".pb-facet").forEach(facet => {
      const mark = [...facet.classList].find(name => name !== "pb-facet"), button = element("button", "pb-facet", facet.textContent);
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const on = chosen.get(group) !== mark;
        on ? chosen.set(group, mark) : chosen.delete(group);
        group.querySelectorAll("button").forEach(other => other.setAttribute("aria-pressed", String(on && other === button)));
        narrow();
      });
      facet.replaceWith(button);
    }));
    said.setAttribute("aria-live", "polite");
    place.appendChild(said);
  });

  /* Trees by single keys: y and n answer, b goes back. */
  const keys = event => {
    const place = { y: ".pb-answer", n: "li + li > .pb-answer", b: ".pb-back" }[event.key.toLowerCase()];
    if (!place || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const card = document.querySelector(".pb-walk > .pb-question:has(> h2:target)") || document.querySelector(".pb-walk > .pb-question");
    const link = card?.querySelector(place);
    if (!link) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    link.click();
  };
  addEventListener("keydown", keys, true);

  /* The finder comes once it is needed: its code and its list are scripts, so that it also works from a folder. */
  const here = document.currentScript?.src || document.querySelector('script[src*="assets/phasebook.js"]')?.src || "";
  const fetched = {};
  const script = file => fetched[file] ||= new Promise((done, failed) => {
    const tag = document.head.appendChild(element("script"));
    tag.onload = done;
    tag.onerror = failed;
    tag.src = new URL(file, here).href;
  });
  const find = async text => {
    await Promise.all([script("known.js"), script("finder.js")]);
    return phasebookFinder(text);
  };

  const found = (groups, into) => {
    into.replaceChildren();
    for (const [title, rows] of groups) {
      into.appendChild(element("p", "pb-found-title", title));
      const list = into.appendChild(element("div", "pb-rows")).appendChild(element("ul"));
      for (const row of rows) {
        const link = list.appendChild(element("li")).appendChild(element("a", row.look));
        link.href = new URL(`../${row.page}`, here).href;
        if (row.seen) link.appendChild(element("code", "", row.seen));
        if (row.title) link.appendChild(element("strong", "", row.title));
        link.appendChild(element("em", "", row.remark));
      }
    }
  };

  /* The box on the page, and above the results of the ordinary search. */
  const finders = () => {
    document.querySelectorAll(".pb-find").forEach(place => {
      const label = element("label", "", place.dataset.label || "Paste the error as it stands on the screen, or type a component or a command");
      const box = element("textarea");
      const results = element("div", "pb-found");
      box.rows = 2;
      box.spellcheck = false;
      box.autocapitalize = "off";
      results.setAttribute("aria-live", "polite");
      place.replaceChildren(label, results);
      label.appendChild(box);
      listen(box, results, "Nothing known looks like that. Walk the questions instead.");
    });
    const search = document.querySelector(".md-search__input"), output = document.querySelector(".md-search__scrollwrap");
    if (search && output && !output.querySelector(".pb-found")) listen(search, output.insertBefore(element("div", "pb-found md-typeset"), output.firstChild), "");
  };
  const listen = (box, results, nothing) => {
    const look = () => find(box.value).then(groups => {
      found(groups, results);
      if (!groups.length && nothing && box.value.trim().length > 2) results.appendChild(element("p", "pb-found-title", nothing));
    });
    box.addEventListener("focus", () => { script("known.js"); script("finder.js"); }, { once: true });
    box.addEventListener("input", look);
    if (box.value) look();
  };

  /* A picture wider than the screen is shown from its middle. */
  const centre = () => document.querySelectorAll(".pb-scroll").forEach(box => { box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; });

  /* Where one is among many steps: a bar at the foot of the screen, a step back and a step on, for as long as steps are to be seen. */
  const progress = () => {
    const steps = [...document.querySelectorAll(".pb-step > h2[id]")];
    if (steps.length < 4) return;
    const bar = document.body.appendChild(element("nav", "pb-progress")), seen = new Set();
    const [back, said, on] = ["a", "span", "a"].map(tag => bar.appendChild(element(tag)));
    const line = said.appendChild(element("progress")), word = said.appendChild(element("span"));
    bar.setAttribute("aria-label", "Steps");
    line.max = steps.length;
    line.setAttribute("aria-label", "Steps so far");
    back.href = on.href = `#${steps[0].id}`;
    back.textContent = "↑ Back";
    on.textContent = "Next ↓";
    const show = () => {
      const number = steps.findLastIndex(step => step.getBoundingClientRect().top < innerHeight / 2);
      bar.hidden = number < 0 || !seen.size;
      if (bar.hidden) return;
      line.value = number + 1;
      word.textContent = `Step ${number + 1} of ${steps.length}`;
      back.href = `#${steps[Math.max(number - 1, 0)].id}`;
      on.href = `#${steps[number + 1]?.id || "done"}`;
    };
    const watch = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
      show();
    }, { threshold: [0, 0.5] });
    steps.forEach(step => watch.observe(step.parentElement));
    let asked = 0;
    addEventListener("scroll", () => { asked ||= requestAnimationFrame(() => { asked = 0; show(); }); }, { passive: true });
  };

  /* A link to each heading, to be copied. */
  const places = () => document.querySelectorAll(".md-typeset :is(h1, h2, h3)[id]:not(:has(.headerlink))").forEach(heading => {
    const link = heading.appendChild(element("a", "headerlink", "#"));
    link.href = `#${heading.id}`;
    link.title = "Link to this place";
  });

  const start = () => { toggles(); places(); ticks(); names(); centre(); finders(); filters(); progress(); };
  window.document$ ? window.document$.subscribe(start) : addEventListener("DOMContentLoaded", start);
})();
