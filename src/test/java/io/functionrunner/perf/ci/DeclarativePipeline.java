package io.functionrunner.perf.ci;

import com.lesfurets.jenkins.unit.PipelineTestHelper;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.Script;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Executes a declarative Jenkinsfile with JenkinsPipelineUnit, whose last version in a public Maven
 * repository knows scripted pipelines only: this adds stages, when, post, options and input. Every
 * other step is a call that is recorded, and answered as {@link #answer} says.
 */
final class DeclarativePipeline {

  /** A step that failed the build. */
  static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepFailed(String step) {
      super(step);
    }
  }

  private static final class Stage {
    final String name;
    final Map<String, Closure<?>> parts = new HashMap<>();

    Stage(String name) {
      this.name = name;
    }
  }

  /** Of a stage: kept until the stage is complete, as they may stand in any order. */
  private static final List<String> PARTS = List.of("when", "options", "steps", "post", "input");

  /** Conditions of post, in the order in which Jenkins looks at them. */
  private static final List<String> POST =
      List.of("always", "changed", "aborted", "failure", "success", "unstable", "cleanup");

  private final PipelineTestHelper helper = new PipelineTestHelper();
  private final Binding binding = new Binding();
  private final Map<String, Object> environment = new HashMap<>();
  private final Map<String, Object> parameters = new HashMap<>();
  private final Map<String, Function<List<Object>, Object>> answers = new HashMap<>();
  private final Deque<Stage> stages = new ArrayDeque<>();
  private final Deque<List<Boolean>> conditions = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> entered = new ArrayList<>();
  private String result = "SUCCESS";

  DeclarativePipeline() {
    helper.setScriptRoots(new String[] {"."});
    helper.setBaseClassloader(getClass().getClassLoader());
    helper.setScriptExtension("");
    helper.init();
    binding.setVariable("env", environment);
    binding.setVariable("params", parameters);
    binding.setVariable("currentBuild", new HashMap<>(Map.of("currentResult", "SUCCESS")));
    binding.setVariable("any", "any");
    binding.setVariable("scm", "scm");
    structure();
    conditions();
  }

  /** Sets an environment variable. */
  DeclarativePipeline with(String name, String value) {
    environment.put(name, value);
    binding.setVariable(name, value);
    return this;
  }

  /** Sets a parameter of the build; others have their defaults. */
  DeclarativePipeline parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** What a step gives back, or throws, by its arguments. */
  DeclarativePipeline answer(String step, Function<List<Object>, Object> answer) {
    answers.put(step, answer);
    return this;
  }

  /** Steps that take these arguments; a nested block is an argument and is executed. */
  DeclarativePipeline step(String name, Class<?>... arguments) {
    on(
        name,
        List.of(arguments),
        given -> {
          calls.add(described(name, given));
          Object value = answers.getOrDefault(name, any -> null).apply(given);
          Object last = given.isEmpty() ? null : given.get(given.size() - 1);
          return last instanceof Closure<?> block ? helper.callClosure(block) : value;
        });
    return this;
  }

  /** Runs it and gives the build's result. */
  String run(Path jenkinsfile) {
    Script script = helper.loadScript(jenkinsfile.toString(), binding);
    try {
      script.run();
    } catch (StepFailed e) {
      fail("FAILURE");
    }
    return result;
  }

  /** All steps, each as its name and arguments. */
  List<String> calls() {
    return calls;
  }

  /** The stages that were not skipped. */
  List<String> entered() {
    return entered;
  }

  /** Jenkins keeps the worse of two results. */
  void fail(String worse) {
    List<String> order = List.of("SUCCESS", "UNSTABLE", "FAILURE");
    if (order.indexOf(worse) > order.indexOf(result)) {
      result = worse;
    }
    binding.setVariable("currentBuild", new HashMap<>(Map.of("currentResult", result)));
  }

  private void structure() {
    for (String block : List.of("pipeline", "stages", "parameters", "triggers", "script")) {
      on(block, List.of(Closure.class), given -> helper.callClosure((Closure<?>) given.get(0)));
    }
    on("agent", List.of(Object.class), given -> null);
    on("parallel", List.of(Map.class), given -> branches((Map<?, ?>) given.get(0)));
    on("stage", List.of(String.class, Closure.class), this::stage);
    for (String part : PARTS) {
      on(part, List.of(Closure.class), given -> part(part, (Closure<?>) given.get(0)));
    }
    for (String outcome : POST) {
      on(outcome, List.of(Closure.class), given -> post(outcome, (Closure<?>) given.get(0)));
    }
    for (String kind : List.of("string", "choice", "booleanParam")) {
      on(kind, List.of(Map.class), given -> declared((Map<?, ?>) given.get(0)));
    }
  }

  private void conditions() {
    on("beforeInput", List.of(Boolean.class), given -> null);
    on("beforeAgent", List.of(Boolean.class), given -> null);
    on("changeRequest", List.of(), given -> holds(environment.get("CHANGE_ID") != null));
    on(
        "branch",
        List.of(String.class),
        given -> holds(given.get(0).equals(environment.get("BRANCH_NAME"))));
    on(
        "expression",
        List.of(Closure.class),
        given -> holds(Boolean.TRUE.equals(helper.callClosure((Closure<?>) given.get(0)))));
    on("anyOf", List.of(Closure.class), given -> holds(inner(given).contains(true)));
    on("allOf", List.of(Closure.class), given -> holds(!inner(given).contains(false)));
    on("not", List.of(Closure.class), given -> holds(!inner(given).get(0)));
  }

  @SuppressWarnings("rawtypes") // as the library has it
  private void on(String name, List<Class<?>> arguments, Function<List<Object>, Object> action) {
    List<Class> raw = new ArrayList<>(arguments);
    helper.registerAllowedMethod(name, raw, new Callback(action));
  }

  private Object declared(Map<?, ?> parameter) {
    if (!parameter.containsKey("name")) {
      return parameter; // Of withCredentials: a secret text, not a parameter of the build.
    }
    Object value =
        parameter.containsKey("choices")
            ? ((List<?>) parameter.get("choices")).get(0)
            : parameter.get("defaultValue");
    parameters.putIfAbsent(String.valueOf(parameter.get("name")), value);
    return null;
  }

  /** One after the other: what a branch does depends on no other one. */
  private Object branches(Map<?, ?> branches) {
    branches.forEach(
        (name, branch) -> {
          calls.add("branch " + name);
          if (branch instanceof Closure<?> block) {
            helper.callClosure(block);
          }
        });
    return null;
  }

  private Object part(String part, Closure<?> block) {
    if (!stages.isEmpty()) {
      stages.peek().parts.put(part, block);
    } else {
      helper.callClosure(block);
    }
    return null;
  }

  private Object stage(List<Object> given) {
    Stage stage = new Stage(String.valueOf(given.get(0)));
    stages.push(stage);
    helper.callClosure((Closure<?>) given.get(1));
    stages.pop();
    Closure<?> when = stage.parts.get("when");
    if (result.equals("FAILURE") || (when != null && inner(List.of(when)).contains(false))) {
      return null;
    }
    entered.add(stage.name);
    StepFailed failure = null;
    try {
      for (String part : List.of("options", "input", "steps")) {
        if (stage.parts.containsKey(part)) {
          helper.callClosure(stage.parts.get(part));
        }
      }
    } catch (StepFailed e) {
      failure = e;
      fail("FAILURE");
    }
    if (stage.parts.containsKey("post")) {
      helper.callClosure(stage.parts.get("post"));
    }
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private Object post(String outcome, Closure<?> block) {
    boolean wanted =
        switch (outcome) {
          case "always", "cleanup" -> true;
          default -> outcome.equalsIgnoreCase(result);
        };
    return wanted ? helper.callClosure(block) : null;
  }

  private Object holds(boolean condition) {
    conditions.peek().add(condition);
    return condition;
  }

  private List<Boolean> inner(List<Object> given) {
    conditions.push(new ArrayList<>());
    helper.callClosure((Closure<?>) given.get(0));
    return conditions.pop();
  }

  private static String described(String name, List<Object> given) {
    StringBuilder text = new StringBuilder(name);
    for (Object argument : given) {
      if (!(argument instanceof Closure<?>)) {
        text.append(' ').append(argument);
      }
    }
    return text.toString();
  }

  /** A Java function as Groovy calls one. */
  public static final class Callback extends Closure<Object> {
    private static final long serialVersionUID = 1;
    private final transient Function<List<Object>, Object> action;

    Callback(Function<List<Object>, Object> action) {
      super(null);
      this.action = action;
    }

    @Override
    public Object call(Object... arguments) {
      List<Object> given = new ArrayList<>();
      for (Object argument : arguments) {
        given.add(argument);
      }
      return action.apply(given);
    }

    /** Groovy looks for this method; {@link #call} is what is called. */
    public Object doCall(Object... arguments) {
      return call(arguments);
    }
  }
}
