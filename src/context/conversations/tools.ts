// Tools that are offered to a model, in the forms of OpenAI, Anthropic, Gemini and MCP's tools/list. Knows no file.
import type { ConversationTool } from './conversation.ts';
import type { JsonNode } from './jsonNode.ts';

/** A list of tools, or the object with names as keys that Gemini's list holds. */
export function toolsOf(list: JsonNode | undefined): readonly ConversationTool[] {
  if (!list) return [];
  if (!list.list) throw list.problem('is no list of tools');
  return list.list.flatMap((tool) => {
    const declared = tool.field('functionDeclarations', 'function_declarations');
    return declared ? toolsOf(declared) : [toolOf(tool)];
  });
}

/** Whether an element of a list can be nothing but a tool. */
export function looksLikeTool(tool: JsonNode): boolean {
  if (tool.field('functionDeclarations', 'function_declarations')?.list) return true;
  if (tool.textField('type') === 'function' && (tool.field('function') || tool.field('name'))) return true;
  return tool.textField('name') !== undefined && SCHEMAS.some((name) => tool.field(name)?.type === 'object');
}

const SCHEMAS = ['parameters', 'input_schema', 'inputSchema', 'parametersJsonSchema'] as const;

function toolOf(tool: JsonNode): ConversationTool {
  if (tool.type !== 'object') throw tool.problem('is no tool');
  const own = tool.field('function') ?? tool;
  // Tools that the service brings have a type alone: { "type": "web_search" }, { "googleSearch": {} }.
  const name = own.textField('name') ?? tool.textField('type') ?? Object.keys(tool.value as object)[0];
  if (name === undefined) throw tool.problem('has no name');
  return {
    name,
    description: own.textField('description') ?? '',
    parameters: own.field(...SCHEMAS)?.value ?? {},
    text: JSON.stringify(tool.value),
    at: tool,
  };
}
