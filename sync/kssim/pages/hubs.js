// The IQs: the hubs that tell the doors what KS says.

import { button, chips, el, keyed, write } from './dom.js';
import { act } from './sim.js';
import { day, list, many, wall } from './words.js';

const rows = el('ul', { class: 'rows' });
let world;

export const hubs = {
  title: 'IQs',
  node: el('div', {}, rows, el('p', { class: 'muted' },
    'Offline, its doors go on by what they knew, and their entries wait in it. Back online, they learn the rest.')),
  update: (now) => {
    world = now;
    keyed(rows, world.site.iqs, (q) => q.id, makeRow);
    const off = world.site.iqs.filter((q) => !q.online).length;
    return off ? `${off} off` : String(world.site.iqs.length);
  },
};

function makeRow(hub) {
  const title = el('span', { class: 'strong' }), detail = el('span', { class: 'muted' }), states = el('ul', { class: 'pills' });
  let now = hub;
  const turn = button('', () => act(
    now.online ? `${now.name} is offline: its doors do not learn of changes.` : `${now.name} is back online.`,
    'iq', { iq: now.id, online: !now.online }));
  return {
    node: el('li', { class: 'row' }, el('span', { class: 'row-what' }, title, detail), states, turn),
    update: (q) => {
      now = q;
      const doors = world.site.doors.filter((d) => d.iq === q.name).map((d) => d.name);
      write(title, q.name);
      write(detail, [
        q.offline_since && 'since ' + wall(q.offline_since, q.time_zone, day),
        q.held_entries && many(q.held_entries, 'entry waits', 'entries wait'),
        list(doors) || 'no door', q.time_zone,
      ].filter(Boolean).join(' · '));
      chips(states, [q.online ? ['good', 'hub', 'Online'] : ['error', 'off', 'Offline']]);
      write(turn, q.online ? 'Take offline' : 'Put back online');
    },
  };
}
