// Signing in through a popup: both sides name each other's origin.
export interface Credentials {
  accessToken: string;
  expires: number;
}

export function signIn(provider: string): Promise<Credentials> {
  const state = crypto.randomUUID();
  const popup = window.open(`${location.origin}/oauth/${encodeURIComponent(provider)}?state=${state}`, 'oauth', 'popup');

  return new Promise((resolve, reject) => {
    const stop = new AbortController();

    window.addEventListener(
      'message',
      (event) => {
        if (event.origin !== location.origin || event.source !== popup) return;
        if (event.data.type !== 'oauth' || event.data.state !== state) return;
        stop.abort();
        popup?.close();
        resolve({ accessToken: event.data.accessToken, expires: Number(event.data.expires) });
      },
      { signal: stop.signal },
    );

    setTimeout(() => {
      stop.abort();
      reject(new Error('nobody signed in'));
    }, 120_000);
  });
}

/** Runs in the popup once the provider has answered. */
export function finish(state: string, credentials: Credentials): void {
  window.opener.postMessage({ type: 'oauth', state, ...credentials }, location.origin);
  window.close();
}
