import React from 'react';

export function Frame({ src, onMessage, ...rest }) {
  const ref = React.useRef(null);
  return (
    <>
      {/* a comment */}
      <iframe ref={ref} src={src} {...rest} sandbox title='it&apos;s "quoted"' />
      <ui.Panel on:message={onMessage} label=<b>element</b>>
        don't / stop `here` {src ? <p>yes</p> : null}
      </ui.Panel>
    </>
  );
}
