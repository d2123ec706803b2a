package io.mallwatch.server.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rules of the house, by name. [HouseRulesTest] holds the house to them,
/// [PlantedViolationsTest] shows that each of them can fail.
final class HouseRules {

  private static final String ROOT = "io.mallwatch.";

  /// From the innermost room outwards; a room may use those before it. Rooms of one entry don't
  /// know each other.
  private static final List<List<String>> ROOMS =
      List.of(
          List.of("model"),
          List.of("metrics", "logs", "traces"),
          List.of("alerts"),
          List.of("monitors"),
          List.of("ops"),
          List.of("doors"),
          List.of("server"));

  private static final String[] ENGINES = {
    ROOT + "metrics.tsdb..",
    ROOT + "metrics.promql..",
    ROOT + "metrics.prometheus..",
    ROOT + "logs.lucene..",
    ROOT + "logs.elasticsearch..",
    ROOT + "traces.segment..",
    ROOT + "traces.jaeger..",
    ROOT + "alerts.alertmanager..",
  };

  private HouseRules() {}

  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("inwards", roomsLookInwards());
    for (String room : List.of("metrics", "logs", "traces", "alerts")) {
      rules.put("port." + room, portDoesNotKnowItsEngines(room));
    }
    rules.put("doors", doorsKnowNoEngine());
    rules.put("engines", enginesAreConstructedByTheServer());
    rules.put("cycles", slices().matching(ROOT + "(**)").should().beFreeOfCycles());
    rules.put("lucene", only("org.apache.lucene..", ROOT + "logs.lucene.."));
    rules.put(
        "jdbc",
        onlyIn(
            new String[] {"java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer.hikari.."},
            ROOT + "server.state..",
            ROOT + "monitors..",
            ROOT + "ops.backup.."));
    rules.put(
        "http",
        onlyIn(
            new String[] {"com.linecorp.armeria..", "io.netty..", "com.sun.net.httpserver.."},
            ROOT + "doors.."));
    rules.put("clock", clocksAndRandomnessAreGiven());
    rules.put("names", namesSayWhatThingsAre());
    return rules;
  }

  private static ArchRule roomsLookInwards() {
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 0; i < ROOMS.size(); i++) {
      for (String room : ROOMS.get(i)) {
        List<String> forbidden = new ArrayList<>();
        for (int j = i; j < ROOMS.size(); j++) {
          for (String other : ROOMS.get(j)) {
            if (!other.equals(room)) {
              forbidden.add(ROOT + other + "..");
            }
          }
        }
        if (!forbidden.isEmpty()) {
          rules.add(
              noClasses()
                  .that()
                  .resideInAPackage(ROOT + room + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(forbidden.toArray(String[]::new)));
        }
      }
    }
    ArchRule all = rules.getFirst();
    for (ArchRule rule : rules.subList(1, rules.size())) {
      all = com.tngtech.archunit.lang.CompositeArchRule.of(all).and(rule);
    }
    return all.as(
        "model <- signals (which don't know each other) <- alerts <- monitors <- ops <- doors <- server");
  }

  private static ArchRule portDoesNotKnowItsEngines(String room) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room)
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("reside below " + room) {
              @Override
              public boolean test(JavaClass target) {
                return target.getPackageName().startsWith(ROOT + room + ".");
              }
            })
        .as("the port of " + room + " does not know its engines");
  }

  private static ArchRule doorsKnowNoEngine() {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "doors..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINES)
        .as("doors see ports, never engines");
  }

  private static ArchRule enginesAreConstructedByTheServer() {
    return noClasses()
        .that(not(resideInAnyPackage(ENGINES)).and(not(resideInAnyPackage(ROOT + "server.."))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ENGINES)
                .and(
                    new DescribedPredicate<JavaClass>("implement a port") {
                      @Override
                      public boolean test(JavaClass engine) {
                        return engine.getAllRawInterfaces().stream()
                            .anyMatch(port -> PORTS.contains(port.getFullName()));
                      }
                    }))
        .as("engines are constructed only by the server");
  }

  private static final List<String> PORTS =
      List.of(
          ROOT + "metrics.MetricSink",
          ROOT + "metrics.MetricQueries",
          ROOT + "logs.LogStore",
          ROOT + "traces.TraceStore");

  private static ArchRule only(String library, String where) {
    return onlyIn(new String[] {library}, where);
  }

  private static ArchRule onlyIn(String[] libraries, String... where) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(where)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .as("%s only in %s".formatted(String.join(", ", libraries), String.join(", ", where)));
  }

  private static ArchRule clocksAndRandomnessAreGiven() {
    return noClasses()
        .that()
        .haveNameNotMatching("io\\.mallwatch\\.server\\.(Main|\\w+Command)(\\$.*)?")
        .should()
        .callMethodWhere(
            new DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall>(
                "the clock or randomness is taken from the air") {
              @Override
              public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                AccessTarget.MethodCallTarget target = call.getTarget();
                String method = target.getOwner().getFullName() + "." + target.getName();
                return switch (method) {
                  case "java.lang.System.currentTimeMillis",
                      "java.lang.Math.random",
                      "java.time.Clock.systemUTC",
                      "java.time.Clock.systemDefaultZone",
                      "java.time.Clock.system",
                      "java.time.InstantSource.system",
                      "java.util.UUID.randomUUID",
                      "java.util.concurrent.ThreadLocalRandom.current" ->
                      true;
                  case "java.time.Instant.now",
                      "java.time.LocalDate.now",
                      "java.time.LocalDateTime.now",
                      "java.time.ZonedDateTime.now",
                      "java.time.OffsetDateTime.now" ->
                      target.getRawParameterTypes().isEmpty();
                  default -> false;
                };
              }
            })
        .as("clocks and randomness come through constructors");
  }

  private static ArchRule namesSayWhatThingsAre() {
    return classes()
        .should()
        .haveNameNotMatching(".*(Impl|Manager|Util|Utils|Helper|Helpers|Common)(\\$.*)?")
        .as("no Impl, Manager, Util, Helper, Common");
  }
}
