package io.mallwatch.alerts.template;

/// A template cannot be parsed or executed; the message has name, line and cause.
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message);
  }
}
