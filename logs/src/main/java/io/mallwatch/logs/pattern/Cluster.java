package io.mallwatch.logs.pattern;

import io.mallwatch.model.LogLevel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One pattern: its tokens, and what is known of its lines. Guarded by its [Clusters].
final class Cluster {

  static final int MAX_FORMER = 32;
  static final String WILDCARD = "<*>";

  final String id;
  final long[] tokens;
  final List<String> formerIds = new ArrayList<>();
  long total;
  long firstMillis;
  long lastMillis;
  final String example;
  final Counts counts;
  private int words;

  /// The text before each token of the example, then the token: `gap word gap word ... tail`.
  private final String[] pieces;

  private Cluster(String id, long[] tokens, String[] pieces, String example, Counts counts) {
    this.id = id;
    this.tokens = tokens;
    this.pieces = pieces;
    this.words = tokens.length - Long.bitCount(values());
    this.example = example;
    this.counts = counts;
  }

  /// A cluster of one line, which is not counted yet.
  static Cluster of(String id, LineScan scan, String line, long millis) {
    int length = Math.min(line.length(), LineScan.MAX_CHARS);
    String[] pieces = new String[scan.count * 2 + 1];
    int at = 0;
    for (int i = 0; i < scan.count; i++) {
      pieces[2 * i] = line.substring(at, scan.from[i]);
      pieces[2 * i + 1] = line.substring(scan.from[i], scan.to[i]);
      at = scan.to[i];
    }
    int newline = line.indexOf('\n', at);
    int end = newline < 0 || newline > length ? length : newline;
    String tail = line.substring(at, end);
    pieces[2 * scan.count] = scan.count == LineScan.MAX_TOKENS ? " ..." : tail;
    Cluster cluster =
        new Cluster(
            id,
            java.util.Arrays.copyOf(scan.hash, scan.count),
            pieces,
            line.substring(0, length),
            new Counts());
    cluster.firstMillis = millis;
    cluster.lastMillis = millis;
    return cluster;
  }

  void count(long millis) {
    total++;
    firstMillis = Math.min(firstMillis, millis);
    lastMillis = Math.max(lastMillis, millis);
    counts.add(Math.floorDiv(millis, 60_000L), 1);
  }

  /// From now on the tokens at the set bits are values.
  void generalize(long positions) {
    for (int i = 0; i < tokens.length; i++) {
      if ((positions & (1L << i)) != 0) {
        tokens[i] = LineScan.VALUE;
      }
    }
    words = tokens.length - Long.bitCount(values());
  }

  /// Bits of the positions that are values.
  long values() {
    long values = 0;
    for (int i = 0; i < tokens.length; i++) {
      values |= tokens[i] == LineScan.VALUE ? 1L << i : 0;
    }
    return values;
  }

  /// Takes in another, whose lines are its own from now on.
  void merge(Cluster other) {
    total += other.total;
    firstMillis = Math.min(firstMillis, other.firstMillis);
    lastMillis = Math.max(lastMillis, other.lastMillis);
    counts.merge(other.counts);
    formerIds.add(other.id);
    formerIds.addAll(other.formerIds);
    while (formerIds.size() > MAX_FORMER) {
      formerIds.removeFirst();
    }
  }

  /// Bits of the positions in which a line does not fit; 0 when it belongs here, -1 when there are
  /// half as many as words or more.
  long differences(long[] line) {
    long differences = 0;
    int left = (words + 1) / 2;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] != line[i] && tokens[i] != LineScan.VALUE) {
        if (--left <= 0) {
          return -1;
        }
        differences |= 1L << i;
      }
    }
    return differences;
  }

  String template() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < tokens.length; i++) {
      out.append(pieces[2 * i]);
      out.append(tokens[i] == LineScan.VALUE ? WILDCARD : pieces[2 * i + 1]);
    }
    return out.append(pieces[2 * tokens.length]).toString().strip();
  }

  void write(DataOutput out) throws IOException {
    writeText(out, id);
    out.writeShort(formerIds.size());
    for (String former : formerIds) {
      writeText(out, former);
    }
    out.writeLong(total);
    out.writeLong(firstMillis);
    out.writeLong(lastMillis);
    out.writeShort(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      out.writeLong(tokens[i]);
      writeText(out, pieces[2 * i]);
      writeText(out, pieces[2 * i + 1]);
    }
    writeText(out, pieces[2 * tokens.length]);
    writeText(out, example);
    counts.write(out);
  }

  static Cluster read(DataInput in) throws IOException {
    String id = readText(in);
    List<String> formerIds = new ArrayList<>();
    for (int left = in.readShort(); left > 0; left--) {
      formerIds.add(readText(in));
    }
    long total = in.readLong();
    long first = in.readLong();
    long last = in.readLong();
    int length = in.readShort();
    if (length < 0 || length > LineScan.MAX_TOKENS) {
      throw new IOException("a pattern of " + length + " tokens");
    }
    long[] tokens = new long[length];
    String[] pieces = new String[2 * length + 1];
    for (int i = 0; i < length; i++) {
      tokens[i] = in.readLong();
      pieces[2 * i] = readText(in);
      pieces[2 * i + 1] = readText(in);
    }
    pieces[2 * length] = readText(in);
    String example = readText(in);
    Cluster cluster = new Cluster(id, tokens, pieces, example, Counts.read(in));
    cluster.formerIds.addAll(formerIds);
    cluster.total = total;
    cluster.firstMillis = first;
    cluster.lastMillis = last;
    return cluster;
  }

  static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > 4 * LineScan.MAX_CHARS) {
      throw new IOException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  /// The id of a new pattern: the same for the same line of the same service and level.
  static String idOf(String service, LogLevel level, LineScan scan) {
    long hash = LineScan.mix(scan.whole + level.ordinal());
    for (int i = 0; i < service.length(); i++) {
      hash = LineScan.mix(hash * 31 + service.charAt(i));
    }
    return java.util.HexFormat.of().toHexDigits(hash, 12);
  }
}
