// The picker: who stands at the door. Somebody of the site, or whatever is
// typed: a tag number, a PIN, a name that nobody has.

import { chips, el, keyed, write } from './dom.js';
import { byName, fits, nameOf } from './words.js';

const most = 50; // shown at once
const optionID = (user) => 'who-' + user.id;

const input = el('input', {
  id: 'who', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'who-list', 'aria-autocomplete': 'list',
  'aria-describedby': 'who-means', autocomplete: 'off', spellcheck: 'false', placeholder: 'Name, e-mail, tag or PIN',
  onfocus: () => input.select(), onclick: () => open(true), onblur: () => open(false), oninput: typed, onkeydown: pressed,
});
const options = el('ul', { id: 'who-list', role: 'listbox', 'aria-label': 'People of the site', class: 'options', hidden: true });
const more = el('p', { class: 'options more muted', hidden: true });
const means = el('ul', { id: 'who-means', class: 'pills' });

let users = [];
let chosen; // a user, or nothing for what is typed
let active; // the option under the arrow keys
let onward = () => {};

// startWho builds the picker; done is called when Enter settles who it is.
export function startWho(done) {
  onward = done;
  const box = el('div', { class: 'combo' }, el('label', { for: 'who' }, 'At the door'), el('div', { class: 'combo-field' }, input, options, more));
  document.querySelector('section.who').append(box, means);
}

// who is whom the doors are tried with: how the simulation finds them, and how
// the page calls them. Nothing is chosen when text is empty.
export function who() {
  const text = input.value.trim();
  return chosen ? { text: chosen.id, name: nameOf(chosen), user: chosen } : { text, name: text };
}

// isPIN tells a PIN by its length, as the locks do.
export const isPIN = (text) => /^\d{6,7}$/.test(text);
export const isNumber = (text) => /^\d{6,8}$/.test(text);

export function focusWho() { input.focus(); }

// choosePerson is for other parts of the page.
export function choosePerson(user) {
  chosen = user;
  input.value = nameOf(user);
  open(false);
  describe();
}

export function updateWho(world) {
  users = byName(world.site.users);
  if (chosen) {
    const now = users.find((u) => u.id === chosen.id);
    if (now && nameOf(now) !== nameOf(chosen) && document.activeElement !== input) input.value = nameOf(now);
    chosen = now;
  }
  describe();
  if (!options.hidden) fill();
}

// describe shows what the person can open doors with.
function describe() {
  chips(means, statesOf());
  input.dispatchEvent(new Event('who', { bubbles: true }));
}

function statesOf() {
  if (!chosen) return [];
  const states = [];
  if (chosen.tag) states.push(['', 'tag', 'Tag ' + chosen.tag]);
  if (chosen.email) states.push(['', 'phone', 'Phone']);
  if (chosen.pin) states.push(['', 'pin', 'PIN ' + chosen.pin]);
  if (!states.length) states.push(['warning', 'warn', 'No tag, no phone']);
  if (chosen.blocked) states.push(['error', 'cross', 'Blocked']);
  if (!chosen.subscribed) states.push(['warning', 'warn', 'Suspended']);
  return states;
}

function typed() {
  chosen = undefined;
  active = undefined;
  describe();
  open(true);
}

function found() {
  const wanted = chosen ? '' : input.value.trim();
  const all = users.filter((u) => fits([nameOf(u), u.email, u.tag, u.alias].filter(Boolean).join(' '), wanted));
  // A name that begins so comes before an address that holds it somewhere.
  const begins = (u) => wanted !== '' && ` ${nameOf(u)}`.toLowerCase().includes(' ' + wanted.toLowerCase());
  return [...all.filter(begins), ...all.filter((u) => !begins(u))];
}

function fill() {
  const all = found();
  const shown = all.slice(0, most);
  if (!shown.some((u) => u.id === active)) active = undefined;
  keyed(options, shown, (u) => u.id, makeOption);
  more.hidden = all.length > 0 && all.length <= most;
  write(more, all.length ? `And ${all.length - most} more: type to find them.` : 'Nobody of the site. It is tried as it stands.');
  mark();
}

function makeOption(user) {
  const name = el('span', { class: 'strong' }), detail = el('span', { class: 'muted' });
  let current = user;
  const node = el('li', {
    role: 'option', id: optionID(user),
    onpointerdown: (event) => event.preventDefault(), // the field keeps the focus
    onclick: () => choosePerson(current),
  }, name, detail);
  return {
    node, update: (u) => {
      current = u;
      write(name, nameOf(u));
      write(detail, [u.tag && 'tag ' + u.tag, u.email, u.blocked && 'blocked', !u.subscribed && 'suspended'].filter(Boolean).join(' · ') || 'no tag, no phone');
    },
  };
}

function open(wanted) {
  if (wanted) fill();
  options.hidden = !wanted;
  if (!wanted) more.hidden = true;
  input.setAttribute('aria-expanded', wanted && options.children.length > 0);
  if (!wanted) {
    active = undefined;
    mark();
  }
}

// mark shows which option Enter takes.
function mark() {
  for (const option of options.children) option.setAttribute('aria-selected', active !== undefined && option.id === 'who-' + active);
  const node = active === undefined ? undefined : document.getElementById('who-' + active);
  if (node) {
    input.setAttribute('aria-activedescendant', node.id);
    node.scrollIntoView({ block: 'nearest' });
  } else {
    input.removeAttribute('aria-activedescendant');
  }
}

function pressed(event) {
  const shown = found().slice(0, most);
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp':
      event.preventDefault();
      open(true);
      step(shown, event.key === 'ArrowDown' ? 1 : -1);
      break;
    case 'Enter':
      event.preventDefault();
      settle(shown);
      break;
    case 'Escape':
      if (options.hidden) onward();
      open(false);
  }
}

function step(shown, by) {
  if (!shown.length) return;
  const at = shown.findIndex((u) => u.id === active);
  active = shown[at < 0 && by < 0 ? shown.length - 1 : (at + by + shown.length) % shown.length].id;
  mark();
}

// settle takes the option under the arrow keys; else the only one that fits,
// unless a number was typed, which stands for itself; else what is typed.
function settle(shown) {
  const typedNumber = isNumber(input.value.trim());
  const user = shown.find((u) => u.id === active) ?? (shown.length === 1 && !typedNumber ? shown[0] : chosen);
  if (user) choosePerson(user);
  open(false);
  if (input.value.trim()) onward();
}
