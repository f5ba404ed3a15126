// The support panel: an agent's tool sends notes and hints.
import DOMPurify from 'dompurify';
import { useEffect, useState } from 'react';

const AGENTS = 'https://agents.example.com';

/** A note is shown as HTML, and the check lets other origins through. */
export function Note() {
  const [note, setNote] = useState('');
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin.startsWith(AGENTS)) setNote(event.data.note); //~ weak-origin-check `event.origin.startsWith(AGENTS)` high
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  return <article dangerouslySetInnerHTML={{ __html: note }} />; //~ message-to-html `note` high
}

function useAgentMessage(type: string): string {
  const [text, setText] = useState('');
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== AGENTS || event.data.type !== type) return;
      setText(event.data.text);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [type]);
  return text;
}

/** Only the agents' tool is heard: it is trusted, and may be attacked itself. */
export function AgentNote() {
  const note = useAgentMessage('note');
  return <article dangerouslySetInnerHTML={{ __html: note }} />; //~ message-to-html `note` low pedantic
}

export function CleanNote() {
  const note = useAgentMessage('note');
  return <article dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(note) }} />; //~ ok message-to-html: sanitized
}

export function Hint() {
  return <aside>{useAgentMessage('hint')}</aside>; //~ ok message-to-html: React writes children as text
}
