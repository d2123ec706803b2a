package io.mallwatch.model.wire;

/// Bytes that are not a protobuf message; the message names the offset. Retrying does not help.
public final class MalformedProtoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedProtoException(String message) {
    super(message);
  }
}
