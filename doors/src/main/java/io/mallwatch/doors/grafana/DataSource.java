package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Our own engines as Grafana's data sources. The first is the default one.
enum DataSource {
  PROMETHEUS("Prometheus", "/prometheus", ""),
  ELASTICSEARCH("Elasticsearch", "/elasticsearch", "zhongdao-mall-logs-*"),
  JAEGER("Jaeger", "/jaeger", ""),
  ALERTMANAGER("Alertmanager", "/alertmanager", "");

  private final String title;
  private final String prefix;
  private final String index;

  DataSource(String title, String prefix, String index) {
    this.title = title;
    this.prefix = prefix;
    this.index = index;
  }

  /// Its uid and its type: `prometheus`.
  String uid() {
    return prefix.substring(1);
  }

  String title() {
    return title;
  }

  /// Where its protocol is spoken on the main port.
  String prefix() {
    return prefix;
  }

  int id() {
    return ordinal() + 1;
  }

  boolean isDefault() {
    return this == PROMETHEUS;
  }

  static Optional<DataSource> ofType(String type) {
    return Arrays.stream(values()).filter(s -> s.uid().equals(type)).findFirst();
  }

  /// Members that lists and single answers share.
  ///
  /// @param base of the main port's address; may be empty
  void write(JsonGenerator out, String base) throws IOException {
    out.writeNumberField("id", id());
    out.writeStringField("uid", uid());
    out.writeNumberField("orgId", 1);
    out.writeStringField("name", title);
    out.writeStringField("type", uid());
    out.writeStringField("typeLogoUrl", "");
    out.writeStringField("access", "proxy");
    out.writeStringField("url", base + prefix);
    out.writeStringField("user", "");
    out.writeStringField("database", index);
    out.writeBooleanField("basicAuth", false);
    out.writeBooleanField("isDefault", isDefault());
    settings(out);
    out.writeBooleanField("readOnly", true);
  }

  private void settings(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("jsonData");
    switch (this) {
      case PROMETHEUS -> {
        out.writeStringField("httpMethod", "POST");
        out.writeStringField("prometheusType", "Prometheus");
        out.writeStringField("timeInterval", "15s");
      }
      case ELASTICSEARCH -> {
        out.writeStringField("index", index);
        out.writeStringField("timeField", "@timestamp");
        out.writeStringField("logLevelField", "level");
        out.writeStringField("logMessageField", "message");
      }
      case ALERTMANAGER -> out.writeStringField("implementation", "prometheus");
      case JAEGER -> {}
    }
    out.writeEndObject();
  }
}
