// What --help prints.
export const USAGE = `usage: npm run explain -- --text "…" [options]
  --text TEXT        what to explain
  --model DIR        a folder with config.json, model.safetensors and tokenizer.json (default: the embedded model)
  --generate N       continue by N tokens, or until the model ends the text
  --temperature T    0 = always the most probable (default 0)
  --seed N           of the draws (default 0)
  --remote URL       run the graphs on a server that speaks the Open Inference Protocol v2; token ids and vectors go there
  --precision P      how weights are kept: auto, float32, half, int8, int4 (default auto)
  --provider P       what runs the graphs: auto, cpu, webgpu, coreml, dml, cuda (default auto)
  --json             everything but the raw attention, as one JSON object
or: npm run explain -- --tokens --text "…" [--tokenizer NAME|DIR | --model DIR] [--json]
  the tokens alone, for which no weights are needed
or: npm run explain -- --count FILE… [--tokenizer NAME|DIR | --model DIR]
  the tokens of files, and of each section and paragraph, as JSON; a name that ends in .md, .markdown or .mdx is Markdown
or: npm run explain -- --chat FILE [--model DIR] [--json]
  a conversation as the model's template writes it, and its tokens; FILE holds [{"role": "user", "content": "…"}, …] or
  an object with that list as its messages; no weights are needed
or: npm run explain -- --export-triton DIR [--model DIR]
  writes the model as a repository for such a server; DIR is then also the --model for --remote
or: npm run explain -- --version | --help

  --tokenizer        a folder with tokenizer.json, or one of o200k_base, cl100k_base, p50k_base, r50k_base (default: the
                     model's own)

exit codes: 0 done; 1 it failed, and the error output says why; 2 the arguments are wrong; 3 a bug in Tokenscope`;
