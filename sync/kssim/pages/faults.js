// What goes wrong between a program and KS: the network, and rules of faults.
// This page and the doors feel nothing of it.

import { button, el, keyed, toggle, write } from './dom.js';
import { act } from './sim.js';
import { complain } from './say.js';
import { many } from './words.js';

const offline = toggle('Network offline', (on) => network({ offline: on }), 'no connection to KS comes through');
const hotel = toggle('Page of a hotel', (on) => network({ html: on }), 'every call is answered with a web page');
const ready = el('ul', { class: 'rows' }), rules = el('ul', { class: 'rows' });
const none = el('p', { class: 'muted' }, 'None: everything is answered.');
const clear = button('Remove all rules', () => act('No fault is left.', 'faults', undefined, 'DELETE'));
const own = el('textarea', {
  rows: '3', 'aria-label': 'A rule in JSON', spellcheck: 'false',
  placeholder: '{"on":"POST /v1.2/sites/*/users","times":2,"fault":"429","retry_after":"30"}',
});
let world;

export const faults = {
  title: 'Faults',
  node: el('div', {}, el('h4', {}, 'Network'), offline.node, hotel.node,
    el('h4', {}, 'Ready-made'), ready,
    el('h4', {}, 'Rules in force'), rules, none, el('div', { class: 'line' }, clear),
    el('details', { class: 'more' }, el('summary', {}, 'A rule of your own'),
      el('form', { class: 'more-body', onsubmit: add }, own, el('button', {}, 'Add the rule'),
        el('p', { class: 'muted' }, 'kssim --help says what a rule can hold.')))),
  update: (now) => {
    world = now;
    offline.set(now.network.offline);
    hotel.set(now.network.html);
    keyed(ready, now.choices.presets, (p) => p.name, makePreset);
    keyed(rules, now.rules, (r) => r.id, makeRule);
    none.hidden = now.rules.length > 0;
    if (!now.rules.length && document.activeElement === clear) ready.querySelector('button')?.focus();
    clear.hidden = !now.rules.length;
    return now.rules.length ? String(now.rules.length) : '';
  },
};

function network(change) {
  const after = { ...world.network, ...change };
  return act(after.offline ? 'Nothing reaches KS now.' : after.html ? 'Every call is answered with a web page now.' : 'The network is well.', 'network', after);
}

function makePreset(preset) {
  return {
    node: el('li', { class: 'row' },
      el('span', { class: 'row-what' }, el('span', { class: 'strong' }, preset.name), el('span', { class: 'muted' }, preset.about)),
      button('Add', () => act(`The rules of ${preset.name} are in force.`, 'faults', { preset: preset.name }), { 'aria-label': `Add ${preset.name}` })),
  };
}

function makeRule(rule) {
  const title = el('span', { class: 'strong' }), detail = el('span', { class: 'muted' }), hits = el('span', { class: 'chip' });
  const remove = button('×', () => act(`The rule ${rule.id} is gone.`, `faults?id=${encodeURIComponent(rule.id)}`, undefined, 'DELETE'),
    { class: 'quiet', 'aria-label': `Remove the rule ${rule.id}` });
  return {
    node: el('li', { class: 'row' }, el('span', { class: 'row-what' }, title, detail), hits, remove),
    update: (r) => {
      write(title, r.fault);
      write(detail, inWords(r));
      write(hits, many(r.hits, 'hit'));
    },
  };
}

const onlyWords = { writes: 'writes', reads: 'reads', api: 'the API', identity: 'identity' };

function inWords(r) {
  return [
    r.on || onlyWords[r.only] || 'every request', r.on && onlyWords[r.only],
    r.after && `after ${many(r.after, 'request')}`, r.every && `each ${r.every}.`, r.chance && `${Math.round(r.chance * 1000) / 10} %`,
    r.times && `${r.times} times at most`, r.retry_after && `retry after ${r.retry_after} s${r.date ? ', as a date' : ''}`,
    r.for && `for ${r.for}`, r.by && `by ${r.by}`, r.bytes && `${r.bytes} bytes`, r.reset && 'then reset',
  ].filter(Boolean).join(' · ');
}

async function add(event) {
  event.preventDefault();
  let rule;
  try {
    rule = JSON.parse(own.value);
  } catch {
    complain('The rule is not JSON.');
    return;
  }
  if (await act('The rule is in force.', 'faults', rule)) own.value = '';
}
