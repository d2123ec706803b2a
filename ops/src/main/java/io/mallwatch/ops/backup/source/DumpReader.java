package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.Digests;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a dump of `mariadb-dump` or `mysqldump` as it streams by: counts the rows of each table
/// and sums them up, so that a restored copy can be compared without asking the source again. What
/// it sees is the moment of the dump, whatever is written meanwhile. Used by one thread.
public final class DumpReader extends OutputStream {

  private static final int LONGEST_LINE = 1 << 20;
  private static final Pattern NAME = Pattern.compile("`((?:[^`]|``)+)`");
  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");
  private static final Pattern OBJECT =
      Pattern.compile("^(?:/\\*!\\d+ )?CREATE\\b.*?\\b(TRIGGER|PROCEDURE|FUNCTION|EVENT)\\b");
  private static final byte[] VALUES = "VALUES".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INSERT = "INSERT INTO ".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    LINE,
    VALUES,
    TUPLE,
    STRING,
    ESCAPED
  }

  private static final class Counted {
    long rows;
    long content;
    String schema = "";
  }

  private final Map<String, Counted> tables = new TreeMap<>();
  private final Map<String, Integer> objects = new HashMap<>();
  private final MessageDigest digest = Digests.sha256();
  private final Line line = new Line();
  private State state = State.LINE;
  private Counted filling = new Counted();
  private int depth;
  private boolean inRoutine;
  private @Nullable StringBuilder creating;
  private String created = "";
  private String server = "";
  private boolean complete;
  private boolean leaves;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int tuple = offset; // where the part of the tuple in these bytes begins
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      switch (state) {
        case LINE -> inLine(b);
        case VALUES -> {
          if (b == '(') {
            state = State.TUPLE;
            depth = 1;
            tuple = i;
          } else if (b == ';') {
            state = State.LINE;
          }
        }
        case TUPLE -> {
          if (b == '\'') {
            state = State.STRING;
          } else if (b == '(') {
            depth++;
          } else if (b == ')' && --depth == 0) {
            digest.update(bytes, tuple, i + 1 - tuple);
            filling.rows++;
            filling.content += ByteBuffer.wrap(digest.digest()).getLong();
            state = State.VALUES;
          }
        }
        case STRING -> {
          if (b == '\\') {
            state = State.ESCAPED;
          } else if (b == '\'') {
            state = State.TUPLE;
          }
        }
        case ESCAPED -> state = State.STRING;
      }
    }
    if (state == State.TUPLE || state == State.STRING || state == State.ESCAPED) {
      digest.update(bytes, tuple, offset + length - tuple);
    }
  }

  private void inLine(byte b) {
    if ((b == ' ' || b == '\n') && line.startsWith(INSERT) && line.endsWith(VALUES)) {
      Matcher name = NAME.matcher(line.text());
      if (name.find()) {
        filling = tables.computeIfAbsent(name.group(1), _ -> new Counted());
        state = State.VALUES;
        complete = false;
        line.clear();
        return;
      }
    }
    if (b == '\n') {
      lineEnded(line.text());
      line.clear();
    } else {
      line.add(b);
    }
  }

  private void lineEnded(String text) {
    if (text.isBlank()) {
      return;
    }
    complete = text.startsWith("-- Dump completed");
    StringBuilder definition = creating;
    if (definition != null) {
      definition.append('\n').append(text);
      if (text.endsWith(";")) {
        String schema = COUNTER.matcher(definition).replaceAll("");
        tables.computeIfAbsent(created, _ -> new Counted()).schema = Digests.brief(schema);
        creating = null;
      }
    } else if (text.startsWith("DELIMITER ")) {
      inRoutine = !text.strip().endsWith(" ;");
    } else if (inRoutine) {
      Matcher object = OBJECT.matcher(text);
      if (object.find()) {
        String kind = object.group(1);
        objects.merge(
            switch (kind) {
              case "PROCEDURE", "FUNCTION" -> "routine";
              case "EVENT" -> "event";
              default -> "trigger";
            },
            1,
            Integer::sum);
      }
    } else {
      outside(text);
    }
  }

  private void outside(String text) {
    if (text.startsWith("CREATE TABLE ")) {
      Matcher name = NAME.matcher(text);
      if (name.find()) {
        created = name.group(1);
        creating = new StringBuilder(text);
      }
    } else if (text.startsWith("/*!50001 VIEW ")) {
      objects.merge("view", 1, Integer::sum);
    } else if (text.startsWith("-- Server version")) {
      server = text.substring("-- Server version".length()).strip();
    } else if (text.startsWith("USE ")
        || text.startsWith("CREATE DATABASE ")
        || text.startsWith("DROP DATABASE ")) {
      leaves = true;
    }
  }

  /// What was read so far.
  public DumpFacts facts() {
    boolean ended = complete;
    if (state == State.LINE && !line.text().isBlank()) {
      ended = line.text().startsWith("-- Dump completed");
    }
    Map<String, DumpFacts.Table> found = new TreeMap<>();
    tables.forEach((name, counted) ->
        found.put(
            name,
            new DumpFacts.Table(
                counted.rows, HexFormat.of().toHexDigits(counted.content), counted.schema)));
    return new DumpFacts(server, found, objects, ended && state == State.LINE, leaves);
  }

  /// The line so far; what is beyond its bound is left out.
  private static final class Line extends ByteArrayOutputStream {

    void add(byte b) {
      if (count < LONGEST_LINE) {
        write(b);
      }
    }

    boolean startsWith(byte[] text) {
      if (count < text.length) {
        return false;
      }
      for (int i = 0; i < text.length; i++) {
        if (buf[i] != text[i]) {
          return false;
        }
      }
      return true;
    }

    boolean endsWith(byte[] text) {
      if (count < text.length) {
        return false;
      }
      for (int i = 0; i < text.length; i++) {
        if (buf[count - text.length + i] != text[i]) {
          return false;
        }
      }
      return true;
    }

    String text() {
      return toString(StandardCharsets.UTF_8);
    }

    void clear() {
      reset();
    }
  }
}
