package io.mallwatch.metrics.push;

import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.page.Exposition;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Groups in a file: for each group its two times, whose labels are its key, and its families, all
/// in the text format; a checksum comes last. The file is replaced as a whole.
final class PushFile {

  private static final Logger logger = LoggerFactory.getLogger(PushFile.class);
  private static final String GROUP = "# GROUP\n";
  private static final String END = "# CRC32 ";

  private final Path file;

  PushFile(Path file) {
    this.file = file;
  }

  /// The groups of the file; none when it is not there. One that is damaged is set aside.
  List<PushGroup> read() throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    try {
      return parse(text);
    } catch (IllegalArgumentException | MalformedExpositionException e) {
      Path aside = file.resolveSibling(file.getFileName() + ".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      logger.error("push_file_damaged moved_to={}", aside, e);
      return List.of();
    }
  }

  private static List<PushGroup> parse(String text) {
    int end = text.lastIndexOf(END);
    if (end < 0 || !text.substring(end).equals(trailer(text.substring(0, end)))) {
      throw new IllegalArgumentException("the checksum is wrong");
    }
    List<PushGroup> groups = new ArrayList<>();
    for (String section : text.substring(0, end).split(GROUP)) {
      if (!section.isEmpty()) {
        groups.add(group(section.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return groups;
  }

  private static PushGroup group(byte[] section) {
    Exposition page = Exposition.parse(section);
    Labels key = page.lines().getFirst().labels().without(Labels.METRIC_NAME);
    Instant pushed = time(page.lines().getFirst().value());
    Instant failed = time(page.lines().get(1).value());
    Map<String, PushGroup.Family> families =
        PushedPage.families(key, section, pushed == null ? Instant.EPOCH : pushed);
    return new PushGroup(key, families, pushed, failed);
  }

  private static @Nullable Instant time(double millis) {
    return millis == 0 ? null : Instant.ofEpochMilli((long) millis);
  }

  /// Replaces the file; on return it survives a crash.
  void write(List<PushGroup> groups) throws IOException {
    StringBuilder text = new StringBuilder();
    groups.forEach(group -> write(group, text));
    text.append(trailer(text.toString()));
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String trailer(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return END + Long.toHexString(sum.getValue()) + "\n";
  }

  private static void write(PushGroup group, StringBuilder text) {
    text.append(GROUP);
    line(PushedPage.PUSH_TIME, group.key(), millis(group.pushed()), text);
    line(PushedPage.FAILURE_TIME, group.key(), millis(group.failed()), text);
    Map<String, PushGroup.Family> families = new HashMap<>(group.families());
    families.forEach((name, family) -> {
      text.append("# HELP ").append(quoted(name)).append(' ');
      text.append(family.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
      text.append("# TYPE ").append(quoted(name)).append(' ');
      text.append(family.type().equals("unknown") ? "untyped" : family.type()).append('\n');
      for (PushGroup.Sample sample : family.samples()) {
        Labels labels = sample.series().labels();
        line(labels.metricName(), labels.without(Labels.METRIC_NAME), sample.value(), text);
      }
    });
  }

  private static double millis(@Nullable Instant at) {
    return at == null ? 0 : at.toEpochMilli();
  }

  private static void line(String name, Labels labels, double value, StringBuilder text) {
    text.append('{').append('"').append(escaped(name)).append('"');
    for (Label label : labels) {
      text.append(',').append('"').append(escaped(label.name())).append("\"=\"");
      text.append(escaped(label.value())).append('"');
    }
    String number =
        Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    text.append("} ").append(number).append('\n');
  }

  private static String quoted(String name) {
    return '"' + escaped(name) + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
