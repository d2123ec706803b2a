package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.NotificationData;
import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// The templates of one channel. Each is parsed once; thread-safe after the last [#add].
public final class Texts {

  private final Template library;
  private final InstantSource clock;
  private final Map<String, Template> parsed = new HashMap<>();

  Texts(Template library, InstantSource clock) {
    this.library = library;
    this.clock = clock;
  }

  /// Makes `source` known, so that [#render] need not parse it.
  ///
  /// @throws io.mallwatch.alerts.template.TemplateException when it is not a template
  public Texts add(String source) {
    if (source.contains("{{")) {
      parsed.computeIfAbsent(source, this::parse);
    }
    return this;
  }

  private Template parse(String source) {
    return Template.parse("", source, NotificationFunctions.names()).with(library);
  }

  /// `source` rendered over `notification`; plain text stays as it is.
  ///
  /// @throws io.mallwatch.alerts.template.TemplateException when a value does not fit
  public String render(String source, Notification notification) {
    if (!source.contains("{{")) {
      return source;
    }
    Template template = parsed.get(source);
    return (template == null ? parse(source) : template)
        .render(
            NotificationData.of(notification),
            NotificationFunctions.all(clock),
            Template.Escape.NONE);
  }
}
