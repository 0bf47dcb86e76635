// Lint rules about a single file: `house/opening-comment` and `house/named-digest`.
import type { Rule } from 'eslint';
import type * as ESTree from 'estree';

/** A file says in its first lines what it is for. */
export const openingComment: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    return {
      Program(node) {
        const first = context.sourceCode.getAllComments()[0];
        if (first?.loc?.start.line === 1 && first.value.trim() !== '') return;
        context.report({ node, message: 'Say in the first lines what this file is for.' });
      },
    };
  },
};

/** Functions of node:crypto whose digest BoringSSL wants to be told, with the argument's position. */
const digestAt: Readonly<Record<string, number>> = {
  sign: 0,
  verify: 0,
  createSign: 0,
  createVerify: 0,
  createHash: 0,
  createHmac: 0,
  hash: 0,
  hkdf: 0,
  hkdfSync: 0,
  pbkdf2: 4,
  pbkdf2Sync: 4,
};

/** VS Code's BoringSSL has no default digest: `sign(null, …)` works in Node and throws on the desktop. */
export const namedDigest: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const imported = new Map<string, string>(); // local name → name in node:crypto
    const namespaces = new Set<string>();

    function calledFunction(callee: ESTree.Node): string | undefined {
      if (callee.type === 'Identifier') return imported.get(callee.name);
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
      if (!namespaces.has(callee.object.name) || callee.property.type !== 'Identifier') return undefined;
      return callee.property.name;
    }

    return {
      ImportDeclaration(node) {
        if (node.source.value !== 'node:crypto' && node.source.value !== 'crypto') return;
        for (const specifier of node.specifiers) {
          if (specifier.type !== 'ImportSpecifier') namespaces.add(specifier.local.name);
          else if (specifier.imported.type === 'Identifier')
            imported.set(specifier.local.name, specifier.imported.name);
        }
      },
      CallExpression(node) {
        const name = calledFunction(node.callee);
        const at = name === undefined ? undefined : digestAt[name];
        if (at === undefined) return;
        const digest = node.arguments[at];
        const missing =
          digest === undefined ||
          (digest.type === 'Literal' && typeof digest.value !== 'string') ||
          (digest.type === 'Identifier' && digest.name === 'undefined');
        if (missing)
          context.report({ node, message: `Name the digest of ${name ?? ''}: BoringSSL has no default.` });
      },
    };
  },
};
