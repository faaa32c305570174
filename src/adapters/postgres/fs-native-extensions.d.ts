/** The two calls we use of a package that brings no types. */
declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on an open file; false where another open file holds it. */
  export function tryLock(file: number): boolean;
  export function unlock(file: number): void;
}
