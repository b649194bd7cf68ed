// Runs suites with mocha inside the extension host and prints its report.

/** `load` imports the suites, which describe themselves to mocha. */
export async function runMocha(load: () => Promise<void>): Promise<void> {
  // Not required: Node 22 and Node 24 do not agree on what that makes of the default export of a module.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', timeout: 300_000, color: false });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(`${failures} tests failed`)) : resolve()));
  });
}
