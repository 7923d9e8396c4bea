// What SALTO, the installer and the owner decide about the site.

import { el, field, selection, toggle, write } from './dom.js';
import { act } from './sim.js';

const released = toggle('Released', (on) => set({ released: on }, on ? 'The site is released.' : 'The site is not released: no door opens.'), 'the installer has handed it over');
const valid = toggle('Subscription', (on) => set({ subscription_valid: on }, on ? 'The subscription is valid.' : 'The subscription has ended: no door opens.'), 'paid for');
const seats = field({ type: 'number', min: '0', class: 'short', 'aria-label': 'Seats' }, (text) => set({ seats: Number(text) }, `The site has ${text} seats.`));
const role = selection({ 'aria-label': 'Role of the account' }, (code) => set({ account_role: code }, code ? 'The account has another role.' : 'The account is off the site.'));
const facts = el('p', { class: 'muted' });
let world;

const row = (text, note, input) => el('label', { class: 'row' }, el('span', { class: 'row-what' }, el('span', {}, text), el('span', { class: 'muted' }, note)), input);

export const site = {
  title: 'Site',
  node: el('div', { class: 'form' }, released.node, valid.node,
    row('Seats', 'people who can be subscribed', seats.node),
    row('Role of the account', 'that Latchkey signs in with', role.node), facts),
  update: (now) => {
    world = now;
    released.set(now.site.released);
    valid.set(now.site.subscription_valid);
    seats.set(String(now.site.seats));
    role.set([...now.choices.roles.map((r) => [r.code, r.name]), ['', 'not on the site']], now.site.account_role);
    write(facts, `${now.site.uid} · ${now.site.time_zone} · ${now.site.id}`);
    return '';
  },
};

function set(change, done) { return act(done, 'site', { site: world.site.id, ...change }); }
