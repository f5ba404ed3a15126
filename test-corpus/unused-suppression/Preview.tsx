// Comments as JSX has them.
import { useEffect, useState } from "react";

export function Preview() {
  const [html, setHtml] = useState("");
  useEffect(() => {
    // originlint-ignore missing-origin-check: the frame is same-origin by its policy //~ ok unused-suppression: hides the listener
    window.addEventListener("message", (event) => setHtml(event.data.html)); //~ listener-not-removed `window.addEventListener("message", (event) => setHtml(event.data.html))`
  }, []);
  return (
    <main>
      {/* originlint-ignore message-to-html: sanitized by the sender */}
      <article dangerouslySetInnerHTML={{ __html: html }} /> {/*~ ok unused-suppression: braces of JSX around the comment above */}
      {/*~v unused-suppression `message-to-html` low */}
      {/* originlint-ignore message-to-html: nothing to sanitize */}
      <p>{html.length} characters</p>
      <article
        // originlint-ignore message-to-html: sanitized by the sender //~ ok unused-suppression: between attributes
        dangerouslySetInnerHTML={{ __html: html }}
      />
    </main>
  );
}
