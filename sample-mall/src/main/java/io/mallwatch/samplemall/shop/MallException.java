package io.mallwatch.samplemall.shop;

/// Something that the mall refuses or cannot do, with the HTTP status that says so.
public class MallException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  /// @param status an HTTP status of 400 or more
  /// @param code a short constant for programs, such as `out_of_stock`
  public MallException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public MallException(int status, String code, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
