// Runs a program to its end, quietly; what it printed is shown where it failed. Knows no program.
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Resolves with what the program printed. Rejects with its last lines where it fails or cannot be started. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return await new Promise((resolve, reject) => {
    const shell = process.platform === 'win32'; // npm is a .cmd there
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], shell });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    child.on('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else
        reject(
          new Error(
            `${program} ${args.join(' ')} ended with ${code}:\n${printed.trim().split('\n').slice(-25).join('\n')}`,
          ),
        );
    });
  });
}
