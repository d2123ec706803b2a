package io.mallwatch.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Makes a [Config] from defaults, the file, the environment and the command line, each stronger
/// than the one before. All problems are reported at once.
public final class ConfigLoader {

  /// A text and where it stands, for messages.
  private record Given(String text, String where) {}

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Given> given = new HashMap<>();

  /// How many mappings each list has.
  private final Map<String, Integer> counts = new HashMap<>();

  private ConfigLoader() {}

  /// Reads the configuration.
  ///
  /// @param file mallwatch.yaml, or null for none
  /// @param environment variables; `MALLWATCH_*` are read
  /// @param flags values from the command line by path
  /// @throws BadConfigException with every problem
  public static Config load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    ConfigLoader loader = new ConfigLoader();
    if (file != null) {
      loader.readFile(file);
    }
    loader.readEnvironment(environment);
    flags.forEach((path, text) -> loader.given.put(path, new Given(text, "command line: " + path)));
    Config config = loader.build();
    if (!loader.problems.isEmpty()) {
      throw new BadConfigException(loader.problems);
    }
    return config;
  }

  private void readFile(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add("%s: there is no such file".formatted(file));
      return;
    } catch (IOException e) {
      problems.add("%s: cannot be read: %s".formatted(file, e));
      return;
    }
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
      root.ifPresent(node -> readNode(file, "", node));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add("%s:%d: is not YAML: %s".formatted(file, line, e.getProblem()));
    }
  }

  private void readNode(Path file, String path, Node node) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    String where = "%s:%d: %s".formatted(file, line, path);
    switch (node) {
      case MappingNode mapping when isPairs(path) -> pairs(mapping, path, where);
      case MappingNode mapping -> {
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (isKnown(below)) {
              readNode(file, below, tuple.getValueNode());
            } else {
              int at = key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
              problems.add(
                  "%s:%d: %s: there is no such key%s".formatted(file, at, below, nearest(below)));
            }
          }
        }
      }
      case SequenceNode sequence when isList(path) -> {
        for (Node item : sequence.getValue()) {
          int index = counts.merge(path, 1, Integer::sum) - 1;
          String below = "%s[%d]".formatted(path, index);
          if (item instanceof MappingNode) {
            readNode(file, below, item);
          } else {
            problems.add("%s[%d]: a mapping is needed".formatted(where, index));
          }
        }
      }
      case SequenceNode sequence -> {
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          if (item instanceof ScalarNode scalar) {
            items.add(scalar.getValue());
          } else {
            problems.add(where + ": a list of plain values is allowed");
          }
        }
        given.put(
            path,
            new Given(String.join(SettingType.ITEM_END, items) + SettingType.ITEM_END, where));
      }
      case ScalarNode scalar when isList(path) -> {
        if (!scalar.getValue().isEmpty()) {
          problems.add(where + ": a list of mappings is needed");
        }
      }
      case ScalarNode scalar -> {
        if (!scalar.getValue().isEmpty() || settingAt(path) != null) {
          given.put(path, new Given(scalar.getValue(), where));
        }
      }
      default -> problems.add(where + ": a plain value, list or mapping is allowed");
    }
  }

  private void pairs(MappingNode mapping, String path, String where) {
    StringBuilder text = new StringBuilder();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && tuple.getValueNode() instanceof ScalarNode value) {
        text.append(key.getValue())
            .append('=')
            .append(value.getValue())
            .append(SettingType.ITEM_END);
      } else {
        problems.add(where + ": names with plain values are allowed");
      }
    }
    given.put(path, new Given(text.toString(), where));
  }

  private static boolean isPairs(String path) {
    Setting<?> setting = settingAt(path);
    return setting != null && setting.type().equals(SettingType.PAIRS);
  }

  private static boolean isList(String path) {
    String begin = inAnyPlace(path) + Setting.LIST + ".";
    return Settings.ALL.stream().anyMatch(setting -> setting.path().startsWith(begin));
  }

  private static boolean isKnown(String path) {
    String begin = inAnyPlace(path) + ".";
    return settingAt(path) != null
        || isList(path)
        || Settings.ALL.stream().anyMatch(setting -> setting.path().startsWith(begin));
  }

  /// The path without the numbers of places in lists.
  private static String inAnyPlace(String path) {
    return path.replaceAll("\\[\\d+\\]", Setting.LIST);
  }

  private static @Nullable Setting<?> settingAt(String path) {
    String any = inAnyPlace(path);
    for (Setting<?> setting : Settings.ALL) {
      if (setting.path().equals(any)) {
        return setting;
      }
    }
    return null;
  }

  /// A hint when the key is one or two letters from a known one.
  private static String nearest(String given) {
    String path = inAnyPlace(given);
    TreeMap<Integer, String> byDistance = new TreeMap<>();
    for (Setting<?> setting : Settings.ALL) {
      byDistance.putIfAbsent(distance(path, setting.path()), setting.path());
    }
    Map.Entry<Integer, String> best = byDistance.firstEntry();
    return best.getKey() <= 3 ? "; did you mean " + best.getValue() + "?" : "";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Setting<?> setting : Settings.ALL) {
      String text = environment.get(setting.environmentName());
      if (text != null) {
        given.put(setting.path(), new Given(text, "environment: " + setting.environmentName()));
      }
    }
  }

  private <T> T value(Setting<T> setting) {
    Given text = given.get(setting.path());
    if (text == null) {
      return setting.defaultValue();
    }
    try {
      return setting.type().read(text.text());
    } catch (IllegalArgumentException e) {
      String why = setting.secret() ? "is not allowed" : e.getMessage();
      problems.add("%s: %s; give %s".formatted(text.where(), why, setting.type().allowed()));
      return setting.defaultValue();
    }
  }

  private Config.TailPart tail() {
    return new Config.TailPart(
        value(Settings.TAIL_PATHS),
        value(Settings.TAIL_EXCLUDES),
        value(Settings.TAIL_SERVICE),
        value(Settings.TAIL_FORMAT),
        value(Settings.TAIL_ENCODING),
        value(Settings.TAIL_MULTILINE),
        value(Settings.TAIL_FROM),
        value(Settings.TAIL_IGNORE_OLDER),
        value(Settings.TAIL_MAX_LINE));
  }

  private List<Config.TailInputPart> tailInputs() {
    List<Config.TailInputPart> inputs = new ArrayList<>();
    for (int i = 0; i < counts.getOrDefault(TailInputSettings.PATH, 0); i++) {
      Config.TailInputPart input = TailInputSettings.read(this::value, i, tail());
      if (input.reading().paths().isEmpty()) {
        problems.add("%s[%d]: paths are missing".formatted(TailInputSettings.PATH, i));
      }
      inputs.add(input);
    }
    return inputs;
  }

  private Config build() {
    Config.ServerPart server =
        new Config.ServerPart(
            value(Settings.BIND),
            value(Settings.PORT),
            value(Settings.DATA),
            value(Settings.TIME_ZONE),
            value(Settings.EXTERNAL_URL),
            value(Settings.ADMIN_TOKEN_FILE));
    if (!server.isLoopback() && server.adminTokenFile().isEmpty()) {
      problems.add(
          "server.bind: %s can be reached from other machines; set server.admin_token_file"
              .formatted(server.bind()));
    }
    value(Settings.LOGS_ENGINE);
    return new Config(
        server,
        new Config.DoorsPart(
            value(Settings.STANDARD_PORTS),
            value(Settings.MAX_BODY),
            value(Settings.ADMIN_API),
            new Config.ElasticsearchPart(
                value(Settings.ELASTICSEARCH_PERSONALITY), value(Settings.ELASTICSEARCH_VERSION)),
            TracesSettings.cors(this::value)),
        MetricsSettings.read(this::value),
        new Config.LogsPart(
            value(Settings.LOGS_RETENTION),
            value(Settings.LOGS_RETENTION_SIZE),
            value(LogRetentionSettings.RULES),
            value(Settings.LOGS_MASKING),
            LogFlowSettings.read(this::value),
            tail(),
            tailInputs(),
            ListenSettings.read(this::value)),
        TracesSettings.read(this::value),
        new Config.AlertsPart(
            value(Settings.RULES),
            value(Settings.ALERTMANAGER),
            value(Settings.EVALUATION_INTERVAL),
            value(Settings.WEBHOOKS),
            value(Settings.CHANNELS),
            new Config.EmailPart(
                value(Settings.EMAIL_TO),
                value(Settings.EMAIL_FROM),
                value(Settings.SMTP),
                value(Settings.SMTP_USER),
                new Secret(value(Settings.SMTP_PASSWORD)),
                value(Settings.SMTP_TLS)),
            new Config.HeartbeatPart(
                new Secret(value(Settings.HEARTBEAT_URL)), value(Settings.HEARTBEAT_INTERVAL))),
        new Config.DashboardsPart(value(Settings.DASHBOARD_FILES)),
        new Config.MonitorsPart(value(Settings.BUSINESS_SELECTOR), value(Settings.SILENT_AFTER)),
        WatchSettings.read(this::value),
        BusinessSettings.read(this::value),
        OperationsSettings.read(this::value),
        OnCallSettings.read(this::value));
  }
}
