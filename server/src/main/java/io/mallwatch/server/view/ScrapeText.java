package io.mallwatch.server.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A `prometheus.yml` as it may be shown: secrets are replaced by `<secret>`.
public final class ScrapeText {

  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "credentials",
          "bearer_token",
          "client_secret",
          "secret",
          "token",
          "key",
          "secret_key",
          "connection_string",
          "sas_token");

  private final Map<String, Object> root;

  private ScrapeText(Map<String, Object> root) {
    this.root = root;
  }

  /// Reads the file's text; what is no mapping has nothing to show.
  public static ScrapeText of(String yaml) {
    try {
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return new ScrapeText(loaded instanceof Map<?, ?> map ? copy(map) : Map.of());
    } catch (YamlEngineException e) {
      return new ScrapeText(Map.of());
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      String name = String.valueOf(key);
      boolean secret = SECRETS.contains(name.toLowerCase(Locale.ROOT)) && value instanceof String;
      copy.put(name, secret ? "<secret>" : copy(value));
    });
    return copy;
  }

  private static Object copy(Object value) {
    return switch (value) {
      case null -> "";
      case Map<?, ?> map -> copy(map);
      case List<?> list ->
          list.stream().map(item -> copy((Object) item)).collect(Collectors.toList());
      default -> value;
    };
  }

  /// The whole file.
  public String yaml() {
    return root.isEmpty() ? "" : dump(root);
  }

  /// The job of that name.
  public Optional<String> job(String name) {
    if (root.get("scrape_configs") instanceof List<?> jobs) {
      for (Object job : jobs) {
        if (job instanceof Map<?, ?> map && name.equals(map.get("job_name"))) {
          return Optional.of(dump(map));
        }
      }
    }
    return Optional.empty();
  }

  private static String dump(Map<?, ?> value) {
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(value);
  }
}
