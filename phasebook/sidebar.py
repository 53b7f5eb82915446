"""What stands beside every page, the navigation and the list of its parts: made by a script that each page loads.

Without a script the sections stand above the page, on a phone too (`docs/assets/phasebook.css`), and the first page of each names the rest.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Navigation: TypeAlias = object
"""Entries as MkDocs has them: a path, or a title, escaped, with a path or the entries below it."""

_BAR = re.compile(
    r'(<div class="md-sidebar md-sidebar--primary"[^>]*>\s*<div class="md-sidebar__scrollwrap">\s*<div class="md-sidebar__inner">)'
    r'.*?(</div>\s*</div>\s*</div>\s*)(?=<div class="md-sidebar md-sidebar--secondary"|<div class="md-content")',
    re.DOTALL,
)
_PARTS = re.compile(
    r'(<div class="md-sidebar md-sidebar--secondary"[^>]*>\s*<div class="md-sidebar__scrollwrap">\s*<div class="md-sidebar__inner">)'
    r'\s*<nav\b.*?</nav>\s*(</div>\s*</div>\s*</div>\s*<div class="md-content")',
    re.DOTALL,
)
_END = "</article>"
_CALL = """
function __parts(){
const entry=mark=>`<li class="md-nav__item"><a href="#${mark.id}" class="md-nav__link"><span class="md-ellipsis">${mark.textContent.replace(/[&<]/g,sign=>`&#${sign.charCodeAt()};`)}</span></a>`;
const end=deep=>(deep?'</ul></nav>':'')+'</li>';
let listed='',deep=false;
for(const mark of document.querySelectorAll('article :is(h2,h3)[id]')){
if(mark.tagName==='H3'&&listed){listed+=(deep?'':'<nav class="md-nav" aria-label="Parts"><ul class="md-nav__list">')+entry(mark)+'</li>';deep=true}
else{listed+=(listed?end(deep):'')+entry(mark);deep=false}}
return listed&&`<nav class="md-nav md-nav--secondary" aria-label="On this page"><label class="md-nav__title" for="__toc"><span class="md-nav__icon md-icon"></span>On this page</label><ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>${listed+end(deep)}</ul></nav>`}
function __sidebar(page,up){
const inner=document.querySelector('.md-sidebar--primary .md-sidebar__inner'),side=document.querySelector('.md-sidebar--secondary:not([hidden]) .md-sidebar__inner'),toc=side?__parts():'';
if(toc)side.innerHTML=toc;
const first=node=>node[1]||first(node[2][0]),holds=node=>node[1]===page||(node[2]||[]).some(holds);
const said=title=>`<span class="md-ellipsis">${title}</span>`,icon='<span class="md-nav__icon md-icon"></span>';
const link=(node,more='',look='')=>`<a href="${up+first(node)}" class="md-nav__link${look}">${said(node[0])}${more}</a>`;
const here=node=>(toc?`<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc"><label class="md-nav__link md-nav__link--active" for="__toc">${said(node[0])}${icon}</label>`:'')+link(node,'',' md-nav__link--active')+toc;
const head=(node,id)=>{const label=`for="${id}" id="${id}_label"`;return node[1]?`<div class="md-nav__link md-nav__container">${link(node)}<label class="md-nav__link" ${label}>${icon}</label></div>`:`<label class="md-nav__link" ${label} tabindex="0">${said(node[0])}${icon}</label>`};
const item=(node,id,level)=>{
if(!node[2])return node[1]===page?`<li class="md-nav__item md-nav__item--active">${here(node)}</li>`:`<li class="md-nav__item">${link(node)}</li>`;
if(!holds(node))return `<li class="md-nav__item md-nav__item--pruned md-nav__item--nested">${link(node,icon)}</li>`;
const look=level===1?' md-nav__item--section':'';
return `<li class="md-nav__item md-nav__item--active${look} md-nav__item--nested"><input class="md-nav__toggle md-toggle" type="checkbox" id="${id}" checked>${head(node,id)}<nav class="md-nav" data-md-level="${level}" aria-labelledby="${id}_label" aria-expanded="true"><label class="md-nav__title" for="${id}">${icon}${node[0]}</label>${list(node[2],id,level+1)}</nav></li>`};
const list=(nodes,id,level)=>`<ul class="md-nav__list" data-md-scrollfix>${nodes.map((node,number)=>item(node,`${id}_${number+1}`,level)).join('')}</ul>`;
inner.innerHTML=`<nav class="md-nav md-nav--primary md-nav--lifted" aria-label="Guide" data-md-level="0"><label class="md-nav__title" for="__drawer">${document.querySelector('.md-logo').outerHTML.replace('md-header__button','md-nav__button')}${__tree[0]}</label>${list(__tree[1],'__nav',1)}</nav>`}
"""


class Sidebar:
    """The navigation of a site; `titles` are those of pages that the navigation names by their paths alone, escaped."""

    def __init__(self, navigation: Navigation, title: str, titles: Mapping[str, str]) -> None:
        self._title = title
        self._nodes = list(_nodes(navigation, titles))

    def replaced(self, page: str, path: str) -> str:
        """Return the page at a path of the site without its navigation and the list of its parts, and with a call that makes them."""
        emptied, found = _BAR.subn(r"\1\2", page, count=1)
        call = f'<script>__sidebar("{path}","{"../" * path.count("/")}")</script>\n'
        return _PARTS.sub(r"\1\2", emptied, count=1).replace(_END, _END + call, 1) if found else page

    def functions(self) -> str:
        """Return the function that the pages call, and the tree of titles and addresses."""
        return f"\nvar __tree={json.dumps([self._title, self._nodes], separators=(',', ':'), ensure_ascii=False)};{_CALL}"


def in_order(navigation: Navigation) -> Iterator[str]:
    """Yield the paths of the finished pages in the order of the navigation."""
    match navigation:
        case str(page):
            yield re.sub(r"\.md$", ".html", page)
        case list(entries):
            for entry in entries:
                yield from in_order(entry)
        case dict(entries):
            for entry in entries.values():
                yield from in_order(entry)
        case _:
            return


def _nodes(navigation: Navigation, titles: Mapping[str, str]) -> Iterator[list[object]]:
    """Title and address; of a section the title, the address of its own page or nothing, and what is below it."""
    for entry in navigation if isinstance(navigation, list) else ():
        for title, below in entry.items() if isinstance(entry, dict) else ((None, entry),):
            if isinstance(below, str):
                (path,) = in_order(below)
                yield [title if title is not None else titles.get(path, path), path]
            elif below:
                nodes = list(_nodes(below, titles))
                own = next((path for _, path, *deeper in nodes if not deeper and str(path).endswith("index.html")), "")
                yield [title, own, [node for node in nodes if node[1] != own]]
