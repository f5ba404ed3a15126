// A preview that shows in a frame what its editor sends.
import { useEffect, useState } from 'react';

const EDITOR = 'https://editor.example.com';

export function Preview() {
  const [page, setPage] = useState('');

  useEffect(() => {
    const onMessage = ({ origin, data }: MessageEvent) => {
      if (origin === EDITOR) setPage(data.page);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return (
    <main>
      <iframe srcDoc={page} /> {/*~ message-to-code `page` low pedantic */}
      <pre>{page}</pre> {/*~ ok message-to-code: React writes it as text */}
    </main>
  );
}
