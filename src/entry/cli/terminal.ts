import type { Clock, OpenPorts } from '../../ports.ts';
import type { Settings } from '../../settings.ts';

/** Ports, and which migrations opening them has carried out. */
export interface OpenedPorts extends OpenPorts {
  readonly migrated: readonly string[];
}

/** The world as the command line needs it; put together in main. */
export interface Terminal {
  readonly environment: Record<string, string | undefined>;
  /** The user's name, who approves when --by is not given. */
  readonly user: string;
  readonly version: string;
  /** Results. */
  out(text: string): void;
  /** Words for people. */
  tell(text: string): void;
  /** Columns of the terminal on which the words appear; null where it is none. */
  readonly columns: number | null;
  /** Whether a person sits there who can answer. */
  readonly interactive: boolean;
  /** The answer; empty where the person ends the input instead (Ctrl-D, Ctrl-C). */
  ask(question: string): Promise<string>;
  /** All of the standard input. */
  readInput(): Promise<Uint8Array>;
  /** Resolves when the process is asked to end (Ctrl-C, SIGTERM); from the call on that does not end it at once. */
  untilStopped(): Promise<void>;
  readonly clock: Clock;
  readonly processId: number;
  /**
   * Opens database, tracker and mail server from settings.
   * @param command what this process is doing, told to others that want the database
   */
  openPorts(settings: Settings, command: string, clock: Clock): Promise<OpenedPorts>;
  /** Where to reach the service that holds the embedded database; null where none announced itself. */
  runningService(settings: Settings): { readonly url: string; readonly token: string } | null;
}
