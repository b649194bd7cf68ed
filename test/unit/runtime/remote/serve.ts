// node serve.ts REPOSITORY [--json]: the test server as a process of its own, which can be killed. Prints its address.
import { startInferenceServer } from './inferenceServer.ts';

const { url } = await startInferenceServer(process.argv[2], { binary: !process.argv.includes('--json') });
console.log(url);
