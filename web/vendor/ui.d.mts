// Types of what web/vendor/ui.mjs exports; written by hand so that the minified files are not type-checked.

/** What a component may answer. */
export type Child = VNode | string | number | boolean | null | undefined | Child[];

export interface VNode {
  type: unknown;
  props: Record<string, unknown>;
  key: unknown;
}

export type Props<P = {}> = P & { children?: Child; key?: string | number };
export type Component_<P = any> = (props: Props<P>) => Child;

export class Component<P = {}, S = {}> {
  props: Props<P>;
  state: S;
  setState(next: Partial<S>): void;
}
export const Fragment: Component_;
export function h(type: unknown, props: Record<string, unknown> | null, ...children: Child[]): VNode;
export function render(node: Child, parent: Element | DocumentFragment): void;
export interface Context<T> {
  Provider: Component_<{ value: T }>;
}
export function createContext<T>(initial: T): Context<T>;
export function createRef<T>(): Ref<T | null>;
export interface Ref<T> {
  current: T;
}

export type Update<T> = (next: T | ((previous: T) => T)) => void;
export function useState<T>(initial: T | (() => T)): [T, Update<T>];
export function useReducer<S, A>(reduce: (state: S, action: A) => S, initial: S): [S, (action: A) => void];
export function useRef<T>(initial: T): Ref<T>;
export function useEffect(run: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useLayoutEffect(run: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useMemo<T>(make: () => T, inputs: readonly unknown[]): T;
export function useCallback<F extends Function>(fn: F, inputs: readonly unknown[]): F;
export function useContext<T>(context: Context<T>): T;
export function useId(): string;
export function useErrorBoundary(onError?: (error: unknown) => void): [unknown, () => void];

export interface ReadonlySignal<T> {
  readonly value: T;
  peek(): T;
  subscribe(fn: (value: T) => void): () => void;
}
export interface Signal<T> extends ReadonlySignal<T> {
  value: T;
}
export function signal<T>(initial: T): Signal<T>;
export function computed<T>(compute: () => T): ReadonlySignal<T>;
export function effect(run: () => void | (() => void)): () => void;
export function batch<T>(run: () => T): T;
export function useSignal<T>(initial: T): Signal<T>;
export function useComputed<T>(compute: () => T): ReadonlySignal<T>;
export function useSignalEffect(run: () => void | (() => void)): void;

export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode;
