package io.mallwatch.server.config;

/// One key of the configuration.
///
/// @param path dotted, such as `server.port`; `[]` behind a list of mappings, such as
///   `logs.tail.inputs[].paths`
/// @param type how its text is read
/// @param defaultText its default, as it would be written
/// @param secret whether its value must never be shown
/// @param meaning one or two sentences for `docs/config.md`
record Setting<T>(
    String path, SettingType<T> type, String defaultText, boolean secret, String meaning) {

  /// Stands for any place in a list of mappings.
  static final String LIST = "[]";

  /// Reads what was given for a key, or its default; what is wrong is noted, not thrown.
  interface Values {
    <T> T of(Setting<T> setting);
  }

  static <T> Setting<T> setting(
      String path, SettingType<T> type, String defaultText, String meaning) {
    return new Setting<>(path, type, defaultText, false, meaning);
  }

  /// Whether it is a key of each mapping of a list.
  boolean inList() {
    return path.contains(LIST);
  }

  /// The same key of one mapping of the list.
  Setting<T> at(int index) {
    return new Setting<>(path.replace(LIST, "[" + index + "]"), type, defaultText, secret, meaning);
  }

  /// The environment variable that overrides it: `server.port` is `MALLWATCH_SERVER_PORT`.
  String environmentName() {
    return "MALLWATCH_" + path.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
  }

  T defaultValue() {
    try {
      return type.read(defaultText);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("default of " + path + ": " + e.getMessage(), e);
    }
  }
}
