// A bus of the page's own on the document.
document.addEventListener('message', (event) => console.log(event.detail)); //~ ok dead-message-listener: the file dispatches such events itself

export function tell(detail) {
  document.dispatchEvent(new CustomEvent('message', { detail }));
}
