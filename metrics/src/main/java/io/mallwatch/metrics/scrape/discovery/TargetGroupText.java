package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Target groups as files and HTTP servers give them: a list of `targets` and `labels`, YAML or
/// JSON, which is YAML too. Values are taken as they are written.
final class TargetGroupText {

  private static final int MAX_CODE_POINTS = 64 << 20;

  private TargetGroupText() {}

  /// @param source of the groups; a number is added
  /// @param meta labels that all groups get
  /// @throws DiscoveryFailedException when the text is no such list; an empty text is none, since
  ///   it may just be being written
  static List<TargetGroup> parse(String text, String source, Labels meta) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(MAX_CODE_POINTS).build();
    Node tree;
    try {
      tree = new Compose(settings).composeString(text).orElse(null);
    } catch (YamlEngineException e) {
      throw new DiscoveryFailedException(source + ": " + e.getMessage(), e);
    }
    if (!(tree instanceof SequenceNode entries)) {
      throw new DiscoveryFailedException(source + ": expected a list of target groups");
    }
    List<TargetGroup> groups = new ArrayList<>();
    for (Node entry : entries.getValue()) {
      groups.add(group(entry, source + ":" + groups.size(), meta));
    }
    return groups;
  }

  private static TargetGroup group(Node entry, String source, Labels meta) {
    if (!(entry instanceof MappingNode group)) {
      throw new DiscoveryFailedException(source + ": a target group is no mapping");
    }
    List<String> addresses = new ArrayList<>();
    Labels labels = Labels.EMPTY;
    for (NodeTuple pair : group.getValue()) {
      String key = text(pair.getKeyNode(), source);
      switch (key) {
        case "targets" -> addresses.addAll(targets(pair.getValueNode(), source));
        case "labels" -> labels = labels(pair.getValueNode(), source);
        default ->
            throw new DiscoveryFailedException(
                "%s: a target group has the unknown key \"%s\"".formatted(source, key));
      }
    }
    return TargetGroup.ofAddresses(addresses, labels.with(meta), source);
  }

  private static List<String> targets(Node node, String source) {
    if (!(node instanceof SequenceNode targets)) {
      throw new DiscoveryFailedException(source + ": the targets are no list");
    }
    return targets.getValue().stream().map(target -> text(target, source)).toList();
  }

  private static Labels labels(Node node, String source) {
    if (node.getTag().equals(Tag.NULL)) {
      return Labels.EMPTY;
    }
    if (!(node instanceof MappingNode mapping)) {
      throw new DiscoveryFailedException(source + ": the labels are no mapping");
    }
    Map<String, String> labels = new TreeMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      labels.put(text(pair.getKeyNode(), source), text(pair.getValueNode(), source));
    }
    return Labels.of(labels);
  }

  private static String text(Node node, String source) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new DiscoveryFailedException(source + ": expected a text");
  }
}
