// The one entry to the vendored libraries. Everything in web/ imports from here.
import { h } from "./preact.mjs";
import htm from "./htm.mjs";

export { Component, Fragment, createContext, createRef, h, render } from "./preact.mjs";
export {
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer,
  useRef, useState,
} from "./hooks.mjs";
export { batch, computed, effect, signal, useComputed, useSignal, useSignalEffect } from "./signals.mjs";

/** Tagged template that makes Preact nodes: html`<p class="muted">${text}</p>`. */
export const html = htm.bind(h);
