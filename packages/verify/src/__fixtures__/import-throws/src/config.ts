export function loadConfig(_runtime: unknown): { LIGHTHOUSE_NAME: string; LIGHTHOUSE_BLINK_MS: number } {
  return { LIGHTHOUSE_NAME: 'x', LIGHTHOUSE_BLINK_MS: 1 };
}

throw new Error('the tower has no foundation');
