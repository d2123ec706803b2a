package io.mallwatch.alerts.notify.slack;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A channel of Slack: Alertmanager's `slack_configs`.
///
/// @param url a webhook, or `chat.postMessage` of the Web API with a token in [#http()]
/// @param texts templates by field name, such as `channel`, `title`, `text`; those that are missing
///   are ours
/// @param linkNames whether names and channels in the text become links
/// @param shortFields whether fields stand side by side unless they say otherwise
/// @param markdownIn parts of the attachment that Slack reads as its Markdown
public record SlackConfig(
    Secret url,
    Map<String, String> texts,
    List<Field> fields,
    List<Action> actions,
    boolean linkNames,
    boolean shortFields,
    List<String> markdownIn,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  /// A line of the table in the attachment; templates.
  public record Field(String title, String value, boolean isShort) {}

  /// A button; templates by field name.
  public record Action(Map<String, String> texts) {
    public Action {
      texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
    }
  }

  public SlackConfig {
    texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
    fields = List.copyOf(fields);
    actions = List.copyOf(actions);
    markdownIn = List.copyOf(markdownIn);
  }

  @Override
  public String family() {
    return "slack";
  }

  @Override
  public Channel open(ChannelTools tools) {
    Texts known = tools.texts();
    texts.values().forEach(known::add);
    fields.forEach(field -> known.add(field.title()).add(field.value()));
    actions.forEach(action -> action.texts().values().forEach(known::add));
    return new VendorChannel(new Slack(this, known), tools, http);
  }
}
