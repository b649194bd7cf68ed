// What --help prints.
export const USAGE = `usage: npm run explain -- --text "…" [options]
  --text TEXT        what to explain
  --model DIR        a folder with config.json, model.safetensors and tokenizer.json, or a GGUF file (default: the embedded model)
  --generate N       continue by N tokens, or until the model ends the text
  --temperature T    0 = always the most probable (default 0)
  --seed N           of the draws (default 0)
  --remote URL       run the graphs on a server that speaks the Open Inference Protocol v2; token ids and vectors go there
  --precision P      how weights are kept: auto, float32, half, int8, int4, fast (default auto)
  --provider P       what runs the graphs: auto, cpu, webgpu, coreml, dml, cuda (default auto)
  --json             everything but the raw attention, as one JSON object
or, with the same options, what the panel's Lab measures, as JSON:
  --why TOKEN        what each part of the model votes for TOKEN as the next one, with --not TOKEN against another, and the
                     information flow behind the prediction; TOKEN is a text that is one token, or an id written #123
  --mattered         which parts of the text made the next token, or with --generate the continuation, probable: the text
                     is read again without one part after another; --left-out cuts it anew, where else a part is hidden
  --without LIST     what comes next, each token's surprisal, and with --generate the continuation, with something changed:
                     head:5.2, attention:5, mlp:5 (off; head:5.2*0.5 scaled, mlp:5=mean set to its mean), state:5 of a state
                     beside attention, expert:5.2 off, token:4 or token:4-7 hidden, edge:5.2:10:3 (head 5.2 of token 10 does
                     not attend to token 3), separated by commas
  --patch SOURCE     where the difference to another text of as many tokens is carried: one activation after another comes
                     from it; --kind residual, attention, state, mlp (layers × tokens) or head (layers × heads); of a model that
                     reads in both directions both texts are masked at position N of --at
  --compare OTHER    another text, or with the folder of a model in its place another model on the same text, token by token:
                     surprisals, what each expects next, cosines of the residual streams, heads that attend differently
  --at N             the next token is asked behind position N, counted from 0 (default: the last one)
or: npm run explain -- --tokens --text "…" [--tokenizer NAME|DIR | --model DIR] [--json]
  the tokens alone, for which no weights are needed
or: npm run explain -- --count FILE… [--tokenizer NAME|DIR | --model DIR]
  the tokens of files, and of each section and paragraph, as JSON; a name that ends in .md, .markdown or .mdx is Markdown
or: npm run explain -- --context PATH… [--tokenizer NAME|DIR | --model DIR] [--budget N] [--json]
  what fills a context: files, folders and conversations as a tree of parts with their tokens, as Markdown; .gitignore and
  --exclude GLOB (again for more) leave out; --agent counts only what an agent reads by itself, --duplicates looks for what
  is there more than once, --changes counts the last commit as well
or: npm run explain -- --chat FILE [--model DIR] [--json]
  a conversation as the model's template writes it, with tools, and its tokens, each with the message that it is of; FILE
  holds [{"role": "user", "content": "…"}, …], or a request or answer of OpenAI, Anthropic or Gemini; no weights are needed
or: npm run explain -- --export-triton DIR [--model DIR]
  writes the model as a repository for such a server; DIR is then also the --model for --remote
or: npm run explain -- --version | --help

  --tokenizer        a folder with tokenizer.json, or one of o200k_base, cl100k_base, p50k_base, r50k_base (default: the
                     model's own)

exit codes: 0 done; 1 it failed, and the error output says why; 2 the arguments are wrong; 3 a bug in Tokenscope`;
