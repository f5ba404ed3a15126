// One site may frame it. A secret for that site alone is still better sent to its origin.
export function announce(session: { token: string }): void {
  window.parent.postMessage({ type: "session", token: localStorage.getItem("token") }, "*"); //~ wildcard-sensitive-data `"*"` low pedantic
}
