import pino from 'pino';
import type { Log } from '../../ports.ts';

/**
 * Logs as JSON lines (pino): time in UTC, level by name, the fixed message in `msg`.
 * @param write where a line goes; secrets are masked before
 * @param mask replaces secrets in a text
 */
export function createLog(level: string, write: (line: string) => void, mask: (text: string) => string): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    { write: (line: string) => write(mask(line)) },
  );
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
}
