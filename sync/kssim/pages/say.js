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

const dialog = byID('sure');
let answer = () => {}; // to the question that is open

// sure asks, and returns whether the answer was yes.
export function sure(title, text, yes) {
  write(byID('sure-title'), title);
  write(byID('sure-text'), text);
  write(byID('sure-yes'), yes);
  dialog.showModal();
  return new Promise((resolve) => { answer = resolve; });
}

// That the dialog is closed the browser tells later; what is pressed meanwhile may
// be to ask again. So the answer is taken from what closes it, and the close of
// another question is none.
byID('sure-form').addEventListener('submit', (event) => answer(event.submitter?.value === 'yes'));
dialog.addEventListener('cancel', () => answer(false));
dialog.addEventListener('close', () => {
  if (!dialog.open) answer(false);
});
