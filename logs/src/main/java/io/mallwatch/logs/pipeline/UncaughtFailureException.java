package io.mallwatch.logs.pipeline;

/// A failure on its way out of a pipeline, with the processor that it began in.
final class UncaughtFailureException extends ProcessingFailedException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String tag;

  UncaughtFailureException(String type, String tag, String message) {
    super(message);
    this.type = type;
    this.tag = tag;
  }

  String type() {
    return type;
  }

  String tag() {
    return tag;
  }
}
