// What the page says at its foot, and what it asks before something dangerous.

import { write } from './dom.js';

const byID = (id) => document.getElementById(id);

// say tells what was done.
export function say(sentence) {
  quiet();
  write(byID('said'), sentence);
}

// complain tells what was refused, until the next act or until it is closed.
export function complain(sentence) {
  write(byID('said'), '');
  write(byID('wrong').querySelector('span'), sentence);
  byID('wrong').hidden = byID('dismiss').hidden = false;
}

function quiet() { byID('wrong').hidden = byID('dismiss').hidden = true; }

byID('dismiss').addEventListener('click', quiet);

// sure asks, and returns whether the answer was yes.
export function sure(title, text, yes) {
  const dialog = byID('sure');
  write(byID('sure-title'), title);
  write(byID('sure-text'), text);
  write(byID('sure-yes'), yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
