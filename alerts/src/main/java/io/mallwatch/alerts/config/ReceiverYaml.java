package io.mallwatch.alerts.config;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The receivers of an `alertmanager.yml`. Beside Alertmanager's own kinds of channel it knows
/// those that Alertmanager lacks, which are left out of the text that is shown, so that what is
/// shown stays a file for Alertmanager.
final class ReceiverYaml {

  /// Alertmanager's channels that this program does not have.
  private static final List<String> NOT_HERE = List.of("incidentio", "jira", "sns");

  private static final Set<String> OURS =
      Set.of("dingtalk", "feishu", "sms", "voice", "wecom_robot");

  private final Redaction redaction;
  private final Path folder;
  private final Map<String, Function<Fields, Optional<? extends ChannelConfig>>> kinds =
      new LinkedHashMap<>();

  ReceiverYaml(Globals globals, Redaction redaction, Path folder) {
    this.redaction = redaction;
    this.folder = folder;
    VanillaYaml vanilla = new VanillaYaml(globals);
    kinds.put("email", vanilla::email);
    kinds.put("webhook", vanilla::webhook);
    kinds.put("slack", vanilla::slack);
    kinds.put("pagerduty", vanilla::pagerduty);
    kinds.put("wechat", vanilla::wechat);
    ChatYaml chat = new ChatYaml(globals);
    chat.kinds().forEach(service -> kinds.put(service.kind(), f -> chat.read(service, f)));
    OwnYaml own = new OwnYaml(globals.http());
    kinds.put("wecom_robot", own::robot);
    kinds.put("dingtalk", own::dingtalk);
    kinds.put("feishu", own::feishu);
    kinds.put("sms", fields -> own.phone(fields, false));
    kinds.put("voice", fields -> own.phone(fields, true));
  }

  List<ReceiverConfig> read(YamlMap root) {
    List<ReceiverConfig> receivers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : root.list("receivers")) {
      Optional<YamlMap> map = item.asMap();
      if (map.isPresent()) {
        ReceiverConfig receiver = receiver(map.get());
        if (!names.add(receiver.name())) {
          item.problem("notification config name \"%s\" is not unique".formatted(receiver.name()));
        }
        receivers.add(receiver);
      }
    }
    return receivers;
  }

  private ReceiverConfig receiver(YamlMap map) {
    String name = map.text("name", "");
    if (name.isEmpty()) {
      map.value().problem("missing name in receiver");
    }
    List<ChannelConfig> channels = channels(map);
    for (String kind : NOT_HERE) {
      String key = kind + "_configs";
      if (map.has(key)) {
        map.find(key).ifPresent(v -> v.problem(key + " is not supported; use webhook_configs"));
      }
    }
    map.refuseUnknown("receiver");
    return new ReceiverConfig(name, channels);
  }

  /// The channels of all `KIND_configs` of `map`.
  List<ChannelConfig> channels(YamlMap map) {
    List<ChannelConfig> channels = new ArrayList<>();
    kinds.forEach((kind, reader) -> {
      String key = kind + "_configs";
      for (YamlValue item : map.list(key)) {
        item.asMap()
            .flatMap(section -> reader.apply(new Fields(section, redaction, folder)))
            .ifPresent(channels::add);
      }
      if (OURS.contains(kind)) {
        map.find(key).ifPresent(value -> redaction.leaveOut(key, value));
      }
    });
    return channels;
  }
}
