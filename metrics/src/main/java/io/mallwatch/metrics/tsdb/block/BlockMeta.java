package io.mallwatch.metrics.tsdb.block;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `meta.json` of a block says.
///
/// @param number unique in its folder
/// @param rank of two blocks with the same sample the one of the higher rank is right: its number,
///   or the highest rank among the blocks that were merged into it
/// @param fromMillis no sample is before this
/// @param toMillis no sample is at or after this
/// @param level 1 when written from the head, one more than its highest source when merged
/// @param bytes of the chunk, time and index files
/// @param replaces numbers of the blocks that were merged into this one
public record BlockMeta(
    long number,
    long rank,
    long fromMillis,
    long toMillis,
    int level,
    int series,
    long samples,
    int chunks,
    long bytes,
    List<Long> replaces) {

  /// Version of the block format.
  static final int VERSION = 2;

  static final String FILE = "meta.json";

  public BlockMeta {
    replaces = List.copyOf(replaces);
  }

  /// Whether any sample may be in `[from, to]`.
  public boolean overlaps(long from, long to) {
    return fromMillis <= to && toMillis > from;
  }

  long lengthMillis() {
    return toMillis - fromMillis;
  }

  /// This with other counts.
  BlockMeta with(int newSeries, long newSamples, int newChunks, long newBytes) {
    return new BlockMeta(
        number,
        rank,
        fromMillis,
        toMillis,
        level,
        newSeries,
        newSamples,
        newChunks,
        newBytes,
        replaces);
  }

  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeNumberField("number", number);
      json.writeNumberField("rank", rank);
      json.writeNumberField("from_millis", fromMillis);
      json.writeNumberField("to_millis", toMillis);
      json.writeNumberField("level", level);
      json.writeNumberField("series", series);
      json.writeNumberField("samples", samples);
      json.writeNumberField("chunks", chunks);
      json.writeNumberField("bytes", bytes);
      json.writeArrayFieldStart("replaces");
      for (long source : replaces) {
        json.writeNumber(source);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text + "\n";
  }

  /// Reads the file in a block's folder.
  ///
  /// @throws CorruptDataException when it is missing a field, is no JSON, or of another version
  public static BlockMeta read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    long[] numbers = new long[10];
    List<Long> replaces = new ArrayList<>();
    int seen = 0;
    try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        int field = fieldOf(json.currentName());
        json.nextToken();
        if (json.currentToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            replaces.add(json.getLongValue());
          }
        } else if (field >= 0) {
          numbers[field] = json.getLongValue();
          seen |= 1 << field;
        }
      }
    } catch (JsonProcessingException e) {
      throw new CorruptDataException("unreadable " + file, e);
    }
    if (seen != 0b11_1111_1111 || numbers[0] != VERSION) {
      throw new CorruptDataException("incomplete or unknown version: " + file);
    }
    return new BlockMeta(
        numbers[1],
        numbers[9],
        numbers[2],
        numbers[3],
        (int) numbers[4],
        (int) numbers[5],
        numbers[6],
        (int) numbers[7],
        numbers[8],
        replaces);
  }

  private static int fieldOf(String name) {
    return switch (name) {
      case "version" -> 0;
      case "number" -> 1;
      case "from_millis" -> 2;
      case "to_millis" -> 3;
      case "level" -> 4;
      case "series" -> 5;
      case "samples" -> 6;
      case "chunks" -> 7;
      case "bytes" -> 8;
      case "rank" -> 9;
      default -> -1;
    };
  }
}
