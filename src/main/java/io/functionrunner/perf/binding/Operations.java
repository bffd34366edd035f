package io.functionrunner.perf.binding;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an API can be asked.
 *
 * @param result empty: the API has no such call
 * @param cancel empty: the API has no such call
 */
record Operations(
    List<Upload> uploads,
    Submit submit,
    Operation status,
    Optional<Operation> result,
    Optional<Call> cancel) {

  private static final Set<String> GIVEN =
      Set.of("template", "quality", "inputs", "uuid", "random");

  static Operations of(Element file, Call.Sender sender, Conventions conventions) {
    return new Operations(
        file.at("uploads").each(upload -> Upload.of(upload, sender)),
        Submit.of(file.at("submit"), sender, conventions),
        new Operation(
            Call.of(file.at("status"), "GET", sender),
            Reading.of(file.at("status"), conventions, false)),
        first(
            file.at("result")
                .each(
                    result ->
                        new Operation(
                            Call.of(result, "GET", sender),
                            Reading.of(result, conventions, true)))),
        first(file.at("cancel").each(cancel -> Call.of(cancel, "POST", sender))));
  }

  /**
   * The calls about an accepted task that need no more than the submission's answer, but something
   * of it that may make them impossible.
   */
  List<Call> uncertainAtSubmission() {
    boolean statusTellsMore = !status.reading().capture().isEmpty();
    Stream<Call> afterStatus = statusTellsMore ? Stream.of() : result.map(Operation::call).stream();
    return Stream.concat(Stream.concat(Stream.of(status.call()), cancel.stream()), afterStatus)
        .filter(call -> !call.isCertain())
        .toList();
  }

  /**
   * Follows a task's life and what becomes known in it.
   *
   * @throws BindingException when a call uses a name that cannot have a value by then
   */
  void checkNames(Values values) {
    Set<String> available = new HashSet<>(GIVEN);
    for (Upload upload : uploads) {
      values.check(upload.call(), available);
      available.addAll(upload.capture().keySet());
    }
    values.check(submit.call(), available);
    available.remove("inputs");
    available.add("id");
    available.addAll(submit.capture().keySet());
    values.check(status.call(), available);
    cancel.ifPresent(call -> values.check(call, available));
    available.addAll(status.reading().capture().keySet());
    result.ifPresent(operation -> values.check(operation.call(), available));
  }

  private static <T> Optional<T> first(List<T> noneOrOne) {
    return noneOrOne.stream().findFirst();
  }
}
