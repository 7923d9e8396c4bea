// The people of the site, and what an admin does to them by hand.

import { button, choose, el, field, keyed, write } from './dom.js';
import { foldingRow } from './rows.js';
import { act, admin } from './sim.js';
import { sure } from './say.js';
import { choosePerson, focusWho } from './who.js';
import { byName, fits, labelOf, many, nameOf, wall, day } from './words.js';

const most = 100; // shown at once
let world;

const find = el('input', { type: 'search', 'aria-label': 'Find a person', placeholder: 'Find a person', autocomplete: 'off', oninput: show });
const rows = el('ul', { class: 'rows folds' });
const rest = el('p', { class: 'muted', hidden: true });
const name = el('input', { name: 'name', 'aria-label': 'First and last name', placeholder: 'First and last name', autocomplete: 'off', required: true });
const email = el('input', { name: 'email', type: 'email', 'aria-label': 'E-mail, or none', placeholder: 'E-mail, or none', autocomplete: 'off' });

export const people = {
  title: 'People',
  node: el('div', {}, find, rows, rest,
    el('details', { class: 'more' }, el('summary', {}, 'Add a person'),
      el('form', { class: 'more-body', onsubmit: add }, name, email, el('button', {}, 'Add'),
        el('p', { class: 'muted' }, 'A site user with a seat where one is free; KS sends an invitation to the e-mail address.')))),
  update: (now) => {
    world = now;
    show();
    return String(world.site.users.length);
  },
};

async function add(event) {
  event.preventDefault();
  const done = await admin(`${name.value} is on the site.`, 'add-user', { site: world.site.id, name: name.value, email: email.value });
  if (done) event.target.reset();
}

function show() {
  const all = byName(world.site.users.filter((u) => fits([nameOf(u), u.email, u.tag, u.alias].filter(Boolean).join(' '), find.value.trim())));
  keyed(rows, all.slice(0, most), (u) => u.id, makeRow);
  rest.hidden = all.length > 0 && all.length <= most;
  write(rest, all.length ? `And ${all.length - most} more: type to find them.` : 'Nobody of that name.');
}

function makeRow(user) {
  return foldingRow('person', user, {
    title: nameOf,
    detail: (u) => [u.tag && 'tag ' + u.tag, u.email].filter(Boolean).join(' · ') || 'no tag, no phone',
    states: statesOf, makeBody,
  });
}

function statesOf(user) {
  const states = [];
  if (user.blocked) states.push(['error', 'cross', 'Blocked']);
  if (!user.subscribed) states.push(['warning', 'warn', 'Suspended']);
  if (user.expires_at && user.expires_at <= world.state.now) states.push(['warning', 'clock', 'Expired']);
  if (user.admin) states.push(['accent', 'check', 'Admin']);
  return states;
}

function groupsOf(user) { return world.site.groups.filter((g) => g.members.includes(labelOf(user))); }

function makeBody(user) {
  const by = (what, done, more = {}) => admin(`${nameOf(user())} ${done}.`, what, { who: user().id, ...more });
  const facts = el('p', { class: 'muted' });
  const block = button('', () => (user().blocked ? by('unblock', 'is no longer blocked') : by('block', 'is blocked')));
  const seat = button('', () => (user().subscribed ? by('suspend', 'is suspended, the seat is free') : by('subscribe', 'has a seat')));
  const profile = button('', () => completes(user()));
  const groups = el('ul', { class: 'pills' });
  const join = picker('Add to a group', 'Add', (group) => by('add-member', 'is in the group', { group }));
  const give = picker('Give a tag', 'Give', (tag) => by('give-tag', 'has tag ' + tag, { tag }));
  const take = button('Take the tag away', () => by('take-tag', 'has no tag'));
  give.node.append(take);
  const last = field({ 'aria-label': 'Last name' }, (text) => by('rename-user', 'has another last name', { name: text }));
  const node = el('div', { class: 'fold-body' }, facts,
    el('div', { class: 'line' }, button('Try the doors', () => standIn(user())), block, seat, profile),
    el('h4', {}, 'Groups'), groups, join.node,
    el('h4', {}, 'Tag'), give.node,
    el('h4', {}, 'Last name'), last.node,
    el('div', { class: 'line' }, button('Take off the site…', () => takeOff(user()), { class: 'danger' })));
  return {
    node, update: (u) => {
      write(facts, factsOf(u));
      write(block, u.blocked ? 'Unblock' : 'Block');
      write(seat, u.subscribed ? 'Suspend' : 'Subscribe');
      write(profile, u.has_profile ? 'Undo the profile' : 'Complete the profile');
      keyed(groups, groupsOf(u), (g) => g.id, (g) => ({ node: leaving(g, user) }));
      join.set(world.site.groups.filter((g) => !g.members.includes(labelOf(u))).map((g) => [g.id, g.name]));
      if (!u.tag && document.activeElement === take) block.focus();
      take.hidden = !u.tag;
      give.set(world.site.tags.filter((t) => !t.holder).map((t) => [t.number, t.number]));
      last.set(u.last_name);
    },
  };
}

function factsOf(user) {
  return [
    user.has_profile ? 'has a profile in the app' : 'has no profile in the app',
    user.alias && `alias ${user.alias}`, user.pin && `PIN ${user.pin}`,
    user.expires_at && `until ${wall(user.expires_at, world.site.time_zone, day)}`,
  ].filter(Boolean).join(' · ');
}

// picker is a choice and a button that acts on it.
export function picker(label, action, send) {
  const select = el('select', { 'aria-label': label });
  const node = el('form', {
    class: 'line', onsubmit: async (event) => {
      event.preventDefault();
      if (select.value && await send(select.value)) select.value = '';
    },
  }, select, el('button', {}, action));
  return { node, set: (pairs) => choose(select, [['', label + '…'], ...pairs]) };
}

function leaving(group, user) {
  return el('li', {}, el('span', { class: 'chip' }, group.name,
    button('×', () => admin(`${nameOf(user())} is out of ${group.name}.`, 'remove-member', { who: user().id, group: group.id }),
      { class: 'quiet', 'aria-label': `Take out of ${group.name}` })));
}

function completes(user) {
  const done = user.has_profile ? 'has no profile in the app any more' : 'has completed the profile in the app';
  return act(`${nameOf(user)} ${done}.`, 'profile', { who: user.id, complete: !user.has_profile });
}

function standIn(user) {
  choosePerson(user);
  focusWho();
}

async function takeOff(user) {
  const groups = groupsOf(user).length;
  const text = [
    `${nameOf(user)} is removed from ${world.site.name}${groups ? ` and from ${many(groups, 'group')}` : ''}; the seat${user.tag ? ` and tag ${user.tag} are` : ' is'} free again.`,
    'The invitation would have to be sent anew.',
  ].join(' ');
  if (await sure(`Take ${nameOf(user)} off the site?`, text, 'Take off the site')) {
    await admin(`${nameOf(user)} is off the site.`, 'delete-user', { who: user.id });
  }
}
