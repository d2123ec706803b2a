package io.mallwatch.logs.tail;

import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.lines.ContainerLine;
import io.mallwatch.logs.lines.LineReader;
import io.mallwatch.logs.lines.Multiline;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads a stretch of a file and puts its events into a shipment. Not thread-safe.
final class FileReading {

  /// How much of a file is read before it is the next one's turn.
  static final int STRETCH = 512 << 10;

  /// After so long without a next line an event is taken for whole.
  static final Duration NEXT_LINE_WITHIN = Duration.ofSeconds(1);

  /// After so long without its end a line is taken as it is.
  static final Duration LINE_END_WITHIN = Duration.ofSeconds(5);

  /// A compressed file that was not written for so long is not being written any more.
  private static final Duration BROKEN_AFTER = Duration.ofMinutes(1);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Function<TailInput, LineReader> readers;
  private final Map<TailInput, LineReader> madeReaders = new HashMap<>();
  private byte[] buffer = new byte[STRETCH + Fingerprint.MAX_LENGTH];
  private long pieces;

  /// What came of it.
  enum Outcome {
    /// Something was read, and there may be more.
    MORE,
    /// There is nothing to read now.
    NOTHING,
    /// The content is no longer in the file.
    LOST
  }

  /// @param zone of times that name none
  /// @param clock gives the time of lines that name none
  FileReading(java.time.InstantSource clock, ZoneId zone) {
    JsonLogEntries json = new JsonLogEntries(clock, zone, "unknown");
    this.readers = input -> new LineReader(input.format(), input.service(), zone, json);
  }

  /// Lines that were cut because they were too long.
  long pieces() {
    return pieces;
  }

  Outcome read(TailedFile file, TailInput input, Instant now, Shipment shipment) {
    long nowMillis = now.toEpochMilli();
    if (file.done || nowMillis < file.retryMillis) {
      return Outcome.NOTHING;
    }
    try {
      return readOpen(file, input, now, shipment);
    } catch (NoSuchFileException e) {
      return Outcome.NOTHING; // the next search tells where it is
    } catch (IOException e) {
      file.error = FileSearch.reason(e);
      file.retryMillis = nowMillis + RETRY.toMillis();
      file.closeContent();
      return Outcome.NOTHING;
    }
  }

  private Outcome readOpen(TailedFile file, TailInput input, Instant now, Shipment shipment)
      throws IOException {
    long nowMillis = now.toEpochMilli();
    Content content = file.content;
    if (content == null) {
      if (file.isMissing() || (!file.isCompressed() && file.size == file.offset)) {
        return Outcome.NOTHING;
      }
      content = open(file);
      if (content == null) {
        return Outcome.NOTHING;
      }
    }
    long size = content.size();
    if (size < file.offset) {
      return Outcome.LOST;
    }
    if (size != file.openSize) {
      file.grownMillis = nowMillis;
      file.openSize = size;
      file.size = file.isCompressed() ? file.size : size;
    }
    long idle = nowMillis - file.grownMillis;
    if (size == file.offset) {
      return Outcome.NOTHING;
    }
    if (!file.isCompressed() && file.waiting != Cutter.Waiting.NOTHING) {
      Duration limit = file.waiting == Cutter.Waiting.LINE_END ? LINE_END_WITHIN : NEXT_LINE_WITHIN;
      boolean same = file.grownMillis != nowMillis;
      if (same && idle < limit.toMillis()) {
        return Outcome.NOTHING;
      }
    }
    return cut(file, input, content, now, shipment);
  }

  private static @org.jspecify.annotations.Nullable Content open(TailedFile file)
      throws IOException {
    Content content = Content.open(file.path);
    if (!FileKey.stat(file.path).key().equals(file.key)) {
      content.close();
      return null; // another file by now; the next search tells
    }
    file.content = content;
    file.openSize = -1;
    byte[] mark = new byte[2];
    TailInput input = file.input;
    TextEncoding encoding = input == null ? TextEncoding.AUTO : input.encoding();
    file.encoding = encoding.settled(mark, content.read(0, mark, 2));
    return content;
  }

