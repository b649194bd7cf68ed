// Which symbols of a code file have a count: those at the top that take more than one line, and the functions of classes.
// Knows no counts.
import * as vscode from 'vscode';

const { SymbolKind } = vscode;
const WITH_MEMBERS = [
  SymbolKind.Class,
  SymbolKind.Interface,
  SymbolKind.Struct,
  SymbolKind.Namespace,
  SymbolKind.Module,
  SymbolKind.Object,
];
const FUNCTIONS = [SymbolKind.Function, SymbolKind.Method, SymbolKind.Constructor];

/** undefined where nobody knows the symbols of the document, or nobody does yet. */
export async function countedSymbols(document: vscode.TextDocument): Promise<readonly vscode.Range[] | undefined> {
  const found = await vscode.commands.executeCommand<readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  if (!found?.length) return undefined;
  const ranges = found.flatMap((symbol) =>
    'children' in symbol ? withFunctions(symbol) : symbol.containerName ? [] : [symbol.location.range],
  );
  return ranges.filter((range) => !range.isSingleLine).sort((a, b) => a.start.compareTo(b.start));
}

function withFunctions({ range, kind, children }: vscode.DocumentSymbol): readonly vscode.Range[] {
  const functions = WITH_MEMBERS.includes(kind) ? children.filter((child) => FUNCTIONS.includes(child.kind)) : [];
  return [range, ...functions.map((child) => child.range)];
}
