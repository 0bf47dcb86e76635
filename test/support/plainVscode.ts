// Lets the pure files of the host run in plain mocha: `vscode` becomes the few functions of it that compute and touch
// no window. A test imports this file, then the host's file by `await import(…)`.
import { registerHooks } from 'node:module';

const plain = `
export const l10n = {
  t: (message, ...values) => {
    const from = values.length === 1 && typeof values[0] === 'object' ? values[0] : values;
    return message.replace(/\\{([^}]+)\\}/g, (whole, name) => String(from[name] ?? whole));
  },
};
`;
const address = `data:text/javascript,${encodeURIComponent(plain)}`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: address, shortCircuit: true } : next(specifier, context),
});
