import React from "react";
import { useModal } from "./use-modal";
export function Frame() {
  const { modal } = useModal();
  return <iframe title="m" src={modal.url} style={{ height: modal.height }} />; //~ message-to-navigation `modal.url` high confidence=low
}
