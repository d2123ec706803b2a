package io.mallwatch.ops.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.ops.backup.source.DumpFacts;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Manifests and proofs as JSON; docs/formats/backup.md lists the fields.
final class Papers {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Papers() {}

  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  private static byte[] json(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      content.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] write(Manifest manifest) {
    return json(out -> {
      out.writeNumberField("version", 1);
      out.writeStringField("id", manifest.id());
      out.writeStringField("job", manifest.job());
      out.writeStringField("kind", manifest.kind());
      out.writeStringField("source", manifest.source());
      out.writeStringField("started", manifest.startedAt().toString());
      out.writeStringField("finished", manifest.finishedAt().toString());
      out.writeNumberField("raw_bytes", manifest.rawBytes());
      out.writeNumberField("stored_bytes", manifest.storedBytes());
      out.writeStringField("raw_sha256", manifest.rawSha256());
      out.writeStringField("stored_sha256", manifest.storedSha256());
      out.writeStringField("compression", "gzip");
      out.writeStringField("encryption", manifest.isEncrypted() ? "aes-256-gcm" : "none");
      out.writeStringField("key_id", manifest.keyId());
      out.writeNumberField("files", manifest.files());
      if (manifest.dump().isPresent()) {
        write(out, manifest.dump().get());
      }
      texts(out, "warnings", manifest.warnings());
    });
  }

  private static void write(JsonGenerator out, DumpFacts dump) throws IOException {
    out.writeObjectFieldStart("dump");
    out.writeStringField("server", dump.server());
    out.writeBooleanField("complete", dump.complete());
    out.writeObjectFieldStart("objects");
    for (Map.Entry<String, Integer> object : dump.objects().entrySet()) {
      out.writeNumberField(object.getKey(), object.getValue());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("tables");
    for (Map.Entry<String, DumpFacts.Table> table : dump.tables().entrySet()) {
      out.writeObjectFieldStart(table.getKey());
      out.writeNumberField("rows", table.getValue().rows());
      out.writeStringField("content", table.getValue().content());
      out.writeStringField("schema", table.getValue().schema());
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  static byte[] write(Proof proof) {
    return json(out -> {
      out.writeStringField("at", proof.at().toString());
      out.writeBooleanField("drill", proof.drill());
      out.writeBooleanField("good", proof.good());
      texts(out, "problems", proof.problems());
      out.writeNumberField("rows", proof.rows());
      out.writeNumberField("rto_seconds", proof.rtoSeconds());
      out.writeNumberField("rpo_seconds", proof.rpoSeconds());
    });
  }

  /// JSON is YAML, so the reader of our files reads it too.
  private static YamlMap map(String name, byte[] bytes) {
    Problems problems = new Problems(name);
    Optional<YamlMap> map =
        YamlValue.parse(new String(bytes, StandardCharsets.UTF_8), problems)
            .flatMap(YamlValue::asMap);
    try {
      problems.throwIfAny();
      return map.orElseThrow(() -> damaged(name, null));
    } catch (InvalidFileException e) {
      throw damaged(name, e);
    }
  }

  private static BackupFailedException damaged(
      String name, @org.jspecify.annotations.Nullable RuntimeException e) {
    return new BackupFailedException(Reason.DAMAGED, name + " cannot be read", e);
  }

  /// @throws BackupFailedException `DAMAGED` when it is none
  static Manifest manifest(String name, byte[] bytes) {
    YamlMap map = map(name, bytes);
    try {
      return new Manifest(
          map.text("id", ""),
          map.text("job", ""),
          map.text("kind", ""),
          map.text("source", ""),
          Instant.parse(map.text("started", "")),
          Instant.parse(map.text("finished", "")),
          number(map, "raw_bytes"),
          number(map, "stored_bytes"),
          map.text("raw_sha256", ""),
          map.text("stored_sha256", ""),
          map.text("key_id", ""),
          number(map, "files"),
          map.map("dump").map(Papers::dump),
          map.texts("warnings"));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw damaged(name, e);
    }
  }

  private static long number(YamlMap map, String key) {
    return Long.parseLong(map.text(key, ""));
  }

  private static DumpFacts dump(YamlMap map) {
    Map<String, Integer> objects = new TreeMap<>();
    map.textMap("objects").forEach((kind, count) -> objects.put(kind, Integer.parseInt(count)));
    Map<String, DumpFacts.Table> tables = new TreeMap<>();
    map.map("tables")
        .ifPresent(all ->
            all.each((name, value) ->
                value
                    .asMap()
                    .ifPresent(table ->
                        tables.put(
                            name,
                            new DumpFacts.Table(
                                number(table, "rows"),
                                table.text("content", ""),
                                table.text("schema", ""))))));
    return new DumpFacts(
        map.text("server", ""), tables, objects, map.bool("complete", false), false);
  }

  static Proof proof(String name, byte[] bytes) {
    YamlMap map = map(name, bytes);
    try {
      return new Proof(
          Instant.parse(map.text("at", "")),
          map.bool("drill", false),
          map.bool("good", false),
          new ArrayList<>(map.texts("problems")),
          number(map, "rows"),
          Double.parseDouble(map.text("rto_seconds", "")),
          number(map, "rpo_seconds"));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw damaged(name, e);
    }
  }
}
