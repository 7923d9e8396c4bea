// Rows that unfold, one at a time: of people and of groups.

import { chips, el, write } from './dom.js';

// foldingRow makes the row of one thing. kind is what it is one of; title, detail
// and states tell what is seen of it when folded, and makeBody makes the rest
// when it is unfolded for the first time.
export function foldingRow(kind, thing, { title, detail, states, makeBody }) {
  const name = el('span', { class: 'strong' }), more = el('span', { class: 'muted' }), pills = el('ul', { class: 'pills' });
  let now = thing, body;
  const fold = el('details', {
    name: kind, ontoggle: () => {
      if (fold.open && !body) {
        body = makeBody(() => now);
        fold.append(body.node);
      }
      body?.update(now);
    },
  }, el('summary', {}, el('span', { class: 'row-what' }, name, more), pills));
  return {
    node: el('li', {}, fold),
    update: (thing) => {
      now = thing;
      write(name, title(thing));
      write(more, detail(thing));
      chips(pills, states(thing));
      if (fold.open) body?.update(thing);
    },
  };
}
