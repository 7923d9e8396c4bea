// The keys of the page. They are for whoever does not type just then.

import { el } from './dom.js';
import { focusDoor, tryDoor } from './cards.js';
import { focusWho } from './who.js';

const keys = [
  ['/', 'who stands at the door', focusWho],
  ['d', 'the door that was used last, or the first', () => focusDoor()],
  ['1', 'the doors, 1 to 9', undefined],
  ['t', 'hold the tag to that door', () => tryDoor(false)],
  ['p', 'hold the phone to that door', () => tryDoor(true)],
  ['a', 'what an admin does by hand', () => document.querySelector('[role=tab][aria-selected=true]').focus()],
  ['?', 'these keys', () => document.getElementById('keys').showModal()],
];

export function startKeys() {
  document.getElementById('help').addEventListener('click', () => document.getElementById('keys').showModal());
  document.getElementById('keys-list').append(...keys.flatMap(([key, text]) => [
    el('dt', {}, ...(key === '1' ? [el('kbd', {}, '1'), ' … ', el('kbd', {}, '9')] : [el('kbd', {}, key)])), el('dd', {}, text)]));
  document.addEventListener('keydown', pressed);
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || busy(event.target)) return;
  const key = keys.find(([name]) => name === event.key);
  if (/^[1-9]$/.test(event.key)) focusDoor(Number(event.key));
  else if (key) key[2]();
  else return;
  event.preventDefault();
}

// busy tells whether the keys mean something else where they are pressed.
function busy(target) {
  const typing = target.matches('textarea, select, input:not([type=checkbox])');
  return typing || document.querySelector('dialog[open]') !== null;
}
