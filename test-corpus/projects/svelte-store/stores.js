import { writable } from "svelte/store";

export const page = writable("");
export const name = writable("");
