package io.mallwatch.metrics.ingest;

import io.mallwatch.model.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Messages one after another, each behind its length: the framing of the protobuf exposition.
public final class Delimited {

  private Delimited() {}

  public static byte[] of(List<ProtoWriter> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ProtoWriter message : messages) {
      ProtoWriter length = new ProtoWriter();
      length.rawVarint(message.size());
      out.writeBytes(length.toByteArray());
      out.writeBytes(message.toByteArray());
    }
    return out.toByteArray();
  }
}
