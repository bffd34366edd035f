package io.functionrunner.perf.binding;

/** A call about an accepted task, and how to read its answer. */
record Operation(Call call, Reading reading) {

  static Operation status(Element call, Call.Sender sender, Conventions conventions) {
    return new Operation(Call.of(call, "GET", sender), Reading.of(call, conventions, false));
  }

  static Operation result(Element call, Call.Sender sender, Conventions conventions) {
    return new Operation(Call.of(call, "GET", sender), Reading.of(call, conventions, true));
  }
}
