package io.functionrunner.perf.binding;

import java.util.List;
import java.util.Optional;

/** A task on its way to submission: what is uploaded so far, and what that gave. Immutable. */
public final class Preparation {
  private final Scope scope;
  private final List<Upload> remaining;

  Preparation(Scope scope, List<Upload> uploads) {
    int first = 0;
    while (first < uploads.size() && !uploads.get(first).isNeeded(scope)) {
      first++;
    }
    this.scope = scope;
    this.remaining = uploads.subList(first, uploads.size());
  }

  Scope scope() {
    return scope;
  }

  Optional<Upload> nextUpload() {
    return remaining.isEmpty() ? Optional.empty() : Optional.of(remaining.get(0));
  }

  /** The next upload is done and gave these values. */
  Preparation with(Scope enriched) {
    return new Preparation(enriched, remaining.subList(1, remaining.size()));
  }
}
