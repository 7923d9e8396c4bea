// The tabs at the side. The arrow keys go from one to the next.

import { el, write } from './dom.js';

const bar = document.getElementById('tabs');
const made = [];

// startTabs builds a tab for each part: { title, node, update }, where update
// returns the count to show.
export function startTabs(parts) {
  for (const part of parts) {
    const id = part.title.toLowerCase(), count = el('span', { class: 'count' });
    const tab = el('button', { role: 'tab', type: 'button', id: 'tab-' + id, 'aria-controls': 'panel-' + id, onclick: () => select(id) }, part.title, count);
    const panel = el('section', { role: 'tabpanel', class: 'card', id: 'panel-' + id, 'aria-labelledby': 'tab-' + id }, part.node);
    bar.append(tab);
    document.getElementById('panels').append(panel);
    made.push({ id, part, tab, panel, count });
  }
  bar.addEventListener('keydown', pressed);
  select(made[0].id);
}

export function updateTabs(world) {
  for (const { part, count } of made) write(count, part.update(world));
}

function select(id) {
  for (const m of made) {
    const chosen = m.id === id;
    m.tab.setAttribute('aria-selected', chosen);
    m.tab.tabIndex = chosen ? 0 : -1;
    m.panel.hidden = !chosen;
  }
  document.getElementById('panels').scrollTop = 0;
}

function pressed(event) {
  const at = made.findIndex((m) => m.tab === document.activeElement), n = made.length;
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + n, Home: 0, End: n - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  made[to % n].tab.focus();
  select(made[to % n].id);
}
