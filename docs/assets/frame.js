
/* What stands around every page: made here from one tree, `__tree`, of titles, addresses and what is below them. The site's build puts this into
   the script that every page loads first, and calls in the place of the theme's own markup. Titles are escaped already.
   Every class is named in one piece: the style sheet keeps what some page or script names. */
var __frame = (() => {
  "use strict";
  let page = "", up = "";
  const first = node => node[1] || first(node[2][0]);
  const holds = node => node[1] === page || (node[2] || []).some(holds);
  const said = title => `<span class="md-ellipsis">${title}</span>`;
  const icon = '<span class="md-nav__icon md-icon"></span>';
  const put = html => document.currentScript.insertAdjacentHTML("beforebegin", html);
  const link = (node, look, more = "") => `<a href="${up + first(node)}" class="${look}">${said(node[0])}${more}</a>`;

  /* The sections, above the page; and the way to it. */
  const tabs = () => {
    const tab = node => `<li class="md-tabs__item${holds(node) ? " md-tabs__item--active" : ""}"><a href="${up + first(node)}" class="md-tabs__link">${node[0]}</a></li>`;
    document.querySelector(".md-main").insertAdjacentHTML("beforebegin", `<nav class="md-tabs" aria-label="Tabs" data-md-component="tabs"><div class="md-grid"><ul class="md-tabs__list">${__tree[1].map(tab).join("")}</ul></div></nav>`);
  };
  const way = nodes => {
    const next = nodes.find(node => node[2] && holds(node));
    return next ? [next, ...(next[1] === page ? [] : way(next[2]))] : [];
  };
  const side = (name, type, hidden) => `<div class="md-sidebar ${name}" data-md-component="sidebar" data-md-type="${type}"${hidden ? " hidden" : ""}><div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner"></div></div></div>`;
  const start = (here, root, withoutNavigation, withoutParts, withoutPath) => {
    page = here;
    up = root;
    document.head.insertAdjacentHTML("beforeend", `<link rel="icon" href="${up}${__tree[2]}">`);
    [["container", ".md-container"], ["main", ".md-main"], ["content", ".md-content"]].forEach(([name, one]) => { document.querySelector(one).dataset.mdComponent = name; });
    tabs();
    document.currentScript.parentNode.insertAdjacentHTML("beforebegin", side("md-sidebar--primary", "navigation", withoutNavigation) + side("md-sidebar--secondary", "toc", withoutParts));
    if (withoutPath) return;
    const nodes = [__tree[1][0], ...way(__tree[1])];
    put(`<nav class="md-path" aria-label="Path"><ol class="md-path__list">${nodes.map(node => `<li class="md-path__item">${link(node, "md-path__link")}</li>`).join("")}</ol></nav>`);
  };

  /* The parts of the page, as its headings name them. */
  const parts = () => {
    const entry = mark => `<li class="md-nav__item"><a href="#${mark.id}" class="md-nav__link">${said(mark.textContent.replace(/[&<]/g, sign => `&#${sign.charCodeAt()};`))}</a>`;
    const end = deep => `${deep ? "</ul></nav>" : ""}</li>`;
    let listed = "", deep = false;
    for (const mark of document.querySelectorAll("article :is(h2, h3)[id]")) {
      if (mark.tagName === "H3" && listed) {
        listed += `${deep ? "" : '<nav class="md-nav" aria-label="Parts"><ul class="md-nav__list">'}${entry(mark)}</li>`;
        deep = true;
      } else {
        listed += (listed ? end(deep) : "") + entry(mark);
        deep = false;
      }
    }
    return listed && `<nav class="md-nav md-nav--secondary" aria-label="On this page"><label class="md-nav__title" for="__toc">${icon}On this page</label><ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>${listed}${end(deep)}</ul></nav>`;
  };

  /* The navigation at the side: the section of the page open, the others one line each. */
  const leaf = (node, toc) => node[1] !== page ? `<li class="md-nav__item">${link(node, "md-nav__link")}</li>`
    : `<li class="md-nav__item md-nav__item--active">${toc && `<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc"><label class="md-nav__link md-nav__link--active" for="__toc">${said(node[0])}${icon}</label>`}${link(node, "md-nav__link md-nav__link--active")}${toc}</li>`;
  const head = (node, id) => {
    const label = `for="${id}" id="${id}_label"`;
    return node[1] ? `<div class="md-nav__link md-nav__container">${link(node, "md-nav__link")}<label class="md-nav__link" ${label}>${icon}</label></div>` : `<label class="md-nav__link" ${label} tabindex="0">${said(node[0])}${icon}</label>`;
  };
  const branch = (node, id, level, toc) => {
    if (!holds(node)) return `<li class="md-nav__item md-nav__item--pruned md-nav__item--nested">${link(node, "md-nav__link", icon)}</li>`;
    const look = level === 1 ? " md-nav__item--section" : "";
    return `<li class="md-nav__item md-nav__item--active${look} md-nav__item--nested"><input class="md-nav__toggle md-toggle" type="checkbox" id="${id}" checked>${head(node, id)}<nav class="md-nav" data-md-level="${level}" aria-labelledby="${id}_label"><label class="md-nav__title" for="${id}">${icon}${node[0]}</label>${list(node[2], id, level + 1, toc)}</nav></li>`;
  };
  const list = (nodes, id, level, toc) => `<ul class="md-nav__list" data-md-scrollfix>${nodes.map((node, number) => node[2] ? branch(node, `${id}_${number + 1}`, level, toc) : leaf(node, toc)).join("")}</ul>`;
  const sides = () => {
    const inner = name => document.querySelector(`.${name} .md-sidebar__inner`);
    const toc = inner("md-sidebar--secondary:not([hidden])") ? parts() : "";
    if (toc) inner("md-sidebar--secondary").innerHTML = toc;
    const logo = document.querySelector(".md-header .md-logo").outerHTML.replace("md-header__button", "md-nav__button");
    inner("md-sidebar--primary").innerHTML = `<nav class="md-nav md-nav--primary md-nav--lifted" aria-label="Guide" data-md-level="0"><label class="md-nav__title" for="__drawer">${logo}${__tree[0]}</label>${list(__tree[1], "__nav", 1, toc)}</nav>`;
    const heading = document.querySelector("article h1");
    document.querySelector('[data-md-component="header-topic"] .md-ellipsis').textContent = heading.textContent;
    document.querySelector(".md-skip").href = `#${heading.id}`;
  };
  return { start, sides };
})();