  private Outcome cut(
      TailedFile file, TailInput input, Content content, Instant now, Shipment shipment)
      throws IOException {
    int before = file.check.length();
    int wanted = before + STRETCH;
    while (true) {
      if (buffer.length < wanted) {
        buffer = Arrays.copyOf(buffer, wanted);
      }
      int count = content.read(file.offset - before, buffer, wanted);
      IOException failure = content.failure();
      // near the beginning little was read that could be checked, but the head is known
      boolean same =
          file.check.isAt(buffer, 0, count)
              && (file.offset > before || file.head.isAt(buffer, 0, count));
      if (!same) {
        if (failure != null) {
          throw failure;
        }
        return Outcome.LOST;
      }
      boolean atEnd = count < wanted && failure == null;
      Cutter cutter = cutter(file, input);
      Cutter.Ending ending = ending(file, atEnd, failure != null, now);
      Cutter.Cut cut = cutter.cut(buffer, before + mark(file, before, count), count, ending);
      file.waiting = cut.waiting();
      boolean finished =
          file.isCompressed() && cut.consumed() == count && (atEnd || isStale(file, now));
      if (cut.consumed() <= before && !finished) {
        if (failure != null) {
          throw failure;
        }
        if (atEnd) {
          return Outcome.NOTHING;
        }
        wanted = Math.min(wanted * 2, before + input.maxEventBytes() * 2 + STRETCH);
        continue;
      }
      take(file, input, cut, now, shipment);
      int end = cut.consumed();
      int from = Math.max(0, end - Fingerprint.MAX_LENGTH);
      shipment.progress.add(
          new Shipment.Progress(
              file,
              file.offset + end - before,
              Fingerprint.of(buffer, from, end),
              cut.events().size(),
              finished));
      file.error = failure == null ? null : FileSearch.reason(failure);
      return Outcome.MORE;
    }
  }

  private static Cutter cutter(TailedFile file, TailInput input) {
    int most = input.maxEventBytes();
    return switch (input.format()) {
      case DOCKER -> new ContainerCutter(ContainerLine::docker, multiline(input), most);
      case CRI -> new ContainerCutter(ContainerLine::cri, multiline(input), most);
      case AUTO, JSON, JAVA, ACCESS, NGINX_ERROR, MYSQL_SLOW, REDIS, SYSLOG, PLAIN ->
          new EventCutter(encoding(file), multiline(input), most);
    };
  }

  private static TextEncoding encoding(TailedFile file) {
    TextEncoding known = file.encoding;
    return known == null ? TextEncoding.AUTO : known;
  }

  /// Which lines belong together, unless the format's lines stand alone.
  private static Multiline multiline(TailInput input) {
    return input.format().multiline(input.multiline());
  }

  private static Cutter.Ending ending(TailedFile file, boolean atEnd, boolean failed, Instant now) {
    if (file.isCompressed()) {
      return atEnd || (failed && isStale(file, now))
          ? Cutter.Ending.ALL
          : Cutter.Ending.WHOLE_EVENTS;
    }
    long idle = now.toEpochMilli() - file.grownMillis;
    if (!atEnd || idle < NEXT_LINE_WITHIN.toMillis()) {
      return Cutter.Ending.WHOLE_EVENTS;
    }
    return idle < LINE_END_WITHIN.toMillis() ? Cutter.Ending.WHOLE_LINES : Cutter.Ending.ALL;
  }

  private static boolean isStale(TailedFile file, Instant now) {
    return now.toEpochMilli() - file.modifiedMillis > BROKEN_AFTER.toMillis();
  }

  /// Length of the byte order mark, at the beginning of the file.
  private int mark(TailedFile file, int before, int count) {
    if (file.offset > 0 || before > 0) {
      return 0;
    }
    int first = count >= 2 ? ((buffer[0] & 0xff) << 8) | (buffer[1] & 0xff) : 0;
    if (encoding(file).unit() == 2) {
      return first == 0xfffe || first == 0xfeff ? 2 : 0;
    }
    return first == 0xefbb && count >= 3 && (buffer[2] & 0xff) == 0xbf ? 3 : 0;
  }

  private void take(
      TailedFile file, TailInput input, Cutter.Cut cut, Instant now, Shipment shipment) {
    LineReader reader = madeReaders.computeIfAbsent(input, readers);
    long base = file.offset - file.check.length();
    for (Cutter.Event event : cut.events()) {
      Map<String, Object> given = new LinkedHashMap<>(input.given().fields());
      given.put("log.file.path", file.path.toString());
      Instant time = now;
      Cutter.Wrapping wrapping = event.wrapping();
      if (wrapping != null) {
        given.put("stream", wrapping.stream());
        time = wrapping.time() == null ? now : wrapping.time();
      }
      List<String> tags = input.given().tags();
      if (event.piece()) {
        pieces++;
        tags = new ArrayList<>(tags);
        tags.add(LineReader.PIECE);
      }
      shipment.add(
          LineReader.with(reader.read(event.text(), time), given, tags),
          HexFormat.of().toHexDigits(file.lineage) + Long.toHexString(base + event.from()),
          event.to() - event.from(),
          new Shipment.Source(event.text(), reader, given, input.given().pipeline()));
    }
  }
}
