// A conversation as all forms have it: messages of parts, and tools that are offered. Types only.
import type { JsonNode } from './jsonNode.ts';

export type ConversationForm = 'openai-chat' | 'openai-responses' | 'anthropic' | 'gemini' | 'vscode' | 'tools';

/** Each stands at a place of the file. */
export type ConversationPart = { readonly at: JsonNode } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  /** `input` is what the arguments mean, or their text where that is no JSON. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly id: string | undefined;
      readonly input: unknown;
      readonly text: string;
    }
  | {
      readonly kind: 'result';
      readonly name: string | undefined;
      readonly id: string | undefined;
      readonly text: string;
    }
  /** What is no text, such as an image; its base64 is not read as one. `type` is a media type where that is said. */
  | { readonly kind: 'other'; readonly type: string }
);

export interface ConversationMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** As the file calls it: developer, model. */
  readonly written: string;
  readonly at: JsonNode;
  readonly parts: readonly ConversationPart[];
}

export interface ConversationTool {
  readonly name: string;
  readonly description: string;
  /** A JSON schema. */
  readonly parameters: unknown;
  /** The whole definition as JSON without white space. */
  readonly text: string;
  readonly at: JsonNode;
}

export interface Conversation {
  readonly form: ConversationForm;
  readonly messages: readonly ConversationMessage[];
  readonly tools: readonly ConversationTool[];
}
