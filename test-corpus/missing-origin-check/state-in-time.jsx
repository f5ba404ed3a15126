// What a component's state begins with is not what it stays: a listener behind it hears strangers once the user has done something.
import React, { useEffect, useState } from 'react';

export function Panel() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const receive = (event) => {
      if (!open) return;
      document.getElementById('out').innerHTML = event.data.html; //~ message-to-html `document.getElementById('out').innerHTML` high
    };
    window.addEventListener('message', receive); //~ missing-origin-check `window.addEventListener('message', receive)` high
    return () => window.removeEventListener('message', receive);
  }, [open]);
  return <button onClick={() => setOpen(true)}>Open</button>;
}

export function Closed() {
  const [open] = useState(false);
  useEffect(() => {
    const receive = (event) => {
      if (!open) return;
      document.getElementById('out').innerHTML = event.data.html; //~ ok message-to-html: nothing ever sets it
    };
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  }, [open]);
  return null;
}

export function Account() {
  const [session, setSession] = useState(null);
  const [name, setName] = useState('');
  const signIn = async () => {
    if (!name.trim()) return;
    const answer = await fetch('/api/sign-in', { method: 'POST', body: name });
    const { token } = await answer.json();
    window.parent.postMessage({ kind: 'signed-in', token }, '*'); //~ wildcard-sensitive-data `'*'` high
    setSession(token);
  };
  return <input onChange={(event) => setName(event.target.value)} onBlur={signIn} title={session} />;
}

export class Inbox extends React.Component {
  state = { open: false };

  receive = (event) => {
    if (!this.state.open) return;
    document.getElementById('inbox').innerHTML = event.data.html; //~ message-to-html `document.getElementById('inbox').innerHTML` high
  };

  componentDidMount() {
    window.addEventListener('message', this.receive); //~ missing-origin-check `window.addEventListener('message', this.receive)` high
  }

  componentWillUnmount() {
    window.removeEventListener('message', this.receive);
  }

  render() {
    return <button onClick={() => this.setState({ open: true })}>Open</button>;
  }
}

let ready = false;
document.getElementById('frame').addEventListener('load', () => {
  ready = true;
});
export function show(frame, text) {
  //~v wildcard-sensitive-data `'*'` high
  if (ready) frame.contentWindow.postMessage({ text, token: sessionStorage.getItem('token') }, '*');
}
