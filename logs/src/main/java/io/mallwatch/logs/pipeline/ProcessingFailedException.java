package io.mallwatch.logs.pipeline;

/// A processor could not do its work on one document. Without a stack trace, since it is expected
/// and may happen for every line.
class ProcessingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessingFailedException(String message) {
    super(message, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
