import { FormEvent, useState } from 'react';

const APP = 'https://app.example.com';

export function LoginForm() {
  const [name, setName] = useState('');
  const [secretWord, setSecretWord] = useState('');

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const input = event.currentTarget.querySelector<HTMLInputElement>('input[type="password"]');
    window.parent.postMessage({ type: 'login', name, value: input!.value }, '*'); //~ wildcard-sensitive-data `'*'` high
  }

  function submitExactly() {
    window.parent.postMessage({ type: 'login', name, word: secretWord }, APP); //~ ok wildcard-sensitive-data: an exact target origin
  }

  function cancel() {
    window.parent.postMessage({ type: 'login-cancelled' }, '*'); //~ ok wildcard-sensitive-data: a constant message of a login form
  }

  return (
    <form onSubmit={submit} onReset={cancel}>
      <input value={name} onChange={(e) => setName(e.target.value)} />
      <input type="password" value={secretWord} onChange={(e) => setSecretWord(e.target.value)} />
      <button type="button" onClick={submitExactly}>Log in</button>
    </form>
  );
}
