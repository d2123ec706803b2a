package io.mallwatch.ops.incident.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The files of a bundle in the order they were added. Not thread-safe.
final class EvidenceFiles {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /// Writes JSON.
  interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  static byte[] json(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  void add(String name, byte[] content) {
    files.put(name, content);
  }

  void add(String name, String text) {
    add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Notes what could not be had.
  void missing(String what, String why) {
    problems.add(what + ": " + why);
  }

  List<String> problems() {
    return problems;
  }

  /// All files in one zip, with `manifest.json` and `SHA256SUMS`, which `sha256sum -c` reads.
  byte[] zip(String id, Instant made, String version) {
    StringBuilder sums = new StringBuilder();
    Map<String, String> digests = new LinkedHashMap<>();
    files.forEach((name, content) -> digests.put(name, sha256(content)));
    byte[] manifest =
        json(out -> {
          out.useDefaultPrettyPrinter();
          out.writeStartObject();
          out.writeStringField("incident", id);
          out.writeStringField("madeAt", made.toString());
          out.writeStringField("madeBy", "Mallwatch " + version);
          out.writeArrayFieldStart("files");
          for (Map.Entry<String, String> digest : digests.entrySet()) {
            out.writeStartObject();
            out.writeStringField("name", digest.getKey());
            out.writeNumberField("bytes", content(digest.getKey()).length);
            out.writeStringField("sha256", digest.getValue());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeArrayFieldStart("missing");
          for (String problem : problems) {
            out.writeString(problem);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
    add("manifest.json", manifest);
    digests.put("manifest.json", sha256(manifest));
    digests.forEach((name, digest) -> sums.append(digest).append("  ").append(name).append('\n'));
    add("SHA256SUMS", sums.toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(made.toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] content(String name) {
    return java.util.Objects.requireNonNull(files.get(name));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
