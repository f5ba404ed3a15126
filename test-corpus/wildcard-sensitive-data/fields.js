// What people type, by what the program itself says about the field.
export function pay(form) {
  const number = form.querySelector('input[autocomplete="cc-number"]').value;
  window.parent.postMessage({ type: 'pay', number }, '*'); //~ wildcard-sensitive-data `'*'` high
}

export function verify() {
  const field = document.querySelector('[autocomplete=one-time-code]');
  field.addEventListener('input', () => {
    window.parent.postMessage({ type: 'typed', text: field.value }, '*'); //~ wildcard-sensitive-data `'*'`
  });
}

export function card() {
  const field = document.getElementById('card-number');
  window.top.postMessage(field.value.replace(/\s/g, ''), '*'); //~ wildcard-sensitive-data `'*'`
}

export function byName(root) {
  const entry = root.querySelector('form.login input[name=password]');
  if (entry) window.parent.postMessage({ type: 'entry', entry: entry.value }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function fromForm(event) {
  const data = new FormData(event.target);
  window.parent.postMessage({ type: 'form', second: data.get('password') }, '*'); //~ wildcard-sensitive-data `'*'`
}

export function address(form) {
  const street = form.querySelector('input[autocomplete="street-address"]').value;
  window.parent.postMessage({ type: 'street', street }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high: what somebody typed, no credential
}

export function search(form) {
  const query = form.querySelector('input[type=search]').value;
  window.parent.postMessage({ type: 'query', query }, '*'); //~ wildcard-sensitive-data `'*'` medium confidence=high: what somebody typed, no credential
}

export function strength(form) {
  const field = form.querySelector('input[type=password]');
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'strength', long: field.value.length > 12 }, '*'); //~ ok wildcard-sensitive-data: whether it is long
}

export function focus(form) {
  const field = form.querySelector('input[type=password]');
  window.parent.postMessage({ type: 'focus', top: field.offsetTop }, '*'); //~ ok wildcard-sensitive-data: where the field is
}

export function styled(form) {
  const box = form.querySelector('.password-hint');
  //~v wildcard-target-origin `'*'`
  window.parent.postMessage({ type: 'hint', text: box.textContent }, '*'); //~ ok wildcard-sensitive-data: a class is about looks
}
