package io.functionrunner.perf;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The picture in docs/architecture.md, enforced. */
class ArchitectureTest {

  private static final String ROOT = "io.functionrunner.perf";

  /** Which sibling packages a package may use; a package that is not here is a mistake. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("run", Set.of()),
          Map.entry("stats", Set.of()),
          Map.entry("media", Set.of()),
          Map.entry("workload", Set.of("run")),
          Map.entry("simlog", Set.of("run")),
          Map.entry("metrics", Set.of("run")),
          Map.entry("injector", Set.of("run", "metrics")),
          Map.entry("schema", Set.of()),
          Map.entry("binding", Set.of("run", "schema")),
          Map.entry("kpi", Set.of("run", "stats", "simlog")),
          Map.entry("diagnosis", Set.of("run", "stats", "metrics", "kpi")),
          Map.entry("capacity", Set.of("run", "stats", "workload", "kpi", "diagnosis")),
          Map.entry("baseline", Set.of("run", "stats", "kpi", "schema")),
          Map.entry(
              "analysis",
              Set.of(
                  "run",
                  "stats",
                  "simlog",
                  "metrics",
                  "injector",
                  "kpi",
                  "baseline",
                  "capacity",
                  "diagnosis")),
          Map.entry("merge", Set.of("run", "kpi", "simlog", "metrics", "injector")),
          Map.entry("page", Set.of()),
          Map.entry("history", Set.of("run", "stats", "kpi", "baseline", "analysis")),
          Map.entry(
              "report",
              Set.of(
                  "run",
                  "stats",
                  "kpi",
                  "baseline",
                  "capacity",
                  "diagnosis",
                  "analysis",
                  "history",
                  "page")),
          Map.entry("grafana", Set.of("kpi")),
          Map.entry("live", Set.of("run", "stats", "workload", "kpi", "page")),
          Map.entry("sandbox", Set.of("workload")),
          Map.entry("kubernetes", Set.of()),
          Map.entry(
              "cli",
              Set.of(
                  "run",
                  "stats",
                  "workload",
                  "media",
                  "simlog",
                  "metrics",
                  "injector",
                  "binding",
                  "kpi",
                  "baseline",
                  "capacity",
                  "diagnosis",
                  "analysis",
                  "history",
                  "merge",
                  "report",
                  "grafana",
                  "kubernetes",
                  "sandbox")));

  /** What the simulations are made of, in {@code simulations/}; nobody in src/main knows them. */
  private static final Map<String, Set<String>> SIMULATIONS =
      Map.of(
          "load.settings", Set.of(),
          "load.request", Set.of(),
          "load.journey", Set.of("load.request"),
          "load.lifecycle", Set.of("load.settings", "load.request", "load.journey"));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Simulations and tests are compiled into one folder; these names are those of tests. */
  private static final Pattern TESTS =
      Pattern.compile(
          ".*(Test|IT|DashboardQueries|GatlingProcess|FinishedRun|Shards|NetworkNamespaces|FaultyRunner|PrivateAuthority|LightTarget|BareSimulation|ScaleBenchmark)(\\$.*)?\\.class");

  private static final JavaClasses LOAD =
      new ClassFileImporter()
          .withImportOption((Location location) -> !location.matches(TESTS))
          .importPackages(ROOT + ".load");

  static Stream<Map.Entry<String, Set<String>>> packages() {
    return MAY_USE.entrySet().stream();
  }

  static Stream<Map.Entry<String, Set<String>>> simulations() {
    return SIMULATIONS.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatItMay(Map.Entry<String, Set<String>> entry) {
    classes()
        .that()
        .resideInAPackage(ROOT + "." + entry.getKey() + "..")
        .should()
        .onlyDependOnClassesThat(strangersOr(entry.getKey(), entry.getValue()))
        .check(MAIN);
  }

  @ParameterizedTest
  @MethodSource("simulations")
  void layersOfTheSimulationsPointDownwards(Map.Entry<String, Set<String>> entry) {
    Set<String> forbidden = new TreeSet<>(SIMULATIONS.keySet());
    forbidden.removeAll(entry.getValue());
    forbidden.remove(entry.getKey());
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + entry.getKey())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.stream().map(p -> ROOT + "." + p).toArray(String[]::new))
        .check(LOAD);
  }

  @Test
  void everyPackageIsInThePicture() {
    Set<String> there =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(MAY_USE.keySet()), there);
  }

  @Test
  void noCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyTheEdgesReadTheEnvironmentOrExit() {
    for (JavaClasses side : List.of(MAIN, LOAD)) {
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".cli", ROOT + ".load.settings")
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "getProperties")
          .orShould()
          .callMethod(System.class, "setProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "setProperties", Properties.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .check(side);
    }
  }

  @Test
  void nothingIsCalledUtilHelperOrManager() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .check(MAIN);
  }

  /** A rule over nothing holds always: so something must have been read. */
  @Test
  void thereIsSomethingToCheck() {
    assertTrue(MAIN.size() > 50 && LOAD.size() > 15);
  }

  private static DescribedPredicate<JavaClass> strangersOr(String self, Set<String> allowed) {
    String[] known =
        Stream.concat(allowed.stream(), Stream.of(self))
            .map(p -> ROOT + "." + p + "..")
            .toArray(String[]::new);
    return resideOutsideOfPackages(ROOT + "..").or(resideInAnyPackage(known));
  }
}
