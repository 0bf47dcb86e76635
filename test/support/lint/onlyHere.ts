// Lint rule `house/only-here`: modules, globals and members that only the files named beside them may touch.
import path from 'node:path';
import type { Rule } from 'eslint';
import type * as ESTree from 'estree';

export interface OnlyHere {
  /** Module names; `node:` may be left out in the import but not here. */
  readonly modules?: readonly string[];
  /** Global names, e.g. `process`. */
  readonly globals?: readonly string[];
  /** Members as they are written, e.g. `world.fetch`: the last two names of an access. */
  readonly members?: readonly string[];
  /** Where the rule holds, and the files and folders inside that may all the same. */
  readonly under: string;
  readonly except: readonly string[];
  /** Where to go instead. */
  readonly instead: string;
}

export const onlyHere: Rule.RuleModule = {
  meta: { type: 'problem', schema: [{ type: 'array' }] },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
    const rules = (context.options[0] as OnlyHere[]).filter(
      (rule) => file.startsWith(rule.under) && !rule.except.some((place) => file.startsWith(place)),
    );
    const refuse = (node: ESTree.Node, what: string, rule: OnlyHere): void =>
      context.report({ node, message: `${what} is not for ${rule.under}: ${rule.instead}.` });

    function judgeModule(node: ESTree.Node, specifier: unknown): void {
      if (typeof specifier !== 'string') return;
      const fits = (name: string): boolean =>
        specifier === name || `node:${specifier}` === name || specifier.startsWith(`${name}/`);
      for (const rule of rules) if (rule.modules?.some(fits)) refuse(node, `"${specifier}"`, rule);
    }

    return {
      ImportDeclaration: (node) => judgeModule(node, node.source.value),
      ExportNamedDeclaration: (node) => judgeModule(node, node.source?.value),
      ExportAllDeclaration: (node) => judgeModule(node, node.source.value),
      ImportExpression: (node) => judgeModule(node, node.source.type === 'Literal' ? node.source.value : ''),
      TSImportType(node: ESTree.Node) {
        const { source, argument } = node as unknown as TypeImport;
        judgeModule(node, source?.value ?? argument?.literal?.value ?? argument?.value);
      },
      'CallExpression[callee.name="require"]'(node: ESTree.CallExpression) {
        const first = node.arguments[0];
        judgeModule(node, first?.type === 'Literal' ? first.value : '');
      },
      MemberExpression(node) {
        const words = lastTwo(node);
        for (const rule of rules) if (words && rule.members?.includes(words)) refuse(node, words, rule);
      },
      VariableDeclarator(node) {
        // const { fetch } = world
        const from = nameOf(node.init);
        if (node.id.type !== 'ObjectPattern' || from === undefined) return;
        for (const property of node.id.properties) {
          const words = property.type === 'Property' ? `${from}.${nameOf(property.key) ?? ''}` : '';
          for (const rule of rules) if (rule.members?.includes(words)) refuse(property, words, rule);
        }
      },
      'Program:exit'(program: ESTree.Program) {
        const scope = context.sourceCode.getScope(program);
        const unresolved = scope.through.concat(
          scope.variables
            .filter((variable) => variable.defs.length === 0)
            .flatMap((variable) => variable.references),
        );
        for (const { identifier } of unresolved)
          for (const rule of rules)
            if (rule.globals?.includes(identifier.name))
              refuse(identifier as ESTree.Node, identifier.name, rule);
      },
    };
  },
};

interface TypeImport {
  source?: { value?: unknown };
  argument?: { literal?: { value?: unknown }; value?: unknown };
}

/** `a.b.world.fetch` → `world.fetch`; also `this.world['fetch']`. */
function lastTwo(node: ESTree.MemberExpression): string | undefined {
  const member = node.computed
    ? node.property.type === 'Literal'
      ? String(node.property.value)
      : undefined
    : nameOf(node.property);
  const owner = nameOf(node.object);
  return member === undefined || owner === undefined ? undefined : `${owner}.${member}`;
}

function nameOf(node: ESTree.Node | null | undefined): string | undefined {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type === 'MemberExpression' && !node.computed) return nameOf(node.property);
  return undefined;
}
