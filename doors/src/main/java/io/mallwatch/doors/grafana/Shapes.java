package io.mallwatch.doors.grafana;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.grafana.DashboardStore.Dashboard;
import io.mallwatch.doors.grafana.FolderStore.Folder;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Pieces that several of Grafana's answers share.
final class Shapes {

  /// Whoever calls; people have no names of their own here yet.
  static final String WHO = "admin";

  private Shapes() {}

  static String url(Dashboard dashboard) {
    return "/d/%s/%s".formatted(dashboard.uid(), Slugs.of(dashboard.title()));
  }

  static String url(Folder folder) {
    return "/dashboards/f/%s/%s".formatted(folder.uid(), Slugs.of(folder.title()));
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Reply message(String message) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("message", message);
          out.writeEndObject();
        });
  }

  static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  /// What may be done; everything, by whoever got in.
  static void rights(JsonGenerator out) throws IOException {
    out.writeBooleanField("canSave", true);
    out.writeBooleanField("canEdit", true);
    out.writeBooleanField("canAdmin", true);
    out.writeBooleanField("canDelete", true);
  }

  static @Nullable Folder folder(List<Folder> folders, String uid) {
    return folders.stream().filter(f -> f.uid().equals(uid)).findFirst().orElse(null);
  }

  /// A whole number among the parameters; what is none counts as missing, as in Grafana.
  static OptionalLong number(Call call, String name) {
    try {
      return call.param(name).stream().mapToLong(Long::parseLong).findFirst();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
