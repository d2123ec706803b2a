package io.mallwatch.alerts.notify.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.model.Alert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of the webhook, version 4, byte for byte as Alertmanager writes it.
public final class WebhookBody {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

  private WebhookBody() {}

  /// The body about `notification`.
  ///
  /// @param maxAlerts most alerts in it, 0 for no limit; the rest is only counted
  public static byte[] write(Notification notification, int maxAlerts) {
    List<Alert> all = notification.alerts();
    List<Alert> told = maxAlerts > 0 && all.size() > maxAlerts ? all.subList(0, maxAlerts) : all;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setCharacterEscapes(new GoEscapes());
      json.writeStartObject();
      json.writeStringField("receiver", quoteMeta(notification.receiver()));
      json.writeStringField("status", notification.status());
      json.writeArrayFieldStart("alerts");
      for (Alert alert : told) {
        alert(json, alert, notification.now());
      }
      json.writeEndArray();
      map(json, "groupLabels", notification.groupLabels().toMap());
      map(json, "commonLabels", notification.commonLabels());
      map(json, "commonAnnotations", notification.commonAnnotations());
      json.writeStringField("externalURL", notification.externalUrl());
      json.writeStringField("version", "4");
      json.writeStringField("groupKey", notification.groupKey());
      json.writeNumberField("truncatedAlerts", all.size() - told.size());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void alert(JsonGenerator json, Alert alert, Instant now) throws IOException {
    boolean resolved = alert.isResolved(now);
    json.writeStartObject();
    json.writeStringField("status", resolved ? "resolved" : "firing");
    map(json, "labels", alert.labels().toMap());
    map(json, "annotations", alert.annotations());
    json.writeStringField("startsAt", alert.startsAt().toString());
    json.writeStringField("endsAt", resolved ? alert.endsAt().toString() : GO_ZERO_TIME);
    json.writeStringField("generatorURL", alert.generatorUrl());
    json.writeStringField("fingerprint", alert.fingerprint());
    json.writeEndObject();
  }

  private static void map(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> entry : map.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /// Go's `regexp.QuoteMeta`.
  private static String quoteMeta(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /// Go's encoder writes `&`, `<`, `>` and the two Unicode line separators as `\\u` escapes.
  private static final class GoEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    GoEscapes() {
      for (char c : new char[] {'&', '<', '>', '\b', '\f'}) {
        ascii[c] = ESCAPE_CUSTOM;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      boolean escaped = c == '&' || c == '<' || c == '>' || c == '\b' || c == '\f';
      boolean separator = c == 0x2028 || c == 0x2029;
      return escaped || separator ? new SerializedString("\\u%04x".formatted(c)) : null;
    }
  }
}
