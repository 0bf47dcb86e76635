// Entry of the engine's bundle (dist/engine.cjs): everything that the host may call.
export { isEngineError } from './errors.ts';
