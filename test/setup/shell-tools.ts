import { spawnSync } from 'node:child_process';

/** Whether this machine has what the pipelines in docs/pipelines call, beside `pir` and the hosts' own programs. */
export const hasShellTools = spawnSync('bash', ['-c', 'type mapfile jq curl git']).status === 0;
