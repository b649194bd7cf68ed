// A conversation as a chat model receives it. Types only.
import type { Token } from './tokens.ts';

/**
 * Where a token of a rendered conversation comes from. said: somebody wrote it, or a tool gave it back; template: what the
 * model's template puts around it; tools: the definitions of tools, as the template writes them; prompt: behind the last
 * message, where the model's answer begins.
 */
export interface TokenOrigin {
  readonly from: 'said' | 'template' | 'tools' | 'prompt';
  /** Which message, counted as in ConversationTokens.messages; undefined for tools and for the prompt. */
  readonly message: number | undefined;
}

export interface ReceivedMessage {
  /** As the template is told it. */
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** With what the template puts around it. */
  readonly tokens: number;
  /** Of these, what was said. */
  readonly said: number;
  /** Which messages of the file it is made of, as it counts them: a template is told of a call's turn as one message. */
  readonly from: readonly number[];
}

export interface ConversationTokens {
  /** What the model's template makes of the conversation, up to where the answer begins. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Of each token. */
  readonly origins: readonly TokenOrigin[];
  readonly messages: readonly ReceivedMessage[];
  /** Of the definitions of tools. */
  readonly toolTokens: number;
  /**
   * Whether it is known of each token that it was said. false: the template changes what is said, or decides by it, and so
   * `said` is 0 and all of a message is its template's.
   */
  readonly exact: boolean;
}
