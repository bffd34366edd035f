/**
 * Bindings: a task API described by a JSON file, so that it can be driven without code. A binding
 * turns tasks into call descriptions and answers into what they mean; it sends nothing itself. The
 * format's reference is {@code binding.schema.json}, {@code docs/bindings.md} explains it by
 * example.
 */
package io.functionrunner.perf.binding;
