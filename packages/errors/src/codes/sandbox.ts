import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of processes, of the sandbox, and of copying what came out of it. */
export const SANDBOX_CODES = {
  PW_PROCESS_NOT_ABSOLUTE: row(
    3,
    'A program was not named by its full path.',
    'Report it; only our own code starts programs.',
  ),
  PW_PROCESS_ENV_REFUSED: row(
    3,
    'A child process was to get a variable that changes what it loads.',
    'Report it; only our own code starts programs.',
  ),
  PW_PROCESS_SPAWN: row(
    3,
    'A program could not be started.',
    'Check that it and the working directory exist.',
  ),
  PW_SANDBOX_REQUIRED: input(
    'The isolation that was asked for is not available here.',
    'Install bubblewrap (apt-get install bubblewrap), look at plugwright doctor, or ask for less.',
  ),
  PW_SANDBOX_DRIVER: input(
    'There is no such way of isolating a process, or not here.',
    'Use auto, bubblewrap, seatbelt, docker, podman, restricted or none.',
  ),
  PW_SANDBOX_COMMAND: row(
    3,
    'A program lies where the sandbox has no files.',
    'Use Node.js or a program below /usr, or pass its directory as readOnly.',
  ),
  PW_SANDBOX_WORKSPACE: input(
    'The working directory cannot be copied into the sandbox.',
    'Remove large or unreadable files from it, or raise the limits.',
  ),
  PW_SANDBOX_START: row(
    3,
    'The sandbox did not start.',
    'Run plugwright doctor; it tries the sandbox and says what is in the way.',
  ),
  PW_COPY_LIMIT: input(
    'More or larger files were left than may be copied out.',
    'Let the program write less, or raise the limit.',
  ),
  PW_COPY_SOURCE: row(
    3,
    'What should be copied is not a directory.',
    'Check that it exists and may be read.',
  ),
} as const satisfies ErrorCodes;
