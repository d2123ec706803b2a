// Breaks a rule of the house on purpose; see PlantedViolationsTest.
package io.mallwatch.ops.planted;

final class UsesTheHttpServer {
  private UsesTheHttpServer() {}

  static int code() {
    return com.linecorp.armeria.common.HttpStatus.OK.code();
  }
}
