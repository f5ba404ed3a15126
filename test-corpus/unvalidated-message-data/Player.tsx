// Components that keep what a frame of another site sends in their state.
import { useEffect, useReducer, useRef, useState } from 'react';

const VIDEO = 'https://video.example.com';

interface Track {
  id: string;
  seconds: number;
}

export function Player() {
  const [track, setTrack] = useState<Track | null>(null);
  const latest = useRef<unknown>(null);

  useEffect(() => {
    const onMessage = ({ origin, data }: MessageEvent) => {
      if (origin !== VIDEO) return;
      if (data.event === 'track') setTrack(data.track); //~ unvalidated-message-data `setTrack(data.track)` low
      latest.current = data;
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <b title={track?.id}>{track?.seconds}</b>;
}

export function Progress() {
  const [seconds, setSeconds] = useState(0);
  const [ended, setEnded] = useState(false);
  const [speed, setSpeed] = useState('1');

  useEffect(() => {
    const onMessage = ({ origin, data }: MessageEvent) => {
      if (origin !== VIDEO) return;
      if (typeof data.seconds === 'number') setSeconds(data.seconds); //~ ok unvalidated-message-data: a number
      setEnded(data.event === 'ended'); //~ ok unvalidated-message-data: whether it is equal to a constant
      if ('speed' in data && data.speed > 0) setSpeed(data.speed); //~ ok unvalidated-message-data: it is compared
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return <progress value={ended ? 1 : seconds} data-speed={speed} />;
}

function reduce(state: { volume: number }, action: { type: string; volume?: number }) {
  switch (action.type) {
    case 'volume':
      return { ...state, volume: action.volume ?? state.volume };
    default:
      return state;
  }
}

export function Volume({ onChange }: { onChange: (event: { volume: unknown }) => void }) {
  const [state] = useReducer(reduce, { volume: 1 });

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== VIDEO) return;
      onChange({ volume: event.data.volume }); //~ unvalidated-message-data `onChange({ volume: event.data.volume })` low
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [onChange]);

  return <b>{state.volume}</b>;
}

export function Level({ onChange }: { onChange: (event: { volume: unknown }) => void }) {
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== VIDEO) return;
      const { volume } = event.data;
      if (volume < 0 || volume > 1) return;
      onChange({ volume }); //~ ok unvalidated-message-data: it is compared with both ends
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [onChange]);

  return null;
}
