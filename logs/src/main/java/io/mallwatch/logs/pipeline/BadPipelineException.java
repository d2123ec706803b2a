package io.mallwatch.logs.pipeline;

/// A pipeline's definition cannot be used; the message says where and why. Trying again does not
/// help.
public final class BadPipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String processor;

  /// @param processor type of the processor that is wrong; empty when it is none in particular
  public BadPipelineException(String processor, String message) {
    super(processor.isEmpty() ? message : "[" + processor + "] " + message);
    this.processor = processor;
  }

  /// Type of the processor that is wrong, or empty.
  public String processor() {
    return processor;
  }
}
