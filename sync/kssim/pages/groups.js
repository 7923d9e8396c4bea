// The access groups, and what an admin does to them by hand.

import { button, el, field, keyed, write } from './dom.js';
import { foldingRow } from './rows.js';
import { admin } from './sim.js';
import { sure } from './say.js';
import { picker } from './people.js';
import { byName, fits, labelOf, list, many, nameOf } from './words.js';

const most = 100; // shown at once
const mostMembers = 200;
let world, byLabel;

const find = el('input', { type: 'search', 'aria-label': 'Find a group', placeholder: 'Find a group, a door or a person', autocomplete: 'off', oninput: show });
const rows = el('ul', { class: 'rows folds' });
const rest = el('p', { class: 'muted', hidden: true });

export const groups = {
  title: 'Groups',
  node: el('div', {}, find, rows, rest),
  update: (now) => {
    world = now;
    byLabel = new Map(world.site.users.map((u) => [labelOf(u), u]));
    show();
    return String(world.site.groups.length);
  },
};

// called is how a member is shown.
function called(label) { return byLabel.has(label) ? nameOf(byLabel.get(label)) : label; }

function show() {
  const wanted = find.value.trim();
  const all = world.site.groups.filter((g) => !wanted || fits([g.name, ...g.doors, ...g.members.map(called)].join(' '), wanted));
  keyed(rows, all.slice(0, most), (g) => g.id, makeRow);
  rest.hidden = all.length > 0 && all.length <= most;
  write(rest, all.length ? `And ${all.length - most} more: type to find them.` : wanted ? 'No such group.' : 'There is no group.');
}

function makeRow(group) {
  return foldingRow('group', group, {
    title: (g) => g.name,
    detail: (g) => [many(g.members.length, 'person', 'people'), list(g.doors, 3), list(g.schedules, 2)].filter(Boolean).join(' · '),
    states: statesOf, makeBody,
  });
}

// statesOf says why a group opens nothing.
function statesOf(group) {
  const states = [];
  if (!group.schedules.length) states.push(['warning', 'clock', 'No schedule']);
  if (!group.doors.length) states.push(['warning', 'door', 'No door']);
  return states;
}

function makeBody(group) {
  const by = (what, done, more = {}) => admin(`${group().name}${done}.`, what, { group: group().id, ...more });
  const schedules = el('ul', { class: 'plain' });
  const doors = el('ul', { class: 'pills' }), members = el('ul', { class: 'pills' }), moreMembers = el('p', { class: 'muted', hidden: true });
  const addDoor = picker('Add a door', 'Add', (door) => by('add-door', ' has one door more', { door }));
  const addPerson = picker('Add a person', 'Add', (who) => by('add-member', ' has one person more', { who }));
  const name = field({ 'aria-label': 'Name of the group' }, (text) => by('rename-group', ' is now called ' + text, { name: text }));
  const node = el('div', { class: 'fold-body' },
    el('h4', {}, 'Opens'), schedules,
    el('div', { class: 'line' },
      button('Widen to any time', () => by('widen', ' opens at any time')),
      button('Close at all times', () => by('close', ' opens at no time'))),
    el('h4', {}, 'Doors'), doors, addDoor.node,
    el('h4', {}, 'People'), members, moreMembers, addPerson.node,
    el('h4', {}, 'Name'), name.node,
    el('div', { class: 'line' }, button('Delete the group…', () => remove(group()), { class: 'danger' })));
  return {
    node, update: (g) => {
      const times = g.schedules.length ? g.schedules : ['at no time: it has no schedule'];
      keyed(schedules, times, (text, i) => i + text, (text) => ({ node: el('li', {}, text) }));
      keyed(doors, g.doors, (door) => door, (door) => ({ node: part(door, `Take ${door} out of the group`, () => by('remove-door', ` has no longer ${door}`, { door })) }));
      keyed(members, g.members.slice(0, mostMembers), (label, i) => label + g.members.indexOf(label, i), (label) => ({ node: member(label, by) }));
      moreMembers.hidden = g.members.length <= mostMembers;
      write(moreMembers, `And ${g.members.length - mostMembers} more.`);
      addDoor.set(world.site.doors.filter((d) => !g.doors.includes(d.name)).map((d) => [d.id, d.name]));
      addPerson.set(byName(world.site.users.filter((u) => !g.members.includes(labelOf(u)))).map((u) => [u.id, nameOf(u)]));
      name.set(g.name);
    },
  };
}

function member(label, by) {
  const name = called(label);
  return part(name, `Take ${name} out of the group`, () => by('remove-member', `: ${name} is out`, { who: byLabel.get(label)?.id ?? label }));
}

function part(text, label, remove) {
  return el('li', {}, el('span', { class: 'chip' }, text, button('×', remove, { class: 'quiet', 'aria-label': label })));
}

async function remove(group) {
  const lose = group.members.length && group.doors.length
    ? `${many(group.members.length, 'person loses', 'people lose')} ${list(group.doors)} (${list(group.schedules) || 'no schedule'}), unless another group gives it.`
    : 'Nobody loses a door.';
  if (await sure(`Delete the group ${group.name}?`, lose + ' KS has no way back.', 'Delete the group')) {
    await admin(`The group ${group.name} is deleted.`, 'delete-group', { group: group.id });
  }
}
