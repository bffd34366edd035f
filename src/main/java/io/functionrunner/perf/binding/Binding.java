package io.functionrunner.perf.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.functionrunner.perf.binding.Target.ForeignHostException;
import io.functionrunner.perf.run.Outcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * A task API, ready to be driven. Immutable, for any number of threads. The order of calls: {@link
 * #prepare}, then {@link #upload} and {@link #uploaded} until nothing is left to upload, {@link
 * #submit}, {@link #submitted}, then {@link #check} and {@link #checked} until the task has ended,
 * and, where {@link #confirmsByResult}, {@link #result} and {@link #resulted} after a success.
 *
 * <p>What makes a call throws {@link BindingException} when the task lacks a value that the binding
 * uses; one trial per template before the load shows it. What reads an answer never throws.
 */
public final class Binding {
  private final BindingFile file;
  private final URI baseUrl;
  private final Optional<ClientTls> tls;
  private final Conventions conventions;
  private final Polling polling;
  private final Values values;
  private final Operations operations;
  private final List<Call> uncertain;
  private final boolean confirmsByResult;

  private Binding(
      BindingFile file, URI baseUrl, Function<String, String> environment, InstantSource clock) {
    Element root = file.root();
    Credentials credentials = Credentials.of(root.at("auth"), environment);
    Target target = new Target(baseUrl, root.at("allowedHosts").each(Element::text));
    Call.Sender sender =
        new Call.Sender(target, root.at("headers").members(Template::of), credentials);
    this.file = file;
    this.baseUrl = baseUrl;
    this.tls = ClientTls.of(root.at("tls"), environment);
    this.conventions = Conventions.of(root, clock, credentials);
    this.polling = Polling.of(root.at("polling"), Polling.DEFAULT);
    this.values = Values.of(root, special -> Polling.of(special, polling));
    this.operations = Operations.of(root, sender, conventions);
    this.uncertain = operations.uncertainAtSubmission();
    this.confirmsByResult = root.at("result").at("confirms").flag(false);
    operations.checkNames(values);
  }

  /**
   * A built-in binding or a user's file.
   *
   * @param baseUrl where the API is; null: where the binding says that it usually is
   * @param environment of a variable's name, its value or null: where credentials come from
   * @throws BindingException where the file breaks a rule (it names the field by its JSON pointer)
   *     or a variable is missing
   */
  public static Binding load(String nameOrFile, URI baseUrl, Function<String, String> environment) {
    return of(BindingFile.read(nameOrFile), baseUrl, environment, InstantSource.system());
  }

  static Binding of(
      BindingFile file, URI baseUrl, Function<String, String> environment, InstantSource clock) {
    Element usual = file.root().at("baseUrl");
    if (baseUrl == null && !usual.present()) {
      throw usual.wrong(
          "this binding has no usual address, so the target's base URL must be given");
    }
    return new Binding(
        file, baseUrl == null ? URI.create(usual.text()) : baseUrl, environment, clock);
  }

  /** The names that {@link #load} takes besides a file's path; the default comes first. */
  public static List<String> builtIn() {
    return BindingFile.BUILT_IN;
  }

  /** As the file names itself. */
  public String name() {
    return file.root().at("name").text();
  }

  /**
   * Hash of the file's content, 16 hex digits: equal for runs whose calls mean the same. Neither
   * the base URL nor a secret is part of it.
   */
  public String hash() {
    return file.hash();
  }

  /** Where the calls go. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** For the connection; empty: the client's own. */
  public Optional<ClientTls> tls() {
    return tls;
  }

  /** Whether the binding has what this template needs. One that lists no templates takes any. */
  public boolean supports(String template) {
    return values.templates().isEmpty() || values.templates().containsKey(template);
  }

  /** For a task of no template in particular. */
  public Polling polling() {
    return polling;
  }

  /** For a task of this template: a video takes longer than a text. */
  public Polling polling(String template) {
    return Optional.ofNullable(values.templates().get(template))
        .flatMap(Values.ForTemplate::polling)
        .orElse(polling);
  }

  /** The text without this binding's secrets: for whatever a server said. */
  public String mask(String text) {
    return conventions.credentials().mask(text);
  }

  /** The first step of a task. */
  public Preparation prepare(GenerationTask task) {
    if (!supports(task.template())) {
      throw new BindingException(
          "binding %s has no template %s. Those it has: %s"
              .formatted(name(), task.template(), String.join(", ", values.templates().keySet())));
    }
    UUID uuid = uuid();
    Map<String, JsonNode> given =
        Map.of(
            "template", TextNode.valueOf(task.template()),
            "quality", TextNode.valueOf(task.quality()),
            "inputs", InputTree.of(task.inputs()),
            "uuid", TextNode.valueOf(uuid.toString()),
            "random", IntNode.valueOf(uuid.hashCode() & Integer.MAX_VALUE));
    return new Preparation(
        new Scope(given, values.of(task.template(), task.quality())), operations.uploads());
  }

  /** One a task: of {@link UUID#randomUUID} it would be the costliest part of a preparation. */
  private static UUID uuid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // Version 4, variant 2 of RFC 9562: random, to be unique and not to be unguessable.
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  /** The next call that must precede the submission; empty: submit. */
  public Optional<HttpCall> upload(Preparation preparation) {
    return preparation.nextUpload().map(upload -> make(upload.call(), preparation.scope()));
  }

  /** What the answer to {@link #upload} means. */
  public Uploaded uploaded(Preparation preparation, Answer answer) {
    Upload upload = preparation.nextUpload().orElseThrow();
    Uploaded uploaded = upload.read(preparation, answer, conventions);
    if (uploaded instanceof Uploaded.Done done) {
      Preparation next = done.preparation();
      Call call = next.nextUpload().map(Upload::call).orElse(operations.submit().call());
      return firstProblem(List.of(call), next.scope())
          .<Uploaded>map(problem -> new Uploaded.Refused(problem.kind(), problem.reason()))
          .orElse(uploaded);
    }
    return uploaded;
  }

  /** The submission of a task that needs no upload. */
  public HttpCall submit(GenerationTask task) {
    return submit(prepare(task));
  }

  /** The submission. */
  public HttpCall submit(Preparation preparation) {
    return make(operations.submit().call(), preparation.scope());
  }

  /** What the answer to {@link #submit} means. */
  public Submission submitted(Preparation preparation, Answer answer) {
    Submission submission = operations.submit().read(preparation.scope(), answer);
    return submission instanceof Submission.Accepted accepted
        ? firstProblem(uncertain, accepted.ref().scope())
            .<Submission>map(problem -> new Submission.Refused(problem.kind(), problem.reason()))
            .orElse(submission)
        : submission;
  }

  /** A status call. */
  public HttpCall check(TaskRef ref) {
    return make(operations.status().call(), ref.scope());
  }

  /** What the answer to {@link #check} means. */
  public Status checked(TaskRef ref, Answer answer) {
    Status read = operations.status().reading().read(ref, answer);
    return confirmsByResult()
            && read instanceof Status.Ended ended
            && ended.outcome() == Outcome.COMPLETED
        ? firstProblem(List.of(operations.result().orElseThrow().call()), ended.ref().scope())
            .<Status>map(problem -> problem)
            .orElse(read)
        : read;
  }

  /** Whether a success counts only once the result call has confirmed it. */
  public boolean confirmsByResult() {
    return confirmsByResult;
  }

  /**
   * The result call. Empty: the API has none, or this task's success did not tell where its result
   * is, which is no failure unless the result confirms it.
   *
   * @param ref of the {@link Status.Ended} that said success
   */
  public Optional<HttpCall> result(TaskRef ref) {
    return operations
        .result()
        .map(Operation::call)
        .filter(call -> firstProblem(List.of(call), ref.scope()).isEmpty())
        .map(call -> make(call, ref.scope()));
  }

  /** What the answer to {@link #result} means for the task. */
  public Status resulted(TaskRef ref, Answer answer) {
    return operations.result().orElseThrow().reading().read(ref, answer);
  }

  /** The cancellation; empty: the API has none. */
  public Optional<HttpCall> cancel(TaskRef ref) {
    return operations.cancel().map(call -> make(call, ref.scope()));
  }

  /** Whether the API took the cancellation on. */
  public boolean cancelled(Answer answer) {
    return operations.cancel().orElseThrow().accept().contains(answer.status());
  }

  /** Whether a task that has passed its deadline is to be cancelled. */
  public boolean cancelsAtDeadline() {
    return operations.cancel().isPresent() && file.root().at("cancel").at("atDeadline").flag(true);
  }

  private static HttpCall make(Call call, Scope scope) {
    try {
      return call.with(scope);
    } catch (ForeignHostException e) {
      throw new BindingException(call.pointer() + "/url: " + e.getMessage());
    }
  }

  /** Why one of these calls cannot be made, or must not, with what the server has said so far. */
  private Optional<Status.Broken> firstProblem(List<Call> calls, Scope scope) {
    for (Call call : calls) {
      try {
        call.with(scope);
      } catch (ForeignHostException e) {
        return Optional.of(new Status.Broken(ErrorKind.FOREIGN_HOST, e.getMessage()));
      } catch (BindingException e) {
        return Optional.of(
            new Status.Broken(ErrorKind.UNEXPECTED, conventions.line(e.getMessage())));
      }
    }
    return Optional.empty();
  }
}
