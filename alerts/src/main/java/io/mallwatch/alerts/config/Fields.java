package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The entries of one section with what channels have in common: secrets, templates, addresses.
///
/// @param folder that file names are relative to
record Fields(YamlMap map, Redaction redaction, Path folder) {

  /// The same for a section below.
  Fields in(YamlMap section) {
    return new Fields(section, redaction, folder);
  }

  /// Notes that the whole section is wrong.
  void problem(String message) {
    map.value().problem(message);
  }

  /// The secret `key`, or the one in the file that `key_file` names.
  Optional<Secret> secret(String key) {
    String inline = map.text(key, "");
    String file = map.text(key + "_file", "");
    if (!inline.isEmpty() && !file.isEmpty()) {
      problem("at most one of %s & %s_file must be configured".formatted(key, key));
    }
    if (!inline.isEmpty()) {
      map.find(key).ifPresent(redaction::hide);
      return Optional.of(Secret.of(inline));
    }
    return file.isEmpty() ? Optional.empty() : Optional.of(Secret.inFile(folder.resolve(file)));
  }

  /// The address `key`, whose path may hold a token, or that in the file that `key_file` names.
  Optional<Secret> secretUrl(String key) {
    if (map.has(key) && map.has(key + "_file")) {
      problem("at most one of %s & %s_file must be configured".formatted(key, key));
    }
    String inline = map.text(key, "");
    String file = map.text(key + "_file", "");
    if (!inline.isEmpty()) {
      if (!inline.matches("https?://.+|\\$\\{.+}|<secret>")) {
        map.find(key).ifPresent(value -> value.problem("unsupported scheme for URL"));
      }
      map.find(key).ifPresent(value -> redaction.hideUrl(value, inline));
      return Optional.of(Secret.of(inline));
    }
    return file.isEmpty() ? Optional.empty() : Optional.of(Secret.inFile(folder.resolve(file)));
  }

  /// The address `key` without secrets.
  String url(String key, String otherwise) {
    String url = map.text(key, otherwise);
    if (!url.isEmpty() && !url.matches("https?://[^/].*")) {
      map.find(key).ifPresent(value -> value.problem("unsupported scheme for URL"));
    }
    return url;
  }

  /// The template `key`; empty when there is none.
  Optional<String> template(String key) {
    Optional<YamlValue> value = map.find(key);
    Optional<String> source = value.flatMap(YamlValue::asText);
    source.ifPresent(text -> check(value.get(), text));
    return source;
  }

  /// Those of the templates `keys` that are there.
  Map<String, String> templates(List<String> keys) {
    Map<String, String> found = new TreeMap<>();
    for (String key : keys) {
      template(key).ifPresent(source -> found.put(key, source));
    }
    return found;
  }

  /// The map of templates below `key`.
  Map<String, String> templateMap(String key) {
    Map<String, String> found = map.textMap(key);
    map.find(key).ifPresent(value -> found.values().forEach(source -> check(value, source)));
    return found;
  }

  private static void check(YamlValue place, String source) {
    try {
      Template.parse(place.path(), source, NotificationFunctions.names());
    } catch (TemplateException e) {
      place.problem(String.valueOf(e.getMessage()));
    }
  }
}
